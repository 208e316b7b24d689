"""Charts that are read as well as seen: by eye, by pointer, by keyboard and by screen reader."""
