"""What is said to a server: only SQL that PostgreSQL-compatible engines share, and little that one may lack.

No engine but PostgreSQL can be run here. What their documentation has of it stands in docs/scale.md; a
word that comes anew fails here until somebody has read of it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest

from store.publishing.publishing import publish_data
from sync.server.desks import desks
from sync.server.references import REMOVAL
from sync.server.tables import make_tables, upgrade_tables
from tests.support.postgres import Cluster
from tests.sync.server.test_watching import until, watching
from tests.sync.server.visits import rest, visit
from tests.sync.test_attachments import JPEG, attach, digest, kept
from tests.sync.world import Installation

SHARED: Final = """
    ADD ALTER AND ANY AS AT BEGIN BY CASE CAST CHECK COLUMN COMMIT CONFLICT CONSTRAINT CREATE DEFAULT DELETE
    DESC DISTINCT DO DROP ELSE END EXISTS FOREIGN FROM GRANT GROUP HAVING IF IN INDEX INSERT INTO IS JOIN KEY
    LIMIT NOLOGIN NOT NOTHING NULL ON OR ORDER PRIMARY REFERENCES RETURNING REVOKE ROLE SCHEMA SELECT SET
    TABLE THEN TO UNION USAGE VALID VALUES WHEN WHERE
    coalesce count extract epoch greatest least left max min now octet_length substr sum to_timestamp
    bigint bytea numeric text timestamptz
    + - <= < > >= <> = ~ :: *
    pg_catalog.pg_tables pg_roles information_schema.columns information_schema.schemata
    information_schema.table_privileges
    pg_catalog.pg_roles pg_catalog.pg_class pg_catalog.pg_namespace pg_catalog.pg_constraint pg_has_role
    pg_catalog.pg_attribute search_path pg_catalog pg_temp
"""
"""Keywords, functions, types, operators and tables of the catalog that all have."""
WITH_COLUMNS: Final = """
    has_any_column_privilege has_column_privilege has_schema_privilege has_table_privilege
    pg_catalog.pg_auth_members pg_catalog.pg_database current_database
"""
"""What is asked only where rights on columns are, which is PostgreSQL's own query layer."""
OWN: Final = {
    "LISTEN": "asked for news each second",
    "NOTIFY": "the same",
    "lock_timeout": "an engine has limits of its own",
    "aclexplode": "the role is the one that is named, or the usual one",
    "session_user": "which login a row came by is not noted",
    "sha256": "readers look at what is in a row all the same",
}
"""What an engine may lack: it is left out then."""


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement that a connection is given from here on."""
    statements: list[str] = []
    for name in ("execute", "executemany"):
        before = getattr(psycopg.Cursor, name)

        def heard(cursor: Any, query: Any, *more: Any, before: Any = before, **named: Any) -> Any:
            statements.append(query.decode() if isinstance(query, bytes) else str(query))
            return before(cursor, query, *more, **named)

        monkeypatch.setattr(psycopg.Cursor, name, heard)
    yield statements


def words(statement: str) -> set[str]:
    """The words of a statement that are none of ours: keywords, functions, types, operators."""
    bare = re.sub(r"'[^']*'|%(?:\(\w+\))?[sb]", " ", statement)
    ours = re.sub(r"(?:\"\w+\"|\bterren)\.\w+(?: AS \w+)?|\"[^\"]*\"", " ", bare)
    found = set(re.findall(r"\b[A-Z]{2,}\b", ours))
    found |= set(re.findall(r"\b([a-z_0-9]+) ?\((?!\w+,|plan)", ours)) - {"news"}
    found |= set(re.findall(r"\b(?:bigint|numeric|bytea|text|timestamptz|jsonb?|integer|boolean)\b", ours))
    found |= set(re.findall(r"[-+*/<>=~!@#%^&|:]+", ours))
    found |= set(
        re.findall(
            r"\b(?:pg_catalog|information_schema)\.\w+|\bpg_\w+|\b(?:lock_timeout|search_path|session_user)\b",
            ours,
        )
    )
    return found


def unread(statements: list[str]) -> dict[str, str]:
    """Words of which nobody has read whether engines share them, each with the statement it stands in."""
    known = {*SHARED.split(), *WITH_COLUMNS.split(), *OWN}
    return {word: one for one in statements for word in words(one) - known}


def test_only_what_engines_share_is_said(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str, said: list[str]
) -> None:
    """By all that there is: tables made and brought up to date, visits, screens, lists, complaints, data."""
    postgres.run("postgres", f"CREATE DATABASE {database}_anew")
    made = postgres.url(f"{database}_anew")
    said.clear()
    make_tables(made)
    upgrade_tables(made)
    attach(field)
    for sealed in (False, True):
        field.edit("1.1.1", "percent", 1)
        visit(field, url, sealed=sealed)
        visit(center, url, sealed=sealed)
    rest(field, center, at=url)
    told = len(said)
    postgres.run(
        database,
        "ALTER TABLE terren.change_set DROP CONSTRAINT change_set_proven",
        "UPDATE terren.change_set SET data = 'x' WHERE place = 1",
        "DELETE FROM terren.attachment",
    )
    del said[told:]
    rest(field, center, at=url)
    desks(center.store, url)
    with watching(center, url) as heard:
        until(lambda: len(heard) > 0)
        field.edit("1.1.1", "percent", 2)
        visit(field, url)
        until(lambda: center.state == field.state)
    for _ in range(2):
        publish_data(center.store, made, program="test")
    assert unread([*said, REMOVAL]) == {}
    assert {word for one in said for word in words(one)} >= OWN.keys()
    assert all(not re.search(r"\bUPDATE\b|\bDELETE\b", one) for one in said if "terren_data" not in one)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT pg_advisory_lock(1)",
        "SELECT place FROM terren.change_set FOR UPDATE",
        "WITH one AS (SELECT 1) SELECT * FROM one",
        "INSERT INTO terren.sender (plan) SELECT to_jsonb(1)",
        "SELECT nextval('x')",
        "SELECT data || data FROM terren.change_set",
        "CREATE TRIGGER x BEFORE INSERT ON terren.sender EXECUTE FUNCTION f()",
        "SELECT pg_current_snapshot()",
    ],
)
def test_what_nobody_has_read_of_is_noticed(statement: str) -> None:
    assert unread([statement])


def test_what_an_engine_lacks_is_left_out(
    field: Installation, center: Installation, postgres: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tables are made, and desks exchange, where a server knows none of it."""
    execute = psycopg.Connection.execute

    def refused(connection: Any, query: Any, *more: Any, **named: Any) -> Any:
        text = query.decode() if isinstance(query, bytes) else str(query)
        if any(word in text for word in OWN):
            # as CockroachDB: a statement that it cannot read, or a function of another type (22023)
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = 'x'" if "sha256" in text else "UNKNOWN WORD")
        return execute(connection, query, *more, **named)

    monkeypatch.setattr(psycopg.Connection, "execute", refused)
    postgres.run("postgres", "CREATE DATABASE lacking")
    url = postgres.url("lacking")
    make_tables(url)
    attach(field)
    rest(field, center, at=url)
    assert kept(center) == [digest(JPEG)]
    with watching(center, url) as heard:
        until(lambda: len(heard) > 0)
        field.edit("1.1.1", "percent", 2)
        visit(field, url)
        assert until(lambda: center.state == field.state) < 5
    assert not any(isinstance(one, Exception) for one in heard)


def test_the_documentation_names_what_one_may_lack() -> None:
    told = Path("docs/scale.md").read_text("utf-8")
    assert [word for word in OWN if f"`{word}`" not in told] == []
