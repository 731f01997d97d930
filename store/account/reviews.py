"""Headquarters' review of a unit's report on an action: approved, or returned with a reason.

Kind ``review``, target the action, unit the reviewed one, field ``report``, value an object:
``state``, ``reason``, and ``of``, the digest of all that the unit had recorded on the action. A review stands
as long as the report is what it was. A return stands also where what differs was recorded without knowing of
it: only a change of a higher lamport number answers it. An approval never covers what was not seen. So this
follows from the set of changes, whatever their order and the clocks.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Set
from itertools import groupby
from typing import Final, NamedTuple

from schema.choices import REVIEW
from store.db.database import cached_per_transaction, where_equals
from store.ledger.change import canonical_json
from store.plan.lookup import all_institutions
from store.plan.units import resolve_unit

KIND: Final = "review"
FIELD: Final = "report"
APPROVED: Final = "approved"
RETURNED: Final = "returned"
REPORTED: Final = ("action", "evidence", "money", "note")
"""The kinds of registers that make up a unit's report on an action."""
KINDS: Final = ", ".join(f"'{kind}'" for kind in REPORTED)
"""The same as SQL."""
_DIGITS: Final = 32
"""128 bits: of fewer somebody finds two reports with one digest, and the approval of one is the other's."""


class Review(NamedTuple):
    """What headquarters said of a unit's report.

    ``stands`` while the report is what was reviewed, and of a return until the unit answers it;
    ``conflict`` where two desks of headquarters said different things.
    """

    action: str
    unit: str
    state: str
    reason: str
    stands: bool
    conflict: bool

    @property
    def is_returned(self) -> bool:
        """Return True if the unit has to answer."""
        return self.state == RETURNED and self.stands

    @property
    def is_approved(self) -> bool:
        """Return True if the report as it is now is approved."""
        return self.state == APPROVED and self.stands and not self.conflict


def waits(review: Review | None) -> bool:
    """Return whether headquarters has said nothing yet of a report as it is now."""
    return review is None or not review.stands


class _Report(NamedTuple):
    """What a unit has recorded on an action: its digest, None where nothing stands, and the highest lamport
    number of its registers."""

    digest: str | None
    lamport: int


_NOTHING: Final = _Report(None, 0)
_Registers = Iterable[tuple[str, str, str, str | None, str | None, int]]
"""Kind, field, value, effective_on, others and lamport of registers of the state."""


def report_digest(conn: sqlite3.Connection, action: str, unit: str) -> str | None:
    """Return what a unit has recorded on an action, as 32 hex digits; None where nothing stands."""
    registers = conn.execute(
        "SELECT kind, field, value, effective_on, others, lamport FROM state"
        f" WHERE kind IN ({KINDS}) AND target = ? AND unit = ? ORDER BY kind, field",
        (action, unit),
    )
    return _report_of(registers).digest


def _report_of(registers: _Registers) -> _Report:
    """Return the report that registers make up, which come by kind and field."""
    newest, registers_held = 0, []
    for kind, field, value, day, others, lamport in registers:
        newest = max(newest, lamport)
        heads = ((head[2], head[3] or "") for head in json.loads(others or "[]"))
        registers_held.append((kind, field, {(value, day or ""), *heads}))
    return _Report(digest_of(registers_held), newest)


def digest_of(registers: Iterable[tuple[str, str, Set[tuple[str, str]]]]) -> str | None:
    """Return what registers hold as 32 hex digits; None where nothing stands.

    They come by kind and field, each with its value and day; of a conflict with all, without the names of
    their changes, which differ between databases.
    """
    rows = [
        [kind, field, sorted(values)]
        for kind, field, values in registers
        if any(text != "null" for text, _ in values)
    ]
    if not rows:
        return None
    from hashlib import sha256

    return sha256(canonical_json(rows).encode()).hexdigest()[:_DIGITS]


def _reports(
    conn: sqlite3.Connection, of: str, named: dict[str, str | None]
) -> dict[tuple[str, str], _Report]:
    """Return the reports that were reviewed, by action and unit; ``of`` is SQL that chooses the reviews."""
    # in the order of the reviews, so that none is sorted with another
    rows = conn.execute(
        "SELECT review.target, review.unit, held.kind, held.field, held.value, held.effective_on,"
        f" held.others, held.lamport FROM (SELECT target, unit FROM state WHERE {of}) AS review"
        " CROSS JOIN state AS held"
        f" WHERE held.kind IN ({KINDS}) AND held.target = review.target AND held.unit = review.unit",
        named,
    )
    return {
        (action, unit): _report_of(sorted(row[2:] for row in group))
        for (action, unit), group in groupby(rows, key=lambda row: (row[0], row[1]))
    }


def read_reviews(
    conn: sqlite3.Connection, *, action: str | None = None, unit: str | None = None
) -> dict[tuple[str, str], Review]:
    """Return the reviews by action and unit; of one action, or of one unit's reports."""
    return {(review.action, review.unit): review for review in _reviews(conn, action, unit, "")}


