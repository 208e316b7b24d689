"""Placeholders: which there are, and how a text is filled; nothing in a value is interpreted."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from models.clean_text import in_one_line
from models.errors import InvalidValueError
from models.language import gettext as _

PLACEHOLDERS: Final[dict[str, Callable[[], str]]] = {
    "first_name": lambda: _("their first name"),
    "last_name": lambda: _("their last name"),
    "name": lambda: _("their whole name"),
    "job_title": lambda: _("their job title"),
    "company": lambda: _("their company"),
    "industry": lambda: _("their industry"),
    "city": lambda: _("their city"),
    "topic": lambda: _("what they looked at last"),
    "campaign": lambda: _("the campaign they came from"),
    "meeting": lambda: _("the time of the next meeting"),
    "sender": lambda: _("your name"),
    "sender_first_name": lambda: _("your first name"),
    "sender_email": lambda: _("your e-mail address"),
}
_PLACE = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its places filled; `missing` are the codes that nothing is known for."""

    text: str
    missing: tuple[str, ...]


def checked_places(field: str, text: str) -> str:
    """Return a text; refuses one with a placeholder that does not exist, or with a brace alone.

    >>> checked_places("body", "Hello {first_name}")
    'Hello {first_name}'
    """
    for code in _PLACE.findall(text):
        if code not in PLACEHOLDERS:
            raise InvalidValueError(
                field,
                code,
                _("There is no placeholder {{{code}}}. Known: {known}.").format(
                    code=code, known=", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
                ),
            )
    if set(_PLACE.sub("", text)) & set("{}"):
        raise InvalidValueError(
            field,
            text,
            _(
                "A brace stands alone. Placeholders look like {example}; write no other braces."
            ).format(example="{first_name}"),
        )
    return text


def fill(text: str, values: Mapping[str, str | None]) -> Filled:
    """Fill a text once: what a value holds is never read as a placeholder.

    A place that nothing is known for is named in square brackets, so that nobody overlooks it.

    >>> fill("Hello {first_name}", {"first_name": "{company}"}).text
    'Hello {company}'
    """
    missing: dict[str, None] = {}

    def value(place: re.Match[str]) -> str:
        code = place.group(1)
        if code not in PLACEHOLDERS:
            return place.group()
        known = in_one_line(values.get(code) or "")
        if not known:
            missing[code] = None
            return f"[{PLACEHOLDERS[code]()}]"
        return known

    return Filled(_PLACE.sub(value, text), tuple(missing))


def mailto_url(address: str, subject: str | None, body: str) -> str:
    r"""Return the link that opens the mail program with a draft, encoded as RFC 6068 asks.

    >>> mailto_url("a+b@x.example", "50 % & more", "One\nTwo")
    'mailto:a%2Bb@x.example?subject=50%20%25%20%26%20more&body=One%0D%0ATwo'
    """
    lines = "\r\n".join(body.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    # A subject with a line break could smuggle in other headers.
    fields = [("subject", in_one_line(subject))] if subject else []
    fields += [("body", lines)] if lines else []
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields)
    local, at, domain = address.rpartition("@")
    to = f"{quote(local, safe='')}{at}{quote(domain, safe='')}"
    return f"mailto:{to}?{query}" if query else f"mailto:{to}"
