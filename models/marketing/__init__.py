"""Where leads come from and what it costs."""
