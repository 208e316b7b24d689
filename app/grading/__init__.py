"""Grading: the past forecast again as it would have been, and frozen forecasts held to fact."""
