"""Entries of the columns of outputs and of reference documents."""

from __future__ import annotations

import re
from typing import Final

from planreader.sources.form import Cell, Part
from planreader.sources.listing import BULLET, SIGN, counted, is_text, unclosed
from planreader.sources.text.lines import BLOCK
from planreader.sources.text.words import is_open, kind_of
from planreader.vocabulary.fold import begins_document, squeeze

_COUNT: Final = re.compile(r"(?!(?:19|20)\d\d\b)\d+ ")
"""How many of something: what an output begins with, and a line that wrapped seldom does."""


def outputs(cell: Cell) -> tuple[str, ...]:
    """Return the outputs in a cell, without the signs and numbers of a list.

    A paragraph begins one unless that before is not over: it ends in a word that asks for another, in an
    open bracket or in the colon of a list, whose items without signs are its own. A
    line that begins with a count is a paragraph, whatever a full line or a page's end leaves open.
    """
    entries: list[str] = []
    listed = False
    for part in counted(cell.parts):
        begins = not entries or part.gap >= BLOCK
        sign = SIGN.match(part.text) or (BULLET.match(part.text) if begins else None)
        text = squeeze(part.text[sign.end() :] if sign else part.text)
        if not text:
            continue
        begins = begins or _COUNT.match(text) is not None
        listed = listed or (begins and bool(entries) and entries[-1].endswith(":"))
        if entries and not sign and (listed or not begins or _goes_on(entries[-1], text)):
            entries[-1] = f"{entries[-1]} {text}"
        else:
            entries.append(text)
            listed = False
    return tuple(text for text in entries if is_text(text))


def _goes_on(before: str, text: str) -> bool:
    # behind these signs an entry begins also in small letters
    small = kind_of(text.split()[0]) == "lower" and not before.endswith((".", ";"))
    return small or unclosed(before) or is_open(before.split()[-1])


def documents(cell: Cell) -> tuple[str, ...]:
    """Return the references in a cell."""
    entries: list[str] = []
    for part in counted(cell.parts):
        for n, piece in enumerate(_references(part.text)):
            text = BULLET.sub("", piece)
            if entries and n == 0 and text == piece and not _begins_reference(entries[-1], part, text):
                entries[-1] = f"{entries[-1]} {text}"
            else:
                entries.append(text)
    return tuple(" ".join(entry.strip(" ;,").split()) for entry in entries if is_text(entry))


def _references(text: str) -> list[str]:
    """Return a part's references, parted at semicolons and at commas behind which one begins."""
    references: list[str] = []
    for piece in re.split(r";\s+|;$", text):
        ends = [match.end() for match in re.finditer(r",\s+", piece)]
        cuts = [end for end in ends if begins_document(piece[end:].split())]
        for begin, end in zip([0, *cuts], [*cuts, len(piece)], strict=True):
            references.append(piece[begin:end])
    return [piece for piece in references if piece.strip()]


def _begins_reference(entry: str, part: Part, text: str) -> bool:
    words = text.split()
    starts = kind_of(words[0]) in ("capital", "acronym") and begins_document(words)
    if unclosed(entry) or kind_of(words[0]) == "lower":
        return False
    if entry.endswith(",") and starts:
        return True
    if is_open(entry.split()[-1]) and not (starts and part.gap >= BLOCK and entry[-1] not in ",-–/"):
        return False
    if not starts and not any(kind_of(word) in ("capital", "lower") for word in words):
        return False
    return part.gap >= BLOCK or (starts and begins_document(entry.split()))
