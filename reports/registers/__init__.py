"""Pages of the office's registers, and their counting. The verbs stand in `reports.actions.registers`."""
