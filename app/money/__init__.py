"""Deals, targets and frozen forecasts between the workspace and the simulator."""
