"""Calendar exchange: invitations that go out, replies and busy times that come in."""
