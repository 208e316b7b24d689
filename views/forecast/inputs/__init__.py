"""The inputs of a forecast, and how numbers are moved, typed and taken back."""
