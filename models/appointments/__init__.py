"""Appointments: booking, what makes them confirmed, and what came of them."""