def returned_actions(
    conn: sqlite3.Connection, *, action: str | None = None, unit: str | None = None
) -> frozenset[str]:
    """Return the actions of which a report is returned and not answered yet."""
    # those of one action are asked for by its page as well
    reviews = _reviews(conn, action, unit, RETURNED if action is None else "")
    return frozenset(review.action for review in reviews if review.is_returned)


@cached_per_transaction
def _reviews(
    conn: sqlite3.Connection, action: str | None, unit: str | None, state: str
) -> tuple[Review, ...]:
    """Return the reviews of an action, of a unit, of a state, or all, with their reports read once."""
    named = {"kind": KIND, "field": FIELD, "target": action, "unit": unit, "state": state}
    of = f"kind = :kind AND field = :field{where_equals(target=action, unit=unit)}"
    if state:
        of += " AND json_extract(value, '$.state') = :state"
    rows = conn.execute(
        f"SELECT target, unit, value, conflict, lamport FROM state WHERE {of}", named
    ).fetchall()
    reports = _reports(conn, of, named) if rows else {}
    reviews: list[Review] = []
    for target, whose, text, conflict, lamport in rows:
        value = json.loads(text)
        if isinstance(value, dict) and value.get("state") in REVIEW.codes:
            report = reports.get((target, whose), _NOTHING)
            stands = value.get("of") == report.digest
            if not stands and value["state"] == RETURNED:
                # a change with a higher lamport number answers it
                stands = report.lamport <= lamport
            reason = str(value.get("reason", ""))
            reviews.append(Review(target, whose, value["state"], reason, stands, bool(conflict)))
    return tuple(reviews)


def approved_reports(conn: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """Action and unit of every report that is approved as it is now."""
    return frozenset(key for key, review in read_reviews(conn).items() if review.is_approved)


class ReviewStates(NamedTuple):
    """Actions by what headquarters said of their reports.

    ``returned``: one is returned and not answered; ``approved``: all are, as they are now; ``unreviewed``: of
    one nothing was said yet, or not of what it is now.
    """

    returned: frozenset[str]
    approved: frozenset[str]
    unreviewed: frozenset[str]


def review_states(conn: sqlite3.Connection, unit: str | None = None) -> ReviewStates:
    """Return the actions by the reviews of all their reports, or of one unit's."""
    reviews = read_reviews(conn, unit=unit)
    reviewed = {action for action, _ in reviews}
    returned, approved, unreviewed = set[str](), set[str](), _reported(conn, unit) - reviewed
    for action, units in reporting_pairs(conn, unit, reviewed).items():
        of_action = [reviews.get((action, whose)) for whose in units]
        if any(review is not None and review.is_returned for review in of_action):
            returned.add(action)
        if all(review is not None and review.is_approved for review in of_action):
            approved.add(action)
        if any(waits(review) for review in of_action):
            unreviewed.add(action)
    return ReviewStates(frozenset(returned), frozenset(approved), frozenset(unreviewed))


def _reported(conn: sqlite3.Connection, unit: str | None) -> set[str]:
    """Return the actions of which there is a report, or one of a unit."""
    # one look at each action finds its first report; a list of all reports is far longer
    rows = conn.execute(
        "SELECT id FROM (SELECT DISTINCT id FROM action) AS action WHERE EXISTS (SELECT 1 FROM state"
        f" WHERE kind IN ({KINDS}) AND target = action.id AND value <> 'null'{where_equals(unit=unit)})",
        {"unit": unit},
    )
    return {action for (action,) in rows}


def reporting_pairs(
    conn: sqlite3.Connection, unit: str | None = None, actions: Iterable[str] | None = None
) -> dict[str, set[str]]:
    """Return the units that have a report on each action, or on some; with ``unit`` that one alone."""
    by_action: dict[str, set[str]] = {}
    some = "" if actions is None else " AND target IN (SELECT value FROM json_each(:actions))"
    # of each kind the actions come in their order, so that none is sorted
    for kind in REPORTED:
        for target, units in conn.execute(
            f"SELECT target, json_group_array(DISTINCT unit) FROM state WHERE kind = '{kind}'"
            f" AND value <> 'null'{where_equals(unit=unit)}{some} GROUP BY target",
            {"unit": unit, "actions": json.dumps([*(actions or ())])},
        ):
            by_action.setdefault(target, set()).update(json.loads(units))
    return by_action


def resolve_reporting_unit(conn: sqlite3.Connection, wanted: str) -> str:
    """Return the code of a unit that has reported, or that a version of the plan names.

    Raises UserError ``unit_unknown`` or ``unit_ambiguous``.
    """
    if conn.execute("SELECT 1 FROM state WHERE unit = ? LIMIT 1", (wanted,)).fetchone() is not None:
        return wanted
    return resolve_unit(wanted, all_institutions(conn))
