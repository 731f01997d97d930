"""The reserve key of headquarters: the public half, by which sealed files remain readable without its laptop.

It is a decision like any other: headquarters' word, which travels with its changes and can be replaced.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

from store.db.database import Store
from store.edits.words import Verify, is_in_force, signed_word, signer_of_word
from store.ledger.append import Edit, append
from store.ledger.change import Change, Register
from store.ledger.heads import read_heads
from store.ledger.identity import read_identity, refuse_if_not_allowed, write_transaction

RESERVE: Final = Register("decision", "plan", "", "reserve_key")


def reserve_recipients(conn: sqlite3.Connection, verify: Verify) -> list[str]:
    """The age recipients in force: one, more where two headquarters named one each, none before that.

    Whatever is sealed can be read with it, so headquarters' key must have signed each by itself, and not be
    revoked since.
    """
    identity = read_identity(conn)
    recipients = []
    for value in [head.decoded() for head in read_heads(conn, RESERVE)]:
        signer = signer_of_word(conn, RESERVE, value, verify)
        if identity is not None and signer is not None and is_in_force(conn, identity, signer):
            recipients.append(value.get("recipient"))
    return [recipient for recipient in recipients if isinstance(recipient, str)]


def record_reserve(store: Store, made: Callable[[], str]) -> list[Change]:
    """Record the recipient that ``made`` gives, in place of those before; only headquarters may.

    Raises UserError ``no_identity``, ``not_allowed``, or what ``made`` raises: then nothing is recorded.
    """
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, RESERVE.kind, RESERVE.unit)
        word = signed_word(conn, identity.replica, RESERVE, {"recipient": made()})
        return append(conn, identity, [Edit(*RESERVE, word)])
