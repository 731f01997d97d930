"""The numbers of actions in lists: any number or code, in a column of their own or in front of titles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from planreader.interpret.headings import labels
from planreader.interpret.headings.headfinding import counts_columns
from planreader.interpret.headings.headings import Heading
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import fold, squeeze
from planreader.vocabulary.headwords import concepts
from store.db.errors import UserError

_IN_FRONT: Final = re.compile(
    r"(?P<words>(?:[^\W\d_]+(?:\.\s*|\s+)){0,2})(?P<nr>\d{1,3}(?:/?[a-z])?)"
    r"\s*[-–—:).](?!\d)[-–—:).\s]*(?=[^\W_]|[“\"„«'(])"
)
"""``12 - Refresh``, ``12a. Refresh``, ``Measure 12: 5 schools``: the number of an action before its title."""
_NUMBER: Final = re.compile(r"\d{1,3}(?:/?[a-z])?\.?")
_CODE: Final = re.compile(r"(?=\D*\d)[^\W_][^\W_.-]*(?:[ ./_–-]+[^\W_]+){0,5}\)?\.?")
"""A code of an office's own, ``OGP-3``, ``A1``, ``EE-01/24``."""
_LONGEST_CODE: Final = 24
_JOINTS: Final = re.compile(r"[\s/_–]+")
FEWEST: Final = 3
"""Columns of a table over which a line may stand that names a group."""
LONGEST_TITLE: Final = 30
"""Words of the longest line that names a group of actions, outside a table or over all of it."""
_MOST: Final = 0.6
"""Part of the titles that begin with a number, and of the objectives named outside that have a table below,
before any of them counts."""
_SOME: Final = 1 / 3
"""Part of the titles that begin with a number, above which these are numbers of actions all the same."""
_LETTER: Final = re.compile(r"^((?:[^\W\d_]+\s+){1,3})[A-Z](?=[.:)]|\s[-–—])")
"""``Objective A. …``: a letter that counts objectives as a number does."""


class Number(NamedTuple):
    """An action's number, empty without one, in several readings where its source keeps another form.

    ``cell`` is where it stands, ``title_at`` where its title begins behind it in the same cell; ``is_whole``
    says that it needs no objective's number in front.
    """

    options: tuple[str, ...] = ()
    cell: GridCell | None = None
    title_at: int = 0
    is_whole: bool = False

    @property
    def text(self) -> str:
        """Return the first reading."""
        return self.options[0] if self.options else ""


def is_wide(row: GridRow, heading: Heading) -> bool:
    """Return whether the one text of a row stands over several columns."""
    filled = row.filled
    return len(filled) == 1 and (len(heading.of(filled[0])) > 1 or len(row.cells) == 1)


def cell_of(row: GridRow, heading: Heading, role: str) -> GridCell | None:
    """Return the first cell with text of a row in a column of a role."""
    return next((cell for cell in row.filled if heading.role_of(cell) == role), None)


def numbers_of(
    rows: Sequence[GridRow], heads: Mapping[int, Heading], file: str
) -> tuple[dict[int, Number], bool]:
    """Return the numbers of the rows below headings, by the row's id, and whether they count.

    Tables that go on without a heading are such rows, too. Raises UserError ``document_numbers_few``.
    """
    numbers_by_row: dict[int, Number] = {}
    titled: list[GridRow] = []
    heading: Heading | None = None
    table, until = 0, 0
    for at, row in enumerate(rows):
        if at in heads:
            heading, table, until = heads[at], row.table, at + heads[at].size
        if heading is None or at < until or not row.table or not row.filled or counts_columns(row):
            continue
        if row.table == table or heading.bounds(row):
            numbers_by_row[id(row)] = number_in(row, heading)
            titled += [row] if not row.above and cell_of(row, heading, "title") is not None else []
    numbers_by_row = _whole(numbers_by_row)
    has_column = any(head.has("nr") for head in heads.values())
    numbered = sum(bool(number.text) for number in numbers_by_row.values())
    if not numbered or has_column or numbered >= _MOST * len(titled):
        return numbers_by_row, bool(numbered)
    if numbered > _SOME * len(titled):
        place = next(row.place for row in titled if not numbers_by_row[id(row)].text)
        raise UserError("document_numbers_few", file=file, place=place, found=numbered, of=len(titled))
    return dict.fromkeys(numbers_by_row, Number()), False


