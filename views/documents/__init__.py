"""Documents looked at before they are printed or saved."""
