"""Charts of answers: the curve of a goal, named bars, fans of several plans."""
