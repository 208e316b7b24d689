"""The people of the team: who they are, their roles, and when they work."""
