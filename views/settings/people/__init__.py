"""The settings of the team: who is on it, when they work, what they do."""
