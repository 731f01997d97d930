"""Roles on a server whose members may append: found by what they were granted, named where one is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from store.db.errors import UserError
from store.db.server import Server, reading

ROLE: Final = "terren_desk"
"""Who may append where no other role was named: the people who exchange are members of it."""

_APPENDED_BY_ALL: Final = ("sender", "change_set", "taken")
"""The tables that a desk has appended to from the first form on."""
_GRANTED: Final = (
    "SELECT role.rolname FROM pg_catalog.pg_class AS relation"
    " JOIN pg_catalog.pg_namespace AS place ON place.oid = relnamespace"
    " JOIN pg_catalog.pg_attribute ON attrelid = relation.oid,"
    " aclexplode({}) AS granted, pg_catalog.pg_roles AS role"
    " WHERE role.oid = granted.grantee AND nspname = 'terren' AND relname = ANY(%s)"
    " AND privilege_type = 'INSERT'"
    " AND role.oid <> relowner GROUP BY role.oid, role.rolname HAVING count(DISTINCT relname) = %s"
    " ORDER BY (SELECT count(*) FROM pg_catalog.pg_auth_members WHERE roleid = role.oid) DESC, role.rolname"
)
_ON_COLUMNS, _ON_TABLES = "attacl", "relacl"


def appending_roles(server: Server) -> tuple[str, ...]:
    """Return the roles that were granted what desks append, whatever they are called; those with the most
    members first.

    That is INSERT on columns, as Terren grants it; on whole tables where nobody has that. Whoever asks need
    not be a member of one.
    """
    import psycopg

    for granted_on in (_ON_COLUMNS, _ON_TABLES):
        # an engine without such a catalog: nothing is known of it
        with suppress(psycopg.NotSupportedError, psycopg.ProgrammingError):
            rows = server.execute(
                _GRANTED.format(granted_on).encode(), ([*_APPENDED_BY_ALL], len(_APPENDED_BY_ALL))
            ).fetchall()
            if rows:
                return tuple(str(name) for (name,) in rows)
    return ()


@contextmanager
def asking(server: Server, name: str) -> Iterator[None]:
    """As :func:`store.db.server.reading`; whoever may not do what he asks hears of which role he must
    be a member."""
    try:
        with reading(name):
            yield
    except UserError as refusal:
        if refusal.code != "server_forbidden":
            raise
        role = ROLE
        with suppress(UserError), reading(name):
            role = next(iter(appending_roles(server)), ROLE)
        raise UserError(refusal.code, **refusal.params, role=role) from refusal.__cause__
