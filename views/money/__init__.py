"""What a plan costs and brings, what was said before, and how it leaves the program."""
