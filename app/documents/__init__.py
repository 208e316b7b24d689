"""Documents on paper: the agreement of marketing and sales, set by Typst."""
