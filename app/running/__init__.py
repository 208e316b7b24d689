"""Work away from the window thread: reads, changes, long jobs, undo, and others' writes noticed."""
