"""What people see: widgets, item models over rows, charts, forms, theme."""
