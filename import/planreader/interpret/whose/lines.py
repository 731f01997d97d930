"""Lines above a table, and between its rows, that say whose the rows are."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from itertools import count, groupby, takewhile
from typing import Final

from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.interpret.mapping.given import LEAD
from planreader.interpret.trackedcolumns import Told
from planreader.interpret.whose.around import (
    above,
    behind,
    below,
    beside_headings,
    numbers_below,
    texts_around,
)
from planreader.interpret.whose.beside import (
    has_word_for_municipality,
    is_label,
    is_place_of_signing,
    is_total,
    without_number,
)
from planreader.interpret.whose.names import (
    CAPITAL,
    OF_ALL,
    Named,
    is_list,
    is_of_other_label,
    unit_called,
)
from planreader.interpret.whose.rowlines import line_between, lines_at_end, lines_of
from planreader.interpret.whose.sheets import (
    CELL_SIGN,
    SHOWN,
    Bodies,
    Whose,
    sheet_of,
    whose_sheets,
)
from planreader.interpret.whose.totals import is_no_sum
from planreader.interpret.whose.years import NEVER, Moment, time_told
from planreader.sources.grid import GridRow
from planreader.vocabulary.fold import begins_body, fold
from planreader.vocabulary.numbers import depth
from planreader.vocabulary.vocabulary import listed
from store.plan.units import municipality_codes

_LONGEST: Final = 20
"""Words of the longest line that is no prose."""
_LONGEST_NAME: Final = 6
"""Words of the longest name with a full stop behind it."""
_ADDRESSES: Final = frozenset(listed("addresses"))
_IN: Final = re.compile(r"\b(?:ne|u|in|na|kod|у|на) \w")
"""Before the name of a place where something is: a body is called otherwise."""
_NOTHING: Final = Whose()
"""What a line says that names nobody: told apart by identity."""


class Lines:
    """Of whom the rows of a document are.

    What stands above a heading is about all rows behind it on its sheet, what stands at the edges of pages
    about the sheet, a line between rows about those up to the next.
    """

    def __init__(self, rows: Sequence[GridRow], heads: Mapping[int, Heading], bodies: Bodies) -> None:
        self._rows, self._bodies, self._sheet = rows, bodies, _NOTHING
        self._edges: Whose | None = _NOTHING
        """Whose the sheet that is read is, by its pages or its name."""
        self.told: list[Told] = []
        self._sheets = whose_sheets(dict.fromkeys(sheet_of(rows[at]) for at in heads), bodies)
        self._above_rows = {at: sorted(above(rows, at, heads)) for at in heads}
        self._titles = {n: at for at, own in self._above_rows.items() for n in own}
        self.around = texts_around(rows, heads, self._titles, bodies.institutions)
        """What stands around each table, by the row of its heading."""
        inside = {n: heading for at, heading in heads.items() for n in below(rows, at, heads)}
        self._lines = {n: line for n, heading in inside.items() if (line := line_between(rows[n], heading))}
        self._parts = {n for n in self._lines if is_no_sum(rows[n], self._behind(n, inside), inside[n])}
        """Lines with an amount that is not the sum of the rows behind them: they may be parts of a row."""
        ends = [lines_at_end(behind(rows, at, heads, self._titles)) for at in sorted(heads)]
        self._ends = dict(zip(sorted(heads), [[], *ends], strict=False))
        """The lines at the end of the table before, by the row of a heading: they may be this one's."""
        self._beside = {at: lines_at_end(beside_headings(rows, at, heads)) for at in heads}
        """What a heading holds that heads no values, by its row."""
        self._numbers = {at: numbers_below(rows, at, heads) for at in heads}
        """The numbers of the actions of each table, by the row of its heading."""
        units = {self._unit(text) for text, _place in self._lines.values()} - {""}
        self._are_parts, self._are_several = bool(units), bool(units - {bodies.own})
        """Whether lines between rows are names of units, and of others than headquarters."""
        self._heads = heads
        self._is_begun = False
        """Whether a line of a unit has come on the sheet that is read."""
        self._times: dict[int, Moment] = {}
        self._whose = dict(self._read(rows, heads))

    def _behind(self, n: int, inside: Container[int]) -> list[GridRow]:
        """Return the rows behind a line up to the next one."""
        numbers = takewhile(lambda m: m in inside and m not in self._lines, count(n + 1))
        return [self._rows[m] for m in numbers]

    def of(self, row: GridRow) -> Whose | None:
        """Return of whom a row is; None of a line, and where line and sheet are of different units."""
        return self._whose.get(id(row))

    def time_of(self, row: GridRow) -> Moment:
        """Return the year, or the part of one, that a line between the rows names for those behind it."""
        return self._times.get(id(row), NEVER)

    def _read(self, rows: Sequence[GridRow], heads: Collection[int]) -> Iterator[tuple[int, Whose | None]]:
        firsts = {sheet_of(rows[at]): at for at in sorted(heads, reverse=True)}
        for sheet, numbers in groupby(range(len(rows)), key=lambda n: sheet_of(rows[n])):
            self._sheet, self._is_begun = self._sheets.get(sheet, _NOTHING), False
            own = [*numbers]
            edges = [line for n in own if sheet and not rows[n].table for line in lines_of(rows[n])]
            self._edges = current = self._sheet if (said := self._title(edges)) is _NOTHING else said
            time = NEVER
            for n in own:
                of_time = time_told(self._lines[n][0]) if n in self._lines else NEVER
                time = time if of_time == NEVER else of_time
                self._times[id(rows[n])] = time
                if n in heads:
                    time = NEVER
                    current = self._above(n, current, is_first=firsts[sheet] == n)
                elif n not in self._titles:
                    said = self._between(n) if n in self._lines and of_time == NEVER else _NOTHING
                    current = current if said is _NOTHING else said
                    yield id(rows[n]), current if said is _NOTHING and of_time == NEVER else None

    def _above(self, at: int, current: Whose | None, *, is_first: bool) -> Whose | None:
        """Return whose the rows behind a heading are, by the lines above it; else as before it."""
        rows = [self._rows[n] for n in self._above_rows[at]]
        said = self._title([line for row in rows for line in lines_of(row)])
        if said is _NOTHING and current not in (None, self._sheet if is_first else _NOTHING):
            lines = [*self._ends[at], *lines_at_end(rows), *self._beside[at]]
            said = _of_other_table(lines, self._numbers[at].values())
            is_untitled = said is _NOTHING and not any(row.filled for row in rows)
            if is_untitled and current != self._edges and not self._goes_on(at):
                return self._untitled(at)
        return current if said is _NOTHING else said

    def _goes_on(self, at: int) -> bool:
        """Return whether a table has the headings of the one before it, and its numbers follow on those."""
        before = max((n for n in self._heads if n < at), default=at)
        is_alike = fold(self._heading(before)) == fold(self._heading(at))
        numbers = ([*self._numbers[before].values()][-1:], [*self._numbers[at].values()][:1])
        last, begin = ([int(nr) for number in own for nr in re.findall(r"\d+", number)] for own in numbers)
        return is_alike and (not begin or last < begin)

    def _heading(self, at: int) -> str:
        return CELL_SIGN.join(
            cell.text for row in self._rows[at : at + self._heads[at].size] for cell in row.filled
        )

    def _untitled(self, at: int) -> Whose | None:
        """Return what somebody says of a table above which nothing stands, by its heading."""
        text = self._heading(at)[:SHOWN]
        unit = self._bodies.unit(text) if self._bodies.is_said(text) else ""
        return self._said(unit, (text, self._heads[at].place)) if unit else Whose(text)

    def _title(self, lines: Sequence[tuple[str, str]]) -> Whose | None:
        """Return what the lines above a table say: a municipality counts before an institution, of which
        several are a letterhead; what is nearly the name of one before that."""
        places: dict[str, tuple[str, str]] = {}
        institutions: dict[str, tuple[str, str]] = {}
        nearly: list[str] = []
        called: set[str] = set()
        is_of_other = False
        for text, place in lines:
            told = Named() if _is_prose(text) else self._bodies.named(text)
            for unit in told.units:
                kind = institutions if unit in self._bodies.others else places
                kind.setdefault(unit, (text, place))
            if told.is_called:
                called.update(told.units)
            is_nearly = self._within(text) or (
                has_word_for_municipality(text) and not (is_label(text) or is_of_other_label(text))
            )
            if not told.units and _may_be_name(text) and is_nearly and not self._bodies.is_said(text):
                nearly.append(text)
            is_of_other = is_of_other or (not told.units and begins_body(text.split()))
        if called.isdisjoint(places) and (institutions or is_of_other):
            # where an institution sits is the capital; of any other place somebody has to say whose it is
            known = {*institutions} == {self._bodies.own} and not is_of_other
            is_seat = bool(institutions) or not is_of_other
            unclear = [text for unit, (text, _place) in places.items() if unit != CAPITAL or not is_seat]
            nearly += [] if known else unclear
            places = {unit: line for unit, line in places.items() if known and unit != CAPITAL}
        if len(places) > 1:
            places.pop(self._bodies.own, None)
        if len(places) > 1 and not self._sheet.unit:
            texts = dict.fromkeys(text for text, _place in places.values())
            place = next(iter(places.values()))[1]
            self.told.append(Told(place, "units_several", " – ".join(texts)[:SHOWN]))
        if nearly and not places:
            return Whose(nearly[0][:SHOWN])
        named = places or institutions
        return self._said(*named.popitem()) if len(named) == 1 else _NOTHING

    def _between(self, n: int) -> Whose | None:
        """Return whose the rows behind a line between rows are."""
        text, place = self._lines[n]
        if labels.objective(text) is not None:
            return _NOTHING
        name = without_number(text)
        if unit := self._unit(text) or (self._are_parts and unit_called(name)):
            if n in self._parts and not self._bodies.is_said(text):
                return Whose(name[:SHOWN])
            self._is_begun = True
            if unit == self._bodies.own and self._are_several:
                # beside those of others it is a section of its own
                return Whose(self._sheet.unit, unit)
            return self._said(unit, (text, place))
        if self._bodies.is_said(text):
            return _NOTHING
        if self._are_parts and is_total(name):
            return Whose(OF_ALL)
        label = labels.numbered(text)
        is_objective = label is not None and depth(label.nr) > 1
        if (
            is_objective
            or labels.total(text) is not None
            or is_of_other_label(name)
            or not _may_be_name(name)
        ):
            return _NOTHING
        # beside sections of units any other line is of nobody who is known, and so is a body before them
        is_other = self._are_parts and (self._is_begun or begins_body(name.split()))
        is_nearly = self._within(name) and (begins_body(name.split()) or not _IN.search(fold(name)))
        return Whose(name[:SHOWN]) if is_other or is_nearly else _NOTHING

    def _unit(self, text: str) -> str:
        return self._bodies.unit(text) or self._bodies.unit(without_number(text))

    def _within(self, text: str) -> set[str]:
        """Return the municipalities but that of the sheet whose names a line contains."""
        return self._bodies.within(text, self._sheet.unit).intersection(municipality_codes())

    def _said(self, unit: str, line: tuple[str, str]) -> Whose | None:
        """Return of whom rows are by a line that names one unit."""
        text, place = line
        sheet = self._sheet.unit
        if unit == LEAD:
            return Whose(LEAD)
        if unit == self._bodies.own:
            return Whose(sheet)
        if {unit, self._bodies.own}.issubset(municipality_codes()):
            # on the plan of a municipality no other one reports
            return Whose(text[:SHOWN])
        if unit in self._bodies.others or not self._bodies.are_expected:
            is_whole = unit_called(text, self._bodies.institutions) == unit or unit not in self._bodies.others
            return Whose(sheet, text if is_whole else unit)
        if {unit, sheet}.issubset(municipality_codes()) and unit != sheet:
            self.told.append(Told(place, "line_against_sheet", text[:SHOWN], is_left=True))
            return None
        return Whose(unit)


def _of_other_table(lines: Sequence[tuple[str, str]], numbers: Collection[str]) -> Whose:
    """Return whose a table is behind one of a unit, by lines that name nobody.

    It goes on with that one's where they only call it a report or a list, count it, or name the objective of
    its rows, whose ``numbers`` begin with its own.
    """
    for text, _place in lines:
        name, label = without_number(text), labels.numbered(text)
        is_numbered = label is not None and {nr.startswith(f"{label.nr}.") for nr in numbers} == {True}
        is_objective = labels.objective(text) is not None or (is_numbered and not begins_body(name.split()))
        is_of_list = is_list(name) and not is_label(name)
        if not (is_objective or is_of_other_label(text) or is_of_list) and _may_be_name(text):
            return Whose(text[:SHOWN])
    return _NOTHING


def _is_prose(text: str) -> bool:
    return len(text.split()) > _LONGEST or labels.objective(text) is not None or is_place_of_signing(text)


def _may_be_name(text: str) -> bool:
    """Return whether a line may be a name: no prose, no sentence and no address."""
    words = text.split()
    is_sentence = text.endswith(".") and len(words) > _LONGEST_NAME
    return not (is_sentence or _is_prose(text) or fold(words[0]).strip(".:") in _ADDRESSES)
