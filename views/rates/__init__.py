"""What history teaches: every learned number with its evidence, ready for a scenario."""
