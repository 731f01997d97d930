"""Planned, allocated and spent money by year, and its sums: the only place where money is added.

The rules (docs/decisions/0006): execution is what was spent in years for which the plan has an amount, as a
share of these amounts. Administrative cost and years without a budget have no percentage; what is spent there
is counted as ``outside`` the plan and enters no percentage.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from store.db.database import only
from store.plan.load import planned_cells
from store.plan.lookup import institutions_of
from store.plan.model import ADMIN, BudgetCell
from store.plan.units import expected_of

if TYPE_CHECKING:
    from fractions import Fraction

MAX_CENTS: Final = 10**13
"""The largest amount that a person enters or a file brings; none is negative. What all units together record
of an action stays within SQLite's integers."""

MONEY_FIELDS: Final = ("allocated", "capital.spent", "recurrent.spent")
"""What can be recorded of a year's money; in the ledger behind the year, as in ``2022.capital.spent``."""

_NONE_DISPUTED: Final = frozenset[str]()
_NOTHING: Final = (None, None, None)


class YearMoney(NamedTuple):
    """Money of one year, or of several years added up (``year`` is 0 then), in cents.

    Amounts are None where the plan, or nobody, gives any. ``admin`` counts the plan's cells of administrative
    cost. ``spent_on_plan`` is what was spent where the plan has an amount. ``disputed`` are the fields
    (``capital.spent`` …) of which two values stand until somebody decides. ``left`` is what the other years
    leave of an amount that the plan gives an action for all years together; it enters no sum.
    """

    year: int
    planned: int | None = None
    admin: int = 0
    allocated: int | None = None
    capital: int | None = None
    recurrent: int | None = None
    spent_on_plan: int | None = None
    disputed: frozenset[str] = _NONE_DISPUTED
    left: int | None = None

    @property
    def spent(self) -> int | None:
        """Capital and recurrent together; None where neither was recorded."""
        if self.capital is None and self.recurrent is None:
            return None
        return (self.capital or 0) + (self.recurrent or 0)

    @property
    def outside(self) -> int:
        """What was spent against administrative cost, or where the plan has no budget."""
        return (self.spent or 0) - (self.spent_on_plan or 0)

    @property
    def remaining(self) -> int | None:
        """What is left of the planned amounts; None where the plan has none."""
        return None if self.planned is None else self.planned - (self.spent_on_plan or 0)

    @property
    def execution(self) -> Fraction | None:
        """Spent as a share of planned, where the plan has amounts and somebody recorded spending."""
        if self.planned is None or self.spent is None:
            return None
        return share(self.spent_on_plan or 0, self.planned)

    @property
    def cell(self) -> BudgetCell:
        """What the plan says of one year of one action."""
        return ADMIN if self.planned is None and self.admin else self.planned

    @property
    def warning(self) -> str | None:
        """Why the spending of one year of one action deserves a look; it is kept, never refused.

        ``spent_against_admin``, ``spent_without_budget`` or ``spent_beyond_plan``.
        """
        if not self.spent:
            return None
        most = self.left if self.planned is None and not self.admin else self.planned
        if most is None:
            return "spent_against_admin" if self.admin else "spent_without_budget"
        return "spent_beyond_plan" if self.spent > most else None

    def amount(self, field: str) -> int | None:
        """Return the recorded amount of one of MONEY_FIELDS."""
        return {"allocated": self.allocated, "capital.spent": self.capital}.get(field, self.recurrent)

    def with_amount(self, field: str, cents: int) -> YearMoney:
        """Return one year of one action as it would be with another amount of one of MONEY_FIELDS."""
        recorded = {name: self.amount(name) for name in MONEY_FIELDS} | {field: cents}
        return year_money(self.year, self.cell, recorded.values(), self.disputed)._replace(left=self.left)


def share(part: int, whole: int) -> Fraction | None:
    """Return the share that a part is of a whole; None where the whole is nothing."""
    from fractions import Fraction

    return Fraction(part, whole) if whole else None


def year_money(
    year: int,
    cell: BudgetCell,
    recorded: Iterable[int | None] = _NOTHING,
    disputed: frozenset[str] = _NONE_DISPUTED,
) -> YearMoney:
    """Return one year of one action: the plan's cell, and what was recorded in the order of MONEY_FIELDS."""
    allocated, capital, recurrent = recorded
    if not isinstance(cell, int):
        return YearMoney(year, None, int(cell == ADMIN), allocated, capital, recurrent, None, disputed)
    spent = None if capital is None and recurrent is None else (capital or 0) + (recurrent or 0)
    return YearMoney(year, cell, 0, allocated, capital, recurrent, spent, disputed)


