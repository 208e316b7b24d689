"""What people ask of the model: compare, seek a goal, find what matters, staff, plan."""
