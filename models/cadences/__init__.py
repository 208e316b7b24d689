"""Planned sequences of touches, and the leads that go through them."""
