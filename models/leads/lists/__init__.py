"""Lists of leads: what they hold, in which order, and the views that keep them."""
