"""Which action of the plan in force a row of a table is of, and for which unit it reports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from store.db.database import Connection
from store.db.errors import UserError
from store.db.likeness import TitleIndex, likeness, nearest
from store.db.text import fold
from store.edits.reported.table import ReportedCell, ReportedRow, Unclear
from store.plan.lookup import ActionRef, current_revision, find_action_id, institutions_of
from store.plan.model import Institutions
from store.plan.units import MUNICIPALITIES, expected_units, lead_code

_NAMES: Final = re.compile(r"[,;\n]")
_READINGS: Final = (re.compile(r"\Z"), re.compile(r"[;\n]"), _NAMES)
"""What parts the names of a cell: nothing, or what stands in no name, or a comma, which stands in some."""
_LIKE: Final = 60
"""How alike the titles of one action are at least (``store.db.likeness``)."""

_BEGINNING: Final = 3
"""Words of a title that somebody cut short, at least."""


class NamedRow(NamedTuple):
    """A row that names its action by number, title, or both; ``unit`` reports, where it says which.

    ``names`` is what it prints of who is responsible, which may be others than who reports; ``beside`` as of
    a ReportedRow.
    """

    nr: str
    title: str
    values: Mapping[str, ReportedCell]
    where: str
    on: date | None = None
    unit: str = ""
    names: str = ""
    beside: Mapping[str, ReportedCell] = MappingProxyType({})


class Matched(NamedTuple):
    """Rows with their actions, those that are of none, and those that name others than who reports."""

    rows: tuple[ReportedRow, ...]
    unclear: tuple[Unclear, ...]
    noticed: tuple[Unclear, ...]


def matched(conn: Connection, rows: Iterable[NamedRow], unit: str | None = None) -> Matched:
    """Return the rows with their actions.

    They report for ``unit``, else for that of the row, or the only one that it names of those from whom a
    report is expected, else for the one that leads the action.
    """
    matching = _Matching(conn)
    reported: list[ReportedRow] = []
    unclear: list[Unclear] = []
    noticed: list[Unclear] = []
    for row in rows:
        try:
            action = matching.action(row)
            speaks = unit or row.unit or matching.reporter(row.names, action)
        except UserError as refused:
            unclear.append(Unclear(row.where, refused.code, refused.params))
            continue
        if matching.is_of_another(row.nr, action):
            noticed.append(Unclear(row.where, "row_number_of_another", {"nr": action.nr, "found": row.nr}))
        if matching.names_others(row.names, action, speaks):
            params = {"nr": action.nr, "found": row.names[:80], "unit": speaks}
            noticed.append(Unclear(row.where, "row_names_others", params))
        told = ReportedRow(action, row.values, speaks, row.on, row.where, beside=row.beside)
        reported.append(told)
    return Matched(tuple(reported), tuple(unclear), tuple(noticed))


class _Matching:
    def __init__(self, conn: Connection) -> None:
        self._conn, revision = conn, current_revision(conn)
        actions: Sequence[tuple[str, str, str]] = conn.execute(
            "SELECT id, nr, title FROM action WHERE revision = ? ORDER BY position", (revision,)
        ).fetchall()
        self._titles = {action: title for action, _nr, title in actions}
        self._index = TitleIndex(self._titles.items())
        self._numbers = {action: nr for action, nr, _title in actions}
        self._by_title: dict[str, list[str]] = defaultdict(list)
        for action, _nr, title in actions:
            self._by_title[fold(title)].append(action)
        self._institutions = institutions_of(conn, revision)

    def action(self, row: NamedRow) -> ActionRef:
        """Return a row's action. Raises UserError ``row_of_no_action`` or ``row_of_another``."""
        titled = self._by_title.get(fold(row.title), []) if row.title.strip() else []
        action = self._numbered(row.nr) if row.nr.strip() else None
        if action is not None and row.title.strip() and action not in titled:
            if len(titled) == 1:
                action = titled[0]
            elif not self._is_titled(row.title, action):
                raise UserError("row_of_another", nr=row.nr, found=row.title[:80], title=self._titles[action])
        elif action is None and len(titled) == 1:
            action = titled[0]
        if action is None:
            near = nearest(
                row.title or row.nr, self._titles.values() if row.title else self._numbers.values()
            )
            raise UserError("row_of_no_action", found=(row.nr or row.title)[:80], nearest=near)
        return ActionRef(action, self._numbers[action])

    def _is_titled(self, title: str, action: str) -> bool:
        """Return whether a title begins that of an action and no other, or is like it, and no other more."""
        begun = fold(title).rstrip(" .…")
        if len(begun.split()) >= _BEGINNING and fold(self._titles[action]).startswith(begun):
            begin = [own for whole, own in self._by_title.items() if whole.startswith(begun)]
            if begin == [[action]]:
                return True
        alike = likeness(title, self._titles[action])
        return alike >= _LIKE and not any(True for _other in self._index.near(title, alike + 1))

    def is_of_another(self, nr: str, action: ActionRef) -> bool:
        """Return whether a row's number is that of another action than the one that its title names."""
        return nr.strip() not in ("", action.nr) and self._numbered(nr) not in (None, action.id)

    def _numbered(self, nr: str) -> str | None:
        try:
            return find_action_id(self._conn, nr)
        except UserError:
            return None

    def reporter(self, names: str, action: ActionRef) -> str:
        """Return the unit for which a row reports that prints these names.

        Raises UserError ``row_of_no_unit`` or ``row_of_all_municipalities``.
        """
        of = self._of(action)
        expected = expected_units((*of.lead, *of.support))
        for reading in _READINGS:
            named = expected_units(reading.split(names))
            if len(named) == 1 and named[0] in expected:
                return named[0]
        code = lead_code(of.lead[0]) if of.lead else ""
        if code in ("", MUNICIPALITIES):
            raise UserError("row_of_all_municipalities" if code else "row_of_no_unit", nr=action.nr)
        return code

    def names_others(self, names: str, action: ActionRef, unit: str) -> bool:
        """Return whether a row names nobody who reports by it, leads its action, or supports it."""
        told = {lead_code(name) for parted in _READINGS for name in parted.split(names) if name.strip()}
        of = self._of(action)
        return bool(told) and told.isdisjoint(
            {lead_code(unit), *map(lead_code, (*of.lead, *of.support)), unit}
        )

    def _of(self, action: ActionRef) -> Institutions:
        return self._institutions.get(action.id, Institutions())
