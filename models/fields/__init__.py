"""Fields of the team's own, and their values."""
