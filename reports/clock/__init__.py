"""The release clock as the office reads it: how much notice ICE got, and everything that can be said of a release's course."""