def _whole(by_row: dict[int, Number]) -> dict[int, Number]:
    """Return numbers as whole where all are like 1.1, each of one action: it begins with the objective."""
    told = [number.text for number in by_row.values() if number.text]
    once = [text for text, _rows in groupby(told)]
    if len(set(once)) < len(once) or not all(numbers.is_number(text) and "." in text for text in once):
        return by_row
    return {row: number._replace(is_whole=bool(number.text)) for row, number in by_row.items()}


def number_in(row: GridRow, heading: Heading) -> Number:
    """Return the number of a list's row, in its column or in front of the title."""
    if is_wide(row, heading) and len(heading.columns) >= FEWEST:
        return _in_front(row, heading) if not heading.has("nr") else Number()
    if not heading.has("nr"):
        return _in_front(row, heading)
    cell = cell_of(row, heading, "nr")
    text = (cell.options or (cell.text,))[0] if cell is not None else ""
    tight = "".join(text.split())
    if _NUMBER.fullmatch(tight):
        return Number((numbers.bare(tight),), cell)
    if numbers.is_number(tight):
        return Number((numbers.bare(tight),), cell, is_whole=numbers.depth(tight) > numbers.LEVELS)
    if len(text) <= _LONGEST_CODE and _CODE.fullmatch(text):
        return Number((_JOINTS.sub("-", bare(text)),), cell, is_whole=True)
    return Number((), cell)


def _in_front(row: GridRow, heading: Heading) -> Number:
    cell = cell_of(row, heading, "title")
    label = labels.action(cell.text) if cell is not None else None
    if cell is not None and label is not None and label.rest and numbers.depth(label.nr) > numbers.LEVELS:
        return Number((label.nr,), cell, len(cell.text) - len(label.rest), is_whole=True)
    match = _IN_FRONT.match(cell.text) if cell is not None else None
    # words before the number say that it is a number, or an action's
    if match is None or (match["words"] and not concepts(match["words"]) & {"action", "nr"}):
        return Number()
    return Number((numbers.bare(match["nr"]),), cell, match.end())


def bare(text: str) -> str:
    """Return a number or code without the sign behind it."""
    return numbers.bare(text) if numbers.is_number(text) else squeeze(text).rstrip(".):")


def letter_as_number(text: str) -> str:
    """Return a label whose letter counts objectives with a number of its place: ``Objective A. …``."""
    return _LETTER.sub(r"\g<1>1", text)


def lines_of_tables(rows: Sequence[GridRow], heads: Collection[int]) -> list[int]:
    """Return the lines above each of several tables that are labelled alike and differ: "Programme: Water" on
    one sheet, "Programme: Roads" on another. Each names the objective of its table."""
    by_label: dict[str, dict[int, int]] = defaultdict(dict)
    for head in heads:
        for at in range(head - 1, -1, -1):
            row = rows[at]
            if row.table != rows[head].table or len(row.filled) != 1:
                break
            label, colon, _name = row.filled[0].text.partition(":")
            if colon:
                by_label[fold(label)].setdefault(head, at)
    for lines in by_label.values():
        if len(lines) == len(heads) and len({fold(rows[at].filled[0].text) for at in lines.values()}) > 1:
            return list(lines.values())
    return []


def objective_lines(rows: Sequence[GridRow]) -> Collection[int]:
    """Return the lines outside the tables that name objectives, where most of them have a table below.

    A list of objectives in front of the tables says nothing of what belongs to which.
    """
    labelled = {
        at: label
        for at, row in enumerate(rows)
        if not row.table and len(row.filled) == 1 and len(row.filled[0].text.split()) <= LONGEST_TITLE
        if (label := labels.objective(letter_as_number(row.filled[0].text))) is not None
    }
    specific = [at for at, label in labelled.items() if label.kind == "specific"]
    lines = specific or list(labelled)
    ends = [*lines, len(rows)][1:]
    below = [at for at, end in zip(lines, ends, strict=True) if any(row.table for row in rows[at:end])]
    names = {fold(rows[at].filled[0].text) for at in lines}
    if len(below) < _MOST * len(names):
        return []
    return [at for at in labelled if at in below or at not in specific]
