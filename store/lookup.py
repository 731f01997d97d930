"""Small questions about the plan that edits and lists share."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from store.errors import Refused


def current_revision(conn: sqlite3.Connection) -> int:
    """The newest published revision. Raises Refused ``db_no_plan`` where there is none."""
    revision = conn.execute("SELECT max(revision) FROM plan").fetchone()[0]
    if revision is None:
        raise Refused("db_no_plan")
    return int(revision)


def plan_years(conn: sqlite3.Connection) -> tuple[int, ...]:
    """The years of the current revision."""
    row = conn.execute("SELECT years FROM plan WHERE revision = ?", (current_revision(conn),)).fetchone()
    return tuple(json.loads(row[0]))


def plan_id(conn: sqlite3.Connection) -> tuple[str, int]:
    """The plan's id and its current revision."""
    revision = current_revision(conn)
    return str(conn.execute("SELECT id FROM plan WHERE revision = ?", (revision,)).fetchone()[0]), revision


def plan_institutions(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Every institution that the current revision names, sorted."""
    return tuple(
        row[0]
        for row in conn.execute(
            "SELECT DISTINCT name FROM action_name WHERE revision = ? AND role = 'institution' ORDER BY name",
            (current_revision(conn),),
        )
    )


def find_action_id(conn: sqlite3.Connection, nr: str) -> str:
    """The id of the action with this number in the current revision; a full stop at its end is no matter.

    Raises Refused ``action_unknown`` with the nearest numbers.
    """
    wanted = nr.strip().rstrip(".")
    revision = current_revision(conn)
    # one number at a time: for a list of them SQLite would read every action of the revision
    for same, asked in (
        ("nr = ?", wanted),
        ("nr = ?", f"{wanted}."),
        ("nr = ? COLLATE NOCASE", wanted),
        ("nr = ? COLLATE NOCASE", f"{wanted}."),
    ):
        row = conn.execute(
            f"SELECT id FROM action WHERE revision = ? AND {same}", (revision, asked)
        ).fetchone()
        if row is not None:
            return str(row[0])
    from store.text import nearest

    known = [
        n for (n,) in conn.execute("SELECT nr FROM action WHERE revision = ? ORDER BY position", (revision,))
    ]
    raise Refused("action_unknown", nr=wanted, nearest=nearest(wanted, known))


def number_meant(typed: str, known: Sequence[str]) -> str:
    """The known number that is meant by ``2.1.2``, ``2.1.2.`` or ``212``; where case differs it is no matter.

    Raises Refused ``number_ambiguous`` where full stops were left out and several are meant, and
    ``number_unknown`` with the nearest.
    """
    wanted = typed.strip().rstrip(".").casefold()
    plain = {number.rstrip(".").casefold(): number for number in known}
    if wanted in plain:
        return plain[wanted]
    bare = [number for nr, number in plain.items() if wanted and nr.replace(".", "") == wanted]
    if len(bare) == 1:
        return bare[0]
    if bare:
        raise Refused("number_ambiguous", nr=typed.strip(), known=bare)
    from store.text import nearest

    dotted = wanted if "." in wanted else ".".join(wanted)
    raise Refused("number_unknown", nr=typed.strip(), nearest=nearest(dotted, known))


def action_numbers(conn: sqlite3.Connection) -> dict[str, str]:
    """Numbers by id: the current revision's, and for actions that left the plan their last one."""
    return dict(conn.execute("SELECT id, nr FROM action ORDER BY revision"))
