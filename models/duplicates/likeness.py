"""How alike two people are, as a score with its reasons; pure, so that rules can be read off.

A shared phone, a role mailbox or a blank name alone never makes a duplicate: each of them counts
only beside names that agree.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from models.duplicates.keys import is_role_mailbox, name_words, phone_key
from models.language import gettext as _

SHOWN_FROM = 60
_SURE = 99
_SIMILAR_NAME = 88
_SIMILAR_COMPANY = 90
_EACH_MORE = 3
_PERSON_PAGE = re.compile(r"linkedin\.[a-z]+/(?:in|pub)/([^/?#\s]+)", re.IGNORECASE)


class Reason(StrEnum):
    """One thing that speaks for, or against, two records being one person."""

    SAME_EMAIL = "same_email"
    SAME_LINKEDIN = "same_linkedin"
    SAME_PHONE = "same_phone"
    SAME_MAILBOX = "same_mailbox"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    SAME_COMPANY = "same_company"
    SIMILAR_COMPANY = "similar_company"
    OTHER_NAME = "other_name"
    OTHER_EMAIL = "other_email"
    OTHER_LINKEDIN = "other_linkedin"

    @property
    def speaks_against(self) -> bool:
        """Whether it makes a duplicate less likely."""
        return self in _AGAINST

    @property
    def words(self) -> str:
        """Return the reason as people read it."""
        return _WORDS[self]()


_AGAINST = frozenset((Reason.OTHER_NAME, Reason.OTHER_EMAIL, Reason.OTHER_LINKEDIN))
_WORDS = {
    Reason.SAME_EMAIL: lambda: _("Same e-mail address"),
    Reason.SAME_LINKEDIN: lambda: _("Same LinkedIn page"),
    Reason.SAME_PHONE: lambda: _("Same phone number"),
    Reason.SAME_MAILBOX: lambda: _("Same shared mailbox"),
    Reason.SAME_NAME: lambda: _("Same name"),
    Reason.SIMILAR_NAME: lambda: _("Similar name"),
    Reason.SAME_COMPANY: lambda: _("Same company"),
    Reason.SIMILAR_COMPANY: lambda: _("Similar company"),
    Reason.OTHER_NAME: lambda: _("Different names"),
    Reason.OTHER_EMAIL: lambda: _("Different e-mail addresses"),
    Reason.OTHER_LINKEDIN: lambda: _("Different LinkedIn pages"),
}


@dataclass(frozen=True, slots=True)
class Keys:
    """What a contact is compared by; empty where it is not known."""

    email: str
    mailbox: str
    """A desk's address, which proves no identity."""
    phones: tuple[str, ...]
    linkedin: str
    words: tuple[str, ...]
    """The words of the name, folded and sorted."""
    company: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """From `SHOWN_FROM` to 99, and why."""

    score: int
    reasons: tuple[Reason, ...]


def keys_of(
    *,
    name: str,
    email_key: str | None,
    phone: str | None,
    mobile: str | None,
    linkedin_url: str | None,
    company_key: str | None,
) -> Keys:
    """Return what a contact is compared by."""
    email = email_key or ""
    is_desk = bool(email) and is_role_mailbox(email)
    phones = dict.fromkeys(filter(None, (phone_key(phone), phone_key(mobile))))
    page = _PERSON_PAGE.search(linkedin_url) if linkedin_url else None
    return Keys(
        email="" if is_desk else email,
        mailbox=email if is_desk else "",
        phones=tuple(phones),
        linkedin="" if page is None else page.group(1).casefold(),
        words=tuple(sorted(name_words(name))),
        company=company_key or "",
    )


def likeness(one: Keys, other: Keys) -> Likeness | None:
    """Return how alike two people are, None where nothing worth showing speaks for it."""
    found: list[tuple[int, Reason]] = []
    if one.email and one.email == other.email:
        found.append((90, Reason.SAME_EMAIL))
    if one.linkedin and one.linkedin == other.linkedin:
        found.append((88, Reason.SAME_LINKEDIN))
    name = _names(one.words, other.words)
    if name is None and not found:
        return None
    company = _companies(one.company, other.company)
    same_phone = not set(one.phones).isdisjoint(other.phones)
    if name is not None:
        # One word is a first name or a department; too many people answer to it.
        whole = min(len(one.words), len(other.words)) > 1
        near = name is Reason.SIMILAR_NAME or not whole
        if same_phone:
            found.append((75 if near else 85, Reason.SAME_PHONE))
        if one.mailbox and one.mailbox == other.mailbox:
            found.append((70 if near else 80, Reason.SAME_MAILBOX))
        if whole and company is Reason.SAME_COMPANY:
            found.append((70 if near else 80, Reason.SAME_COMPANY))
        elif whole and company is Reason.SIMILAR_COMPANY and not near:
            found.append((65, Reason.SIMILAR_COMPANY))
    if not found:
        return None
    reasons = [reason for _points, reason in sorted(found, reverse=True)]
    if name is not None:
        reasons.append(name)
    elif same_phone:
        reasons.append(Reason.SAME_PHONE)
    if company is not None and company not in reasons:
        reasons.append(company)
    against = _against(one, other, name)
    more = len(set(reasons)) - 1
    score = max(points for points, _reason in found) + _EACH_MORE * more
    score -= sum(points for points, _reason in against)
    if score < SHOWN_FROM:
        return None
    return Likeness(
        min(score, _SURE), (*dict.fromkeys(reasons), *(reason for _points, reason in against))
    )


def _against(one: Keys, other: Keys, name: Reason | None) -> list[tuple[int, Reason]]:
    found = []
    if name is None and one.words and other.words:
        found.append((25, Reason.OTHER_NAME))
    if one.email and other.email and one.email != other.email:
        # Colleagues have similar names and one switchboard, but each their own address.
        found.append((18 if name is Reason.SAME_NAME else 30, Reason.OTHER_EMAIL))
    if one.linkedin and other.linkedin and one.linkedin != other.linkedin:
        found.append((18, Reason.OTHER_LINKEDIN))
    return found


def _names(one: tuple[str, ...], other: tuple[str, ...]) -> Reason | None:
    """Say whether two names agree; a blank one agrees with nothing."""
    if not one or not other:
        return None
    if one == other:
        return Reason.SAME_NAME
    # A shortened name shares a whole word with the long one; most pairs share none.
    shares = not set(one).isdisjoint(other)
    if shares and (_abbreviated(one, other) or _abbreviated(other, one)):
        return Reason.SIMILAR_NAME
    ratio = fuzz.ratio(" ".join(one), " ".join(other), score_cutoff=_SIMILAR_NAME)
    return Reason.SIMILAR_NAME if ratio else None


def _abbreviated(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Say whether each word of a name is in the other one, whole or as its first letter."""
    left = list(long)
    for word in sorted(short, key=len, reverse=True):
        found = next((one for one in left if one == word), None)
        if found is None and len(word) == 1:
            found = next((one for one in left if one.startswith(word)), None)
        if found is None:
            return False
        left.remove(found)
    # "A. L." alone could be anybody.
    return any(len(word) > 1 for word in short)


def _companies(one: str, other: str) -> Reason | None:
    if not one or not other:
        return None
    if one == other:
        return Reason.SAME_COMPANY
    if fuzz.token_sort_ratio(one, other, score_cutoff=_SIMILAR_COMPANY):
        return Reason.SIMILAR_COMPANY
    return None