def add_money(years: Iterable[YearMoney], year: int = 0) -> YearMoney:
    """Return the sum of any money, as the year ``year``; what is None everywhere stays None."""
    sums: list[int | None] = [None, 0, None, None, None, None]
    disputed = _NONE_DISPUTED
    for money in years:
        disputed |= money.disputed
        for position, cents in enumerate(money[1:7]):
            if cents is not None:
                sums[position] = (sums[position] or 0) + cents
    return YearMoney._make((year, *sums, disputed, None))


def add_by_year(years: Iterable[YearMoney], wanted: Iterable[int] = ()) -> tuple[YearMoney, ...]:
    """Return the sums of each year in order, with those of ``wanted`` also where there is no money."""
    of_year: dict[int, list[YearMoney]] = {year: [] for year in wanted}
    for money in years:
        of_year.setdefault(money.year, []).append(money)
    return tuple(add_money(of_year[year], year) for year in sorted(of_year))


def has_recorded(years: Iterable[YearMoney]) -> bool:
    """Return whether anybody recorded money in one of the years."""
    return any(money.allocated is not None or money.spent is not None for money in years)


def in_years(
    cells: Mapping[int, BudgetCell],
    recorded: Iterable[tuple[str, int]],
    disputed: Iterable[str] = (),
    whole: int | None = None,
) -> tuple[YearMoney, ...]:
    """Return the years of one action in order: those of the plan, and others of which money was recorded.

    ``recorded`` are fields such as ``2022.capital.spent`` with cents, one entry for each unit; ``disputed``
    are such fields of which two values stand. Fields of another form are left out. ``whole`` is what the plan
    gives for all years together.
    """
    sums: dict[int, dict[str, int]] = {year: {} for year in cells}
    for name, cents in recorded:
        if (field := _parted(name)) is not None:
            of_year = sums.setdefault(field[0], {})
            of_year[field[1]] = of_year.get(field[1], 0) + cents
    parted = [field for name in disputed if (field := _parted(name)) is not None]
    years = tuple(
        year_money(
            year,
            cells.get(year),
            [amounts.get(field) for field in MONEY_FIELDS],
            frozenset(field for of, field in parted if of == year),
        )
        for year, amounts in sorted(sums.items())
    )
    if whole is None:
        return years
    rest = whole - sum(year.spent or 0 for year in years)
    return tuple(year._replace(left=rest + (year.spent or 0)) for year in years)


def _parted(name: str) -> tuple[int, str] | None:
    """Return year and field of a register of money; None for any other form."""
    year, _, field = name.partition(".")
    return (int(year), field) if len(year) == 4 and year.isdigit() and field in MONEY_FIELDS else None


_IS_MONEY: Final = (
    f"kind = 'money' AND value NOT GLOB '*[^0-9]*' AND length(value) <= {len(str(MAX_CENTS))}"
    f" AND CAST(value AS INTEGER) <= {MAX_CENTS}"
    " AND substr(field, 1, 5) GLOB '[0-9][0-9][0-9][0-9].'"
)
"""SQL: whether a register of the state holds an amount of cents of a year."""

_AMOUNTS: Final = ", ".join(
    f"sum(CAST(value AS INTEGER)) FILTER (WHERE substr(field, 6) = '{field}')" for field in MONEY_FIELDS
)


def _recorded(
    conn: sqlite3.Connection,
    by_unit: bool,
    unit: str | None,
    counted: Collection[tuple[str, str]] | None,
    actions: Collection[str] | None,
) -> Iterator[tuple[str, str, int, list[int | None]]]:
    """Yield action, unit ("" for all together), year and recorded amounts in the order of MONEY_FIELDS."""
    whose = "unit" if by_unit or counted is not None else "''"
    among = "" if actions is None else " AND target IN (SELECT value FROM json_each(:actions))"
    for action, of, year, *amounts in conn.execute(
        f"SELECT target, {whose}, CAST(substr(field, 1, 4) AS INTEGER), {_AMOUNTS} FROM state"
        f" WHERE {_IS_MONEY}{only(unit=unit)}{among} GROUP BY 1, 2, 3",
        {"unit": unit, "actions": json.dumps([*(actions or ())])},
    ):
        if (counted is None or (action, of) in counted) and any(cents is not None for cents in amounts):
            yield action, of, year, amounts


