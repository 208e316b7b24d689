"""Exports: tables written whole, the list in front, and back to the system leads came from."""
