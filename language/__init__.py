"""The languages, the signs on a screen: catalogs, how numbers, days, amounts, codes are written and read.

Everybody may import it; texts are looked up when they are shown, so the language can change while running.
It imports the standard library alone; only ``language.build``, which makes the catalogs, imports Babel.
"""

from __future__ import annotations

import os
import sys
from _thread import _local
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Language(NamedTuple):
    """A language: its code (BCP 47), its name in its own words, two letters where there is no room for more.

    ``locale`` is what CLDR calls it, ``office`` what office programs do, with a country; ``decimal`` and
    ``group`` are the signs of its numbers, of which whole parts are grouped by three digits.
    """

    code: str
    name: str
    label: str
    locale: str
    office: str
    decimal: str
    group: str


DECLARED: Final = (
    Language("sq", "Shqip", "sq", "sq", "sq-AL", ",", "\u00a0"),
    Language("sr", "Srpski", "sr", "sr_Latn", "sr-Latn-RS", ",", "."),
    Language("sr-Cyrl", "Српски", "ср", "sr_Cyrl", "sr-Cyrl-RS", ",", "."),
    Language("en", "English", "en", "en", "en-GB", ".", ","),
)
"""The languages; the first is the default. Plain ``sr`` is in Latin script, and CLDR's is Cyrillic."""

LANGUAGES: Final = tuple(language.code for language in DECLARED)
BY_CODE: Final = {language.code: language for language in DECLARED}
NAMES: Final = {language.code: language.name for language in DECLARED}

SOURCE: Final = "en"
"""The language in which the messages are written: it has no catalog."""

DOMAIN: Final = "terren"

_MAGIC: Final = 0x950412DE
_CONTEXT_END: Final = "\x04"
_FORM_END: Final = "\x00"


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
_loaded: dict[str, Catalog] = {}


def switcher() -> dict[str, str]:
    """Return two letters for each language, the current one in capitals; of two scripts the written one."""
    shown = {code.partition("-")[0]: code for code in LANGUAGES if "-" not in code or code == _current}
    labels = {code: BY_CODE[code].label for code in shown.values()}
    return {code: label.upper() if code == _current else label for code, label in labels.items()}


def default() -> str:
    """Return the language of the environment, otherwise Albanian.

    LC_ALL, LC_MESSAGES and LANG count in this order. Windows has none of these, and is asked for the language
    of the user.
    """
    settings = [os.environ.get(variable) for variable in ("LC_ALL", "LC_MESSAGES", "LANG")]
    for value in (*settings, _of_windows()):
        if value:
            code = value.replace("-", "_").split("_")[0].split(".")[0].split("@")[0].lower()
            if code == "sr" and "cyrl" in value.lower().replace("cyrillic", "cyrl"):
                return "sr-Cyrl"
            return code if code in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def _of_windows() -> str | None:
    """Return the user's language as sr-Cyrl-RS; None on another system, or where it does not say."""
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Control Panel\International") as key:
            return str(winreg.QueryValueEx(key, "LocaleName")[0])
    except OSError:
        return None


def use(code: str) -> None:
    """Make ``code`` the current language; ValueError where it is not one of LANGUAGES."""
    global _current
    if code not in LANGUAGES:
        raise ValueError(f"unknown language: {code!r}")
    _current = code


