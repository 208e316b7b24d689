"""Times with closers: which can be offered, whose turn it is, and the rule that accepts them."""
