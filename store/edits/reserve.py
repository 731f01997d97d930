"""The reserve key of headquarters: the public half, by which sealed files remain readable without its laptop.

It is a decision like any other: headquarters' word, which travels with its changes and can be replaced.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Final

from store.db.database import Store
from store.ledger.append import Edit, append
from store.ledger.change import Change, Register
from store.ledger.identity import refuse_if_not_allowed, write_transaction
from store.ledger.state import read_heads

RESERVE: Final = Register("decision", "plan", "", "reserve_key")


def reserve_recipients(conn: sqlite3.Connection) -> list[str]:
    """The age recipients in force: one, more where two headquarters named one each, none before that."""
    values = [json.loads(head.value) for head in read_heads(conn, RESERVE)]
    return [value for value in values if isinstance(value, str)]


def record_reserve(store: Store, made: Callable[[], str]) -> list[Change]:
    """Record the recipient that ``made`` gives, in place of those before; only headquarters may.

    Raises Refused ``no_identity``, ``not_allowed``, or what ``made`` raises: then nothing is recorded.
    """
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, RESERVE.kind, RESERVE.unit)
        return append(conn, identity, [Edit(*RESERVE, made())])
