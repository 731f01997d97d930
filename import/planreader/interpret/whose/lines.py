"""Lines above a table, and between its rows, that say whose the rows are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.interpret.trackedcolumns import Told
from planreader.interpret.trackedunits import unit_of_sheet
from planreader.interpret.whose.names import (
    bare_name,
    is_of_report,
    municipalities_in,
    reporters_in,
    says_municipality,
    unit_called,
    without_number,
)
from planreader.sources.grid import GridRow
from planreader.vocabulary.fold import begins_body, fold
from planreader.vocabulary.headwords import PLACES, concepts, role_of
from store.plan.units import expected_units, municipality_codes

_UNITS: Final = frozenset({"njesia", "jedinica", "unit"})
_COMMAS: Final = re.compile(r"\s+(?:[-–—|]|dhe|and|i|и)\s+|[,;:()–—|]")
_PARTS: Final = re.compile(r"\s+[-–—|]\s+|[;:()–—|]")
"""What parts a line; behind a comma may stand where it was written."""
_LONGEST_NAME: Final = 5
_SHOWN: Final = 80
"""Signs of a line that are told."""
_LONGEST: Final = 20
"""Words of the longest line that is no prose."""
_ROW: Final = 3
"""Filled cells from which on a row is one of a table, unless these are labels and what they say."""


class Whose(NamedTuple):
    """Of whom a row is by the lines above it, or else by its sheet: the code of a unit, or a name that may be
    of several; else an ``institution`` as a line has it, which counts as one that the row itself names."""

    unit: str = ""
    institution: str = ""


_NOTHING: Final = Whose()
"""What a line says that names nobody: told apart by identity."""


class Lines:
    """Of whom the rows of a document are.

    What stands above a heading is about all rows behind it on its sheet, a line between rows about those up
    to the next. ``own`` is the code of headquarters: a line of its name is its letterhead.
    """

    def __init__(
        self,
        rows: Sequence[GridRow],
        heads: Mapping[int, Heading],
        institutions: tuple[str, ...] = (),
        own: str = "",
    ) -> None:
        self._institutions, self._own = institutions, own
        expected, municipalities = {*expected_units(institutions)}, municipality_codes()
        self._others = expected.difference(municipalities)
        # of the plan of a municipality it is a letterhead
        self._are_expected = not expected or not expected.isdisjoint(municipalities)
        self._sheet = ""
        self.told: list[Told] = []
        self._whose = dict(self._read(rows, heads))

    def of(self, row: GridRow) -> Whose | None:
        """Return of whom a row is; None of a line, and where line and sheet are of different units."""
        return self._whose.get(id(row))

    def _read(
        self, rows: Sequence[GridRow], heads: Mapping[int, Heading]
    ) -> Iterator[tuple[int, Whose | None]]:
        titles = {n: at for at in heads for n in above(rows, at, heads)}
        inside = {n: heading for at, heading in heads.items() for n in _below(rows, at, heads)}
        for _sheet, numbers in groupby(range(len(rows)), key=lambda n: sheet_of(rows[n])):
            own_rows = [*numbers]
            self._sheet = unit_of_sheet(rows[own_rows[0]].place, self._institutions)
            current: Whose | None = Whose(self._sheet)
            for head, block in groupby(own_rows, key=titles.get):
                if head is not None:
                    lines = [line for n in block for line in _lines_of(rows[n])]
                    current = current if (said := self._title(lines)) is _NOTHING else said
                    continue
                for n in block:
                    said = self._between(rows[n], inside[n], current) if n in inside else _NOTHING
                    current = current if said is _NOTHING else said
                    yield id(rows[n]), current if said is _NOTHING else None

    def _title(self, lines: Sequence[tuple[str, str]]) -> Whose | None:
        """Return what the lines above a table say: a municipality counts before an institution, of which
        several are a letterhead."""
        places: dict[str, tuple[str, str]] = {}
        institutions: dict[str, tuple[str, str]] = {}
        for text, place in lines:
            for unit in _municipalities(text):
                places.setdefault(unit, (text, place))
            if institution := self._institution(text):
                institutions.setdefault(institution, (text, place))
        if len(places) > 1:
            places.pop(self._own, None)
        if len(places) > 1 and not self._sheet:
            texts = dict.fromkeys(text for text, _place in places.values())
            place = next(iter(places.values()))[1]
            self.told.append(Told(place, "units_several", " – ".join(texts)[:_SHOWN]))
        named = places or institutions
        return self._said(*named.popitem()) if len(named) == 1 else _NOTHING

    def _between(self, row: GridRow, heading: Heading, current: Whose | None) -> Whose | None:
        """Return whose the rows behind a line are, if a row is such a line."""
        lines = _lines_of(row) if len(row.filled) < _ROW else []
        if not lines or row.cut or not _begins_row(row, heading):
            return _NOTHING
        text, place = lines[0]
        if len(lines) > 1:
            return Whose(", ".join(part for part, _place in lines)[:_SHOWN])
        name = without_number(text)
        if labels.objective(text) is not None or labels.total(text) is not None:
            return _NOTHING
        if unit := _municipality(name) or self._institution(name):
            return self._said(unit, (name, place))
        # beside sections of units, that of a body that the plan does not name is of nobody who is known
        is_other = current not in (None, Whose(self._sheet)) and begins_body(name.split())
        return Whose(name[:_SHOWN]) if is_other else _NOTHING

    def _said(self, unit: str, line: tuple[str, str]) -> Whose | None:
        """Return of whom rows are by a line that names one unit."""
        text, place = line
        if unit == self._own:
            return Whose(self._sheet)
        if unit in self._others or not self._are_expected:
            return Whose(self._sheet, text)
        if {unit, self._sheet}.issubset(municipality_codes()) and unit != self._sheet:
            self.told.append(Told(place, "line_against_sheet", text[:_SHOWN], is_left=True))
            return None
        return Whose(unit)

    def _institution(self, text: str) -> str:
        """Return the code of the plan's institution of whose name a line consists; empty of any other."""
        short = len(text.split()) <= _LONGEST and text[:1].isupper()
        code = unit_called(bare_name(text), self._institutions) if short else ""
        return code if code in self._others else ""


