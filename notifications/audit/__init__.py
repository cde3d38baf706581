"""What the auditor of a county reads: who did and saw what, what the record says against itself, and whether it was rewritten."""
