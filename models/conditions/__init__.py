"""Conditions on leads: one language for filters, scoring rules and stage gates."""
