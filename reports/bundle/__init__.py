"""The public site as plain files, so that the record outlives the server: what anyone could read here, and nothing else."""
