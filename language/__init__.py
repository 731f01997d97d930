"""The languages, the signs on a screen: catalogs, how numbers, days, amounts, codes are written and read.

Everybody may import it; texts are looked up when they are shown, so the language can change while running.
It imports the standard library alone; only ``language.build``, which makes the catalogs, imports Babel.
"""

from __future__ import annotations

import os
from _thread import _local, get_ident
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from language.catalog import Catalog

LANGUAGES: Final = ("sq", "sr", "sr-Cyrl", "en")
"""Codes of the languages (BCP 47); the first is the default. Plain ``sr`` is in Latin script."""

NAMES: Final = {"sq": "Shqip", "sr": "Srpski", "sr-Cyrl": "Српски", "en": "English"}
"""Each language in its own words."""

LABELS: Final = {"sq": "sq", "sr": "sr", "sr-Cyrl": "ср", "en": "en"}
"""Two letters for each, where there is room for no more."""

DOMAIN: Final = "terren"


class Unreadable(ValueError):
    """A text that means nothing where it stands: ``code`` names the message, ``params`` what it quotes."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class _Thread(_local):
    """What is spoken in a thread of its own, where it is another language than on the screen."""

    code: str | None = None


_current = LANGUAGES[0]
_thread = _Thread()
_main = get_ident()
_loaded: dict[str, Catalog] = {}


def switcher() -> list[str]:
    """Two letters for each language, the current one in capitals; of two scripts the one that is written."""
    shown = {code.partition("-")[0]: code for code in LANGUAGES if "-" not in code or code == _current}
    return [LABELS[code].upper() if code == _current else LABELS[code] for code in shown.values()]


def default() -> str:
    """The language of the environment (LC_ALL, LC_MESSAGES, LANG, in this order), otherwise Albanian."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            code = value.replace("-", "_").split("_")[0].split(".")[0].split("@")[0].lower()
            if code == "sr" and "cyrl" in value.lower().replace("cyrillic", "cyrl"):
                return "sr-Cyrl"
            return code if code in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def use(code: str) -> None:
    """Make ``code`` the current language; ValueError where it is not one of LANGUAGES."""
    global _current
    if code not in LANGUAGES:
        raise ValueError(f"unknown language: {code!r}")
    _current = code


def current() -> str:
    """The code of the current language."""
    return _thread.code or _current


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Make ``code`` the current language for a while; in a thread beside the main one for that thread alone.

    Raises ValueError where it is not one of LANGUAGES.
    """
    if get_ident() == _main:
        before = current()
        use(code)
        try:
            yield
        finally:
            use(before)
        return
    if code not in LANGUAGES:
        raise ValueError(f"unknown language: {code!r}")
    outer, _thread.code = _thread.code, code
    try:
        yield
    finally:
        _thread.code = outer


def catalogs() -> Path:
    """The folder of the catalogs."""
    # pathlib costs the shortest command a tenth of its time
    from pathlib import Path

    return Path(__file__).parent / "catalogs"


def _catalog() -> Catalog:
    code = current()
    catalog = _loaded.get(code)
    if catalog is None:
        from language.catalog import Catalog

        catalog = Catalog(catalogs() / code / "LC_MESSAGES" / f"{DOMAIN}.mo")
        _loaded[code] = catalog
    return catalog


def _(msgid: str) -> str:
    """The English sentence in the current language."""
    return _catalog().gettext(msgid)


def ngettext(one: str, many: str, n: int) -> str:
    """The form of a sentence that goes with the number ``n``; the caller fills in ``{n}``."""
    return _catalog().ngettext(one, many, n)


def pgettext(context: str, msgid: str) -> str:
    """A sentence that needs its context to be translated."""
    return _catalog().pgettext(context, msgid)


def N_(msgid: str) -> str:
    """Marks a sentence in a table for the catalogs; it is looked up where it is shown."""
    return msgid


_PLAIN: Final = str.maketrans("–…→·“”„", '-~>-"""')

_plain = False


def use_plain(plain: bool) -> None:
    """Show plain signs from now on, or the usual ones again."""
    global _plain
    _plain = plain


def is_plain() -> bool:
    """Whether plain signs are shown."""
    return _plain


def in_signs(text: str) -> str:
    """A text in the signs that are shown."""
    return text.translate(_PLAIN) if _plain else text


def glyph(usual: str, plain: str) -> str:
    """The sign that is shown of a usual and a plain one."""
    return plain if _plain else usual
