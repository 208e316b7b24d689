"""Forecasts and plans for the window: where they begin, what they cost, where they are kept."""
