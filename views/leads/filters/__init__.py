"""Which leads the list holds: search, filters, conditions and views."""
