"""Scenarios of the Forecast page: saved, opened, renamed and deleted."""
