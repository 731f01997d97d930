"""From a file to its text: sizes, encodings, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from planreader.sources.texttable import table_kind
from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import listed
from store.db.errors import UserError
from store.db.regular import read_regular

LIMIT: Final = 16 * 1024 * 1024
"""Bytes of the largest text document that is read."""

MOST_LINES: Final = 40_000
"""Lines of the longest text that is read: ten times those of a plan of a hundred actions."""
LONGEST_LINE: Final = 5_000
"""Characters of the longest line."""
_LOOKED: Final = 4096
"""Bytes by which UTF-16 without a mark is told."""

ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "cp1250", "cp1251", "cp1252", "cp852")
"""What a text may be said to be encoded in."""
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNS: Final = set("–—‘’“”„…€«»•·°§ \xad")
_LEGACY: Final = {
    "cp1250": set("ëçËÇčćšžđČĆŠŽĐ"),
    "cp1251": {*map(chr, range(ord("А"), ord("я") + 1)), *"ђјљњћџЂЈЉЊЋЏ№"} - set("йщъыьэюяЙЩЪЫЬЭЮЯ"),
}
"""The letters of Albanian and Serbian, Latin and Cyrillic, in the encodings of Windows."""
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_PROOF: Final = listed("proof")


def load(path: Path, limit: int = LIMIT) -> bytes:
    """Return the bytes of a document that has at most ``limit`` of them.

    Raises UserError ``document_missing``, ``document_empty`` or ``document_too_large``.
    """
    try:
        size = path.stat().st_size if path.is_file() else None
        if size is None:
            raise UserError("document_missing", file=str(path))
        if size > limit:
            raise UserError("document_too_large", file=str(path), found=size, limit=limit)
        data = read_regular(path, limit + 1)
    except (OSError, ValueError) as error:
        raise UserError("document_missing", file=str(path)) from error
    if not data.strip():
        raise UserError("document_empty", file=str(path))
    return data


def check_size(text: str, file: str) -> None:
    """Raise UserError ``document_too_long`` for more lines, or a longer one, than any plan has."""
    sizes = [len(line) for line in text.split("\n")]
    longest = max(sizes)
    for number, size, limit in (
        (MOST_LINES, len(sizes), MOST_LINES),
        (sizes.index(longest) + 1, longest, LONGEST_LINE),
    ):
        if size > limit:
            raise UserError("document_too_long", file=file, place=f"line {number}", found=size, limit=limit)


def decode(data: bytes, file: str, encoding: str = "") -> str:
    """Return the text of a document, as ``encoding`` says, else where it is certain: by its mark, in UTF-8,
    in UTF-16, or in the encoding of Windows for Albanian and Serbian.

    Raises UserError ``document_binary`` for what is no text and ``document_encoding`` where the encoding
    cannot be told or the bytes do not fit it.
    """
    codec = encoding or next((name for bom, name in _BOMS if data.startswith(bom)), "")
    if not codec and b"\0" in data[:_LOOKED]:
        codec = _utf16(data[:_LOOKED])
        if not codec:
            raise UserError("document_binary", file=file)
    try:
        text = data.decode(codec or "utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        legacy_text = None if codec else _legacy(data)
        if legacy_text is None:
            raise UserError("document_encoding", file=file, found=codec or "UTF-8", line=line) from error
        text = legacy_text
    if "\0" in text:
        raise UserError("document_binary", file=file)
    return _clean(text, file)


def _utf16(head: bytes) -> str:
    """Return the order of bytes of UTF-16 without its mark: every other byte of most letters is nought."""
    for name, at in (("utf-16-le", 1), ("utf-16-be", 0)):
        if head[at::2].count(0) > 0.7 * len(head[at::2]) and not head[1 - at :: 2].count(0):
            return name
    return ""


def _legacy(data: bytes) -> str | None:
    """Return a text of Windows in the letters of sq or sr whose words, or table's heading, are of a plan."""
    for text in texts_of_windows(data):
        folded = fold(text)
        if sum(word in folded for word in _PROOF) > 1 or table_kind(text):
            return text
    return None


def texts_of_windows(data: bytes) -> Iterator[str]:
    """Yield a text in each encoding of Windows in which it has no letters but those of sq or sr."""
    for encoding, letters in _LEGACY.items():
        text = data.decode(encoding, errors="replace")
        if not {sign for sign in text if ord(sign) > 127} - letters - _SIGNS:
            yield text


def _clean(text: str, file: str) -> str:
    clean, controls = _CONTROLS.subn("", text)
    if controls > len(text) // 200:
        raise UserError("document_binary", file=file)
    if not text.strip():
        raise UserError("document_empty", file=file)
    return clean
