"""What belongs to the workspace as a whole: settings, log, exchange with others, plans."""
