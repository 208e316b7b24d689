"""From the properties of one address card to the cells of one row."""

import re
from collections.abc import Sequence

from app.vcards.lines import Property
from models.language import gettext as _

COLUMNS = (
    "UID", "FN", "N given", "N middle", "N family", "ORG", "TITLE", "EMAIL", "EMAIL 2", "TEL",
    "TEL cell", "LinkedIn", "URL", "ADR city", "ADR country", "NOTE", "CATEGORIES",
)  # fmt: skip
"""What a table made of cards has; the names are those of the properties."""
PRODUCT = "-//Funneldesk//Leads//EN"
_OWN_UID = re.compile(
    r"(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z", re.IGNORECASE
)
_NOBODY_CALLS = frozenset(("fax", "pager", "modem", "bbs", "isdn", "video-only", "textphone"))
_MOBILE = frozenset(("cell", "iphone", "mobile"))
_LINKEDIN = re.compile(r"(?:https?://)?(?:[\w-]+\.)?linkedin\.[a-z]+/\S+", re.IGNORECASE)


def cells_of(card: Sequence[Property]) -> tuple[str, ...] | None:
    """Return the cells of a card; None for a group, which is a list of other cards."""
    one = {found.name: found for found in reversed(card)}
    if "KIND" in one and one["KIND"].text.casefold() == "group":
        return None
    emails = [found.text for found in _preferred(card, "EMAIL")]
    numbers = [found for found in _preferred(card, "TEL") if not found.types & _NOBODY_CALLS]
    mobiles = [_dialled(found) for found in numbers if found.types & _MOBILE]
    phones = [_dialled(found) for found in numbers if not found.types & _MOBILE]
    company = _component(one.get("ORG"), 0)
    pages = [found.text for found in _preferred(card, "URL")]
    linkedin = next((text for text in [*pages, *_social(card)] if _LINKEDIN.match(text)), "")
    own = [text for text in pages if text and text != linkedin]
    given, middle, family = (_component(one.get("N"), place) for place in (1, 2, 0))
    whole = one["FN"].text if "FN" in one else ""
    if not (given or family) and whole in {company, *emails, *phones, *mobiles}:
        # A card has to have a name; a company's, or an address in its place, is nobody's.
        whole = ""
    notes = [found.text for found in card if found.name == "NOTE"]
    notes += _further(emails[2:], _("Further e-mail: {value}"))
    notes += _further([*mobiles[1:], *phones[1:]], _("Further phone: {value}"))
    # A page says which company it is only where the company is named.
    notes += _further(own[1:] if company else own, _("Web page: {value}"))
    address = next(iter(_preferred(card, "ADR")), None)
    cells = {
        "UID": _key(one, bool(emails or numbers)),
        "FN": whole,
        "N given": given,
        "N middle": middle,
        "N family": family,
        "ORG": company,
        "TITLE": one["TITLE"].text if "TITLE" in one else _text(one.get("ROLE")),
        "EMAIL": _at(emails, 0),
        "EMAIL 2": _at(emails, 1),
        "TEL": _at(phones, 0),
        "TEL cell": _at(mobiles, 0),
        "LinkedIn": linkedin,
        "URL": _at(own, 0) if company else "",
        "ADR city": _component(address, 3),
        "ADR country": _component(address, 6),
        "NOTE": "\n".join(text for text in notes if text),
        "CATEGORIES": _text(one.get("CATEGORIES")),
    }
    return tuple(cells[column] for column in COLUMNS)


def _preferred(card: Sequence[Property], name: str) -> list[Property]:
    """Return the properties of a name: the preferred one first, at work before at home."""
    found = [one for one in card if one.name == name and one.text]
    return sorted(found, key=lambda one: (one.preference, "work" not in one.types))


def _dialled(found: Property) -> str:
    """Return a phone number as people write it, also where it stands as an address.

    An extension is written so that it is read as one.
    """
    text = found.text
    if text[:4].casefold() == "tel:":
        text = text[4:]
    number, mark, extension = text.partition(";ext=")
    return f"{number} ext. {extension}" if mark else number


def _social(card: Sequence[Property]) -> list[str]:
    return [one.text for one in card if one.name in {"X-SOCIALPROFILE", "IMPP", "SOCIALPROFILE"}]


def _further(values: Sequence[str], words: str) -> list[str]:
    return [words.format(value=value) for value in values]


def _at(values: Sequence[str], place: int) -> str:
    return values[place] if place < len(values) else ""


def _text(found: Property | None) -> str:
    return "" if found is None else found.text


def _component(found: Property | None, place: int) -> str:
    """Return one part of a structured value, on one line."""
    parts = [] if found is None else found.parts()
    return " ".join(_at(parts, place).split())


def _key(one: dict[str, Property], can_be_told: bool) -> str:
    """Return the key of a card: that of a lead of ours, or of somebody whom nothing else tells.

    A card is a person, not a pursuit: whoever has an address or a number is known by it, and is
    not taken for another lead because the address book numbers its cards.
    """
    uid = _text(one.get("UID"))
    ours = _OWN_UID.match(uid)
    if ours is not None and _text(one.get("PRODID")) == PRODUCT:
        return ours.group(1).lower()
    return "" if can_be_told else uid
