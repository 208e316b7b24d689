"""Address cards (vCard 2.1, 3.0 and 4.0) as tables for the import, and leads written as cards."""
