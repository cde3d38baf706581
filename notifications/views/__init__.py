"""Pages that mix record and release clock. Thin: what they show is made beside them, what they write are verbs."""
