"""What a draft of the definitions would do, before it is written."""
