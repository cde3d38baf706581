"""Reports by mail: who asked for them, what goes out, and how. The writing verbs stand in `reports.actions.mailing`."""
