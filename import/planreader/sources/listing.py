"""Signs and numbers of lists within a cell, and what says nothing at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from planreader.sources.form import Part
from planreader.vocabulary.vocabulary import NOT_APPLICABLE

COLUMN: Final = 3
"""The gap (see ``planreader.sources.text.lines``) before what stands in another column."""
BULLET: Final = re.compile(r"^[•▪●·*–➢✓-]\s+|^[•▪●➢✓]")
SIGN: Final = re.compile(r"^[•▪●➢✓]\s*")
"""What begins an entry of a list and can be nothing else."""
_SYMBOLS: Final = {
    **dict.fromkeys("\uf0b7\uf0a7\uf0a8\uf06c\uf06e\uf071\uf076\uf0d8\uf0fc\uf0e0", "•"),
    "\uf0a3": "≤",
    "\uf0b3": "≥",
    "\uf0b1": "±",
    "\uf02d": "–",
}
_PRIVATE: Final = re.compile("[\uf000-\uf0ff]")
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_COUNTED: Final = re.compile(r"^(\d{1,2})[.)]\s+(?=\S)")


def as_shown(text: str) -> str:
    """Return a text with letters of the fonts Symbol and Wingdings as what they show."""
    return _PRIVATE.sub(lambda sign: _SYMBOLS.get(sign[0], sign[0]), text)


def raised(text: str) -> str:
    """Return a text above the line, its digits as those of footnotes: 500 with a mark 1 is not 5001."""
    return text.translate(_RAISED)


def is_text(text: str) -> bool:
    """Return whether a cell or entry says something; a dash, a slash or "n/a" says that it is blank."""
    return any(map(str.isalnum, text)) and text.strip(" .()").lower() not in NOT_APPLICABLE


def unclosed(text: str) -> bool:
    """Return whether a bracket is open at the end."""
    return text.count("(") > text.count(")")


def counted(parts: Sequence[Part]) -> list[Part]:
    """Return parts with a list's numbers (``1.``, ``2)``) made its signs; a number alone may be a name's own.

    Each column's list is counted for itself.
    """
    for n, part in enumerate(parts):
        if n and part.gap == COLUMN:
            return [*counted(parts[:n]), *counted(parts[n:])]
    matches = [_COUNTED.match(part.text) for part in parts]
    numbers = [int(match[1]) for match in matches if match]
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return list(parts)
    return [
        part._replace(text=f"• {part.text[match.end() :]}") if match else part
        for part, match in zip(parts, matches, strict=True)
    ]
