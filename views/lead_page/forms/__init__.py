"""What is done with a lead in words: the forms, and the verbs they hand their answers to."""
