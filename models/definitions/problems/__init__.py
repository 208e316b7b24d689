"""What is wrong with a draft of the definitions, place by place."""
