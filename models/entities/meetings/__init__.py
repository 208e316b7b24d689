"""Appointments, and what they are booked by."""
