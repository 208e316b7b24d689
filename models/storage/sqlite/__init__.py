"""All SQL and settings that only SQLite understands; nothing outside of this package uses them.

`connections` are how the file is opened, `files` what is done with it whole. `queries` and
`functions` are what a query may say, `many_rows` how rows are written by the thousand, `images`
how SQLite itself writes and reads the change log, `search_index` the indexes for words and numbers.
"""
