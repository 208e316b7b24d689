"""The way back: what was done at the desk goes out under another system's own headers."""
