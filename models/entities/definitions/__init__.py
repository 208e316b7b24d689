"""The written agreement, in versions, and what it asks."""
