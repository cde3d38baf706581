"""Release notifications and the release clock."""
