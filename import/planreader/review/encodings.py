"""How a text reads in each encoding that it can have, for a person to recognise it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from planreader.interpret.mapping.given import ENCODING, Mapping
from planreader.sources.source import ENCODINGS, load
from store.db.errors import UserError

_BEFORE: Final = 24
"""Letters that are shown before the first that is not in every encoding."""
_SHOWN: Final = 60


def is_unrecognised(refused: UserError, path: Path) -> bool:
    """Return whether a document was refused because somebody has to say how it is encoded."""
    return refused.code == "document_encoding" and path.suffix.lower() != ".toml"


def in_encoding(encoding: str) -> Mapping:
    """Return what is said of a document whose encoding a person has named."""
    return Mapping(assume=((ENCODING, encoding),))


def readings(path: Path) -> dict[str, str]:
    """Return by encoding how the first letters of a text read that are not the same in all of them.

    What does not fit the bytes is left out. Raises UserError as :func:`planreader.sources.source.load`.
    """
    data = load(path)
    texts: dict[str, str] = {}
    for encoding in ENCODINGS:
        # every second byte of UTF-16 is nought; what it makes of other texts nobody has written
        if encoding.startswith("utf-16") and b"\0" not in data:
            continue
        try:
            texts[encoding] = data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return {encoding: _telling(text) for encoding, text in texts.items()}


def _telling(text: str) -> str:
    at = next((n for n, letter in enumerate(text) if letter > "\x7f"), 0)
    start = max(0, text.rfind("\n", 0, at) + 1, at - _BEFORE)
    return " ".join(text[start : start + _SHOWN].split("\n")[0].split())
