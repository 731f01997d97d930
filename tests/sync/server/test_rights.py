"""Who may do more on a server than read and append, beside rights on its tables, and who owns what there."""

from __future__ import annotations

from typing import Final

import pytest

from store.db.errors import UserError
from sync.server.rights import EVERYBODY, revocation
from sync.server.tables import make_tables, upgrade_tables
from tests.support.postgres import Cluster, cluster

BESIDE: Final = {
    "superuser": ("ALTER ROLE cena SUPERUSER", "SUPERUSER", ("terren_desk",)),
    "programs": ("GRANT pg_execute_server_program TO cena", "pg_execute_server_program",
                 ("pg_execute_server_program",)),
    "files": ("GRANT pg_write_server_files TO holders", "pg_write_server_files", ("holders",)),
    "reading files": ("GRANT pg_read_server_files TO cena", "pg_read_server_files",
                      ("pg_read_server_files",)),
    "the database": ("ALTER DATABASE {} OWNER TO cena", "OWNER OF DATABASE", ()),
    "the database by a group": ("ALTER DATABASE {} OWNER TO holders", "OWNER OF DATABASE", ("holders",)),
}  # fmt: skip
"""What a desk may have beside rights on tables, how it is told, and the roles to be left."""


@pytest.mark.parametrize("way", BESIDE)
def test_what_a_desk_may_do_beside_the_tables_is_told_with_what_takes_it_away(
    postgres: Cluster, url: str, database: str, way: str
) -> None:
    statement, right, roles = BESIDE[way]
    postgres.run(database, "CREATE ROLE holders", "CREATE ROLE cena LOGIN IN ROLE terren_desk, holders")
    try:
        assert upgrade_tables(postgres.url(database))[4:6] == ((), ())
        postgres.run(database, statement.format(database))
        made = upgrade_tables(postgres.url(database))
        assert made.beyond == (("cena", "", right),)
        assert made.memberships == tuple(("cena", role) for role in roles)
        postgres.run(database, revocation("cena", roles, rights=(right,), database=database))
        assert upgrade_tables(postgres.url(database))[4:6] == ((), ())
    finally:
        postgres.run(database, f"ALTER DATABASE {database} OWNER TO owner", "ALTER ROLE cena NOSUPERUSER")
        postgres.run(database, "DROP ROLE cena", "DROP ROLE holders")


def test_an_owner_who_is_a_desk_as_well_is_told_and_keeps_what_is_his() -> None:
    with cluster() as server:
        server.run("postgres", "CREATE ROLE keeper LOGIN CREATEROLE", "CREATE DATABASE kept OWNER keeper")
        where = server.url("kept", "keeper")
        assert make_tables(where).beyond == ()
        server.run("postgres", "GRANT terren_desk TO keeper")
        made = upgrade_tables(where)
        assert (made.beyond, made.memberships) == ((("keeper", "", "OWNER"),), (("keeper", "terren_desk"),))
        server.run("kept", revocation("keeper", ("terren_desk",), rights=("OWNER",)))
        assert upgrade_tables(where)[4:6] == ((), ())


def test_a_role_that_is_called_as_everybody_is_in_sql_is_told_apart_from_everybody() -> None:
    """What takes rights away from a role with that name takes none from everybody, and the reverse."""
    with cluster() as server:
        where = server.url("postgres")
        make_tables(where)
        server.run("postgres", 'CREATE ROLE "PUBLIC"', 'GRANT DELETE ON terren.taken TO "PUBLIC"')
        (told,) = upgrade_tables(where).beyond
        assert told == ("PUBLIC", "taken", "DELETE")
        server.run("postgres", revocation(told.grantee))
        assert upgrade_tables(where)[4:6] == ((), ())
        server.run("postgres", "GRANT DELETE ON terren.taken TO PUBLIC")
        (told,) = upgrade_tables(where).beyond
        assert told == (EVERYBODY, "taken", "DELETE")
        server.run("postgres", revocation(told.grantee))
        assert upgrade_tables(where)[4:6] == ((), ())
        # its members may append: that of everybody is told all the same
        server.run("postgres", "GRANT INSERT ON terren.taken TO PUBLIC")
        made = upgrade_tables(where, role="PUBLIC")
        assert made.beyond == ((EVERYBODY, "taken", "INSERT"),)


@pytest.mark.parametrize("inherits", ["", "NOINHERIT "])
def test_who_owns_the_database_and_not_the_tables_hears_who_does(inherits: str) -> None:
    with cluster() as server:
        server.run("postgres", "CREATE ROLE boss LOGIN CREATEROLE", "CREATE ROLE plain LOGIN")
        server.run("postgres", "CREATE DATABASE kept OWNER plain", "GRANT CREATE ON DATABASE kept TO boss")
        make_tables(server.url("kept", "boss"))
        if inherits:
            server.run("postgres", "ALTER ROLE plain NOINHERIT", "GRANT boss TO plain")
        for prepare in (make_tables, upgrade_tables):
            with pytest.raises(UserError) as caught:
                prepare(server.url("kept", "plain"))
            told = caught.value
            assert (told.code, told.params["detail"]) == ("server_not_owner", "owner: boss")


@pytest.mark.parametrize("whose", ["owner", "keeper"])
def test_a_role_that_keeps_the_server_is_not_that_of_the_desks(whose: str) -> None:
    """All its members would be owners."""
    with cluster() as server:
        server.run("postgres", "CREATE ROLE keeper LOGIN CREATEROLE", "CREATE DATABASE kept OWNER keeper")
        with pytest.raises(UserError, match="server_role_keeps"):
            make_tables(server.url("kept", "keeper"), role=whose)
        make_tables(server.url("kept", "keeper"))
        for by in ("keeper", "owner"):
            with pytest.raises(UserError, match="server_role_keeps"):
                upgrade_tables(server.url("kept", by), role=whose)
