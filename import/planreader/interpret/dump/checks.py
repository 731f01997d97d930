"""Whether a text dump can be trusted: its cells in order, its end there, no action lost in another's row.

Text that a tool wrote from a PDF is told by its look: such tools end pages with a form feed, set the cells of
a row side by side, or leave no line empty. A dump that is written cell by cell does none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from planreader.interpret.dump.columns import Layout
from planreader.interpret.dump.indicators import targets_of
from planreader.interpret.dump.pieces import place_of
from planreader.interpret.dump.sections import DumpSection
from planreader.sources.grid import GridRow
from planreader.sources.text.lines import WRAP, Line
from planreader.vocabulary import numbers
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.deadlinewords import is_deadline_word
from store.db.errors import UserError

MOST_LINES: Final = 600
"""Lines of the longest action."""
_LOST: Final = 0.25
"""The part of actions without two of the cells that each has, from which on the rows are taken apart."""
_MOST: Final = 60
_AMOUNT: Final = re.compile(r"\d{1,3}(?:\.\d{3})+|.*\b0.*")
"""A component so large, or one that begins with 0, is part of a date or an amount; so is 2.204.000."""
_BESIDE: Final = re.compile(r"\S {3,}\S")
_DEPTH: Final = 3
_NUMBERED: Final = 3
"""Levels of an action's number, and how many lines begin with one in a plan."""
_EMPTY: Final = 12
"""In a dump cell by cell one line in so many, and many more, are empty."""
_SPACED: Final = re.compile(
    r"(?<![\d.,/-])[1-9]\d{0,2}(?: \n?\d{3})* \n?(?:\d00(?![\d.,])|\d{3}[.,]\d\d(?!\d))"
)
_MARKED: Final = r"\d[.,]\d{3}(?!\d)"
_PLAIN: Final = r"(?<![\d.,/-])(?!(?:19|20)\d\d\b)\d{4,9}(?![\d/-])"


def check_text(text: str, file: str) -> None:
    """Raise UserError for a text whose cells or amounts cannot be told apart.

    ``document_tool_text`` for a plan's text by pdftotext, pdfminer, pypdf or their like, ``document_spaced``
    where spaces group the thousands of most amounts, so that two of them may be one.
    """
    rows = text.splitlines()
    numbered = [row for row in rows if _begins_action(row)]
    if len(numbered) >= _NUMBERED:
        beside = sum(len(_BESIDE.findall(row)) > 1 for row in numbered) * 2 > len(numbered)
        if "\f" in text or beside or sum(not row.strip() for row in rows) * _EMPTY < len(rows):
            raise UserError("document_tool_text", file=file)
    spaced = len(_SPACED.findall(text))
    if spaced > 2 and all(spaced > len(re.findall(other, text)) for other in (_MARKED, _PLAIN)):
        raise UserError("document_spaced", file=file)


def _begins_action(row: str) -> bool:
    word = row.split(None, 1)[0] if row.strip() else ""
    return numbers.depth(word) >= _DEPTH and numbers.is_number(word)


def check_sections(sections: Sequence[DumpSection], file: str) -> None:
    """Raise UserError for sections that say that something is lost.

    ``document_too_long`` for an action of too many lines, ``document_number_order_at`` for a number of an
    action that begins no row, ``document_truncated`` where the document ends before what it began is
    complete: an objective without actions, or the last without the total that others have.
    """
    kinds = [section.kind for section in sections]
    if "action" in kinds:
        last = len(kinds) - 1 - kinds[::-1].index("objective")
        rest, above = kinds[last:], kinds[:last]
        if "action" not in rest or ("total" not in rest and ("total" in above or "action" not in above)):
            raise UserError("document_truncated", file=file, line=sections[-1].lines[-1].last)
    objectives = [numbers.key(section.nr) for section in sections if section.kind == "objective"]
    depths = {numbers.depth(section.nr) for section in sections if section.kind == "action"} - {1}
    widest = max((key[0] for key in objectives), default=0)
    before = ""
    for section in sections:
        before, size = section.nr or before, len(section.lines)
        if section.kind == "action" and size > MOST_LINES:
            place = place_of(section.lines)
            raise UserError("document_too_long", file=file, place=place, found=size, limit=MOST_LINES)
        for line, nr in _numbered(section.lines[1:]):
            key = numbers.key(nr)
            if len(key) in depths and key[:-1] not in objectives and key[0] <= widest + 1:
                raise UserError(
                    "document_number_order_at", file=file, place=line.place, number=nr, before=before
                )


def _numbered(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Yield lines that begin with what may be the number of a row."""
    for line in lines:
        word = line.text.split(None, 1)[0]
        told = line.gap != WRAP and numbers.is_number(word) and not _AMOUNT.fullmatch(word)
        if told and max(numbers.key(word)) < _MOST:
            yield line, numbers.bare(word)


def check_targets(pieces: Iterable[Sequence[Line]], file: str) -> None:
    """Refuse targets that stand beside each other where no label says of what: ``document_unlabelled``.

    ``pieces`` are lines that are neither labels nor titles, those that belong together as one.
    """
    for lines in pieces:
        # a year in brackets alone is of a heading
        targets = [target for line in lines for target in targets_of(line) if target.text[0] != "("]
        if len(targets) > 1:
            raise UserError("document_unlabelled", file=file, place=place_of(lines))


def check_rows(rows: Sequence[GridRow], layout: Layout, file: str) -> None:
    """Raise UserError ``document_order_lost`` where the cells of many rows do not follow each other."""
    lost = [row for row in rows if _is_lost(row, layout)]
    if len(lost) > max(1, _LOST * len(rows)):
        raise UserError("document_order_lost", file=file, place=lost[0].place, found=len(lost), of=len(rows))


def _is_lost(row: GridRow, layout: Layout) -> bool:
    """Return whether a row lacks its title, or two of the cells that every action has."""
    texts = {(cell.left, cell.right): cell.text for cell in row.cells}
    has = {role: texts.get(edges, "") for role, edges in layout.edges.items()}
    title = has.get("title", "").split()
    if not title or is_deadline_word(title[0]) or (title[0].isdigit() and len(title[0]) > 1):
        return True
    unnamed = not has.get("funding") and not has.get("institutions")
    undated = "deadline" in has and read_deadline(has["deadline"]).malformed
    return unnamed + undated + (not has.get("budget", "-")) + (not has.get("output", "-")) > 1
