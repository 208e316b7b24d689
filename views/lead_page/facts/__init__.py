"""Facts of a lead, its person and its company, each edited where it stands."""
