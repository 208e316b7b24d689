"""Learning rates, delays and arrivals from what happened, with what is not known of them."""
