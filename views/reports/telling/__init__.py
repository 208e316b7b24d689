"""Each question of the reports: what is read for it, and how its answer is told."""
