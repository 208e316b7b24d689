"""How good past forecasts were: a sentence, charts of ranges and calibration, and a table."""
