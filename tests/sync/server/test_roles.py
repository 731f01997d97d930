"""Desks may append by a role of whatever name, or by several: it is found by what it was granted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import psycopg
import pytest

from language.messages import message
from store.db.errors import UserError
from store.db.server import connected
from store.publishing.publishing import publish_data
from sync.server.rights import EVERYBODY
from sync.server.roles import ROLE
from sync.server.tables import make_tables, upgrade_tables
from tests.support.postgres import Cluster, cluster
from tests.sync.server.visits import visit
from tests.sync.world import Installation

NAMES = ("desks", 'desks "of" kosovo')


@pytest.fixture(params=NAMES)
def named(request: pytest.FixtureRequest) -> Iterator[tuple[Cluster, str]]:
    """A server that was made with ``--role``, and the name of that role, of which dora is a member."""
    with cluster() as server:
        made = make_tables(server.url("postgres"), role=request.param)
        assert made.roles == (request.param,)
        whom = '"' + request.param.replace('"', '""') + '"'
        server.run("postgres", f"CREATE ROLE dora LOGIN IN ROLE {whom}", "CREATE ROLE guest LOGIN")
        yield server, request.param


def test_an_upgrade_without_a_name_leaves_the_role_that_is_in_use(
    field: Installation, named: tuple[Cluster, str]
) -> None:
    """It says nothing against what desks need, and gives no other role rights."""
    server, role = named
    made = upgrade_tables(server.url("postgres"))
    assert made[3:6] == ((role,), (), ())
    assert server.run("postgres", f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'") == []
    assert visit(field, server.url("postgres", "dora")).written is not None


def test_an_upgrade_renews_the_rights_of_the_role_that_is_in_use(
    field: Installation, named: tuple[Cluster, str]
) -> None:
    """As after an earlier form of the tables, and where somebody gave and took some."""
    server, role = named
    whom = '"' + role.replace('"', '""') + '"'
    server.run(
        "postgres",
        "DROP TABLE terren.attachment",
        "DELETE FROM terren.form WHERE version = 2",
        f"REVOKE INSERT (data) ON terren.change_set FROM {whom}",
        f"GRANT UPDATE ON terren.taken TO {whom}",
    )
    made = upgrade_tables(server.url("postgres"))
    assert (made.roles, {right.right for right in made.beyond}) == ((role,), {"UPDATE"})
    came = visit(field, server.url("postgres", "dora"))
    assert (came.placed.why, came.unwritten) == (None, None)


def test_a_further_role_takes_nothing_from_the_one_before(
    field: Installation, center: Installation, named: tuple[Cluster, str]
) -> None:
    server, role = named
    made = upgrade_tables(server.url("postgres"), role=ROLE)
    assert made[3:6] == ((ROLE, role), (), ())
    server.run("postgres", f"CREATE ROLE ana LOGIN IN ROLE {ROLE}")
    assert {*upgrade_tables(server.url("postgres")).roles} == {ROLE, role}
    field.edit("1.1.1", "percent", 1)
    visit(field, server.url("postgres", "dora"))
    visit(center, server.url("postgres", "ana"))
    assert center.state == field.state


def test_whoever_may_append_to_some_tables_is_no_desk(named: tuple[Cluster, str]) -> None:
    server, role = named
    server.run(
        "postgres",
        "GRANT INSERT (at) ON terren.taken TO guest",
        "GRANT INSERT ON terren.sender, terren.change_set TO PUBLIC",
    )
    made = upgrade_tables(server.url("postgres"))
    assert (made.roles, {right.grantee for right in made.beyond}) == ((role,), {EVERYBODY, "guest"})


def test_rights_on_whole_tables_tell_it_where_nobody_has_others(named: tuple[Cluster, str]) -> None:
    """As an engine has them that does not bound rights to columns."""
    server, role = named
    whom = '"' + role.replace('"', '""') + '"'
    tables = "terren.sender, terren.change_set, terren.taken, terren.attachment"
    server.run(
        "postgres", f"REVOKE ALL ON {tables} FROM {whom}", f"GRANT SELECT, INSERT ON {tables} TO {whom}"
    )
    assert upgrade_tables(server.url("postgres"))[3:6] == ((role,), (), ())


def test_whoever_may_not_append_hears_of_the_role_that_may(
    field: Installation, named: tuple[Cluster, str]
) -> None:
    server, role = named
    where = server.url("postgres", "guest")
    with pytest.raises(UserError) as caught:
        visit(field, where)
    assert (caught.value.code, caught.value.params["role"]) == ("server_forbidden", role)
    server.run(
        "postgres",
        "GRANT USAGE ON SCHEMA terren TO guest",
        "GRANT SELECT ON ALL TABLES IN SCHEMA terren TO guest",
    )
    refusal = visit(field, where).unwritten
    assert refusal is not None
    assert refusal.code == "server_forbidden"
    said = message(refusal.code, refusal.params)
    assert role in said
    assert ROLE not in said


def connected_in(server: Cluster, encoding: str) -> psycopg.Connection[Any]:
    return psycopg.connect(server.url("postgres"), autocommit=True, client_encoding=encoding)


ANOTHERS: Final = "information_schema.sql_identifier, information_schema.sql_identifier"


def test_nobody_acts_with_the_rights_of_who_upgrades_or_publishes(
    field: Installation, named: tuple[Cluster, str]
) -> None:
    """An operator of somebody's own, in a schema in which everybody may make some, is never taken."""
    server, _role = named
    server.run("postgres", "GRANT CREATE ON SCHEMA public TO PUBLIC")
    body = (
        "BEGIN IF current_user <> 'dora' THEN EXECUTE 'ALTER ROLE dora CREATEROLE'; END IF;"
        " RETURN $1::text = $2::text; END"
    )
    with connected(server.url("postgres", "dora")) as dora:
        dora.execute(
            f"CREATE FUNCTION public.eq({ANOTHERS}) RETURNS boolean LANGUAGE plpgsql"
            f" SET search_path = pg_catalog AS $${body}$$".encode()
        )
        dora.execute(
            b"CREATE OPERATOR public.= (LEFTARG = information_schema.sql_identifier,"
            b" RIGHTARG = information_schema.sql_identifier, FUNCTION = public.eq)"
        )
    server.run("postgres", "ALTER DATABASE postgres SET search_path = public, pg_catalog")
    upgrade_tables(server.url("postgres"))
    publish_data(field.store, server.url("postgres"), program="Terren")
    assert server.run("postgres", "SELECT rolcreaterole FROM pg_roles WHERE rolname = 'dora'") == [(False,)]


