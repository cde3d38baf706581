"""Verbs of the office: the only writers of what reports keep."""
