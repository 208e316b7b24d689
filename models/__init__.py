"""The workspace: entities, migrations, vocabulary, and one function per domain verb."""
