"""Entries of the column of reference documents, one reference an entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from planreader.build.listhabits import Habits
from planreader.sources.form import Cell, Part
from planreader.sources.listing import BULLET, counted, is_text, unclosed
from planreader.sources.text.lines import BLANK, BLOCK
from planreader.sources.text.words import is_open, kind_of
from planreader.vocabulary.fold import begins_document, fold
from planreader.vocabulary.vocabulary import SHORT_DOCUMENTS

_NONE: Final = Habits()
_YEARS: Final = re.compile(r"(?:19|20)\d\d(?:[-–/](?:19|20)?\d\d)?")


def documents(cell: Cell, habits: Habits = _NONE) -> tuple[str, ...]:
    """The references in a cell, of a column with these ``habits``."""
    entries: list[str] = []
    ended = False
    parts = counted(cell.parts, single=habits.numbered)
    for at, part in enumerate(parts):
        ahead = _ahead(parts, at)
        for n, piece in enumerate(_references(part.text, ahead)):
            bulleted = bool(BULLET.match(piece))
            text = BULLET.sub("", piece)
            if (
                entries
                and n == 0
                and not bulleted
                and not (ended and text[:1].isupper())
                and not (part.gap >= BLOCK and fold(text) in habits.filling and not _is_open(entries[-1]))
                and (
                    _is_last_word(parts, at, habits)
                    or (habits.semicolons and part.gap < BLOCK)
                    or not _begins_reference(entries[-1], part, text, ahead)
                )
            ):
                entries[-1] = f"{entries[-1]} {text}"
            else:
                entries.append(text)
        ended = part.text.endswith(";")
    return tuple(" ".join(entry.strip(" ;,").split()) for entry in entries if is_text(entry))


def _is_last_word(parts: Sequence[Part], at: int, habits: Habits) -> bool:
    """Whether a line of one word that begins no cell ends a reference, and the next line begins one."""
    word, after = fold(parts[at].text), parts[at + 1 : at + 2]
    if " " in word or word in habits.firsts or not at:
        return False
    return not after or (
        fold(after[0].text.split()[0]) in habits.firsts and begins_document(_ahead(parts, at + 1))
    )


def _ahead(parts: Sequence[Part], at: int) -> list[str]:
    """The words of a part and of the lines that may go on with it."""
    words = parts[at].text.split()
    for after in parts[at + 1 : at + 3]:
        if after.gap == BLANK:
            break
        words += after.text.split()
    return words


def _references(text: str, ahead: Sequence[str]) -> list[str]:
    """A part's references, parted at semicolons and at commas behind which one begins; ``ahead`` as above."""
    pieces = re.split(r";\s+|;$", text)
    found: list[str] = []
    for n, piece in enumerate(pieces):
        over = ahead[len(text.split()) :] if n + 1 == len(pieces) else []
        ends = [match.end() for match in re.finditer(r",\s+", piece)]
        cuts = [end for end in ends if _begins([*piece[end:].split(), *over])]
        for begin, end in zip([0, *cuts], [*cuts, len(piece)], strict=True):
            found.append(piece[begin:end].rstrip(" ,") if end < len(piece) else piece[begin:])
    return [piece for piece in found if piece.strip()]


def _begins(words: Sequence[str]) -> bool:
    return begins_document(words) or _begins_short(words)


def _begins_short(words: Sequence[str]) -> bool:
    """Whether a reference begins with a short form: one that is known, or any with the years it is for."""
    first = words[0].rstrip(",") if words else ""
    if first in SHORT_DOCUMENTS:
        return True
    return len(words) > 1 and kind_of(first) == "acronym" and bool(_YEARS.fullmatch(words[1].rstrip(",;")))


def _begins_reference(entry: str, part: Part, text: str, ahead: Sequence[str]) -> bool:
    first = text.split()[0]
    starts = kind_of(first) == "capital" and begins_document(ahead)
    if unclosed(entry) or kind_of(first) == "lower":
        return False
    if entry.endswith(",") and starts:
        return True
    if is_open(entry.split()[-1]) and not (starts and part.gap >= BLOCK and entry[-1] not in ",-–/"):
        return False
    short = _begins_short(ahead)
    if not short and not any(kind_of(word) in ("capital", "lower") for word in text.split()):
        return False
    if part.gap >= BLOCK:
        return True
    words = entry.split()
    return (starts or short) and _begins(words)


def _is_open(entry: str) -> bool:
    return unclosed(entry) or is_open(entry.split()[-1])
