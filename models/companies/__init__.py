"""Companies: who is there, who of us talks to whom, and whether they are clients."""