def _municipality(text: str) -> str:
    """Return the code of the municipality of whose name a line consists, or the name where it may be of
    several."""
    name = bare_name(text)
    # in a line a year is none, and no source either
    is_word = len(name.split()) == 1 and bool(concepts(name))
    return "" if is_word or len(name.split()) > _LONGEST_NAME else unit_called(name)


def _municipalities(text: str) -> list[str]:
    """Return the municipalities of which a line above a table says that it is, with all others that it names
    then."""
    if len(text.split()) > _LONGEST or labels.objective(text) is not None:
        return []
    parts = [part for part in _COMMAS.split(text) if says_municipality(part)]
    parts += _PARTS.split(text) if is_of_report(text) else []
    told = [unit for part in (text, *parts) if (unit := _municipality(part))] or reporters_in(text)
    others = [code for code, _before in municipalities_in(text) if told and told[0].isdigit()]
    return list(dict.fromkeys((*told, *others)))


def _lines_of(row: GridRow) -> list[tuple[str, str]]:
    """Return what a row says of whom it is, with its place: what stands behind labels, else all where it is a
    line."""
    named: list[tuple[str, str]] = []
    for n, cell in enumerate(row.filled):
        label, sign, value = cell.text.partition(":")
        is_place = fold(label.strip()) in PLACES | _UNITS
        if value.strip() and is_place:
            named += [(value, cell.place)]
        elif not value.strip() and (is_place or (sign and role_of(label) == "institutions")):
            behind = row.filled[n + 1 : n + 2] if sign or len(row.filled) < _ROW else []
            named += [(own.text, own.place) for own in behind]
    parts = [(part.strip(), place) for value, place in named for part in _COMMAS.split(value) if part.strip()]
    return parts or [(cell.text, cell.place) for cell in row.filled if len(row.filled) == 1]


def above(rows: Sequence[GridRow], at: int, heads: Mapping[int, Heading]) -> Iterator[int]:
    """Yield the rows of the lines above a heading, up to what stands in another table or on another sheet."""
    ends = {n + heading.size - 1 for n, heading in heads.items()}
    for n in range(at - 1, -1, -1):
        row = rows[n]
        is_far = n in ends or row.table not in (0, rows[at].table) or sheet_of(row) != sheet_of(rows[at])
        is_labels = any(cell.text.endswith(":") for cell in row.filled)
        if is_far or (row.table and len(row.filled) >= _ROW and not is_labels):
            return
        yield n


def _begins_row(row: GridRow, heading: Heading) -> bool:
    """Return whether the first cell of a row is no value of a column: it stands where rows begin, or over
    several columns."""
    columns = heading.of(row.filled[0])
    return len(columns) != 1 or columns[0].role in ("nr", "title") or columns[0] == heading.columns[0]


def _below(rows: Sequence[GridRow], at: int, heads: Mapping[int, Heading]) -> Iterator[int]:
    for n in range(at + heads[at].size, len(rows)):
        if n in heads or rows[n].table != rows[at].table:
            return
        yield n


def sheet_of(row: GridRow) -> str:
    """Return the place of the sheet that a row stands on, empty in a document without sheets."""
    sheet, sign, _row = row.place.partition(", ")
    return sheet if sign and sheet.startswith("sheet ") else ""
