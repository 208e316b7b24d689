"""Calendars from elsewhere: when closers are busy, and what guests reply to invitations."""
