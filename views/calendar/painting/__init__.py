"""Everything of the calendar that is painted."""
