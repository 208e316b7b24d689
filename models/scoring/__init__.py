"""Scores of leads: fit, interest that fades, the grade that they make, and what makes an MQL."""
