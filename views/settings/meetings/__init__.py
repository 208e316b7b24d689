"""The settings of meetings, kind by kind."""
