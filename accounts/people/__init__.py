"""The pages at which an administrator keeps the people of a county, and the one that an invitation opens."""
