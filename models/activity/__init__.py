"""What we do with a lead, and what it did before we spoke: touches, interest, tasks."""
