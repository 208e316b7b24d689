"""How good forecasts were: scores, coverage, calibration, and the naive forecasts to beat."""
