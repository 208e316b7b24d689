"""Contacts that are here twice: found with scores and reasons, merged, or kept apart."""
