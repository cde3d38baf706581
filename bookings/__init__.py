"""The record: bookings, charges, detainers, handovers, and the verbs that write them."""
