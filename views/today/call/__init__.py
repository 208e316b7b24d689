"""The middle of the Today page: one lead, from dialling to the outcome, without leaving it."""
