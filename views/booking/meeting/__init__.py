"""A booked meeting in place: how it stands, what is missing, and what can be done."""
