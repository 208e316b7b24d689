"""The compiled kernel: the weeks of a network, its draws, and the arrays that both work on."""
