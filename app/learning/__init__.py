"""From the history of a workspace to a network that begins today."""
