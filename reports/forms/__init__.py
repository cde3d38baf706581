"""Statutory forms, filled from the record: one small declared module a law. Exact, for the office alone; filing is not publishing.

`declared` says what a form is, `period` over what it reaches, `record` what it reads (values, no rows), `reading` how that is read;
`illinois`, `new_york` and `minnesota` are pure functions over a reading; `across` lays the same period side by side.
How a fourth is added: docs/statutory-forms.md.
"""
