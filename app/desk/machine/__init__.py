"""This machine around the workspace: its settings, its drafts, its programs, its notices."""
