"""The JSON API by which a jail system writes the record. Validated values go to the verbs of `bookings.actions`, as a clerk's do."""
