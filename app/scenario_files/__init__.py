"""Scenarios as files: a JSON that people can write by hand, its schema, and what comes back."""
