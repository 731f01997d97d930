"""The order of rows: the plan's, by deadline, by the share spent, or as a search ranks them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final

from store.account.money import add_money
from store.account.recorded import action_money
from store.db.database import Store
from store.db.errors import UserError
from store.ledger.identity import own_unit, read_identity
from store.plan.lookup import current_revision
from store.status.outline import ActionRow

SORT_KEYS: Final = ("document", "deadline", "execution")
"""Of the document; the earliest deadline first; the smallest share of the plan spent first."""


def rank_by_text(store: Store, rows: Iterable[ActionRow], text: str) -> list[ActionRow]:
    """Return the rows in which every word of a text stands, as ``store.search.search`` ranks them."""
    from store.search.search import SearchIndex

    with store.reading() as conn:
        ranked = SearchIndex(conn).find(conn, text)
    by_id = {row.id: row for row in rows}
    return [by_id[action] for action in ranked if action in by_id]


def sort_rows(store: Store, rows: Iterable[ActionRow], key: str, *, today: date) -> list[ActionRow]:
    """Return rows by one of SORT_KEYS; no deadline, or no percentage, comes last, in the plan's order.

    Execution is that of all years together on a day, as this installation sees it. Raises UserError
    ``sort_unknown``.
    """
    given = list(rows)
    if key == "document":
        return given
    if key == "deadline":
        with store.reading() as conn:
            months = dict(
                conn.execute(
                    "SELECT id, coalesce(deadline_end_month, 12) FROM action WHERE revision = ?",
                    (current_revision(conn),),
                )
            )
        return sorted(
            given, key=lambda row: (row.deadline_end is None, row.deadline_end or 0, months.get(row.id, 12))
        )
    if key == "execution":
        shares = _executions(store, today)
        return sorted(given, key=lambda row: (shares.get(row.id) is None, shares.get(row.id) or 0))
    raise UserError("sort_unknown", found=key, known=SORT_KEYS)


def _executions(store: Store, today: date) -> dict[str, Fraction | None]:
    with store.reading() as conn:
        unit = own_unit(read_identity(conn))
        return {
            action: add_money(years).execution
            for action, years in action_money(conn, today, unit=unit).items()
        }
