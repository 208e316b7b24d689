"""Gates: what must be there before a lead enters a stage, or a meeting counts as agreed."""
