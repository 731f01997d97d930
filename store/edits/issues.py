"""Reports that headquarters issued: from which state of the ledger each was drawn, so that it is drawn again.

Kind ``period``, target the period's code, no unit, field ``issue`` with the number behind a full stop: the
first is the final report of the period, later ones are re-issues. Headquarters' key signs each by itself.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from schema.types import read_day
from store.account.calendar import KIND
from store.edits.assessment import WHOLE
from store.edits.words import signed_word
from store.exchange.peers import Vector, vector_in
from store.ledger.append import Edit, append
from store.ledger.change import Change, Register, canonical_json
from store.ledger.heads import OF_HEAD
from store.ledger.identity import Identity, refuse_if_not_allowed

_FIELD: Final = "issue"


class Issue(NamedTuple):
    """A report that was issued: of what, when, and what it was drawn from.

    ``newest`` is the newest version of the plan that was known, ``rules`` the number of the rules of figures,
    ``signer`` the replica whose key signed it, ``officer`` who issued it, ``value`` what the ledger holds;
    ``conflict`` where another report was issued elsewhere under its number.
    """

    period: str
    number: int
    as_of: date
    issued_on: date
    only_approved: bool
    newest: int
    rules: int
    vector: Vector
    signer: str
    officer: str
    value: Mapping[str, Any]
    conflict: bool = False

    @property
    def digest(self) -> str:
        """Return the beginning of its ledger's digest, as it is printed."""
        return shown_digest(vector_digest(self.vector))

    @property
    def register(self) -> Register:
        """Return where the ledger holds it."""
        return Register(KIND, self.period, WHOLE, f"{_FIELD}.{self.number}")


def vector_digest(vector: Vector) -> str:
    """Return the SHA-256 of a vector: two ledgers with the same digest hold the same changes."""
    form = {replica: [list(end) for end in ends] for replica, ends in vector.items()}
    return hashlib.sha256(canonical_json(form).encode()).hexdigest()


def shown_digest(digest: str) -> str:
    """Return the beginning of a digest in groups, as it is printed."""
    begins = digest[:20].upper()
    return "-".join(begins[at : at + 4] for at in range(0, 20, 4))


def read_issues(conn: sqlite3.Connection, period: str | None = None) -> list[Issue]:
    """Return the reports that were issued on a period, or on all, by period and number."""
    rows = conn.execute(
        "SELECT state.target, state.field, state.value, officer, conflict FROM state"
        f" JOIN change ON {OF_HEAD}"
        " WHERE state.kind = ? AND state.unit = ? AND state.field >= ? AND state.field < ?"
        " AND state.value <> 'null' AND state.target = coalesce(?, state.target)",
        (KIND, WHOLE, f"{_FIELD}.", f"{_FIELD}/", period),
    ).fetchall()
    issues = (_issue(*row) for row in rows)
    return sorted(
        (issue for issue in issues if issue is not None), key=lambda issue: (issue.period, issue.number)
    )


def record_issue(conn: sqlite3.Connection, identity: Identity, issue: Issue) -> list[Change]:
    """Record a report that headquarters issues; its key signs it. ``value`` and ``signer`` are made here.

    Raises UserError ``headquarters_only``, ``key_missing``, or ``value_too_long``.
    """
    refuse_if_not_allowed(identity, KIND, WHOLE)
    value = {
        "as_of": issue.as_of.isoformat(),
        "issued_on": issue.issued_on.isoformat(),
        "only_approved": issue.only_approved,
        "newest_revision": issue.newest,
        "rules": issue.rules,
        "vector": {replica: [list(end) for end in ends] for replica, ends in issue.vector.items()},
    }
    word = signed_word(conn, identity.replica, issue.register, value)
    return append(conn, identity, [Edit(*issue.register, word)])


def _issue(period: str, field: str, text: str, officer: str, conflict: int) -> Issue | None:
    """Return an issue of a row of the state; None for one in another form."""
    value = json.loads(text)
    try:
        as_of, issued_on = read_day(value["as_of"]), read_day(value["issued_on"])
        if as_of is None or issued_on is None:
            return None
        return Issue(
            period,
            int(field.partition(".")[2]),
            as_of,
            issued_on,
            value["only_approved"],
            value["newest_revision"],
            value["rules"],
            vector_in(json.dumps(value["vector"])),
            value["signer"],
            officer,
            value,
            bool(conflict),
        )
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None
