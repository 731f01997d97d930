"""That rows of a server name only rows that are there: asked of new ones, and told of those that stand.

Which rows no desk reads is told as well, since only where that was not asked they could come there.

Where rows are missing, as somebody has removed them, a backup of the tables is restored without such a rule.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from store.db.server import Server
from store.db.text import clean
from sync.server.rows import UNREACHABLE

MOST_NAMED: Final = 20
"""Rows that are named, of each rule; one more is asked for, so that it can be told that there are others."""
_UNREAD: Final = (
    "EXISTS (SELECT 1 FROM terren.change_set AS far WHERE far.plan = {0}.plan AND far.sender = {0}.sender"
    f" AND far.place <= {{0}}.place AND {UNREACHABLE.format('far')})"
)
"""As SQL: that no desk reads a row, which is called so."""
REMOVAL: Final = (
    # both or none: whoever says meanwhile that he took one of these rows lets the second fail
    f"BEGIN; DELETE FROM terren.taken AS one WHERE {_UNREAD.format('one')};"
    f" DELETE FROM terren.change_set AS one WHERE {_UNREAD.format('one')}; COMMIT;"
)
"""By what who keeps the server removes the rows that no desk reads when it is run: all, and no others."""


class Reference(NamedTuple):
    """That ``columns`` of a table name a row of ``other``, by ``named``."""

    table: str
    columns: tuple[str, ...]
    other: str
    named: tuple[str, ...]


class UnreachableRow(NamedTuple):
    """A row of change_set to which no desk comes, since too many numbers of its sender before it are missing.

    It is the first such of its sender.
    """

    plan: str
    sender: str
    place: int


class LooseRow(NamedTuple):
    """A row of ``table`` that names a row of ``other`` which is not there; ``row`` is its key as text."""

    table: str
    other: str
    row: str


_KEYS: Final = {
    "change_set": ("sender", "place"),
    "taken": ("reader", "sender", "place"),
    "attachment": ("sender",),
}
"""What names a row for people, by table."""
_REFERENCES: Final = (
    Reference("change_set", ("plan", "sender"), "sender", ("plan", "replica")),
    Reference("change_set", ("plan", "sender", "previous"), "change_set", ("plan", "sender", "place")),
    Reference("taken", ("plan", "reader"), "sender", ("plan", "replica")),
    Reference("taken", ("plan", "sender", "place"), "change_set", ("plan", "sender", "place")),
    Reference("attachment", ("plan", "sender"), "sender", ("plan", "replica")),
)


def hold_references(server: Server) -> tuple[tuple[LooseRow, ...], tuple[UnreachableRow, ...]]:
    """Let the tables take no row again that names one which is not there; those that stand there so, and the
    first to which no desk comes of each sender of whom there are such.

    They may stay: what is added then is not asked of them.
    """
    unreachable = tuple(
        UnreachableRow(str(plan), str(sender), int(place))
        for plan, sender, place in server.execute(
            "SELECT plan, sender, min(place) FROM terren.change_set AS own"
            f" WHERE {UNREACHABLE.format('own')} GROUP BY plan, sender ORDER BY plan, sender"
            f" LIMIT {MOST_NAMED + 1}".encode()
        ).fetchall()
    )
    rows = server.execute(
        "SELECT conname, relname, attname, convalidated FROM pg_catalog.pg_constraint"
        " JOIN pg_catalog.pg_class AS relation ON relation.oid = conrelid"
        " JOIN pg_catalog.pg_namespace AS place ON place.oid = relnamespace"
        " JOIN pg_catalog.pg_attribute ON attrelid = conrelid AND attnum = ANY(conkey)"
        " WHERE nspname = 'terren' AND contype = 'f'"
    ).fetchall()
    columns: dict[tuple[str, str], set[str]] = {}
    for name, table, column, _ in rows:
        columns.setdefault((str(table), str(name)), set()).add(str(column))
    doubtful = {(str(table), str(name)) for name, table, _, is_proven in rows if not is_proven}
    loose: list[LooseRow] = []
    for reference in _REFERENCES:
        standing = {
            key for key, of in columns.items() if key[0] == reference.table and of == {*reference.columns}
        }
        if standing - doubtful:
            continue
        found = _loose(server, reference)
        loose += found
        if not standing:
            server.execute(
                f"ALTER TABLE terren.{reference.table} ADD FOREIGN KEY ({', '.join(reference.columns)})"
                f" REFERENCES terren.{reference.other} ({', '.join(reference.named)})"
                f"{' NOT VALID' if found or unreachable else ''}".encode()
            )
    return tuple(loose), unreachable


def _loose(server: Server, reference: Reference) -> list[LooseRow]:
    """Return rows that name none by a rule, without those that no desk reads, which are told apart."""
    same = " AND ".join(
        f"other.{named} = one.{column}"
        for column, named in zip(reference.columns, reference.named, strict=True)
    )
    shown = ", ".join(f"one.{column}" for column in _KEYS[reference.table])
    is_read = f" AND NOT {_UNREAD.format('one')}" if "place" in _KEYS[reference.table] else ""
    rows = server.execute(
        f"SELECT DISTINCT {shown} FROM terren.{reference.table} AS one"
        f" WHERE one.{reference.columns[-1]} IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM terren.{reference.other} AS other WHERE {same}){is_read}"
        f" ORDER BY {shown} LIMIT {MOST_NAMED + 1}".encode()
    ).fetchall()
    return [LooseRow(reference.table, reference.other, clean("/".join(map(str, row)))[:200]) for row in rows]
