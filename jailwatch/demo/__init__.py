"""The made-up counties of a demonstration. Nobody in them exists; the same seed and last day draw the same record."""
