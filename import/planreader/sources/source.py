"""From a file to its text: sizes, encodings, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

from planreader.sources.texttable import table_kind
from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import listed
from store.db.errors import Refused
from store.db.regular import read_regular

LIMIT: Final = 16 * 1024 * 1024
"""Bytes of the largest text document that is read."""

MOST_LINES: Final = 40_000
"""Lines of the longest text that is read: ten times those of a plan of a hundred actions."""
LONGEST_LINE: Final = 5_000
"""Characters of the longest line."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_PROOF: Final = listed("proof")


def load(path: Path, limit: int = LIMIT) -> bytes:
    """The bytes of a document that has at most ``limit`` of them.

    Raises Refused ``document_missing``, ``document_empty`` or ``document_too_large``.
    """
    try:
        size = path.stat().st_size if path.is_file() else None
        if size is None:
            raise Refused("document_missing", file=str(path))
        if size > limit:
            raise Refused("document_too_large", file=str(path), found=size, limit=limit)
        data = read_regular(path, limit + 1)
    except (OSError, ValueError) as error:
        raise Refused("document_missing", file=str(path)) from error
    if not data.strip():
        raise Refused("document_empty", file=str(path))
    return data


def check_size(text: str, file: str) -> None:
    """Raise Refused ``document_too_long`` for more lines, or a longer one, than any plan has."""
    sizes = [len(line) for line in text.split("\n")]
    longest = max(sizes)
    for number, found, limit in (
        (MOST_LINES, len(sizes), MOST_LINES),
        (sizes.index(longest) + 1, longest, LONGEST_LINE),
    ):
        if found > limit:
            raise Refused("document_too_long", file=file, place=f"line {number}", found=found, limit=limit)


def decode(data: bytes, file: str) -> str:
    """The text of a document in UTF-8, UTF-16 (with its mark) or Windows-1250, where it is certain which.

    Raises Refused ``document_binary`` for what is no text and ``document_encoding`` where the encoding
    cannot be told or the bytes do not fit it.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _as(data, encoding, file)
    if b"\0" in data:
        raise Refused("document_binary", file=file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, file, error.start)
    return _clean(text, file)


def _as(data: bytes, encoding: str, file: str) -> str:
    try:
        return _clean(data.decode(encoding).lstrip("\ufeff"), file)
    except UnicodeDecodeError as error:
        raise _refused(data, file, encoding, error.start) from error


def _legacy(data: bytes, file: str, start: int) -> str:
    """Windows-1250, where its words or the heading of its table are of a plan, its letters of sq or sr."""
    try:
        text = data.decode("cp1250")
    except UnicodeDecodeError as error:
        raise _refused(data, file, "UTF-8", start) from error
    foreign = {c for c in text if ord(c) > 127} - set("ëçËÇčćšžđČĆŠŽĐ–—‘’“”„…€«»•·°§ \xad")
    folded = fold(text)
    if foreign or (sum(word in folded for word in _PROOF) < 2 and not table_kind(text)):
        raise _refused(data, file, "UTF-8", start)
    return _clean(text, file)


def _clean(text: str, file: str) -> str:
    clean, controls = _CONTROLS.subn("", text)
    if controls > len(text) // 200:
        raise Refused("document_binary", file=file)
    if not text.strip():
        raise Refused("document_empty", file=file)
    return clean


def _refused(data: bytes, file: str, encoding: str, offset: int) -> Refused:
    line = data.count(b"\n", 0, offset) + 1
    return Refused("document_encoding", file=file, found=encoding, line=line)
