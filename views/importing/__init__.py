"""Importing a file: what each column becomes, what has to be asked, progress, and the report."""
