"""The rows of flat lists with their numbers, as they are printed before anything is made of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from planreader.interpret.headings import labels
from planreader.interpret.headings.headfinding import counts_columns
from planreader.interpret.headings.headings import Heading
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import fold, squeeze
from planreader.vocabulary.headwords import concepts

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
LONGEST_TITLE: Final = 30
"""Words of the longest line that names a group of actions, outside a table or over all of it."""
MOST: Final = 0.6
"""Part of the titles that begin with a number, and of the objectives named outside that have a table below,
before any of them counts."""
_LETTER: Final = re.compile(r"^((?:[^\W\d_]+\s+){1,3})[A-Z](?=[.:)]|\s[-–—])")
"""``Objective A. …``: a letter that counts objectives as a number does."""
TWO_LEVELS: Final = 2
"""Components of an objective's number."""


class Line(NamedTuple):
    """A row with the heading that it stands under, its number, empty without one, and the cell of that.

    ``is_whole`` says that the number needs no objective's in front, ``title_at`` is where its title begins
    behind a number in the same cell, ``is_cut`` says that a page begins with it or with the heading above it.
    """

    row: GridRow
    heading: Heading
    number: str = ""
    source: GridCell | None = None
    title_at: int = 0
    is_whole: bool = False
    is_cut: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether its one text stands over several columns."""
        filled = self.row.filled
        return len(filled) == 1 and (len(self.heading.of(filled[0])) > 1 or len(self.row.cells) == 1)

    def cell(self, role: str, *, above: bool = False) -> GridCell | None:
        """The first cell with text in a column of this role; with ``above`` also one that spans the row."""
        cells = (*self.row.filled, *(self.row.above if above else ()))
        return next((cell for cell in cells if cell.text and self.heading.role_of(cell) == role), None)


def lines_of(rows: Sequence[GridRow], heads: Mapping[int, Heading], left: list[GridRow]) -> Iterator[Line]:
    """The rows below the headings, also those of tables that go on without one, and lines of objectives.

    Rows of other edges are ``left``.
    """
    heading: Heading | None = None
    table, until, is_cut = 0, 0, False
    titles = _objective_lines(rows)
    for at, row in enumerate(rows):
        is_cut = is_cut or row.cut
        if at in heads:
            heading, table, until = heads[at], row.table, at + heads[at].size
        if at in titles:
            yield Line(row, heading or next(iter(heads.values())))
        elif heading is None or at < until or not row.table or not row.filled or counts_columns(row):
            continue
        elif row.table == table or heading.bounds(row):
            yield _numbered(Line(row, heading, is_cut=is_cut))
            is_cut = False
        else:
            left.append(row)


def _objective_lines(rows: Sequence[GridRow]) -> Collection[int]:
    """The lines outside the tables that name objectives, where most of them have a table below.

    A list of objectives in front of the tables says nothing of what belongs to which.
    """
    labelled = {
        at: label
        for at, row in enumerate(rows)
        if not row.table and len(row.filled) == 1 and len(row.filled[0].text.split()) <= LONGEST_TITLE
        if (label := labels.objective(_LETTER.sub(r"\g<1>1", row.filled[0].text))) is not None
    }
    lines = [at for at, label in labelled.items() if label.kind == "specific"] or list(labelled)
    ends = [*lines, len(rows)][1:]
    below = [at for at, end in zip(lines, ends, strict=True) if any(row.table for row in rows[at:end])]
    names = {fold(rows[at].filled[0].text) for at in lines}
    return below if len(below) >= MOST * len(names) else []


def _numbered(line: Line) -> Line:
    if line.heading.has("nr"):
        cell = line.cell("nr")
        text = (cell.options or (cell.text,))[0] if cell is not None else ""
        tight = "".join(text.split())
        if _NUMBER.fullmatch(tight):
            return line._replace(number=numbers.bare(tight), source=cell)
        if numbers.is_number(tight):
            is_whole = numbers.depth(tight) > TWO_LEVELS
            return line._replace(number=numbers.bare(tight), source=cell, is_whole=is_whole)
        if len(text) <= _LONGEST_CODE and _CODE.fullmatch(text):
            return line._replace(number=_JOINTS.sub("-", bare(text)), source=cell, is_whole=True)
        return line._replace(source=cell)
    cell = line.cell("title")
    label = labels.action(cell.text) if cell is not None else None
    if cell is not None and label is not None and label.rest and numbers.depth(label.nr) > TWO_LEVELS:
        title_at = len(cell.text) - len(label.rest)
        return line._replace(number=label.nr, source=cell, title_at=title_at, is_whole=True)
    match = _IN_FRONT.match(cell.text) if cell is not None else None
    # words before the number say that it is a number, or an action's
    if match is None or (match["words"] and not concepts(match["words"]) & {"action", "nr"}):
        return line
    return line._replace(number=numbers.bare(match["nr"]), source=cell, title_at=match.end())


def bare(text: str) -> str:
    """A number or code without the sign behind it."""
    return numbers.bare(text) if numbers.is_number(text) else squeeze(text).rstrip(".):")
