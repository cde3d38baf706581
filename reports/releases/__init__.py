"""How figures become public: the plan of a year, drafts, checks, and the releases of months and years."""
