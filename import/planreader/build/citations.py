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
from planreader.vocabulary.fold import begins_document, fold, names_document
from planreader.vocabulary.namewords import SHORT_DOCUMENTS
from planreader.vocabulary.numbers import ROMAN

_NONE: Final = Habits()
_YEARS: Final = re.compile(r"(?:19|20)\d\d(?:[-–/](?:19|20)?\d\d)?")


def documents(cell: Cell, width: int = 0, habits: Habits = _NONE) -> tuple[str, ...]:
    """The references in a cell, of a column with these ``habits``.

    ``width`` is the column's, to see lines that ended before they were full.
    """
    entries: list[str] = []
    before: Part | None = None
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
                    or not _begins_reference(entries[-1], before, part, text, width, ahead)
                )
            ):
                entries[-1] = f"{entries[-1]} {text}"
            else:
                entries.append(text)
            before = part
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
        cuts = [end for end in ends if _begins_behind_comma([*piece[end:].split(), *over])]
        for begin, end in zip([0, *cuts], [*cuts, len(piece)], strict=True):
            found.append(piece[begin:end].rstrip(" ,") if end < len(piece) else piece[begin:])
    return [piece for piece in found if piece.strip()]


def _begins_behind_comma(words: Sequence[str]) -> bool:
    """Whether a reference begins: where a comma stands before, its kind may also come third."""
    if begins_document(words) or _begins_short(words):
        return True
    if len(words) < 3 or not words[0][:1].isupper() or is_open(words[1]):
        return False
    return words[1].isalpha() and names_document(words[2].rstrip(","))


def _begins_short(words: Sequence[str]) -> bool:
    """Whether a reference begins with a short form: one that is known, or any with the years it is for."""
    first = words[0].rstrip(",") if words else ""
    if first in SHORT_DOCUMENTS:
        return True
    return len(words) > 1 and kind_of(first) == "acronym" and bool(_YEARS.fullmatch(words[1].rstrip(",;")))


def _begins_reference(
    entry: str, before: Part | None, part: Part, text: str, width: int, ahead: Sequence[str]
) -> bool:
    first = text.split()[0]
    starts = kind_of(first) == "capital" and begins_document(ahead)
    if unclosed(entry) or kind_of(first) == "lower":
        return False
    if entry.endswith(",") and starts:
        return True
    if is_open(entry.split()[-1]) and not (starts and part.gap >= BLOCK and entry[-1] not in ",-–/"):
        return False
    short = _begins_short(ahead) or (part.gap >= BLOCK and _is_programme(text) and _is_whole(entry))
    if not short and not any(kind_of(word) in ("capital", "lower") for word in text.split()):
        return False
    if part.gap >= BLOCK or (before is not None and _ends_early(before, first, width)):
        return True
    words = entry.split()
    return (starts or short) and (begins_document(words) or _begins_short(words))


def _is_open(entry: str) -> bool:
    return unclosed(entry) or is_open(entry.split()[-1])


def _is_programme(text: str) -> bool:
    """Whether a text is nothing but a short form and the number of its period: ``ERA II``."""
    name, _, period = text.partition(" ")
    return kind_of(name) == "acronym" and bool(ROMAN.fullmatch(period))


def _is_whole(entry: str) -> bool:
    """Whether a reference ends in a short form or a number, so that no programme's name goes on with it."""
    last = entry.split()[-1]
    return kind_of(last) == "acronym" or last[-1].isdigit()


def _ends_early(before: Part, word: str, width: int) -> bool:
    """Whether a line ended though the next word would have had room: where a person broke it.

    Letters differ in width, so that an eighth of the line is left to chance.
    """
    if not before.size or kind_of(word) not in ("capital", "acronym"):
        return False
    return before.size + 1 + len(word) + max(2, width // 8) <= width
