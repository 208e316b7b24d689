"""Theirs and ours."""
