"""Undo and redo: what a change did, turned round, and what stands in its way."""
