r"""What stays of a text that somebody typed, pasted or imported: all that can be read.

Signs that nobody sees and nobody types on purpose hide a name from the search, or turn the words
around it: they are dropped, not refused, for whoever pasted them could not find them. Everything
else stays sign by sign, and is not composed anew either: comparing is the work of
`models.text_keys`.
"""

import re
import unicodedata

# Controls, halves of a sign, what is no sign at all, and what joins or parts nothing that is seen.
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef"
) + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
# They turn the reading direction of all that follows, also of what stands beside the text.
_TURNING = "\u202a-\u202e\u2066-\u206f"
_DROPPED = re.compile(f"[{_UNSEEN}{_TURNING}]+")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# The wide space stands between the names of people in Japan; of the others one is like the next.
_SPACES = re.compile("[^\\S\u3000]+")
_BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_JOINERS = "\u200c\u200d"
# What joins letters, or says which way they read, has nothing to do where a text begins or ends.
_ENDS = f"{_BLANKS}{_JOINERS}\u200e\u200f\u061c"
_VIRAMA = 9


def in_one_line(text: str) -> str:
    r"""Return a text as one line: without signs that nobody sees, blanks are one space each.

    >>> in_one_line(" Ann\u202e\tLee\n\x07")
    'Ann Lee'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return _without_ends(_SPACES.sub(" ", _DROPPED.sub("", text)))


def in_lines(text: str) -> str:
    r"""Return a text of several lines without signs that nobody sees; its line ends are all alike.

    >>> in_lines("One\x00\r\n\tTwo  three\n")
    'One\n\tTwo  three'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return _without_ends(_DROPPED.sub("", _LINE_END.sub("\n", text)))


def _without_ends(text: str) -> str:
    text = text.lstrip(_ENDS)
    short = text.rstrip(_ENDS)
    after = text[len(short) : len(short) + 1]
    # Scripts of India end words with such a joiner: it says how the last letter is drawn.
    drawn = after and after in _JOINERS and unicodedata.combining(short[-1]) == _VIRAMA
    return short + after if drawn else short
