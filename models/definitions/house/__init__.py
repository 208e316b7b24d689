"""The house definitions: what a team starts from."""
