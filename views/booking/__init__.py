"""Booking a meeting and following it through, in place, from wherever its lead is shown."""
