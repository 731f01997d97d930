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
from store.plan.lookup import (
    ActionRef,
    current_revision,
    find_action_id,
    institutions_of,
    plan_institutions,
)
from store.plan.model import Institutions
from store.plan.units import (
    MUNICIPALITIES,
    expected_units,
    known_units,
    lead_code,
    municipality_codes,
)

_NAMES: Final = re.compile(r"[,;\n]")
_READINGS: Final = (re.compile(r"\Z"), re.compile(r"[;\n]"), _NAMES)
"""What parts the names of a cell: nothing, or what stands in no name, or a comma, which stands in some."""
_SIGNS: Final = ".):–—-"
"""What stands behind a number."""
_LIKE: Final = 60
"""How alike the titles of one action are at least (``store.db.likeness``)."""

_BEGINNING: Final = 3
"""Words of a title that somebody cut short, at least."""


class NamedRow(NamedTuple):
    """A row that names its action by number, title, or both; ``unit`` reports, where it says which.

    ``names`` is what it prints of who is responsible, which may be others than who reports;
    ``beside`` and ``payer`` are as of a ReportedRow.
    """

    nr: str
    title: str
    values: Mapping[str, ReportedCell]
    where: str
    on: date | None = None
    unit: str = ""
    names: str = ""
    beside: Mapping[str, ReportedCell] = MappingProxyType({})
    payer: str = ""


class Matched(NamedTuple):
    """Rows with their actions, those that are of none, and those that name others than who reports."""

    rows: tuple[ReportedRow, ...]
    unclear: tuple[Unclear, ...]
    noticed: tuple[Unclear, ...]


