"""The workspace file: column types, SQLite, schema and migrations, what queries may see."""
