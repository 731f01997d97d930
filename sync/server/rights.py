"""Rights on the tables of a server: what the desks are given, and who may do more than that.

By the catalogs that PostgreSQL and the engines compatible with it share; where rights on columns are, as in
PostgreSQL's own query layer, also by its functions that tell what somebody may by whatever way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from store.db.errors import UserError
from store.db.server import Server

_APPENDED: Final = {
    "sender": "plan, replica, unit, role, officer",
    "change_set": "plan, sender, place, previous, digest, name, data",
    "taken": "plan, reader, sender, place, outcome",
    "attachment": "plan, digest, mark, place, sender, data",
}
"""The columns of each table that a desk writes; when a row came, the server says alone."""
_TABLES: Final = ("form", *_APPENDED)
EVERYBODY: Final = "public"
"""How the functions of the catalogs call everybody; no role can be called so, but one can be “PUBLIC”."""
PUBLIC: Final = "PUBLIC"
"""The same in statements, and in what the catalogs say was granted."""
MAKING_ROLES: Final = "CREATEROLE"
"""A right that let somebody enter every role, that of the owner too, before PostgreSQL 16."""
OWNING_DATABASE: Final = "OWNER OF DATABASE"
"""What lets somebody remove all of it."""
KEEPING: Final = ("SUPERUSER", "OWNER")
"""What whoever keeps the server is, and no grant gives: nothing but his part in the desks is taken away."""
_ON_THE_COMPUTER: Final = ("pg_execute_server_program", "pg_read_server_files", "pg_write_server_files")
"""Roles whose members act there as the server itself."""
_ENTERS_NO_MORE: Final = 160000
"""The version from which who makes a role is its member, only to let others in."""
_WHOLE: Final = ("DELETE", "TRUNCATE", "TRIGGER")
_IN_PART: Final = ("UPDATE", "REFERENCES")
"""Rights on a table as a whole, and those that may be on some of its columns, beside INSERT."""


class TableRight(NamedTuple):
    """A right on one of the tables, or with "" on their schema or on the server: of whom, to do what."""

    grantee: str
    table: str
    right: str


class Membership(NamedTuple):
    """That somebody is a member of a role."""

    member: str
    role: str


class Beyond(NamedTuple):
    """Who may do more than read and append, and the memberships by which, where it is by such."""

    rights: tuple[TableRight, ...]
    memberships: tuple[Membership, ...]


def require_owner(server: Server, name: str) -> None:
    """See that whoever asks owns the schema and the tables that stand: of others PostgreSQL takes no right.

    It only warns them. Raises UserError ``server_not_owner``.
    """
    rows = server.execute(
        "SELECT rolname FROM pg_catalog.pg_roles WHERE oid IN ("
        " SELECT nspowner FROM pg_catalog.pg_namespace WHERE nspname = 'terren' UNION"
        " SELECT relowner FROM pg_catalog.pg_class"
        " JOIN pg_catalog.pg_namespace AS place ON place.oid = relnamespace"
        " WHERE nspname = 'terren' AND relkind = 'r')"
        " AND NOT pg_has_role(current_user, oid, 'USAGE') ORDER BY rolname"
    ).fetchall()
    if rows:
        raise UserError(
            "server_not_owner", server=name, detail=f"owner: {', '.join(str(row[0]) for row in rows)}"
        )


def let_append(server: Server, role: str) -> bool:
    """Let a role read, and append what is its own to say; whether the engine bounds that to columns."""
    import psycopg

    whom, is_bounded = quoted(role), True
    server.execute(f"GRANT USAGE ON SCHEMA terren TO {whom}".encode())
    server.execute(f"GRANT SELECT ON terren.form TO {whom}".encode())
    for table, columns in _APPENDED.items():
        server.execute(f"GRANT SELECT ON terren.{table} TO {whom}".encode())
        try:
            with server.transaction():
                # where an earlier version gave more
                server.execute(f"REVOKE INSERT ON terren.{table} FROM {whom}".encode())
                server.execute(f"GRANT INSERT ({columns}) ON terren.{table} TO {whom}".encode())
        except (psycopg.NotSupportedError, psycopg.ProgrammingError):
            # an engine without rights on columns: readers bound what a row says of its time
            is_bounded = False
            server.execute(f"GRANT INSERT ON terren.{table} TO {whom}".encode())
    return is_bounded


def rights_beyond(server: Server, desk_roles: Collection[str], *, is_bounded: bool) -> Beyond:
    """Return what everybody, somebody by a grant, or a desk by whatever way may do beyond reading and
    appending. Whoever may do as the owner, and is no desk, keeps the server.

    Where an engine does not bound rights to columns, that is what was granted on tables.
    """
    granted = _granted(server, desk_roles)
    if not is_bounded:
        # its functions answer for everybody not at all, and of some rights by others
        return Beyond(tuple(sorted(granted)), ())
    # what everybody may is asked for below, and so is what a role may that is called “PUBLIC”
    granted = {right for right in granted if right.grantee != EVERYBODY}
    roles = _Roles(server)
    all_rights, rights_of_desks = _rights(server)
    mighty = {name for name in roles.mighty if rights_of_desks.get(name)}
    desks = {name for name in roles.names if not {name, *roles.above(name)}.isdisjoint(desk_roles)}
    keepers = {
        name for name in roles.names if name in mighty or (name not in desks and mighty & roles.above(name))
    }

    def may(name: str, rights: _Rights) -> set[tuple[str, str]]:
        return set().union(*(rights.get(by, set()) for by in {name, *(roles.above(name) & keepers)}))

    beyond = {TableRight(EVERYBODY, *right) for right in all_rights.get(EVERYBODY, ())} | granted
    memberships = set[Membership]()
    for name in roles.names - keepers:
        rights = rights_of_desks if name in desks else all_rights
        by_others = (may(other, rights) for other in roles.above(name) - keepers)
        own = may(name, rights).difference(rights.get(EVERYBODY, ()), *by_others)
        beyond |= {TableRight(name, *right) for right in own}
        memberships |= {
            Membership(name, other) for other in roles.direct(name) & keepers if own & may(other, rights)
        }
        for right, having in roles.powers.items() if name in desks else ():
            ways = {other for other in roles.direct(name) - desks if having & {other, *roles.above(other)}}
            if ways or name in having:
                beyond.add(TableRight(name, "", right))
            memberships |= {Membership(name, other) for other in ways}
    for name in desks & keepers & {*roles.keepers}:
        beyond.add(TableRight(name, "", roles.keepers[name]))
        memberships |= {Membership(name, other) for other in roles.direct(name) & desks}
    return Beyond(tuple(sorted(beyond)), tuple(sorted(memberships)))


def revocation(
    grantee: str, roles: Iterable[str] = (), *, rights: Collection[str] = (), database: str = ""
) -> str:
    """Return the statements that take all rights on the tables away from somebody, and out of ``roles``.

    Also from those to whom he has given them on, whose rights nobody else can take. Of ``rights`` on the
    server or its ``database`` those are taken that he has himself; whoever keeps it keeps them.
    """
    whom = PUBLIC if grantee == EVERYBODY else quoted(grantee)
    left = [f"REVOKE {quoted(role)} FROM {whom} CASCADE;" for role in roles]
    if not {*KEEPING}.isdisjoint(rights):
        return " ".join(left)
    return " ".join(
        (
            f"REVOKE ALL ON ALL TABLES IN SCHEMA terren FROM {whom} CASCADE;",
            f"REVOKE ALL ON SCHEMA terren FROM {whom} CASCADE;",
            *left,
            *([f"ALTER ROLE {whom} NOCREATEROLE;"] if MAKING_ROLES in rights else ()),
            *(
                [f"ALTER DATABASE {quoted(database)} OWNER TO CURRENT_USER;"]
                # where he has it by a role, that is left first
                if OWNING_DATABASE in rights and not left
                else ()
            ),
        )
    )


class _Roles:
    """Who there is on a server, and who is a member of what."""

    def __init__(self, server: Server) -> None:
        rows = server.execute(
            "SELECT rolname, rolsuper, oid IN (SELECT relowner FROM pg_catalog.pg_class"
            " JOIN pg_catalog.pg_namespace AS place ON place.oid = relnamespace WHERE nspname = 'terren'"
            " UNION SELECT nspowner FROM pg_catalog.pg_namespace WHERE nspname = 'terren')"
            ", rolcreaterole, oid IN (SELECT datdba FROM pg_catalog.pg_database"
            " WHERE datname = current_database()) FROM pg_catalog.pg_roles"
        ).fetchall()
        self.names = {str(name) for name, *_ in rows}
        super_user, owner = KEEPING
        self.keepers = {
            str(name): super_user if is_super else owner
            for name, is_super, owns, *_ in rows
            if is_super or owns
        }
        # names that begin so are kept for roles that come with the server
        self.mighty = {*self.keepers, *(name for name in self.names if name.startswith("pg_"))}
        """Owners, and whoever has rights that no grant gives him."""
        enters = server.info.server_version < _ENTERS_NO_MORE
        self.powers = {
            MAKING_ROLES: {str(name) for name, _, _, makes_roles, _ in rows if makes_roles and enters},
            OWNING_DATABASE: {str(name) for name, *_, owns_all in rows if owns_all},
            **{name: {name} for name in _ON_THE_COMPUTER},
        }
        """By what may be done on the server beside its tables, whoever may."""
        self._direct: dict[str, set[str]] = {}
        for member, role in server.execute(
            b"SELECT member.rolname, role.rolname FROM pg_catalog.pg_auth_members AS link"
            b" JOIN pg_catalog.pg_roles AS member ON member.oid = link.member"
            b" JOIN pg_catalog.pg_roles AS role ON role.oid = link.roleid"
            + (b"" if enters else b" WHERE inherit_option OR set_option")
        ):
            self._direct.setdefault(str(member), set()).add(str(role))

    def direct(self, name: str) -> set[str]:
        """Of what roles somebody is a member by himself."""
        return self._direct.get(name, set())

    def above(self, name: str) -> set[str]:
        """The same, and of what roles these are."""
        roles, waiting = set[str](), [*self.direct(name)]
        while waiting:
            if (role := waiting.pop()) not in roles:
                roles.add(role)
                waiting += self.direct(role)
        return roles - {name}


def _granted(server: Server, desk_roles: Collection[str]) -> set[TableRight]:
    """Return what was granted on whole tables, also what everybody has."""
    rows = server.execute(
        "SELECT DISTINCT grantee, table_name, privilege_type FROM information_schema.table_privileges"
        " WHERE table_schema = 'terren' AND grantee <> grantor AND privilege_type <> 'SELECT'"
        " AND NOT (grantee = ANY(%s) AND privilege_type = 'INSERT' AND table_name <> 'form')",
        ([*desk_roles],),
    )
    return {
        TableRight(EVERYBODY if grantee == PUBLIC else str(grantee), str(table), str(right))
        for grantee, table, right in rows
    }


_Rights = dict[str, set[tuple[str, str]]]
"""By name, ``public`` among them, the table and the right on it."""


def _rights(server: Server) -> tuple[_Rights, _Rights]:
    """The rights that somebody has by whatever way, but to read; and the same without what a desk appends."""
    all_rights: _Rights = {}
    rights_of_desks: _Rights = {}

    def ask(test: str, values: tuple[str, ...], right: tuple[str, str], *into: _Rights) -> None:
        names = "SELECT rolname AS name FROM pg_catalog.pg_roles UNION SELECT 'public'"
        statement = f"SELECT name FROM ({names}) AS grantee WHERE {test}"
        for (name,) in server.execute(statement.encode(), values).fetchall():
            for rights in into:
                rights.setdefault(str(name), set()).add(right)

    both = all_rights, rights_of_desks
    ask("has_schema_privilege(name, 'terren', 'CREATE')", (), ("", "CREATE"), *both)
    for table in _TABLES:
        place = f"terren.{table}"
        for right in _WHOLE:
            ask("has_table_privilege(name, %s::text, %s::text)", (place, right), (table, right), *both)
        some = "has_any_column_privilege(name, %s::text, %s::text)"
        for right in _IN_PART:
            ask(some, (place, right), (table, right), *both)
        ask(some, (place, "INSERT"), (table, "INSERT"), all_rights)
        for column in _not_appended(server, table):
            test = "has_column_privilege(name, %s::text, %s::text, 'INSERT')"
            ask(test, (place, column), (table, "INSERT"), rights_of_desks)
    return both


def _not_appended(server: Server, table: str) -> list[str]:
    """The columns of a table that a desk does not write."""
    rows = server.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'terren' AND table_name = %s",
        (table,),
    )
    return [str(name) for (name,) in rows if name not in _APPENDED.get(table, "").split(", ")]


def quoted(name: str) -> str:
    """Return a name as it stands in a statement."""
    return '"' + name.replace('"', '""') + '"'
