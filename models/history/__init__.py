"""The change log: recording, undo and redo, labels, and imported rows as a whole."""
