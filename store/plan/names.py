"""Spellings of one name, grouped by headquarters so that filters and reports count them together.

What the plan prints stays as it is printed. That a spelling belongs to a group is a register of
headquarters (kind ``name``, target one of ROLES, field the spelling, value the group's name, None where it
stands alone), so that it travels with the changes, can be undone, and two who group otherwise see a conflict.
Who is expected to report follows from what is printed, never from a group.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from store.db.database import Store, cached_per_transaction
from store.db.text import clean
from store.plan.lookup import INSTITUTIONS, current_revision

KIND: Final = "name"
ROLES: Final = ("institution", "funding", "document")
"""What the plan names; institutions are those that lead and those that support."""


class Names:
    """The groups in force: for each role, spellings with the name of their group."""

    def __init__(self, names: Mapping[tuple[str, str], str]) -> None:
        self._held = names

    def of(self, role: str, printed: str) -> str:
        """Return the name of the group of a printed name; the name itself where it stands alone."""
        name, seen = clean(printed), set[str]()
        while name not in seen and (role, name) in self._held:
            seen.add(name)
            name = self._held[role, name]
        return printed if not seen else name

    def groups(self, role: str) -> set[str]:
        """Return the names of all groups of a role."""
        return {name for (of, _), name in self._held.items() if of == role}

    def __bool__(self) -> bool:
        return bool(self._held)


class NameGroup(NamedTuple):
    """A name with its spellings as printed, each with its number of actions, the commonest first."""

    role: str
    name: str
    spellings: tuple[tuple[str, int], ...]


def read_names(conn: sqlite3.Connection) -> Names:
    """Return the groups as they stand."""
    rows = conn.execute("SELECT target, field, value FROM state WHERE kind = ?", (KIND,))
    groups_by_spelling = {(role, spelling): json.loads(value) for role, spelling, value in rows}
    return Names({key: name for key, name in groups_by_spelling.items() if isinstance(name, str) and name})


@cached_per_transaction
def printed_names(conn: sqlite3.Connection, role: str) -> dict[str, int]:
    """Return a role's names as printed, each with its number of actions, the commonest first."""
    return dict(
        conn.execute(
            "SELECT name, count(DISTINCT action) FROM action_name WHERE revision = ?1"
            f" AND (role = ?2 OR ?2 = 'institution' AND {INSTITUTIONS})"
            " GROUP BY name ORDER BY 2 DESC, 1",
            (current_revision(conn), role),
        )
    )


def group_spellings(names: Names, role: str, printed: Iterable[str]) -> dict[str, list[str]]:
    """Return the printed names of a role by the name of their group."""
    by_group: dict[str, list[str]] = {}
    for name in printed:
        by_group.setdefault(names.of(role, name), []).append(name)
    return by_group


def groups(store: Store, role: str | None = None) -> list[NameGroup]:
    """Return all names of the plan by group, those of most actions first. Raises UserError ``db_no_plan``."""
    with store.reading() as conn:
        names = read_names(conn)
        return [
            group
            for of_role in ([role] if role else ROLES)
            for group in group_names(names, of_role, printed_names(conn, of_role))
        ]


def group_names(names: Names, role: str, printed: Mapping[str, int]) -> list[NameGroup]:
    """Printed names of a role by group."""
    made = [
        NameGroup(role, name, tuple((spelling, printed[spelling]) for spelling in spellings))
        for name, spellings in group_spellings(names, role, printed).items()
    ]
    return sorted(made, key=lambda group: -sum(count for _name, count in group.spellings))
