"""The tables of a server that many desks exchange through: made, migrated, and checked when one connects.

Only SQL that PostgreSQL and the engines compatible with it share. Rows are only appended: the role of the
desks may read and insert, and nothing else.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final, NamedTuple

from store.db.errors import UserError
from store.db.server import Server, connected, reading, refusing, server_name
from sync.receive.attachments import MOST_SEALED
from sync.server.beside_form import let_prove, note_logins
from sync.server.references import LooseRow, UnreachableRow, hold_references
from sync.server.rights import (
    Membership,
    TableRight,
    let_append,
    quoted,
    require_owner,
    rights_beyond,
)
from sync.server.roles import ROLE, appending_roles, asking
from sync.server.rows import REPLICA
from sync.wire.limits import MAX_SEALED

_LONGEST: Final = 2_000
"""Bytes of what somebody writes for people."""

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        "CREATE TABLE terren.sender ("
        " plan text NOT NULL, replica text NOT NULL, unit text NOT NULL, role text NOT NULL,"
        " officer text NOT NULL, at timestamptz NOT NULL DEFAULT now(),"
        " PRIMARY KEY (plan, replica),"
        f" CHECK (replica ~ '{REPLICA}' AND octet_length(plan) <= {_LONGEST}"
        f" AND octet_length(unit) + octet_length(role) + octet_length(officer) <= {_LONGEST}))",
        # each row names the one before it, so that the numbers of a sender have no gap, whatever transaction
        # commits late: a reader that holds up to n of a sender has missed nothing of it
        "CREATE TABLE terren.change_set ("
        " plan text NOT NULL, sender text NOT NULL, place bigint NOT NULL, previous bigint,"
        " digest bytea NOT NULL, name text NOT NULL, data bytea NOT NULL,"
        " at timestamptz NOT NULL DEFAULT now(),"
        " PRIMARY KEY (plan, sender, place),"
        " FOREIGN KEY (plan, sender) REFERENCES terren.sender (plan, replica),"
        " FOREIGN KEY (plan, sender, previous) REFERENCES terren.change_set (plan, sender, place),"
        " CHECK (place = coalesce(previous, 0) + 1),"
        f" CHECK (octet_length(name) <= {_LONGEST}),"
        f" CHECK (octet_length(digest) = 32 AND octet_length(data) <= {MAX_SEALED}))",
        "CREATE INDEX change_set_digest ON terren.change_set (plan, digest)",
        "CREATE INDEX change_set_previous ON terren.change_set (previous, sender, plan)",
        # only of a row that is there anything can be said
        "CREATE TABLE terren.taken ("
        " plan text NOT NULL, reader text NOT NULL, sender text NOT NULL, place bigint NOT NULL,"
        " outcome text NOT NULL, at timestamptz NOT NULL DEFAULT now(),"
        " PRIMARY KEY (plan, reader, sender, place, outcome),"
        " FOREIGN KEY (plan, reader) REFERENCES terren.sender (plan, replica),"
        " FOREIGN KEY (plan, sender, place) REFERENCES terren.change_set (plan, sender, place),"
        " CHECK (outcome IN ('taken', 'refused')))",
        "CREATE INDEX taken_refused ON terren.taken (plan, outcome, sender, place)",
        "CREATE INDEX taken_row ON terren.taken (place, sender, plan)",
    ),
    (
        # nothing refers to these rows: whoever keeps the server may remove them, and who lacks one asks again
        "CREATE TABLE terren.attachment ("
        " plan text NOT NULL, digest bytea NOT NULL, mark text NOT NULL, place bigint NOT NULL,"
        " sender text NOT NULL, data bytea NOT NULL, at timestamptz NOT NULL DEFAULT now(),"
        " PRIMARY KEY (plan, digest, mark, place),"
        " FOREIGN KEY (plan, sender) REFERENCES terren.sender (plan, replica),"
        f" CHECK (octet_length(digest) = 32 AND octet_length(mark) <= 8"
        f" AND octet_length(data) <= {MOST_SEALED}))",
        "CREATE INDEX attachment_sender ON terren.attachment (sender, plan)",
    ),
)
"""Statements by form, from the first; a released one is never altered.

