"""How each unit stands: who is enrolled, last heard when, what is expected of it, has come, was returned."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from store.account.calendar import AskedPeriod, period_in_hand
from store.account.reviews import read_reviews, reporting_pairs
from store.db.database import Store
from store.exchange.trust import grants
from store.plan.lookup import printed_units
from store.query.matrix import in_order, matrix
from store.query.owing import owing, owing_now


class Laptop(NamedTuple):
    """A replica that was accepted: its officer, and when its last file came (seconds since 1970 UTC)."""

    replica: str
    officer: str
    heard_at: int | None


class UnitOverview(NamedTuple):
    """One unit. ``expected``, ``reported`` and ``owed`` are for the period in hand, as owing counts them.

    ``returned``, ``approved`` and ``unreviewed`` are its reports by headquarters' review.
    """

    unit: str
    name: str
    laptops: tuple[Laptop, ...]
    expected: int
    reported: int
    returned: int
    approved: int
    unreviewed: int
    owed: int

    @property
    def heard_at(self) -> int | None:
        """Return when the last file of any of its laptops came."""
        return max((laptop.heard_at for laptop in self.laptops if laptop.heard_at is not None), default=None)


def unit_overviews(store: Store, *, today: date) -> list[UnitOverview]:
    """Return all units that are expected to report, did, or are enrolled: municipalities first."""
    with store.reading() as conn:
        current_matrix = matrix(store, as_of=today)
        printed, laptops = printed_units(conn), _laptops(conn)
        asked, hand = owing_now(conn, today), period_in_hand(conn, today)
        # what nobody asks for is owed by nobody
        owed = {
            unit_owing.unit: unit_owing for unit_owing in owing(conn, asked or AskedPeriod(hand, hand.last))
        }
        reviews, reports = read_reviews(conn), reporting_pairs(conn)
    returned, approved, unreviewed = Counter[str](), Counter[str](), Counter[str]()
    in_plan = {row.id for row in current_matrix.rows}
    for action in in_plan & reports.keys():
        unreviewed.update(reports[action])
    for (action, unit), review in reviews.items():
        if action in in_plan and unit in reports.get(action, ()):
            returned[unit] += review.is_returned
            approved[unit] += review.is_approved
            unreviewed[unit] -= review.stands
    return [
        UnitOverview(
            unit,
            printed.get(unit, ""),
            tuple(laptops[unit]),
            owed[unit].asked if unit in owed else 0,
            owed[unit].reported if unit in owed else 0,
            returned[unit],
            approved[unit],
            unreviewed[unit],
            len(owed[unit].owed) if asked is not None and unit in owed else 0,
        )
        for unit in in_order({*current_matrix.units, *laptops})
    ]


def _laptops(conn: sqlite3.Connection) -> dict[str, list[Laptop]]:
    """Return the accepted replicas by unit, those that are revoked left out."""
    heard = dict(
        conn.execute("SELECT sender, max(at) FROM change_set WHERE direction = 'received' GROUP BY sender")
    )
    by_unit: dict[str, list[Laptop]] = defaultdict(list)
    for grant in grants(conn):
        if not grant.revoked_from:
            by_unit[grant.unit].append(Laptop(grant.replica, grant.officer, heard.get(grant.replica)))
    return by_unit
