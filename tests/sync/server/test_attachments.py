"""Attachments go through a server as through a folder: proven by their hash, asked for where they lack."""

from __future__ import annotations

import time
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import pytest

from schema.registers import MAX_ATTACHMENT
from store.exchange.attachments import kept_attachment, read_kept
from sync.server.attachment_rows import AttachmentRow, AttachmentRows
from sync.server.tables import MIGRATIONS, upgrade_tables
from tests.support.postgres import Cluster
from tests.sync.server.test_watching import until, watching
from tests.sync.server.visits import rest, unchecked, visit
from tests.sync.test_attachments import JPEG, attach, digest, folder_of, kept, lacked
from tests.sync.world import Installation, believe, headquarters, installation


@pytest.fixture
def other(tmp_path: Path, field: Installation, center: Installation) -> Installation:
    """A second desk of headquarters."""
    other = headquarters(tmp_path / "other", replica="d" * 32)
    believe(other, field, center)
    return other


def lying(postgres: Cluster, database: str) -> list[str]:
    """The hashes of the attachments that lie on the server."""
    rows = postgres.run(database, "SELECT encode(digest, 'hex') FROM terren.attachment ORDER BY 1, place")
    return [row[0] for row in rows]


def test_it_is_put_there_taken_by_all_desks_and_not_again(
    field: Installation, center: Installation, other: Installation,
    url: str, postgres: Cluster, database: str,
) -> None:  # fmt: skip
    attach(field)
    came = visit(field, url)
    assert (came.placed.written, came.placed.left) == (1, 0)
    assert visit(center, url).arrived.came == 1
    assert visit(other, url).arrived.came == 1
    assert read_kept(folder_of(center), digest(JPEG)) == JPEG
    rest(field, center, other, at=url)
    assert visit(field, url).placed == ((), 0, 0, None)
    assert lying(postgres, database) == [digest(JPEG)]


def test_a_server_that_goes_before_it_tells_of_one_is_told(
    field: Installation, center: Installation, url: str
) -> None:
    attach(field)
    execute = psycopg.Connection.execute

    def executed(connection: Any, statement: Any, *arguments: Any, **more: Any) -> Any:
        if str(statement).startswith("NOTIFY"):
            raise psycopg.errors.AdminShutdown("terminating connection")
        return execute(connection, statement, *arguments, **more)

    with patch.object(psycopg.Connection, "execute", executed):
        came = visit(field, url)
    assert came.unwritten is not None and came.unwritten.code == "server_gone"
    rest(field, center, at=url)
    assert kept(center) == [digest(JPEG)]


def test_one_that_came_on_a_stick_reaches_the_other_desk_through_the_server(
    field: Installation, center: Installation, other: Installation, url: str, stick: Path, tmp_path: Path
) -> None:
    """It says what it lacks, and the desk that has it puts it there."""
    from sync.mailbox import exchange_folder

    rest(center, other, at=url)
    attach(field)
    exchange_folder(field.store, field.places, stick)
    exchange_folder(center.store, center.places, stick)
    assert kept(center) == [digest(JPEG)]
    rest(center, other, at=url)
    assert kept(other) == [digest(JPEG)]


def test_a_laptop_that_lost_its_own_gets_it_back_and_another_unit_nothing(
    field: Installation, center: Installation, url: str, tmp_path: Path, postgres: Cluster, database: str
) -> None:
    foreign = installation(tmp_path / "foreign", unit="23", replica="e" * 32)
    believe(foreign, field, center)
    attach(field)
    rest(field, center, foreign, at=url)
    postgres.run(database, "DELETE FROM terren.attachment")
    kept_attachment(folder_of(field), digest(JPEG)).unlink()
    rest(field, center, foreign, at=url)
    assert kept(field) == [digest(JPEG)]
    assert kept(foreign) == []


def test_what_is_not_what_its_hash_says_is_left_and_put_there_again(
    field: Installation, center: Installation, url: str, postgres: Cluster, database: str
) -> None:
    attach(field)
    visit(field, url)
    unchecked(postgres, database)
    postgres.run(database, r"UPDATE terren.attachment SET data = '\xffd8ff6e6f6e73656e7365'")
    came = visit(center, url)
    assert (came.arrived.came, came.arrived.lacking) == (0, 1)
    assert kept(center) == []
    assert visit(field, url).placed.written == 1
    assert visit(center, url).arrived.came == 1


def test_who_may_append_cannot_hide_one(
    field: Installation, center: Installation, url: str, postgres: Cluster, database: str
) -> None:
    """The table holds that what is not sealed has the hash that it is called by."""
    attach(field)
    visit(field, url)
    put = (
        "INSERT INTO terren.attachment (plan, digest, mark, place, sender, data)"
        " SELECT plan, digest, %s, %s, sender, %s FROM terren.attachment LIMIT 1"
    )
    with psycopg.connect(url, autocommit=True) as connection:
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute(put, ("", 2, b"\xff\xd8\xff nonsense"))
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute(put, ("12345678", 2, b"x" * (2 * MAX_ATTACHMENT)))
        for n in range(20):
            connection.execute(put, ("12345678", n, b"\xff\xd8\xff nonsense"))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM terren.attachment")
    assert visit(center, url).arrived.came == 1


