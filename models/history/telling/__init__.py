"""The change log in words, for people who read it."""
