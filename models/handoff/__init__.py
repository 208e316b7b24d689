"""From marketing to sales: who is asked to accept a lead, what they said, and what silence does."""
