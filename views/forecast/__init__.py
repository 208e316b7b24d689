"""The Forecast page: what a batch of leads may become, as a range, while a slider is dragged."""
