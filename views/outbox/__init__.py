"""The outbox: what waits to be handed over, what came in, and the mailboxes it goes through."""
