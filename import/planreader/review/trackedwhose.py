"""Of which unit each row of a tracker is, by the document and by what somebody says of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from planreader.interpret.mapping.given import LEAD, LEAVE, NOBODY, Mapping
from planreader.interpret.trackedrows import TrackedRow
from planreader.interpret.whose.names import CAPITAL, named_in
from planreader.interpret.whose.sheets import CELL_SIGN, LINE_SIGN, SHOWN
from planreader.vocabulary.tracking import UNIT
from store.db.text import fold
from store.edits.reported.table import Unclear
from store.plan.units import known_units, resolve_unit, search_units


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

    def unnamed(self) -> dict[str, list[TrackedRow]]:
        """Return the rows of which neither the document nor anybody says of whom they are, by the key of
        ``assume`` that says it: ``unit.WORDS`` of what stands above their table, or ``unit``.

        Where all is recorded for a unit they are those below lines that name another one; there are none
        where somebody said who leads what the document lists.
        """
        if self.mapping.assumed("lead"):
            return {}
        return _grouped(
            self.rows,
            lambda row: f"{UNIT}.{_shown(row)}" if row.above and not self._said(row) else UNIT,
            lambda row: row.is_unnamed and not self._meant(row),
        )

    def open(self) -> Iterator[str]:
        """Yield the keys of ``assume`` that have to be said before anything is recorded."""
        meant = self.mapping.meant(UNIT)
        yield from (f"{UNIT}.{name}" for name in self.of_nobody() if meant.get(fold(name)) != LEAVE)
        yield from self.unnamed()

    def left(self) -> Iterator[Unclear]:
        """Yield which rows are of nobody, so that nothing of them is recorded."""
        unnamed = (row for row in self.rows if row.is_unnamed and self.unit_of(row) == LEAVE)
        for name, rows in {**self.of_nobody(), **_grouped(unnamed, _shown)}.items():
            yield Unclear(rows[0].place, "rows_of_nobody", {"found": name or UNIT, "rows": len(rows)})

    def unit_of(self, row: TrackedRow) -> str:
        """Return the unit for which a row reports, LEAVE of one that is left out; empty where its names or
        the plan say it, and the name that stands with a row of nobody.

        Raises UserError ``unit_unknown`` or ``unit_ambiguous`` for what somebody says.
        """
        if row.is_unnamed:
            meant = self._meant(row)
            return meant if meant in ("", LEAVE) else _code(meant, self.institutions)
        if self.unit and _may_be(row.unit, self.unit, self.institutions):
            return self.unit
        return "" if row.unit == LEAD else row.unit

    def _meant(self, row: TrackedRow) -> str:
        """Return what somebody says of rows below these lines, or of all that name nobody."""
        said = self._said(row)
        if said and said != NOBODY:
            return said
        # that lines name no unit leaves them to the one for which all is recorded
        return (self.unit or "") if said == NOBODY or self._is_of_unit(row) else self.mapping.assumed(UNIT)

    def _said(self, row: TrackedRow) -> str:
        """Return what somebody says of the lines above a row, empty where nobody says anything."""
        return self.mapping.meant(UNIT).get(fold(_shown(row)), "")

    def _is_of_unit(self, row: TrackedRow) -> bool:
        """Return whether all is recorded for a unit and no line above a row names another in its place."""
        return bool(self.unit) and not _names_another(row.above, self.unit, self.own, self.institutions)


@lru_cache(maxsize=1024)
def _names_another(above: str, unit: str, own: str, institutions: tuple[str, ...]) -> bool:
    """Return whether lines contain the name of another unit and not that of ``unit``.

    Headquarters (``own``) does not count, nor the capital, where central institutions sit, unless it is
    called a municipality.
    """
    lines = above.split(LINE_SIGN)
    told = [named_in(cell, institutions) for line in lines for cell in line.split(CELL_SIGN)]
    named = {name for cell in told for name in cell.units}
    named.update(name for line in lines for name in named_in(line, institutions).within)
    is_capital_called = any(CAPITAL in cell.units and cell.is_called for cell in told)
    return unit not in named and not named.issubset({own} if is_capital_called else {own, CAPITAL})


def _shown(row: TrackedRow) -> str:
    """Return what stands above a row as far as it is shown, and answered."""
    return row.above[:SHOWN]


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
