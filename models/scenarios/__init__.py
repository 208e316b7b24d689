"""Scenarios and the forecasts that were frozen from them."""
