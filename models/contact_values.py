"""Typed-in addresses, numbers and links, in the form they are stored in."""

import re

from models.clean_text import in_one_line
from models.errors import InvalidValueError
from models.language import gettext as _

_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+(?::\d+)?(?=[/?#]|\Z)")


def email_address(value: str | None) -> str | None:
    """Return an e-mail address with its domain in lower case, None for blank.

    Refuses what is none. Whether the domain exists is not asked: that needs a network.

    >>> email_address(" Ann.Lee@EXAMPLE.com ")
    'Ann.Lee@example.com'
    """
    from email_validator import EmailNotValidError, validate_email

    text = in_one_line(value or "")
    if not text:
        return None
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise InvalidValueError(
            "email",
            value,
            _("“{value}” is no e-mail address: {why}").format(value=text, why=error),
        ) from error


def phone_number(value: str | None, country: str | None = None) -> str | None:
    """Return a phone number in E.164 form, with `;ext=` for an extension, None for blank.

    `country` (two letters) is where a number without a country code is dialled. Refuses what no
    country could dial.

    >>> phone_number("020 7946 0958", "GB")
    '+442079460958'
    """
    import phonenumbers

    text = in_one_line(value or "")
    if not text:
        return None
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException as error:
        raise _no_phone(text) from error
    if not phonenumbers.is_possible_number(number):
        raise _no_phone(text)
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{plain};ext={number.extension}" if number.extension else plain


def _no_phone(text: str) -> InvalidValueError:
    return InvalidValueError(
        "phone",
        text,
        _(
            "“{value}” is no phone number that can be dialled. Write it with its country code, "
            "for example +44 20 7946 0958."
        ).format(value=text),
    )


def web_address(value: str | None) -> str | None:
    """Return an http or https address, None for blank; `https` is added to a bare host.

    Refuses other schemes: a click on `file:` or `javascript:` from a list of leads does harm.

    >>> web_address("www.example.com/team")
    'https://www.example.com/team'
    """
    text = "".join(in_one_line(value or "").split())
    if not text:
        return None
    scheme, mark, rest = text.partition("://")
    if not mark:
        scheme, rest = "https", text
    if scheme.lower() not in {"http", "https"} or not _HOST.match(rest):
        raise InvalidValueError(
            "website",
            value,
            _("“{value}” is no web address. It looks like https://example.com.").format(
                value=(value or "").strip()
            ),
        )
    return f"{scheme.lower()}://{rest}"
