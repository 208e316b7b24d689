"""Bringing many rows in at once: loaded hidden, in chunks, and published in one short step."""
