"""The pages at which an administrator keeps the keys of a county's jail system."""