def current() -> str:
    """Return the code of the current language."""
    return _thread.code or _current


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Make ``code`` the current language for a while, for this thread alone: others may be writing meanwhile.

    Raises ValueError where it is not one of LANGUAGES.
    """
    if code not in LANGUAGES:
        raise ValueError(f"unknown language: {code!r}")
    outer, _thread.code = _thread.code, code
    try:
        yield
    finally:
        _thread.code = outer


def catalogs() -> Path:
    """Return the folder of the catalogs."""
    # pathlib costs the shortest command a tenth of its time
    from pathlib import Path

    return Path(__file__).parent / "catalogs"


def one_dot(template: str, params: Mapping[str, object]) -> str:
    """Return a template without the dot behind a value that brings one, as a Serbian day does: 15.01.2026."""
    for name, value in params.items():
        if isinstance(value, str) and value.endswith("."):
            template = template.replace(f"{{{name}}}.", f"{{{name}}}")
    return template


class Sentence(str):
    """A translation, which closes with one dot whatever its last value ends in."""

    __slots__ = ()

    def format(self, *args: object, **params: object) -> str:
        """Return the sentence with its values."""
        return str.format(one_dot(self, params), *args, **params)


class Catalog(dict[str, str]):
    """The messages of one language, each taken apart when it is wanted: a screen shows some sixty of them.

    The standard library's reader takes all apart when the catalog is opened, which would cost the first
    screen a tenth of its allowance. The form of the file is that of GNU gettext: two tables of lengths and
    offsets, of the originals and of the translations. What has no translation is "".
    """

    def __init__(self, path: Path) -> None:
        """Open a catalog. Raises OSError, and ValueError where the file is none."""
        import struct

        super().__init__()
        data = self._bytes = path.read_bytes()
        try:
            magic, _version, count, *tables = struct.unpack_from("<5I", data)
            originals, translations = (data[at : at + 8 * count] for at in tables)
            entries = list(struct.iter_unpack("<2I", originals))
            self._entries = list(struct.iter_unpack("<2I", translations))
        except struct.error as error:
            raise ValueError(f"{path} is no catalog") from error
        if magic != _MAGIC:
            raise ValueError(f"{path} is no catalog")
        self._places = {data[start : start + length]: n for n, (length, start) in enumerate(entries)}
        self._form: Callable[[int], int] | None = None

    def __missing__(self, original: str) -> str:
        place = self._places.get(original.encode(errors="surrogatepass"))
        length, start = (0, 0) if place is None else self._entries[place]
        translation = self[original] = Sentence(self._bytes[start : start + length].decode())
        return translation

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the form that goes with a number, by the rule in the catalog's header."""
        forms = self[f"{singular}{_FORM_END}{plural}"].split(_FORM_END)
        if self._form is None:
            self._form = self._rule()
        form = self._form(n)
        chosen = Sentence(forms[form]) if form < len(forms) else ""
        return chosen or (singular if n == 1 else plural)

    def _rule(self) -> Callable[[int], int]:
        from gettext import c2py

        for line in self[""].splitlines():
            name, _colon, value = line.partition(":")
            if name.lower() == "plural-forms":
                return c2py(value.partition("plural=")[2].rstrip("; "))
        return lambda n: int(n != 1)


def _catalog(code: str) -> Catalog | None:
    """Return the catalog of a language; None for the language of the messages themselves."""
    if code == SOURCE:
        return None
    catalog = _loaded.get(code)
    if catalog is None:
        catalog = _loaded[code] = Catalog(catalogs() / code / "LC_MESSAGES" / f"{DOMAIN}.mo")
    return catalog


def _(msgid: str) -> str:
    """Return the English sentence in the current language."""
    return said_in(current(), msgid)


def said_in(code: str, msgid: str) -> str:
    """Return the English sentence in a language, whichever is the current one; no text stays none."""
    catalog = _catalog(code)
    # under "" a catalog keeps what it says of itself
    return msgid if catalog is None or not msgid else catalog[msgid] or msgid


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of a sentence that goes with the number ``n``; the caller fills in ``{n}``."""
    catalog = _catalog(current())
    if catalog is None:
        return singular if n == 1 else plural
    return catalog.ngettext(singular, plural, n)


def counted(singular: str, plural: str, n: int, **params: object) -> str:
    """Return a sentence with the number ``n``, in the form that goes with it, and with other ``params``."""
    return ngettext(singular, plural, n).format(n=n, **params)


def pgettext(context: str, msgid: str) -> str:
    """Return a sentence that needs its context to be translated."""
    catalog = _catalog(current())
    return msgid if catalog is None else catalog[f"{context}{_CONTEXT_END}{msgid}"] or msgid


def N_(msgid: str) -> str:
    """Mark a sentence in a table for the catalogs; it is looked up where it is shown."""
    return msgid


_PLAIN: Final = str.maketrans("–…→·“”„", '-~>-"""')

_plain = False


def use_plain(plain: bool) -> None:
    """Show plain signs from now on, or the usual ones again."""
    global _plain
    _plain = plain


def is_plain() -> bool:
    """Return True if plain signs are shown."""
    return _plain


def in_signs(text: str) -> str:
    """Return a text in the signs that are shown."""
    return text.translate(_PLAIN) if _plain else text


def glyph(usual: str, plain: str) -> str:
    """Return the sign that is shown of a usual and a plain one."""
    return plain if _plain else usual