Each foreign key has an index that begins with its columns: a row that is removed asks for those that name it.
What tells most comes first: PostgreSQL may take an index in the place of a key that begins alike.
"""

_LONGEST_NAME: Final = 63
"""Bytes of a name; a longer one is cut by the server."""

_RESERVED: Final = "pg_"
"""How names of roles begin that come with a server: each gives more than to append."""

_TOLD: Final = {"42501": "server_not_owner", "42P01": "server_table"}
"""How is told what only who owns the tables may do, and that some are missing."""
_WORDS: Final = frozenset(("public", "none", "current_role", "current_user", "session_user"))
"""What SQL means otherwise than as the name of a role, where nobody sees quotes around it."""


class TableForm(NamedTuple):
    """What stands on a server: its form before and now, the roles that may append, and who may more.

    ``loose`` are rows that name one which is not there, ``unreachable`` begin those that no desk reads.
    """

    server: str
    before: int
    form: int
    roles: tuple[str, ...]
    beyond: tuple[TableRight, ...]
    memberships: tuple[Membership, ...]
    loose: tuple[LooseRow, ...] = ()
    unreachable: tuple[UnreachableRow, ...] = ()

    @property
    def role(self) -> str:
        """The role that was asked for, or the one that is in use."""
        return self.roles[0]


def make_tables(url: str, *, role: str | None = None) -> TableForm:
    """Make the schema on a server, and the role that may append.

    Raises UserError ``server_there`` where it stands already, as :func:`_make_role`, ``server_not_owner``,
    ``server_not_made``, or as :func:`store.db.server.connected`.
    """
    name = server_name(url)
    with connected(url) as server, refusing(name, _TOLD, "server_not_made"):
        # names whose they are, before anything of them is asked for
        require_owner(server, name)
        if (form := form_of(server)) is not None:
            raise UserError("server_there", server=name, form=form)
        _make_role(server, name, wanted := role or ROLE)
        with server.transaction():
            server.execute("CREATE SCHEMA IF NOT EXISTS terren")
            server.execute(
                "CREATE TABLE terren.form (version bigint PRIMARY KEY, server text NOT NULL,"
                " at timestamptz NOT NULL DEFAULT now())"
            )
        return _migrate(server, name, 0, (wanted,))


def upgrade_tables(url: str, *, role: str | None = None) -> TableForm:
    """Bring the schema on a server to the form of this program, and renew the rights of the desks.

    Whichever roles may append already may do so still; ``role`` may as well. Raises UserError
    ``server_empty``, ``server_newer``, ``server_table``, as :func:`_make_role`, ``server_not_owner``,
    ``server_not_made``, or
    as :func:`store.db.server.connected`.
    """
    name = server_name(url)
    with connected(url) as server, refusing(name, _TOLD, "server_not_made"):
        require_owner(server, name)
        form = form_of(server)
        if form is None:
            raise UserError("server_empty", server=name)
        if form > len(MIGRATIONS):
            raise UserError("server_newer", server=name, form=form, known=len(MIGRATIONS))
        roles = appending_roles(server)
        if role is not None or not roles:
            _make_role(server, name, wanted := role or ROLE)
            roles = (wanted, *(other for other in roles if other != wanted))
        return _migrate(server, name, form, roles)


def _make_role(server: Server, name: str, role: str) -> None:
    """See that there is a role, before anything is made that is for it.

    Raises UserError ``server_role``, ``server_role_keeps``, ``server_role_long``, ``server_role_reserved`` or
    ``server_role_word``.
    """
    import psycopg

    if role.startswith(_RESERVED):
        raise UserError("server_role_reserved", role=role)
    if len(role.encode()) > _LONGEST_NAME:
        raise UserError("server_role_long", role=role, limit=_LONGEST_NAME)
    found = server.execute(
        "SELECT rolsuper OR rolname = current_user OR EXISTS (SELECT 1 FROM pg_catalog.pg_namespace"
        " WHERE nspname = 'terren' AND nspowner = pg_roles.oid) FROM pg_catalog.pg_roles"
        " WHERE rolname = %s",
        (role,),
    ).fetchone()
    if found is not None:
        if found[0]:
            raise UserError("server_role_keeps", server=name, role=role)
        return
    if role.lower() in _WORDS or not role.isprintable() or not role.strip():
        raise UserError("server_role_word", role=role)
    statement = f"CREATE ROLE {quoted(role)} NOLOGIN"
    # somebody else may make it at once
    with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        try:
            server.execute(statement.encode())
        except psycopg.errors.InsufficientPrivilege as error:
            raise UserError("server_role", server=name, role=role, statement=f"{statement};") from error


def form_of(server: Server) -> int | None:
    """The form of the schema on a server; None where there is none."""
    found = server.execute(
        "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'terren' AND tablename = 'form'"
    ).fetchone()
    if found is None:
        return None
    row = server.execute("SELECT coalesce(max(version), 0) FROM terren.form").fetchone()
    return None if row is None else int(row[0])


class Checked(NamedTuple):
    """The id that a schema was given when it was made, and by how many seconds the clock here is ahead."""

    ident: str
    skew: float


def check_form(server: Server, name: str) -> Checked:
    """See that the schema on a server has the form of this program, in one question.

    Raises UserError ``server_empty``, ``server_older``, ``server_newer``, or as
    :func:`sync.server.roles.asking`.
    """
    with _empty_without_form(), asking(server, name):
        rows = server.execute(
            "SELECT version, left(server, 32), extract(epoch FROM now()) FROM terren.form"
            " ORDER BY version DESC LIMIT 1000"
        ).fetchall()
        form, known = (int(rows[0][0]) if rows else 0), len(MIGRATIONS)
        if form != known:
            code = "server_older" if form < known else "server_newer"
            raise UserError(code, server=name, form=form, known=known)
        return Checked(str(rows[-1][1]), time.time() - float(rows[-1][2]))


@contextmanager
def _empty_without_form() -> Iterator[None]:
    """Where the table that is asked first is missing, Terren has none there."""
    try:
        yield
    except UserError as refusal:
        if refusal.code != "server_table":
            raise
        raise UserError("server_empty", **refusal.params) from refusal.__cause__


def _migrate(server: Server, name: str, form: int, roles: tuple[str, ...]) -> TableForm:
    """Bring the schema on from a form, each in a transaction, and let ``roles`` append."""
    for version, statements in enumerate(MIGRATIONS[form:], form + 1):
        with server.transaction():
            for statement in statements:
                server.execute(statement.encode())
            server.execute(
                "INSERT INTO terren.form (version, server) VALUES (%s, %s)", (version, secrets.token_hex(16))
            )
    note_logins(server)
    let_prove(server)
    broken = hold_references(server)
    is_bounded = True
    for role in roles:
        is_bounded &= let_append(server, role)
    with reading(name):
        beyond = rights_beyond(server, roles, is_bounded=is_bounded)
    return TableForm(name, form, len(MIGRATIONS), roles, *beyond, *broken)
