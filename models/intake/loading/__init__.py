"""Rows on their way into the workspace: hidden while they load, then published."""
