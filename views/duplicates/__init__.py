"""People who are here twice: the list of pairs, the two side by side, and what stays of each."""
