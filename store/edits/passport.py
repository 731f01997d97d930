"""The passport of an indicator, which plans rarely print: what it is measured in, how, by whom, and when.

Kind ``passport``, target the indicator's id, no unit, fields as the schema has them. The value is text.
Headquarters writes it (OECD/SIGMA asks for it of each indicator).
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

from schema.registers import PASSPORT
from store.db.database import Store
from store.edits.assessment import WHOLE
from store.edits.edits import checked_values
from store.edits.indicators import find_indicator
from store.ledger.append import Edit, append
from store.ledger.change import Change
from store.ledger.identity import new_batch, refuse_if_not_allowed, write_transaction

KIND: Final = "passport"


def read_passports(conn: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """The passports by the id of the indicator; fields that nobody wrote are left out."""
    passports: dict[str, dict[str, str]] = defaultdict(dict)
    for target, field, text in conn.execute(
        "SELECT target, field, value FROM state WHERE kind = ? AND unit = ?", (KIND, WHOLE)
    ):
        value = json.loads(text)
        if field in PASSPORT.names and isinstance(value, str):
            passports[target][field] = value
    return passports


def write_passport(
    store: Store,
    objective: str,
    values: Mapping[str, str],
    *,
    indicator: int | None = None,
    seen: Collection[str] | None = (),
) -> list[Change]:
    """Record fields of the passport of an objective's indicator; an empty text clears one.

    Raises UserError ``headquarters_only``, ``text_too_long``, ``in_conflict`` (as
    ``store.ledger.append.append``), or as :func:`store.edits.indicators.find_indicator`.
    """
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, KIND, WHOLE)
        target = find_indicator(conn, objective, indicator).target
        given = checked_values(PASSPORT, values)
        edits = [Edit(KIND, target, WHOLE, field, value) for field, value in given.items()]
        return append(conn, identity, edits, batch=new_batch(conn, identity, None), seen=seen)
