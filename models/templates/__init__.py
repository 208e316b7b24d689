"""Texts with places to fill in, for e-mails and messages."""
