"""What is known of leads before they are spoken with, and the chances that were learned from it."""
