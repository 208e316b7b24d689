"""Chances that a lead reaches a stage: learned from leads whose end is known, and judged."""
