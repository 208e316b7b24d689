"""The right side of the Today page: the day's meetings and promises, and how it goes."""
