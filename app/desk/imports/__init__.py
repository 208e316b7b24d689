"""The import panel's other side, with the workspace and the file behind it."""
