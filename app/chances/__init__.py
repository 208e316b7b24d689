"""Chances learned from the workspace: facts to arrays, arrays to a model, a model to leads."""
