"""The calendar: closers' weeks and days with their meetings, to be looked at, moved and printed."""
