"""Leads: capturing, moving, qualifying, closing, and what lists show of them."""
