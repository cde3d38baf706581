"""Counties, people, roles and the journal: who may do what, and proof of what was done."""
