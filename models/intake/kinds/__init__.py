"""What takes each kind of record in."""
