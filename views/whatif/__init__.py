"""The what-if workspace: a plan over weeks, what it comes to, and what would change it."""
