"""The tabs of the Reports page, wired to the workspace."""
