"""Leads, and what is known of each."""
