"""What the workspace knows already of what a file brings."""
