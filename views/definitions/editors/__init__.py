"""What the forms of the Definitions page are made of: conditions, rows, inputs and their grid."""
