"""Stored plans in the window: the list, what was changed from what, and comparing."""
