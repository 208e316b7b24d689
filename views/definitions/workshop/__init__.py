"""The review of the definitions in five steps, on the workspace's own data."""
