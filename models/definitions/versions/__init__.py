"""The versions of the definitions: drafted, written, and never rewritten."""
