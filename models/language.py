"""Screen text in the language of the system.

The catalogue is found once: the standard library's own `gettext()` looks for it on the disk at
every call, which cost a page of words several milliseconds.
"""

from gettext import translation
from pathlib import Path

_CATALOGUE = translation("funneldesk", Path(__file__).parent / "locale", fallback=True)

gettext = _CATALOGUE.gettext
ngettext = _CATALOGUE.ngettext

LANGUAGE = _CATALOGUE.info().get("language", "en").partition("_")[0]
"""The language of the screen: two or three letters, as documents and voices need it."""
