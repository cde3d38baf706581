"""Published is frozen: the database itself refuses to change or take away a release, the plan of a year, or that a table was withdrawn."""

from accounts.triggers import AppendOnly

KEYS = {
    "reports_release": ("rowid", "id", "row number", "row kind period revision"),
    "reports_plan": ("rowid", "id", "state year"),
    "reports_withdrawal": ("rowid", "id", "release_id measure grouping"),
}
SAYS = "What was published or planned is never changed: publish a revision instead."
FROZEN = AppendOnly(KEYS, SAYS, "reports_frozen_refuses")
