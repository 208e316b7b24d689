"""The people of a plan: who comes and goes, on a board, and what one more would buy."""
