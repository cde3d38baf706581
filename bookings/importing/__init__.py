"""Files of a jail's own system: read, mapped by a TOML file, checked, and applied whole or not at all.

reading -> grouping -> mapping (compiled to `drafting`) -> comparing -> `bookings.actions.bulk`. Nothing here knows a jail.
"""
