"""Pages that enter and change single facts. Thin: a form makes values, a verb of `bookings.actions` writes them."""
