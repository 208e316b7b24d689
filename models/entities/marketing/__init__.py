"""Where leads come from, and what that costs."""
