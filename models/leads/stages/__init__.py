"""The way of a lead through the stages: moved, moved on, closed, and what is read of it."""
