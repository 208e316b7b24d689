"""Changing many leads at once."""
