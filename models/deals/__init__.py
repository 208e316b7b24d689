"""Deals: what a held meeting may become."""
