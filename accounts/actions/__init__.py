"""Verbs on people and keys. Each writes its row and its journal entry in one transaction."""
