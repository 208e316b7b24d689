"""E-mail addresses as mail and calendars write them, and whether two of them mean the same."""


def ascii_address(address: str) -> str:
    """Return an address with its domain as the net's name service knows it.

    >>> ascii_address("ann@müller.example")
    'ann@xn--mller-kva.example'
    """
    local, sign, domain = address.rpartition("@")
    try:
        return f"{local}{sign}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def address_key(address: str) -> str:
    """Return what two writings of one mailbox have in common.

    >>> address_key("Ann.Lee@MÜLLER.example") == address_key("ann.lee@xn--mller-kva.example")
    True
    """
    return ascii_address(address.strip().casefold()).casefold()


def is_same_mailbox(one: str | None, other: str | None) -> bool:
    """Say whether two addresses mean one mailbox; an unknown address means none."""
    return bool(one and other) and address_key(one or "") == address_key(other or "")
