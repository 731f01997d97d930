"""Searching the actions by text; ``store.filters`` combines it with what else may be asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from store.database import Store
from store.lookup import current_revision, plan_years
from store.outline import ActionRow
from store.plan import Action
from store.published import load_actions
from store.text import fold


def search_texts(conn: sqlite3.Connection, rows: Iterable[ActionRow]) -> dict[str, str]:
    """What a search looks through, folded, by action: number, title, institutions and output."""
    revision = current_revision(conn)
    products = dict(conn.execute("SELECT id, product FROM action WHERE revision = ?", (revision,)))
    return {
        row.id: fold(" ".join((row.nr, row.title, *row.institutions, products[row.id] or ""))) for row in rows
    }


def found_in(texts: Mapping[str, str], wanted: str) -> frozenset[str]:
    """The actions in whose text every word of ``wanted`` stands, folded."""
    words = fold(wanted).split()
    return frozenset(action for action, text in texts.items() if all(word in text for word in words))


def with_plan(store: Store, rows: Iterable[ActionRow]) -> list[tuple[ActionRow, Action]]:
    """Rows with what the plan says of each."""
    with store.reading() as conn:
        actions = {
            action.id: action for _, action in load_actions(conn, current_revision(conn), plan_years(conn))
        }
    return [(row, actions[row.id]) for row in rows]
