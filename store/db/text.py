"""Text as data: cleaned on entry and before display, folded for search."""

from __future__ import annotations

import re
import unicodedata
from itertools import filterfalse
from typing import Final

_DIRECTIONS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NO_CHARACTER: Final = re.compile(
    "[\ufdd0-\ufdef" + "".join(f"{chr(end - 1)}{chr(end)}" for end in range(0xFFFF, 0x110000, 0x10000)) + "]"
)
"""What Unicode never makes a character: documents in XML cannot hold U+FFFE and U+FFFF."""
_MAX_PART: Final = 40
_LATIN: Final = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True)) | {
    "љ": "lj",
    "њ": "nj",
    "џ": "dž",
}
"""The Serbian alphabet: the two scripts stand for each other letter by letter."""
_BARE: Final = str.maketrans("đžćčšłøı", "dzccsloi")
"""Letters without diacritics; a stroke is part of its letter, so that decomposing does not take it off."""
_FOLDED: Final = _BARE | str.maketrans({letter: plain.translate(_BARE) for letter, plain in _LATIN.items()})
_LATIN_CASED: Final = str.maketrans(
    _LATIN | {letter.upper(): latin.capitalize() for letter, latin in _LATIN.items()}
)


_LINE_ENDS: Final = str.maketrans(dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"))
_DIGRAPH: Final = r"(?:Lj|Nj|Dž)(?=[^\W\d_a-zčćđšž])|(?<=[^\W\d_a-zčćđšž])(?:Lj|Nj|Dž)\b"
"""Two letters for one, within a word in capitals."""


def clean(text: str, newlines: bool = False) -> str:
    """``text`` in NFC without anything that acts on a screen.

    Control characters, marks of writing direction, lone surrogates and what Unicode never makes a character
    are dropped; tabs and line ends become a space, or line ends a newline where ``newlines`` allows it.
    """
    if text.isprintable():
        # what nothing is dropped from: most texts, and plans have very many
        return unicodedata.normalize("NFC", text)
    lines = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    spaced = lines.replace("\t", " ") if newlines else lines.replace("\t", " ").replace("\n", " ")
    kept = "".join(
        c
        for c in spaced
        if c == "\n" or (c not in _DIRECTIONS and unicodedata.category(c) not in ("Cc", "Cs"))
    )
    return unicodedata.normalize("NFC", _NO_CHARACTER.sub("", kept))


def fold(text: str) -> str:
    """``text`` for search: lower case, no diacritics (ë, ç, č, ć, š, ž, đ), Latin script, single spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold()).casefold()
    if not bare.isascii():
        bare = "".join(filterfalse(unicodedata.combining, bare)).translate(_FOLDED)
    return " ".join(bare.split())


def sought(text: str) -> str:
    """``text`` folded for searching names: who has no đ writes dj or d, so that all three are found as d."""
    return fold(text).replace("dj", "d")


def latin(text: str) -> str:
    """``text`` with Serbian Cyrillic in Latin script: „Народна њива“ is „Narodna njiva“."""
    written = text if text.isascii() else text.translate(_LATIN_CASED)
    return text if written == text else re.sub(_DIGRAPH, lambda m: m[0].upper(), written)


def file_name_part(text: str) -> str:
    """``text`` as a part of a file's name on every system: letters, digits, ``-`` and ``_``, at most 40."""
    return re.sub(r"[^\w-]", "-", text)[:_MAX_PART]


_FORMULA: Final = re.compile(r"(^|[,;\t\n])(?=[\s\"]*[=+\-@])|^(?=[\t\r])")
"""Where a program for tables may see the beginning of a formula."""


def escape_formula(text: str) -> str:
    """``text`` as a cell of a table that a spreadsheet program opens: never taken for a formula.

    Where another character separates cells than in the file, quotation marks around a text hold nothing
    together: a cell may begin behind each ``;`` (Albanian, Serbian), ``,`` (English), tab and line end.
    """
    return _FORMULA.sub(r"\1'", text)
