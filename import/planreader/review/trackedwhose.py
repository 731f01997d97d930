"""Of which unit each row of a tracker is, by the document and by what somebody says of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from planreader.interpret.mapping.given import LEAD, LEAVE, NOBODY, Mapping
from planreader.interpret.trackedrows import TrackedRow
from planreader.interpret.whose.names import named_in, units_within
from planreader.interpret.whose.sheets import CELL_SIGN, LINE_SIGN, SHOWN, report_municipalities
from planreader.vocabulary.tracking import UNIT
from store.db.text import fold
from store.edits.reported.table import Unclear
from store.plan.units import (
    known_units,
    municipality_codes,
    resolve_unit,
    search_units,
    unit_code,
)


class UnitsOfRows(NamedTuple):
    """Of whom the ``rows`` of a tracker are that say something of an action, by what somebody says of names
    (``mapping``); ``unit`` is the one for which all is recorded, or None, ``own`` headquarters."""

    rows: Sequence[TrackedRow]
    mapping: Mapping
    institutions: tuple[str, ...]
    own: str
    unit: str | None

    def of_nobody(self) -> dict[str, list[TrackedRow]]:
        """Return the rows below each name that is of no unit, or of several, and cannot be of the unit."""
        known = {"", *known_units(self.institutions)}
        return _grouped(
            self.rows, lambda row: row.unit, lambda row: bool(row.unit) and self.unit_of(row) not in known
        )

    def unsaid(self) -> dict[str, list[TrackedRow]]:
        """Return the open rows of which nobody says whose they are, by the key of ``assume`` that says it:
        ``unit.WORDS`` of what stands around their table, or ``unit``.

        There are none of rows without a name where somebody said who leads what the document lists.
        """
        is_led = bool(self.mapping.assumed("lead"))
        return _grouped(
            self.rows,
            lambda row: f"{UNIT}.{_shown(row)}" if row.around and not self._said(row) else UNIT,
            lambda row: self._is_open(row) and not (self._meant(row) or (is_led and not row.lead)),
        )

    def open(self) -> Iterator[str]:
        """Yield the keys of ``assume`` that have to be said before anything is recorded."""
        meant = self.mapping.meant(UNIT)
        yield from (f"{UNIT}.{name}" for name in self.of_nobody() if meant.get(fold(name)) != LEAVE)
        yield from self.unsaid()

    def left(self) -> Iterator[Unclear]:
        """Yield which rows are of nobody, so that nothing of them is recorded."""
        left = (row for row in self.rows if self.unit_of(row) == LEAVE)
        for name, rows in {**self.of_nobody(), **_grouped(left, _shown)}.items():
            yield Unclear(rows[0].place, "rows_of_nobody", {"found": name or UNIT, "rows": len(rows)})

    def unit_of(self, row: TrackedRow) -> str:
        """Return the unit for which a row reports, LEAVE of one that is left out; empty where its names or
        the plan say it, and the name that stands with a row of nobody.

        Raises UserError ``unit_unknown`` or ``unit_ambiguous`` for what somebody says.
        """
        if self._is_open(row):
            meant = self._meant(row)
            return meant if meant in ("", LEAVE) else _code(meant, self.institutions)
        if self.unit and not row.unit and not row.lead:
            return self.unit
        if self.unit and _may_be(row.unit, self.unit, self.institutions):
            return self.unit
        return "" if row.unit == LEAD else row.unit

    def _is_open(self, row: TrackedRow) -> bool:
        """Return whether somebody has to say whose a row is, since no line and no sheet does.

        It names nobody, or an institution or a municipality where the text around its table names another
        municipality. Where all is recorded for a unit, that text and the row name others only.
        """
        if row.unit:
            return False
        named, lead = self._named_around(row), unit_code(row.lead)
        if self.unit:
            return bool(named) and self.unit not in {*named, lead}
        return not lead or (lead not in named and not named.isdisjoint(municipality_codes()))

    def _named_around(self, row: TrackedRow) -> frozenset[str]:
        """Return the units whose names stand around the table of a row, but letterheads: headquarters, and
        municipalities where none reports on the plan."""
        cells = re.split(f"{re.escape(LINE_SIGN)}|{re.escape(CELL_SIGN)}", row.around)
        named = frozenset[str]().union(*(units_within(cell, self.institutions) for cell in cells))
        are_letterheads = not (report_municipalities(self.institutions) or self.own in municipality_codes())
        return named - {self.own, *(municipality_codes() if are_letterheads else ())}

    def _meant(self, row: TrackedRow) -> str:
        """Return what somebody says of rows among these lines, or of all open ones."""
        said = self._said(row)
        if said == NOBODY:
            return self.unit or (LEAD if row.lead else self.mapping.assumed(UNIT))
        return said or ("" if self.unit else self.mapping.assumed(UNIT))

    def _said(self, row: TrackedRow) -> str:
        """Return what somebody says of the lines around a row, empty where nobody says anything."""
        return self.mapping.meant(UNIT).get(fold(_shown(row)), "")


def _shown(row: TrackedRow) -> str:
    """Return what stands around the table of a row as far as it is shown, and answered."""
    return row.around[:SHOWN]


@lru_cache(maxsize=1024)
def _may_be(name: str, unit: str, institutions: tuple[str, ...]) -> bool:
    """Return whether a name that several units share may be of a unit, or contains its name and no other."""
    return bool(name) and (unit in search_units(name, ()) or named_in(name, institutions).within == {unit})


def _code(name: str, institutions: tuple[str, ...]) -> str:
    return "" if name == LEAD else resolve_unit(name, institutions)


def _grouped(
    rows: Iterable[TrackedRow],
    key: Callable[[TrackedRow], str],
    counts: Callable[[TrackedRow], bool] = lambda _row: True,
) -> dict[str, list[TrackedRow]]:
    """Return the rows that count, by a key."""
    groups: dict[str, list[TrackedRow]] = defaultdict(list)
    for row in filter(counts, rows):
        groups[key(row)].append(row)
    return groups
