"""The left side of the Today page: what to do next, in order, with its reason."""
