"""Of which unit each row of a tracker is, by the document and by what somebody says of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from planreader.interpret.mapping.given import LEAD, LEAVE, NOBODY, Mapping
from planreader.interpret.trackedrows import TrackedRow
from planreader.interpret.whose.names import named_in
from planreader.vocabulary.tracking import UNIT
from store.db.text import fold
from store.edits.reported.table import Unclear
from store.plan.units import known_units, resolve_unit, search_units


class UnitsOfRows(NamedTuple):
    """Of whom the ``rows`` of a tracker are that say something of an action, by what somebody says of names
    (``mapping``); ``unit`` is the one for which all is recorded, or None."""

    rows: Sequence[TrackedRow]
    mapping: Mapping
    institutions: tuple[str, ...]
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

        There are none where all is recorded for a unit, or somebody said who leads what the document lists.
        """
        if self.unit or self.mapping.assumed("lead"):
            return {}
        is_said = self.mapping.meant(UNIT)
        return _grouped(
            self.rows,
            lambda row: f"{UNIT}.{row.above}" if row.above and fold(row.above) not in is_said else UNIT,
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
        for name, rows in {**self.of_nobody(), **_grouped(unnamed, lambda row: row.above)}.items():
            yield Unclear(rows[0].place, "rows_of_nobody", {"found": name or UNIT, "rows": len(rows)})

    def unit_of(self, row: TrackedRow) -> str:
        """Return the unit for which a row reports, LEAVE of one that is left out; empty where its names or
        the plan say it, and the name that stands with a row of nobody.

        Raises UserError ``unit_unknown`` or ``unit_ambiguous`` for what somebody says.
        """
        if row.is_unnamed and not self.unit:
            meant = self._meant(row)
            return meant if meant in ("", LEAVE) else _code(meant, self.institutions)
        if self.unit and _may_be(row.unit, self.unit, self.institutions):
            return self.unit
        return "" if row.unit == LEAD else row.unit

    def _meant(self, row: TrackedRow) -> str:
        """Return what somebody says of rows below these lines, or of all that name nobody."""
        meant = self.mapping.meant(UNIT).get(fold(row.above), NOBODY)
        return self.mapping.assumed(UNIT) if meant == NOBODY else meant


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
