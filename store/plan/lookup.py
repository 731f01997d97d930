"""Small questions about the plan that edits and lists share."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from store.db.database import cached_per_transaction, where_equals
from store.db.errors import UserError
from store.plan.model import Institutions

_JOINTS: Final = re.compile(r"[\s/_–]+")


class ActionRef(NamedTuple):
    """An action by its id, for whoever chose it from a list: its number may have gone to another since."""

    id: str
    nr: str

    def __str__(self) -> str:
        return self.nr


class ObjectiveRow(NamedTuple):
    """A strategic or specific objective (``parent`` None or the strategic one's key) as a list shows it."""

    key: int
    parent: int | None
    nr: str
    title: str


ActionKey = str | ActionRef
"""How a use case is told what action it is for: by a number of the plan in force, or by its id."""


@cached_per_transaction
def current_revision(conn: sqlite3.Connection) -> int:
    """Return the newest published revision. Raises UserError ``db_no_plan`` where there is none."""
    revision = conn.execute("SELECT max(revision) FROM plan").fetchone()[0]
    if revision is None:
        raise UserError("db_no_plan")
    return int(revision)


def known_revision(conn: sqlite3.Connection, number: int | None) -> int:
    """Return ``number`` where there is such a revision here; the newest for None.

    Raises UserError ``revision_unknown`` or ``db_no_plan``.
    """
    newest = current_revision(conn)
    if number is None:
        return newest
    revisions = [row[0] for row in conn.execute("SELECT revision FROM plan ORDER BY revision")]
    if number not in revisions:
        raise UserError("revision_unknown", found=number, known=revisions)
    return number


def plan_years(conn: sqlite3.Connection, revision: int | None = None) -> tuple[int, ...]:
    """Return the years of a revision, the current one by default."""
    return _money_of_plan(conn, revision)[0]


def plan_currency(conn: sqlite3.Connection, revision: int | None = None) -> str:
    """Return the code of the currency that a revision's amounts are in, of the current one by default."""
    return _money_of_plan(conn, revision)[1]


@cached_per_transaction
def _money_of_plan(conn: sqlite3.Connection, revision: int | None) -> tuple[tuple[int, ...], str]:
    asked = current_revision(conn) if revision is None else revision
    row = conn.execute("SELECT years, currency FROM plan WHERE revision = ?", (asked,)).fetchone()
    return tuple(json.loads(row[0])), str(row[1])


def all_years(conn: sqlite3.Connection) -> tuple[int, ...]:
    """Return the years of all revisions, sorted."""
    rows = conn.execute("SELECT DISTINCT value FROM plan, json_each(plan.years) ORDER BY value")
    return tuple(year for (year,) in rows)


def nearest_year(years: Iterable[int], today: date) -> int:
    """Return the year of a plan that is worked on: today's, or the nearest; today's where there are none."""
    return min(years, key=lambda year: (abs(year - today.year), year), default=today.year)


def plan_id(conn: sqlite3.Connection) -> tuple[str, int]:
    """Return the plan's id and its current revision."""
    revision = current_revision(conn)
    return str(conn.execute("SELECT id FROM plan WHERE revision = ?", (revision,)).fetchone()[0]), revision


def objective_rows(
    conn: sqlite3.Connection, revision: int
) -> tuple[tuple[ObjectiveRow, ...], tuple[ObjectiveRow, ...]]:
    """Return the strategic and the specific objectives of a revision, each in document order."""
    strategic, specific = (
        conn.execute(
            f"SELECT id, {parent}, nr, title FROM {table} WHERE revision = ? ORDER BY position", (revision,)
        )
        for table, parent in (("strategic_objective", "NULL"), ("specific_objective", "strategic_objective"))
    )
    return tuple(map(ObjectiveRow._make, strategic)), tuple(map(ObjectiveRow._make, specific))


def all_objectives(conn: sqlite3.Connection, revision: int | None = None) -> list[ObjectiveRow]:
    """Return the objectives of a revision in document order, each strategic one before those below it."""
    strategic, specific = objective_rows(conn, current_revision(conn) if revision is None else revision)
    return [
        row
        for above in strategic
        for row in (above, *(below for below in specific if below.parent == above.key))
    ]


INSTITUTIONS: Final = "role IN ('lead', 'support')"
"""SQL: which names of an action are those of institutions."""


def institutions_of(
    conn: sqlite3.Connection, revision: int, action: str | None = None
) -> dict[str, Institutions]:
    """Return who leads and who supports each action of a revision, or one, as they are printed."""
    names: dict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
    for of, role, name in conn.execute(
        f"SELECT action, role, name FROM action_name WHERE revision = :revision AND {INSTITUTIONS}"
        f"{where_equals(action=action)} ORDER BY action, role, position",
        {"revision": revision, "action": action},
    ):
        names[of, role] += (name,)
    institutions: dict[str, Institutions] = defaultdict(Institutions)
    for of, _role in names:
        institutions[of] = Institutions(names.get((of, "lead"), ()), names.get((of, "support"), ()))
    return institutions


def plan_institutions(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Return every institution that the current revision names, sorted."""
    return tuple(
        row[0]
        for row in conn.execute(
            f"SELECT DISTINCT name FROM action_name WHERE revision = ? AND {INSTITUTIONS} ORDER BY name",
            (current_revision(conn),),
        )
    )


def printed_units(conn: sqlite3.Connection) -> dict[str, str]:
    """Return the names of the units by their codes, as the last revision that has them prints them."""
    return dict(conn.execute("SELECT unit, name FROM unit_name"))


@cached_per_transaction
def all_institutions(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Return every institution that any revision names, those of later revisions first."""
    rows = conn.execute(
        f"SELECT name FROM action_name WHERE {INSTITUTIONS} GROUP BY name ORDER BY max(revision) DESC, name"
    )
    return tuple(name for (name,) in rows)


@cached_per_transaction
def find_action_id(conn: sqlite3.Connection, nr: ActionKey, revision: int | None = None) -> str:
    """The id of the action that is meant, in a revision; a full stop at the end of a number is no matter.

    An office's code is found as it is printed (``EE-01/24`` is EE-01-24), and where numbers run through the
    plan one without its objective's (``12`` is 1.1.12). Raises UserError ``action_unknown`` with the nearest
    numbers, or ``action_left`` where an earlier revision had it.
    """
    if isinstance(nr, ActionRef):
        return _still_there(conn, nr, revision)
    revision = current_revision(conn) if revision is None else revision
    wanted = nr.strip().rstrip(".")
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
    earlier = conn.execute(
        "SELECT max(revision) FROM action WHERE nr = ? AND revision < ?", (wanted, revision)
    ).fetchone()[0]
    if earlier is not None:
        raise UserError("action_left", nr=wanted, number=earlier)
    if meant := _printed_as(conn, wanted, revision):
        return meant
    from store.db.likeness import nearest

    numbers = [
        n for (n,) in conn.execute("SELECT nr FROM action WHERE revision = ? ORDER BY position", (revision,))
    ]
    raise UserError("action_unknown", nr=wanted, nearest=nearest(wanted, numbers))


def find_past_action_id(conn: sqlite3.Connection, nr: str, revision: int | None = None) -> str:
    """Return the id of the action that is meant, of one that left the plan as the last revision has it.

    Raises as :func:`find_action_id`.
    """
    try:
        return find_action_id(conn, nr, revision)
    except UserError as refused:
        if refused.code != "action_left" or revision is not None:
            raise
        return find_action_id(conn, nr, int(str(refused.params["number"])))


def code_of(typed: str) -> str:
    """Return an office's code as the plan writes it: strokes and blanks are hyphens."""
    return _JOINTS.sub("-", typed.strip().rstrip("."))


def _printed_as(conn: sqlite3.Connection, wanted: str, revision: int) -> str | None:
    """Return the id of the action whose number is printed so, None where there is none.

    It is a code written otherwise, or the number without its objective's, where numbers run through the plan.
    """
    rows = conn.execute(
        "SELECT a.id, a.nr, s.nr FROM action AS a JOIN specific_objective AS s"
        " ON s.id = a.specific_objective WHERE a.revision = ?",
        (revision,),
    ).fetchall()
    whole = {nr.casefold(): action for action, nr, _above in rows}
    own = {nr.casefold().removeprefix(f"{above.rstrip('.')}."): action for action, nr, above in rows}
    code = code_of(wanted).casefold()
    meant = whole.get(code) or (own.get(code) if len(own) == len(rows) else None)
    return None if meant is None else str(meant)


@cached_per_transaction
def _still_there(conn: sqlite3.Connection, asked: ActionRef, revision: int | None) -> str:
    row = conn.execute(
        "SELECT 1 FROM action WHERE revision = coalesce(?, (SELECT max(revision) FROM plan)) AND id = ?",
        (revision, asked.id),
    ).fetchone()
    if row is not None:
        return asked.id
    last = conn.execute(
        "SELECT nr, revision FROM action WHERE id = ? AND revision <= ? ORDER BY revision DESC LIMIT 1",
        (asked.id, current_revision(conn) if revision is None else revision),
    ).fetchone()
    if last is None:
        raise UserError("action_unknown", nr=asked.nr, nearest=[])
    raise UserError("action_left", nr=last[0], number=last[1])


def resolve_number(typed: str, numbers: Sequence[str]) -> str:
    """Return the one of ``numbers`` that ``2.1.2``, ``2.1.2.`` or ``212`` means; case does not matter.

    Raises UserError ``number_ambiguous`` where full stops were left out and several are meant, and
    ``number_unknown`` with the nearest.
    """
    wanted = typed.strip().rstrip(".").casefold()
    plain = {number.rstrip(".").casefold(): number for number in numbers}
    for meant in (wanted, code_of(wanted)):
        if meant in plain:
            return plain[meant]
    bare = [number for nr, number in plain.items() if wanted and nr.replace(".", "") == wanted]
    if len(bare) == 1:
        return bare[0]
    if bare:
        raise UserError("number_ambiguous", nr=typed.strip(), known=bare)
    from store.db.likeness import nearest

    dotted = wanted if "." in wanted else ".".join(wanted)
    raise UserError("number_unknown", nr=typed.strip(), nearest=nearest(dotted, numbers))


def current_numbers(conn: sqlite3.Connection) -> dict[str, str]:
    """Return numbers by id of the actions that are in the plan. Raises UserError ``db_no_plan``."""
    asked = (current_revision(conn),)
    return dict(conn.execute("SELECT id, nr FROM action WHERE revision = ? ORDER BY position", asked))


def action_numbers(conn: sqlite3.Connection) -> dict[str, str]:
    """Numbers by id: the current revision's; of actions that left the plan the last, as ``1.1.2 (r1)``.

    Another action may bear that number now, so the last revision with it stands behind.
    """
    rows = conn.execute("SELECT id, nr, revision FROM action ORDER BY revision").fetchall()
    newest = rows[-1][2] if rows else 0
    return {action: nr if revision == newest else f"{nr} (r{revision})" for action, nr, revision in rows}
