"""The inputs of a plan: what they are, and how each is shown, moved and written."""
