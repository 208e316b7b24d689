"""The commands that look ahead, and those that say how well that is known."""
