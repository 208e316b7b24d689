"""What the workspace's own history holds for learning, as plain columns."""