def test_wrong_ones_cost_a_bounded_part_of_a_visit(
    field: Installation, center: Installation, url: str, postgres: Cluster, database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    attach(field)
    visit(field, url)
    unchecked(postgres, database)
    postgres.run(
        database,
        r"UPDATE terren.attachment SET data = '\xffd8ff00'",
        "INSERT INTO terren.attachment (plan, digest, mark, place, sender, data)"
        " SELECT plan, digest, mark, n, sender, data FROM terren.attachment, generate_series(2, 50) AS n",
    )
    read: list[AttachmentRow] = []
    taken = AttachmentRows.data

    def data(rows: AttachmentRows, row: AttachmentRow) -> bytes | None:
        read.append(row)
        return taken(rows, row)

    monkeypatch.setattr(AttachmentRows, "data", data)
    assert visit(center, url).arrived.lacking == 1
    assert len(read) == 4


def test_sealed_it_is_read_by_whom_the_files_are_for(
    field: Installation, center: Installation, other: Installation,
    url: str, postgres: Cluster, database: str,
) -> None:  # fmt: skip
    attach(field)
    assert visit(field, url, sealed=True).placed.written == 1
    ((data,),) = postgres.run(database, "SELECT data FROM terren.attachment")
    assert JPEG not in bytes(data)
    assert visit(center, url, sealed=True).arrived.came == 1
    assert visit(field, url, sealed=True).placed.written == 0


def test_one_that_is_lost_there_goes_again_however_often(
    field: Installation, center: Installation, url: str, postgres: Cluster, database: str
) -> None:
    attach(field)
    visit(field, url)
    postgres.run(database, "DELETE FROM terren.attachment")
    assert visit(center, url).arrived.lacking == 1
    rest(field, center, at=url)
    assert kept(center) == [digest(JPEG)]
    assert lacked(center) == []


def test_more_than_goes_at_once_comes_with_the_next_visits(
    field: Installation, center: Installation, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.server.attachments.MOST_AT_ONCE", 3 * len(JPEG))
    for n in range(7):
        attach(field, JPEG + b"%d" % n)
    assert visit(field, url).placed.left == 5
    rest(field, center, at=url)
    assert len(kept(center)) == 7


def test_a_full_disk_on_the_server_takes_the_change_set_all_the_same(
    field: Installation, center: Installation, url: str, postgres: Cluster, database: str
) -> None:
    attach(field)
    postgres.run(
        database,
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END$$",
        "CREATE TRIGGER full_disk BEFORE INSERT ON terren.attachment EXECUTE FUNCTION full_disk()",
    )
    came = visit(field, url)
    assert came.placed.why is not None
    assert came.placed.why.code == "server_full"
    assert came.unwritten is None
    assert came.written is not None
    postgres.run(database, "DROP TRIGGER full_disk ON terren.attachment")
    rest(field, center, at=url)
    assert kept(center) == [digest(JPEG)]


def test_who_may_not_read_them_exchanges_all_the_same(
    field: Installation, center: Installation, url: str, postgres: Cluster, database: str
) -> None:
    attach(field)
    postgres.run(database, "REVOKE ALL ON terren.attachment FROM terren_desk")
    for one in (field, center, field):
        came = visit(one, url)
        assert came.placed.why is not None
        assert (came.placed.why.code, came.unwritten) == ("server_forbidden", None)
    assert center.state == field.state


def test_many_wrong_ones_hide_none_that_is_not_sealed(
    field: Installation, center: Installation, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.server.attachment_rows._MOST_LISTED", 5)
    for n in range(3):
        attach(field, JPEG + b"%d" % n)
    visit(field, url)
    with psycopg.connect(url, autocommit=True) as connection:
        for n in range(10):
            connection.execute(
                "INSERT INTO terren.attachment (plan, digest, mark, place, sender, data)"
                " SELECT plan, digest, %s, 1, sender, %s FROM terren.attachment WHERE mark = ''",
                (f"{n:08}", b"\xff\xd8\xff nonsense"),
            )
    assert visit(center, url).arrived.came == 3


def test_tables_of_before_get_theirs(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str
) -> None:
    postgres.run(database, "DROP TABLE terren.attachment", "DELETE FROM terren.form WHERE version = 2")
    attach(field)
    made = upgrade_tables(postgres.url(database))
    assert (made.before, made.form) == (1, len(MIGRATIONS))
    rest(field, center, at=url)
    assert kept(center) == [digest(JPEG)]


def test_an_open_screen_has_it_within_two_seconds(
    field: Installation, center: Installation, other: Installation, url: str
) -> None:
    """Also one that nobody but another desk has, and that is asked for."""
    with watching(field, url) as there, watching(center, url) as here, watching(other, url) as beside:
        until(lambda: bool(there and here and beside))
        time.sleep(1)
        attach(field)
        took = until(lambda: kept(center) == kept(other) == [digest(JPEG)])
        kept_attachment(folder_of(other), digest(JPEG)).unlink()
        field.edit("1.1.1", "percent", 1)
        until(lambda: kept(other) == [digest(JPEG)])
    assert took < 2.0


def test_hostile_rows_become_no_path(
    field: Installation, center: Installation, url: str, postgres: Cluster, database: str
) -> None:
    attach(field)
    visit(field, url)
    unchecked(postgres, database)
    postgres.run(
        database,
        "ALTER TABLE terren.attachment ALTER mark TYPE text",
        "UPDATE terren.attachment SET mark = '../../../../tmp/x' || repeat('y', 100000), sender = sender",
    )
    came = visit(center, url)
    assert came.arrived.lacking == 1
    assert came.unwritten is None
    assert kept(center) == []
    assert sha256(JPEG).hexdigest() in lacked(center)


def test_a_desk_away_gets_all_of_a_year(
    field: Installation, center: Installation, other: Installation, url: str
) -> None:
    for n in range(30):
        attach(field, JPEG + b"%d" % n)
        visit(field, url)
        if n % 5 == 0:
            visit(center, url)
    came = visit(other, url)
    assert (came.arrived.came, came.arrived.lacking) == (30, 0)
