"""The table of leads: its columns, its rows as they are read, and how they are painted."""
