"""From a file of another system to clean records: reading, mapping, values, problems."""
