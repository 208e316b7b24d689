"""What must leave the machine waits here, in sight, until it is handed over."""