def matched(conn: Connection, rows: Iterable[NamedRow], unit: str | None = None) -> Matched:
    """Return the rows with their actions.

    They report for the unit of the row, else for ``unit``, a code, else for the only one that the row names
    of those from whom a report is expected, else for the one that leads the action. Where ``unit`` is given,
    what is of another is told, unit by unit, and left out.
    """
    matching = _Matching(conn)
    reported: list[ReportedRow] = []
    unclear: list[Unclear] = []
    noticed: list[Unclear] = []
    of_actions: list[tuple[NamedRow, ActionRef]] = []
    for row in map(matching.with_number, rows):
        try:
            of_actions.append((row, matching.action(row)))
        except UserError as refused:
            unclear.append(Unclear(row.where, refused.code, refused.params))
    others: dict[str, list[ReportedCell]] = defaultdict(list)
    telling = matching.told_apart(of_actions)
    for row, action in of_actions:
        is_telling = action.id in telling
        if unit and (other := matching.other(row, action, unit, is_telling=is_telling)):
            others[other] += [*row.values.values(), *row.beside.values()]
            continue
        try:
            speaks = (
                unit
                or (row.unit and matching.expected(row.unit, action))
                or matching.reporter(row.names, action, is_telling=is_telling)
            )
        except UserError as refused:
            unclear.append(Unclear(row.where, refused.code, refused.params))
            continue
        if matching.is_of_another(row.nr, action):
            noticed.append(Unclear(row.where, "row_number_of_another", {"nr": action.nr, "found": row.nr}))
        if matching.names_others(row.names, action, speaks):
            params = {"nr": action.nr, "found": row.names[:80], "unit": speaks}
            noticed.append(Unclear(row.where, "row_names_others", params))
        reported.append(
            ReportedRow(action, row.values, speaks, row.on, row.where, False, row.beside, row.payer)
        )
    unclear += [
        Unclear(cells[0].where, "cells_of_other_unit", {"unit": other, "found": len(cells)})
        for other, cells in others.items()
        if cells
    ]
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
        institutions = plan_institutions(conn)
        self._known = frozenset(known_units(institutions))
        self._municipalities = frozenset(municipality_codes())
        self._are_expected = not self._municipalities.isdisjoint(expected_units(institutions))

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

    def with_number(self, row: NamedRow) -> NamedRow:
        """Return a row with the number of its action that stands in front of its title."""
        first, _space, rest = row.title.strip().partition(" ")
        nr = first.rstrip(_SIGNS)
        if row.nr.strip() or fold(row.title) in self._by_title or not rest or self._numbered(nr) is None:
            return row
        return row._replace(nr=nr, title=rest.lstrip(f" {_SIGNS}"))

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

    def expected(self, unit: str, action: ActionRef) -> str:
        """Return a unit from which the plan expects a report on an action, where it says so of any.

        Raises UserError ``row_not_expected``.
        """
        of = self._of(action)
        expected = expected_units((*of.lead, *of.support))
        if self._are_expected and expected and unit not in expected:
            raise UserError("row_not_expected", nr=action.nr, unit=unit)
        return unit

    def reporter(self, names: str, action: ActionRef, *, is_telling: bool) -> str:
        """Return the unit for which a row reports that prints these names; whether rows of its action are
        ``is_telling`` is as of :meth:`other`.

        Raises UserError ``row_of_others`` where it names municipalities, and not one that reports, or nobody
        who is known beside rows that do; ``row_of_no_unit`` or ``row_of_all_municipalities``.
        """
        of = self._of(action)
        expected = expected_units((*of.lead, *of.support))
        for reading in _READINGS:
            named = expected_units(reading.split(names))
            if len(named) == 1 and named[0] in expected:
                return named[0]
        own = {*self._named(names)}
        are_all = own == self._municipalities and self._are_expected
        are_municipalities = own and self._are_expected and own < self._municipalities
        if are_municipalities or (is_telling and names.strip() and not own):
            raise UserError("row_of_others", nr=action.nr, found=names[:80])
        code = MUNICIPALITIES if are_all else lead_code(of.lead[0]) if of.lead else ""
        if code in ("", MUNICIPALITIES):
            raise UserError("row_of_all_municipalities" if code else "row_of_no_unit", nr=action.nr)
        return code

    def names_others(self, names: str, action: ActionRef, unit: str) -> bool:
        """Return whether a row names nobody who reports by it, leads its action, or supports it."""
        told = {lead_code(name) for parted in _READINGS for name in parted.split(names) if name.strip()}
        of = self._of(action)
        own = {lead_code(unit), unit, *([MUNICIPALITIES] if unit in municipality_codes() else ())}
        return bool(told) and told.isdisjoint({*own, *map(lead_code, (*of.lead, *of.support))})

    def told_apart(self, rows: Iterable[tuple[NamedRow, ActionRef]]) -> set[str]:
        """Return the actions of which several rows name different units: there the names say who reports."""
        named: dict[str, set[frozenset[str]]] = defaultdict(set)
        for row, action in rows:
            if codes := self._named(row.names):
                named[action.id].add(frozenset(codes))
        return {action for action, several in named.items() if len(several) > 1}

    def other(self, row: NamedRow, action: ActionRef, unit: str, *, is_telling: bool) -> str:
        """Return the unit of which a row is, where it is not ``unit``; empty where it names none.

        A municipality reports where it is named. An institution does where rows of the action name several,
        or where no report is expected from ``unit``: else it is who leads, as the plan has it.
        """
        if row.unit:
            return "" if row.unit == unit else row.unit
        named, all_municipalities = self._named(row.names), self._municipalities
        if unit in named:
            return ""
        municipalities = [code for code in named if code in all_municipalities]
        if municipalities and len(municipalities) < len(all_municipalities):
            return municipalities[0]
        of = self._of(action)
        is_telling = is_telling or unit not in expected_units((*of.lead, *of.support))
        return next((code for code in named if is_telling and code not in all_municipalities), "")

    def _named(self, names: str) -> tuple[str, ...]:
        """Return the units that the plan knows of those that a row prints, in their order."""
        codes = (code for reading in _READINGS for code in expected_units(reading.split(names)))
        return tuple(dict.fromkeys(code for code in codes if code in self._known))

    def _of(self, action: ActionRef) -> Institutions:
        return self._institutions.get(action.id, Institutions())
