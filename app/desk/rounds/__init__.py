"""What the window sees to by itself, at the opening and from minute to minute."""
