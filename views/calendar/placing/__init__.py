"""Where and when everything of the calendar stands: plain values, without a widget."""
