"""The Today page: what waits for who is on duty, in the order in which it is to be done."""
