"""The forms of the Definitions page, one for each part of the agreement."""
