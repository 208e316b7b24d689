"""Questions to a plan, in the window: goals, hires, what matters, what to learn, and comparing."""
