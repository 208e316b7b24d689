"""What to do next: the queue of a person, who is on which lead, and what is put aside."""
