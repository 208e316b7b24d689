"""What the columns of a file become: guessed, asked about, and remembered."""