def test_a_name_that_the_server_would_cut_is_refused() -> None:
    with cluster() as server, pytest.raises(UserError, match="server_role_long"):
        make_tables(server.url("postgres"), role="министарство_унутрашњих_послова_косова")


@pytest.mark.parametrize("role", ["pg_read_all_data", "pg_desks"])
def test_a_name_that_a_server_keeps_for_itself_is_refused(postgres: Cluster, role: str) -> None:
    with pytest.raises(UserError, match="server_role_reserved"):
        make_tables(postgres.url("postgres"), role=role)


@pytest.mark.parametrize("role", ["PUBLIC", "current_user", "a\nb", "\x1b[31mred", " "])
def test_a_name_that_is_taken_for_something_else_is_refused(postgres: Cluster, role: str) -> None:
    with pytest.raises(UserError, match="server_role_word"):
        make_tables(postgres.url("postgres"), role=role)


@pytest.mark.parametrize("encoding", ["LATIN2", "SQL_ASCII"])
def test_a_name_in_another_encoding_is_read(encoding: str) -> None:
    """Roles are common to all databases of a server, and their names are in whichever made them."""
    with cluster(encoding=encoding) as server:
        with connected_in(server, "LATIN1" if encoding == "SQL_ASCII" else encoding) as other:
            other.execute('CREATE ROLE "büro" LOGIN'.encode("latin-1"))
        server.run("postgres", "CREATE DATABASE desks ENCODING UTF8 TEMPLATE template0")
        where = server.url("desks")
        assert make_tables(where)[3:6] == ((ROLE,), (), ())
        server.run(
            "desks",
            "DO $$BEGIN EXECUTE (SELECT 'GRANT DELETE ON terren.taken TO ' || quote_ident(rolname)"
            " FROM pg_roles WHERE rolname LIKE 'b%ro'); END$$",
        )
        told = upgrade_tables(where).beyond
        assert [(right.grantee, right.right) for right in told] == [("b\\xfcro", "DELETE")]