def action_money(
    conn: sqlite3.Connection,
    revision: int,
    *,
    unit: str | None = None,
    counted: Collection[tuple[str, str]] | None = None,
    actions: Collection[str] | None = None,
) -> dict[str, tuple[YearMoney, ...]]:
    """Return the money of the actions of a revision by year, over all units or as one ``unit`` recorded it.

    ``counted`` are the reports (action and unit) whose money counts, ``actions`` the ids that are asked for;
    None for all. An action without any money is left out.
    """
    recorded: dict[str, dict[int, list[int | None]]] = defaultdict(dict)
    for action, _, year, amounts in _recorded(conn, False, unit, counted, actions):
        if (before := recorded[action].get(year)) is not None:
            amounts = [b if a is None else a + (b or 0) for a, b in zip(before, amounts, strict=True)]
        recorded[action][year] = amounts
    (single,) = actions if actions is not None and len(actions) == 1 else (None,)
    cells = planned_cells(conn, revision, single)
    money: dict[str, tuple[YearMoney, ...]] = {}
    for (action,) in conn.execute(
        f"SELECT id FROM action WHERE revision = :revision{only(id=single)}",
        {"revision": revision, "id": single},
    ):
        planned, spent = cells.get(action, {}), recorded.get(action, {})
        if (planned or spent) and (actions is None or action in actions):
            money[action] = tuple(
                year_money(year, planned.get(year), spent.get(year, _NOTHING))
                for year in sorted(planned.keys() | spent.keys())
            )
    return money


def unit_money(
    conn: sqlite3.Connection, revision: int, *, counted: Collection[tuple[str, str]] | None = None
) -> dict[str, tuple[YearMoney, ...]]:
    """Return the money of each unit that recorded any or is expected to report, by code and year.

    The plan prints one figure for all units together: ``planned`` of a unit is that of the actions on which
    it is expected to report; its own appropriation is ``allocated``.
    """
    cells, institutions = planned_cells(conn, revision), institutions_of(conn, revision)
    known = {action for (action,) in conn.execute("SELECT id FROM action WHERE revision = ?", (revision,))}
    of_unit: dict[str, list[YearMoney]] = defaultdict(list)
    planned: dict[tuple[str, ...], list[YearMoney]] = defaultdict(list)
    for action in known:
        planned[institutions[action]] += [year_money(*cell) for cell in cells.get(action, {}).items()]
    for names, years in planned.items():
        sums = add_by_year(years)
        for unit in expected_of(names):
            of_unit[unit] += sums
    for action, unit, year, amounts in _recorded(conn, True, None, counted, None):
        if action in known:
            spent = year_money(year, cells.get(action, {}).get(year), amounts)
            of_unit[unit].append(spent._replace(planned=None, admin=0))
    return {unit: add_by_year(of_unit[unit]) for unit in sorted(of_unit)}


def warned_actions(
    conn: sqlite3.Connection, revision: int, *, action: str | None = None, unit: str | None = None
) -> frozenset[str]:
    """Return the actions that have a :attr:`YearMoney.warning` in a year of the plan.

    In SQL, since the list of all actions asks for it, and each edit for one.
    """
    rows = conn.execute(
        "SELECT DISTINCT target FROM (SELECT target, CAST(field AS INTEGER) AS year,"
        " sum(CAST(value AS INTEGER)) AS spent,"
        " sum(sum(CAST(value AS INTEGER))) OVER (PARTITION BY target) AS spent_in_all"
        f" FROM state WHERE {_IS_MONEY}{only(target=action, unit=unit)}"
        " AND substr(field, 6) IN ('capital.spent', 'recurrent.spent') GROUP BY target, year) AS recorded"
        " LEFT JOIN budget_cell AS cell ON cell.revision = :revision AND cell.action = target"
        " AND cell.year = recorded.year"
        " LEFT JOIN action ON action.revision = :revision AND action.id = target"
        " WHERE spent > 0 AND CASE WHEN cell.kind IS NULL AND budget_total IS NOT NULL"
        " THEN spent_in_all > budget_total ELSE cents IS NULL OR spent > cents END",
        {"target": action, "unit": unit, "revision": revision},
    )
    return frozenset(target for (target,) in rows)
