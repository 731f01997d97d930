"""Whoever may append, or keeps the server, keeps nobody's files from others: rows are not believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest

import language
import store.db.server
import sync.server.incoming
import sync.trust.admission
from language.mailbox import ended_words
from language.messages import message
from store.db.errors import UserError
from store.db.server import server_name
from sync.mailbox import Exchange, exchange_folder
from sync.receive.receive import receive
from sync.receive.refused import refused_files
from sync.receive.waiting import take_refused
from sync.server.desks import desks as read_desks
from sync.server.references import REMOVAL
from sync.server.rows import MOST_MISSING
from sync.server.server_mailbox import server_mailbox
from sync.server.tables import make_tables, upgrade_tables
from sync.wire.format import MAGIC, open_container
from sync.wire.grants import sign_grant
from sync.wire.inspect import body_of
from tests.support.postgres import Cluster
from tests.sync.server.test_watching import until, watching
from tests.sync.server.visits import rest, unchecked, visit
from tests.sync.world import Installation, believe, headquarters, installation


class Appender:
    """Somebody who may append, and nothing else."""

    def __init__(self, server: Cluster, database: str) -> None:
        self.server, self.database = server, database

    def ask(self, statement: str, *values: object, user: str = "desk") -> list[tuple[object, ...]]:
        """Run a statement; its rows."""
        with psycopg.connect(self.server.url(self.database, user), autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    @property
    def plan(self) -> object:
        """The plan of which files lie there."""
        return self.ask("SELECT plan FROM terren.sender LIMIT 1")[0][0]

    def put(self, sender: str, data: bytes, *, name: str = "x.terren", digest: bytes | None = None) -> int:
        """Append a row under a sender's id; its number."""
        plan = self.plan
        self.ask(
            "INSERT INTO terren.sender (plan, replica, unit, role, officer)"
            " VALUES (%s, %s, '17', 'field', 'x') ON CONFLICT DO NOTHING",
            plan,
            sender,
        )
        ((last,),) = self.ask("SELECT max(place) FROM terren.change_set WHERE sender = %s", sender)
        assert last is None or isinstance(last, int)
        self.ask(
            "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            *(plan, sender, (last or 0) + 1, last, digest or sha256(data).digest(), name, data),
        )
        return (last or 0) + 1

    def complain(self, reader: str, sender: str, place: int) -> None:
        """Say under a reader's id that a row cannot be read."""
        self.ask(
            "INSERT INTO terren.taken (plan, reader, sender, place, outcome)"
            " VALUES (%s, %s, %s, %s, 'refused') ON CONFLICT DO NOTHING",
            *(self.plan, reader, sender, place),
        )

    def rows(self, sender: str) -> list[tuple[object, ...]]:
        """Number, name and bytes of a sender's rows."""
        return self.ask(
            "SELECT place, name, data FROM terren.change_set WHERE sender = %s ORDER BY place", sender
        )

    def bytes(self) -> object:
        """How much lies there."""
        return self.ask("SELECT sum(octet_length(data)) FROM terren.change_set")[0][0]

    def alter(self, sender: str, place: int) -> None:
        """What whoever keeps the server, or a broken disk, can do."""
        unchecked(self.server, self.database)
        self.ask(
            "UPDATE terren.change_set SET data = set_byte(data, length(data) - 200,"
            " get_byte(data, length(data) - 200) # 1) WHERE sender = %s AND place = %s",
            sender,
            place,
            user="owner",
        )


@pytest.fixture
def appender(postgres: Cluster, database: str) -> Appender:
    return Appender(postgres, database)


def codes(came: Exchange) -> set[str]:
    """Why files were left."""
    return {left.refusal.code for left in came.left if left.refusal is not None}


def test_an_id_like_another_s_hides_nothing(
    field: Installation, center: Installation, url: str, appender: Appender
) -> None:
    rest(field, center, at=url)
    field.edit("1.1.1", "percent", 42)
    visit(field, url)
    *_, (place, name, _) = appender.rows(field.replica)
    assert isinstance(place, int)
    for n in range(place):
        appender.put(field.replica[:16] + "f" * 16, b"junk %d" % n, name=str(name))
    visit(center, url)
    assert center.state == field.state


def test_an_id_that_is_none_is_no_sender(
    field: Installation, center: Installation, url: str, appender: Appender, postgres: Cluster, database: str
) -> None:
    rest(field, center, at=url)
    with pytest.raises(psycopg.errors.CheckViolation):
        appender.put("\x1b[31m" + "e" * 27, b"x")
    unchecked(postgres, database)
    appender.put("\x1b[31m" + "e" * 27, b"x")
    assert visit(center, url).left == ()


def test_what_must_wait_keeps_nothing_else_waiting(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A full inbox, and one more file in a row of a sender who is accepted: it waits alone."""
    monkeypatch.setattr(sync.trust.admission, "MOST_WAITING", 3)
    rest(field, center, at=url)
    strangers = [installation(tmp_path / f"stranger{n}") for n in range(4)]
    for n, stranger in enumerate(strangers):
        stranger.edit("1.1.1", "percent", n)
    files = [stranger.export(tmp_path).path.read_bytes() for stranger in strangers]
    for stranger, data in zip(strangers[:3], files, strict=False):
        appender.put(stranger.replica, data)
    visit(center, url)
    appender.put(field.replica, files[3])
    for n in range(3):
        field.edit("1.1.1", "percent", n)
        visit(field, url)
        came = visit(center, url)
        # it is tried at each visit, and it alone
        assert [left.refusal.code for left in came.left if left.refusal] == ["inbox_full"]
        assert center.state == field.state
        assert came.known == 0
    # what one desk has not read yet it does not say that it has
    found = read_desks(center.store, url)
    assert {desk.replica: desk.unread for desk in found.desks}[center.replica] > 0
    believe(center, strangers[3])
    visit(center, url)
    visit(center, url)
    taken = center.store.conn.execute(
        "SELECT count(*) FROM change WHERE replica = ?", (strangers[3].replica,)
    ).fetchone()
    assert taken == (1,)


def test_what_could_not_be_taken_here_is_tried_again_at_once(
    field: Installation, center: Installation, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many, in their order: a full disk here is nobody else's doing."""
    monkeypatch.setattr(sync.server.incoming, "MOST_AGAIN", 2)
    for n in range(6):
        field.edit("1.1.1", "percent", n)
        visit(field, url)
    with monkeypatch.context() as patched:
        patched.setattr("sync.mailbox.receive_data", refuse)
        assert codes(visit(center, url)) == {"disk_full"}
        assert codes(visit(center, url)) == {"disk_full"}
    assert [one.new for one in visit(center, url).taken] == [1] * 6
    assert center.state == field.state


def refuse(*_: object, **__: object) -> None:
    raise UserError("disk_full", file="x", needed=1, free=0)


def test_a_row_that_claims_to_be_a_file_takes_it_from_nobody(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    tmp_path: Path,
    postgres: Cluster,
    database: str,
) -> None:
    late = headquarters(tmp_path / "late")
    believe(late, field, center)
    believe(center, late)
    rest(center, late, at=url)
    field.edit("1.1.1", "percent", 42)
    path = field.export(tmp_path).path
    digest = sha256(path.read_bytes()).digest()
    with pytest.raises(psycopg.errors.CheckViolation):
        appender.put("ee" * 16, b"garbage", digest=digest)
    unchecked(postgres, database)
    appender.put("ee" * 16, b"garbage", digest=digest)
    center.receive(path)
    visit(center, url)
    visit(late, url)
    assert late.state == center.state == field.state


def test_what_lies_under_one_s_own_id_is_read_as_well(
    field: Installation, center: Installation, url: str, appender: Appender, tmp_path: Path
) -> None:
    """Others count it as lying there, so everybody reads it."""
    other = headquarters(tmp_path / "other")
    believe(other, field, center)
    believe(center, other)
    rest(center, other, at=url)
    field.edit("1.1.1", "percent", 42)
    appender.put(other.replica, field.export(tmp_path).path.read_bytes())
    rest(center, other, at=url)
    assert other.state == center.state == field.state


def test_a_row_put_between_one_s_own_hides_no_backup(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    postgres: Cluster,
    database: str,
) -> None:
    """One's own last row is gone, though those before the other's stand."""
    rest(field, center, at=url)

    def put_between(done: int, total: int, _name: str) -> None:
        if done == total:
            appender.put(field.replica, b"junk")

    before = len(appender.rows(field.replica))
    field.edit("1.1.1", "percent", 42)
    assert visit(field, url, progress=put_between).written is not None
    postgres.run(
        database,
        "SET session_replication_role = replica",
        f"DELETE FROM terren.change_set WHERE sender = '{field.replica}' AND place > {before}",
    )
    assert visit(field, url).written is not None
    visit(center, url)
    assert center.state == field.state


def test_a_complaint_of_a_row_that_is_not_there_cannot_be_made(
    field: Installation, center: Installation, url: str, appender: Appender
) -> None:
    rest(field, center, at=url)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        appender.complain(center.replica, field.replica, 10**9)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        appender.complain("x", field.replica, 1)


def test_a_complaint_that_is_untrue_costs_nothing(
    field: Installation, center: Installation, url: str, appender: Appender
) -> None:
    """Nor does one of a row that somebody else has put there under one's id."""
    for n in range(3):
        field.edit("1.1.1", "percent", n)
        rest(field, center, at=url)
    rest(field, center, at=url)
    junk = appender.put(field.replica, b"junk")
    rest(field, center, at=url)
    before = appender.bytes()
    for place in (*range(1, junk + 1),):
        appender.complain(center.replica, field.replica, place)
    for _ in range(3):
        for one in (field, center):
            came = visit(one, url)
            assert (came.repaired, came.written) == ((), None)
    assert appender.bytes() == before


def test_many_complaints_hide_no_true_one(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sync.server.rows, "MOST_COMPLAINTS", 4)
    monkeypatch.setattr("sync.server.complaints.MOST_COMPLAINTS", 4)
    monkeypatch.setattr("sync.server.complaints._MOST_LOOKED_AT", 2)
    for n in range(12):
        field.edit("1.1.1", "percent", n)
        visit(field, url)
        appender.complain(field.replica, field.replica, n + 1)
    field.edit("1.1.2", "percent", 1)
    visit(field, url)
    *_, (last, _, _) = appender.rows(field.replica)
    assert isinstance(last, int)
    appender.alter(field.replica, last)
    assert codes(visit(center, url)) == {"server_row_altered"}
    repaired = [visit(field, url).repaired for _ in range(14)]
    assert sum(map(len, repaired)) == 1
    visit(center, url)
    assert center.state == field.state


def _scanned(plan: dict[str, Any]) -> int:
    """The most rows that any step of a plan that was carried out looked at."""
    own: int = sum(plan.get(rows, 0) for rows in ("Actual Rows", "Rows Removed by Filter"))
    return max([own * int(plan["Actual Loops"]), *map(_scanned, plan.get("Plans", ()))])


def test_a_visit_looks_at_no_more_rows_however_many_somebody_introduces_and_complains(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    postgres: Cluster,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And true complaints are heard: behind as many of one row as are counted at once, too."""
    monkeypatch.setattr(sync.server.rows, "MOST_SENDERS", 10)
    for module in ("rows", "complaints"):
        monkeypatch.setattr(f"sync.server.{module}.MOST_COMPLAINING", 20, raising=False)
    for n in range(3):
        field.edit("1.1.1", "percent", n)
        visit(field, url)
    appender.ask(
        "INSERT INTO terren.sender (plan, replica, unit, role, officer)"
        " SELECT plan, md5(n::text), '', '', '' FROM terren.sender, generate_series(1, 3000) AS n"
    )
    appender.ask(
        "INSERT INTO terren.taken (plan, reader, sender, place, outcome)"
        " SELECT row.plan, replica, row.sender, row.place, 'refused' FROM terren.change_set AS row"
        " JOIN terren.sender AS one ON one.plan = row.plan WHERE row.place < 3"
    )
    postgres.run(database, "ANALYZE")
    looked, execute = list[int](), psycopg.Connection.execute

    def explained(connection: Any, query: Any, *more: Any, **named: Any) -> Any:
        text = query if isinstance(query, bytes) else str(query).encode()
        if text.startswith(b"SELECT") and b"terren." in text:
            explain = b"EXPLAIN (ANALYZE, FORMAT JSON) "
            looked.append(
                _scanned(execute(connection, explain + text, *more, **named).fetchall()[0][0][0]["Plan"])
            )
        return execute(connection, query, *more, **named)

    appender.alter(field.replica, 3)
    with monkeypatch.context() as patched:
        patched.setattr(psycopg.Connection, "execute", explained)
        assert codes(visit(center, url)) == {"server_row_altered"}
        repaired = [visit(field, url).repaired for _ in range(4)]
    assert max(looked) < 100
    assert sum(map(len, repaired)) == 1


@pytest.mark.parametrize("complained", ["somebody else", "whoever complains again"])
def test_a_complaint_of_a_row_that_is_whole_hides_no_later_damage(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    tmp_path: Path,
    complained: str,
) -> None:
    """Somebody complains of all there is, and only then a row is damaged: a new desk gets everything."""
    late = headquarters(tmp_path / "late")
    believe(late, field)
    for n in range(3):
        field.edit("1.1.1", "percent", n)
        rest(field, center, at=url)
    appender.ask(
        "INSERT INTO terren.sender (plan, replica, unit, role, officer) VALUES (%s, %s, '', '', '')",
        *(appender.plan, late.replica),
    )
    places = [place for place, _, _ in appender.rows(field.replica) if isinstance(place, int)]
    reader = center if complained == "somebody else" else late
    for place in places:
        appender.complain(reader.replica, field.replica, place)
    rest(field, center, at=url)
    rest(field, center, at=url)
    appender.alter(field.replica, places[0])
    assert codes(visit(late, url)) == {"server_row_altered"}
    assert [path.name for path in visit(field, url).repaired] == [str(places[0])]
    visit(late, url)
    assert late.state == field.state
    # what was put there once is not put there again
    appender.complain(field.replica, field.replica, places[0])
    rest(field, center, late, at=url)
    before = appender.bytes()
    rest(field, center, late, at=url)
    assert appender.bytes() == before


def test_whoever_begins_after_the_repair_is_told_nothing_untrue(
    field: Installation, center: Installation, url: str, appender: Appender, tmp_path: Path
) -> None:
    """The damaged row lies there still, and what it carried lies there anew."""
    late = headquarters(tmp_path / "late")
    believe(late, field)
    field.edit("1.1.1", "percent", 42)
    visit(field, url)
    appender.alter(field.replica, 1)
    visit(center, url)
    visit(field, url)
    (left,) = visit(late, url).left
    assert late.state == field.state
    assert left.refusal is not None
    with language.speaking("en"):
        told = message(left.refusal.code, left.refusal.params)
    assert "unless it lies there anew already" in told
    assert visit(field, url).written is None


@pytest.mark.parametrize("who", ["its sender", "who took it before"])
def test_a_row_damaged_before_all_is_read_again_is_put_there_all_the_same(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
) -> None:
    """As after another release: whoever finds it damaged now holds what it carried."""
    late = headquarters(tmp_path / "late")
    believe(late, field, center)
    believe(center, late)
    field.edit("1.1.1", "percent", 42)
    rest(field, center, at=url)
    for place, _, _ in appender.rows(field.replica):
        assert isinstance(place, int)
        appender.alter(field.replica, place)
    monkeypatch.setattr("sync.server.bookmark.RELEASE", "9.9.9")
    one = field if who == "its sender" else center
    assert codes(visit(one, url)) == {"server_row_altered"}
    visit(late, url)
    visit(one, url)
    visit(late, url)
    assert late.state == field.state
    rest(one, late, at=url)


def test_an_answer_that_could_not_be_put_there_is_no_answer(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    field.edit("1.1.1", "percent", 42)
    visit(field, url)
    appender.alter(field.replica, 1)
    visit(center, url)
    with monkeypatch.context() as patched:
        patched.setattr("sync.server.rows.Rows.append", refuse)
        assert visit(field, url).unwritten is not None
    assert len(visit(field, url).repaired) == 1
    visit(center, url)
    assert center.state == field.state


def test_a_number_that_comes_again_is_another_row(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    tmp_path: Path,
    postgres: Cluster,
    database: str,
) -> None:
    """The server went back to a backup: of the row that was mended there is another one now."""
    late = headquarters(tmp_path / "late")
    believe(late, field)
    for n in range(3):
        field.edit("1.1.1", "percent", n)
        visit(field, url)
    appender.alter(field.replica, 3)
    visit(center, url)
    assert [path.name for path in visit(field, url).repaired] == ["3"]
    postgres.run(
        database,
        "SET session_replication_role = replica",
        f"DELETE FROM terren.change_set WHERE sender = '{field.replica}' AND place > 2",
        "DELETE FROM terren.taken",
    )
    visit(field, url)
    appender.alter(field.replica, 3)
    assert codes(visit(late, url)) == {"server_row_altered"}
    assert [path.name for path in visit(field, url).repaired] == ["3"]
    visit(late, url)
    assert late.state == field.state


def test_names_and_rows_are_asked_for_in_bounds(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    postgres: Cluster,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visit(field, url)
    with pytest.raises(psycopg.errors.CheckViolation):
        appender.ask(
            "INSERT INTO terren.sender (plan, replica, unit, role, officer)"
            " VALUES ('p', repeat('e', 32), '', '', repeat('a', 100000))"
        )
    with pytest.raises(psycopg.errors.CheckViolation):
        appender.put("ee" * 16, b"x", name="a" * 100_000)
    unchecked(postgres, database)
    for n in range(5):
        appender.put("ee" * 16, b"%d" % n, name="a" * 100_000)
    appender.ask(
        "INSERT INTO terren.sender (plan, replica, unit, role, officer)"
        " VALUES (%s, repeat('d', 32), repeat('u', 100000), repeat('r', 100000), repeat('o', 100000))",
        appender.plan,
    )
    monkeypatch.setattr(sync.server.incoming, "MOST_ROWS", 2)
    with server_mailbox(center.store, center.places, url) as mailbox:
        # without end nothing is read: nothing was noted of these
        batches = [mailbox.others(center.identity, set()) for _ in range(4)]
        assert max(len(batch) for batch in batches) <= 4
        assert max(len(path.name) for batch in batches for path in batch) <= 200
    field.edit("1.1.1", "percent", 1)
    visit(field, url)
    came = visit(center, url)
    assert len(came.left) == 5
    assert center.state == field.state
    shown = read_desks(center.store, url)
    assert max(len(desk.unit + desk.role + desk.officer) for desk in shown.desks) <= 600
    assert max(len(file.name) for file in shown.files) <= 200


def test_who_refused_a_row_is_not_listed_as_having_taken_it(
    field: Installation, center: Installation, url: str, appender: Appender
) -> None:
    rest(field, center, at=url)
    appender.put(field.replica, b"junk", name="junk.terren")
    assert visit(center, url).left
    field.edit("1.1.1", "percent", 1)
    visit(field, url)
    visit(center, url)
    takers = {file.name: file.taken_by for file in read_desks(center.store, url).files}
    assert center.replica not in takers.pop("junk.terren")
    assert any(center.replica in by for by in takers.values())


def test_the_list_reads_no_more_than_it_shows_whatever_somebody_claims(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rest(field, center, at=url)
    replicas = [f"{n:032x}" for n in range(12)]
    for replica in replicas:
        for n in range(5):
            appender.put(replica, f"{replica} {n}".encode(), name="x")
    for outcome in ("taken", "refused"):
        appender.ask(
            "INSERT INTO terren.taken (plan, reader, sender, place, outcome)"
            " SELECT row.plan, reader.replica, row.sender, row.place, %s FROM terren.change_set AS row"
            " JOIN terren.sender AS reader ON reader.plan = row.plan AND reader.replica <> row.sender"
            " WHERE row.sender LIKE '0000%%' ON CONFLICT DO NOTHING",
            outcome,
        )
    counts, execute = list[int](), psycopg.Connection.execute

    def counted(connection: Any, *more: Any, **named: Any) -> Any:
        cursor = execute(connection, *more, **named)
        counts.append(cursor.rowcount)
        return cursor

    monkeypatch.setattr(psycopg.Connection, "execute", counted)
    shown = read_desks(center.store, url, limit=3)
    assert max(counts) <= len(replicas) + 2
    assert [file.taken_by for file in shown.files] == [(), (), ()]
    assert {desk.unread for desk in shown.desks if desk.replica in replicas} == {2}


def test_nobody_takes_an_accepted_one_s_place_in_the_list(
    field: Installation, center: Installation, url: str, appender: Appender
) -> None:
    """A row under his id, put there before his first visit, does not name him; one like his is unproven."""
    visit(field, url)
    for replica, officer in ((center.replica, "Evil Person"), ("ee" * 16, center.identity.officer)):
        appender.ask(
            "INSERT INTO terren.sender (plan, replica, unit, role, officer)"
            " VALUES (%s, %s, '99', 'field', %s)",
            appender.plan,
            replica,
            officer,
        )
    visit(center, url)
    for one in (field, center):
        own = center.identity
        shown = {desk.replica: desk[1:5] for desk in read_desks(one.store, url).desks}
        assert shown[center.replica] == (own.unit, own.role, own.officer, True)
        assert shown[field.replica][-1] is True
        assert shown["ee" * 16] == ("99", "field", own.officer, False)
        assert [*shown][-1] == "ee" * 16


@pytest.mark.parametrize("at", ["infinity", "-infinity", "9999-12-31", "4000-01-01 BC"])
def test_a_time_that_cannot_be_keeps_nothing_from_being_listed(
    field: Installation, center: Installation, url: str, appender: Appender, at: str
) -> None:
    """The role may not write it; whoever keeps the server can, and the list is read and in order."""
    for n in range(2):
        field.edit("1.1.1", "percent", n)
        visit(field, url)
    junk = (
        "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data, at)"
        " VALUES (%s, %s, 1, null, sha256('x'), 'x', 'x', %s)"
    )
    appender.ask(
        "INSERT INTO terren.sender (plan, replica, unit, role, officer) VALUES (%s, %s, '99', 'field', 'x')",
        appender.plan,
        "ee" * 16,
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        appender.ask(junk, appender.plan, "ee" * 16, at)
    appender.ask(junk, appender.plan, "ee" * 16, at, user="owner")
    listed = read_desks(center.store, url)
    assert [file.replica for file in listed.files] == [field.replica, field.replica, "ee" * 16]
    (newest, *_) = listed.files
    assert all(0 <= file.at <= newest.at + 1 for file in listed.files)


def test_a_screen_pauses_after_no_row_that_is_refused(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rows that anybody who may connect appends in seconds must not hold up what screens exchange."""
    paused: list[float] = []
    monkeypatch.setattr("sync.server.watching.sleep", paused.append)
    rest(field, center, at=url)
    for n in range(60):
        appender.put("00" * 16, b"%d" % n)
    field.edit("1.1.1", "percent", 1)
    visit(field, url)
    with watching(center, url) as heard:
        until(lambda: sum(len(came.left) for came in heard if not isinstance(came, UserError)) >= 60)
        assert center.state == field.state
    assert 1 <= len(paused) < 30


@pytest.mark.parametrize("times", [100, 1], ids=["long", "short"])
def test_the_accepted_come_first_and_junk_costs_a_part_of_a_visit(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    monkeypatch: pytest.MonkeyPatch,
    times: int,
) -> None:
    rest(field, center, at=url)
    for n in range(40):
        appender.put("00" * 16, b"%d" % n * times)
    field.edit("1.1.1", "percent", 1)
    visit(field, url)
    monkeypatch.setattr(sync.server.incoming, "_PART_OF_ONE", 1)
    monkeypatch.setattr(sync.server.incoming, "MOST_WASTED", 2_000)
    monkeypatch.setattr(sync.server.incoming, "LEAST_WASTED", 100)
    monkeypatch.setattr(sync.server.incoming, "MOST_ROWS", 5)
    left = []
    for _ in range(8):
        came = visit(center, url)
        assert came.ended == "done"
        left.append(len(came.left))
        assert center.state == field.state
    assert max(left) < 30
    assert sum(left) == 40
    assert left[-1] == 0


def test_what_lies_under_an_accepted_id_keeps_no_other_accepted_one_waiting(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However many ids; a visit that left something says so, and a screen that is open goes on."""
    others = [headquarters(tmp_path / f"other{n}") for n in range(4)]
    believe(center, *others)
    for other in others:
        believe(other, center, field)
    rest(center, field, *others, at=url)
    *flooded, genuine = sorted((field, *others), key=lambda one: one.replica)
    for one in flooded:
        for n in range(40):
            appender.put(one.replica, b"%d" % n * 100)
    monkeypatch.setattr(sync.server.incoming, "MOST_WASTED", 4_000)
    monkeypatch.setattr(sync.server.incoming, "LEAST_WASTED", 100)
    monkeypatch.setattr(sync.server.incoming, "MOST_ROWS", 2)
    for n, most in ((1, 2), (2, 1)):
        genuine.edit("1.1.1", "percent", n)
        visit(genuine, url)
        came = [visit(center, url) for _ in range(most)]
        assert center.state == genuine.state
        assert all(one.more and 0 < len(one.left) < 160 for one in came)
    with language.speaking("en"):
        assert "exchange again" in ended_words(came, on_server=True)
    monkeypatch.setattr("sync.server.watching._ASKED_ALL_THE_SAME", 10**6)
    with watching(center, url) as heard:
        until(lambda: sum(len(one.left) for one in heard if isinstance(one, Exchange)) > 40)
    while (last := visit(center, url)).more:
        pass
    assert "exchange again" not in ended_words([last], on_server=True)


def test_an_altered_row_is_put_there_by_whoever_counts_on_it(
    field: Installation, center: Installation, url: str, appender: Appender, tmp_path: Path
) -> None:
    """Its author is away, and who has taken it before holds what it carried."""
    late = headquarters(tmp_path / "late")
    believe(late, field, center)
    believe(center, late)
    field.edit("1.1.1", "percent", 42)
    rest(field, center, at=url)
    for place, _, _ in appender.rows(field.replica):
        assert isinstance(place, int)
        appender.alter(field.replica, place)
    assert codes(visit(late, url)) == {"server_row_altered"}
    visit(center, url)
    visit(late, url)
    assert late.state == center.state
    rest(center, late, at=url)


def test_an_altered_row_of_a_sealed_file_is_put_there_again(
    field: Installation, center: Installation, url: str, appender: Appender
) -> None:
    pytest.importorskip("pyrage")
    for _ in range(3):
        for one in (field, center):
            visit(one, url, sealed=True)
    field.edit("1.1.1", "percent", 42)
    visit(field, url, sealed=True)
    *_, (place, _, _) = appender.rows(field.replica)
    assert isinstance(place, int)
    appender.alter(field.replica, place)
    assert codes(visit(center, url, sealed=True)) == {"server_row_altered"}
    assert len(visit(field, url, sealed=True).repaired) == 1
    visit(center, url, sealed=True)
    assert center.state == field.state


@pytest.mark.parametrize(
    "statements",
    [
        (
            "ALTER TABLE terren.change_set ALTER digest DROP NOT NULL",
            "UPDATE terren.change_set SET digest = NULL",
        ),
        ("ALTER TABLE terren.form ALTER version TYPE text USING 'x' || version",),
    ],
    ids=["no hash", "no number"],
)
def test_tables_of_another_kind_are_one_message(
    field: Installation,
    center: Installation,
    url: str,
    postgres: Cluster,
    database: str,
    statements: tuple[str, ...],
) -> None:
    rest(field, center, at=url)
    unchecked(postgres, database)
    postgres.run(database, *statements)
    with pytest.raises(UserError, match="server_refused"):
        visit(center, url)


def test_a_word_said_anew_lets_nobody_put_everything_there_again(
    field: Installation, center: Installation, url: str, appender: Appender
) -> None:
    """Only what is granted to whom makes others read otherwise."""
    for n in range(20):
        center.edit("1.1.1", "percent", n, unit="MPB", kind="assessment")
    rest(field, center, at=url)
    places = center.places
    for _ in range(3):
        with center.store.writing() as conn:
            sign_grant(conn, places, center.replica, field.author)
        center.edit("1.1.1", "percent", 0, unit="MPB", kind="assessment")
        written = visit(center, url).written
        assert written is not None
        assert written.changes == 1


@contextmanager
def begun(url: str, statement: str, *values: object) -> Iterator[None]:
    """A transaction that somebody has begun and does not end."""
    with psycopg.connect(url) as connection:
        connection.execute(statement.encode(), values)
        yield
        connection.rollback()


def test_a_transaction_that_does_not_end_holds_up_no_visit(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also one that only keeps from saying what was taken."""
    monkeypatch.setattr(store.db.server, "_LOCK", 1)
    rest(field, center, at=url)
    *_, (last, _, _) = appender.rows(center.replica)
    assert isinstance(last, int)
    field.edit("1.1.1", "percent", 42)
    center.edit("1.1.1", "percent", 1, unit="MPB", kind="assessment")
    visit(field, url)
    next_row = (
        "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
        " VALUES (%s, %s, %s, %s, sha256('x'), 'x', 'x')"
    )
    with begun(url, next_row, appender.plan, center.replica, last + 1, last):
        came = visit(center, url)
        assert (came.ended, [one.new for one in came.taken], came.written) == ("done", [1], None)
        assert came.unwritten is not None
        assert came.unwritten.code == "server_busy"
        # what was read is remembered
        assert visit(center, url).known == 0
    rest(field, center, at=url)
    assert center.state == field.state
    field.edit("1.1.1", "percent", 43)
    visit(field, url)
    *_, (last, _, _) = appender.rows(field.replica)
    said = "INSERT INTO terren.taken (plan, reader, sender, place, outcome) VALUES (%s, %s, %s, %s, 'taken')"
    with begun(url, said, appender.plan, center.replica, field.replica, last):
        came = visit(center, url)
        assert came.unwritten is None
        assert came.written is not None
    assert center.state == field.state


def test_a_file_says_once_there_what_came(
    field: Installation, center: Installation, url: str, appender: Appender, tmp_path: Path
) -> None:
    """Receipts lie there for good; on a stick they are told each time."""
    for n in range(5):
        field.edit("1.1.1", "percent", n)
        rest(field, center, at=url)
    told = [
        len(body_of("x", open_container(data, "x").body).preamble.receipts)
        for _, _, data in appender.rows(center.replica)
        if isinstance(data, bytes)
    ]
    sent = field.store.conn.execute(
        "SELECT count(*), count(acknowledged_at) FROM change_set WHERE direction = 'sent'"
    ).fetchone()
    assert sum(told) == len(appender.rows(field.replica))
    assert sent[0] == sent[1]
    path = center.export(tmp_path).path
    assert len(body_of("x", open_container(path.read_bytes(), "x").body).preamble.receipts) == sum(told)


def test_each_refused_row_is_told_with_its_place_and_what_helps_on_a_server(
    field: Installation, center: Installation, url: str, appender: Appender, tmp_path: Path
) -> None:
    """There is no file to copy, export or choose there; the same bytes may lie in many rows and files."""
    visit(field, url)
    junk, changed = b"no change set", bytearray(field.export(tmp_path).path.read_bytes())
    changed[-45] ^= 1
    for data in (junk, junk, bytes(changed), bytes(changed)):
        appender.put("ee" * 16, data)
    came = visit(center, url)
    assert [str(left.path) for left in came.left] == [f"{'ee' * 16}/{n}/x.terren" for n in (1, 2, 3, 4)]
    for left in came.left:
        assert left.refusal is not None
        with language.speaking("en"):
            told = message(left.refusal.code, left.refusal.params)
        assert f"{left.path} on " in told
        assert "Tell who keeps the server." in told
        assert not re.search("copy|export|[Cc]hoose|sent again", told)
    box = tmp_path / "box"
    box.mkdir()
    (box / "y.terren").write_bytes(junk)
    (left,) = exchange_folder(center.store, center.places, box).left
    assert left.refusal is not None
    assert left.refusal.params == {"file": str(box / "y.terren")}


def _without_references(server: Cluster, database: str) -> None:
    """What pg_restore leaves out where rows are missing."""
    server.run(
        database,
        "ALTER TABLE terren.change_set DROP CONSTRAINT change_set_plan_sender_previous_fkey",
        "ALTER TABLE terren.taken DROP CONSTRAINT taken_plan_sender_place_fkey",
    )


@pytest.mark.parametrize("first", [10**15, 2**63 - 1, MOST_MISSING + 100])
def test_a_number_to_which_nobody_comes_keeps_nobody_from_sending(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    postgres: Cluster,
    database: str,
    first: int,
) -> None:
    """Nor from reading whom it is under; it is told to whom it concerns, until it is gone.

    Nobody sends behind it, also where an earlier Terren has read it, and what is told of it says true.
    """
    field.edit("1.1.1", "percent", 1)
    rest(field, center, at=url)
    _without_references(postgres, database)
    for place in (first, min(first + 1, 2**63 - 1)):
        appender.ask(
            "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
            " VALUES (%s, %s, %s, %s, sha256('x'), 'x', 'x') ON CONFLICT DO NOTHING",
            *(appender.plan, field.replica, place, place - 1),
        )
    appender.ask(
        "INSERT INTO terren.taken (plan, reader, sender, place, outcome) VALUES (%s, %s, %s, %s, 'taken')",
        *(appender.plan, center.replica, field.replica, first),
    )
    for n in range(2):
        field.edit("1.1.1", "percent", 2 + n)
        came = visit(field, url)
        assert came.written is not None
        assert codes(came) == {"server_row_beyond"}
        assert visit(center, url).left == ()
        assert center.state == field.state
    last = max(int(str(place)) for place, *_ in appender.rows(field.replica) if int(str(place)) < first)
    assert last < 10
    found = {desk.replica: desk for desk in read_desks(center.store, url).desks}
    assert (found[field.replica].files, found[center.replica].unread) == (last, 0)
    made = upgrade_tables(postgres.url(database))
    assert (made.loose, made.unreachable) == ((), ((appender.plan, field.replica, first),))
    postgres.run(database, REMOVAL)
    assert [place for place, *_ in appender.rows(field.replica)] == [*range(1, last + 1)]
    assert visit(field, url).left == ()
    made = upgrade_tables(postgres.url(database))
    assert (made.loose, made.unreachable) == ((), ())


@pytest.mark.parametrize("last", [0, 1])
def test_behind_no_more_missing_numbers_than_may_be_missing_a_row_is_read(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    postgres: Cluster,
    database: str,
    last: int,
) -> None:
    """As many as that, and not one more: behind the first rows, and where there are none."""
    field.edit("1.1.1", "percent", 1)
    rest(field, center, at=url)
    _without_references(postgres, database)
    if not last:
        postgres.run(database, f"DELETE FROM terren.change_set WHERE sender = '{field.replica}'")
    first = postgres.run(
        database, f"SELECT coalesce(max(place), 0) FROM terren.change_set WHERE sender = '{field.replica}'"
    )[0][0]
    for place in (first + MOST_MISSING + 2, first + MOST_MISSING + 1):
        appender.ask(
            "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
            " VALUES (%s, %s, %s, %s, sha256('x'), 'x', 'x')",
            *(appender.plan, field.replica, place, place - 1),
        )
        is_reached = upgrade_tables(postgres.url(database)).unreachable == ()
        assert is_reached == (place == first + MOST_MISSING + 1)
        _without_references(postgres, database)


def test_what_removes_unread_rows_leaves_those_that_are_read_by_now(
    field: Installation, center: Installation, url: str, appender: Appender, postgres: Cluster, database: str
) -> None:
    """Whenever it is run: a desk's own numbers have come near enough meanwhile."""
    field.edit("1.1.1", "percent", 1)
    rest(field, center, at=url)
    _without_references(postgres, database)
    last = max(int(str(place)) for place, *_ in appender.rows(field.replica))
    far = last + MOST_MISSING + 3
    appender.ask(
        "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
        " VALUES (%s, %s, %s, %s, sha256('x'), 'x', 'x')",
        *(appender.plan, field.replica, far, far - 1),
    )
    assert [row.place for row in upgrade_tables(postgres.url(database)).unreachable] == [far]
    for percent in range(4):
        field.edit("1.1.1", "percent", 10 + percent)
        visit(field, url)
    before = appender.rows(field.replica)
    assert max(int(str(place)) for place, *_ in before) > far
    visit(center, url)
    found = {desk.replica: desk for desk in read_desks(center.store, url).desks}
    assert (found[field.replica].files, found[center.replica].unread) == (len(before), 0)
    postgres.run(database, REMOVAL)
    assert appender.rows(field.replica) == before


def test_unread_rows_are_removed_with_what_names_them_or_stay(
    field: Installation, center: Installation, url: str, appender: Appender, postgres: Cluster, database: str
) -> None:
    """Whoever says between the two statements that he took one lets nothing be removed."""
    field.edit("1.1.1", "percent", 1)
    rest(field, center, at=url)
    _without_references(postgres, database)
    appender.ask(
        "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
        " VALUES (%s, %s, %s, %s, sha256('x'), 'x', 'x')",
        *(appender.plan, field.replica, 10**15, 10**15 - 1),
    )
    assert upgrade_tables(postgres.url(database)).unreachable
    claim = "INSERT INTO terren.taken (plan, reader, sender, place, outcome) VALUES (%s, %s, %s, %s, %s)"
    about = appender.plan, center.replica, field.replica, 10**15
    appender.ask(claim, *about, "taken")
    taken, removed = "SELECT count(*) FROM terren.taken", REMOVAL.split(";")
    ((before,),) = postgres.run(database, taken)
    with psycopg.connect(postgres.url(database), autocommit=True) as keeper:
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            for n, statement in enumerate(removed):
                keeper.execute(statement.encode())
                if n == 1:
                    appender.ask(claim, *about, "refused")
        keeper.execute("COMMIT")
    assert postgres.run(database, taken) == [(before + 1,)]
    postgres.run(database, REMOVAL)
    assert postgres.run(database, taken) == [(before - 1,)]
    assert upgrade_tables(postgres.url(database)).unreachable == ()


def test_what_lies_behind_an_absurd_gap_is_put_where_it_is_read(
    field: Installation, center: Installation, url: str, appender: Appender, postgres: Cluster, database: str
) -> None:
    """An earlier Terren went on from such a row: all that it put there goes on from the last that is read."""
    field.edit("1.1.1", "percent", 1)
    rest(field, center, at=url)
    _without_references(postgres, database)
    far = 10**15
    appender.ask(
        "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
        " VALUES (%s, %s, %s, %s, sha256('x'), 'x', 'x')",
        *(appender.plan, field.replica, far, far - 1),
    )
    with pytest.MonkeyPatch.context() as patched:
        everything = "(SELECT max(place) FROM terren.change_set WHERE plan = {} AND sender = {})"
        patched.setattr(sync.server.rows, "last_reachable", everything.format)
        visit(center, url)
        field.edit("1.1.1", "percent", 2)
        visit(field, url)
        assert max(int(str(place)) for place, *_ in appender.rows(field.replica)) == far + 1
    visit(field, url)
    visit(center, url)
    assert center.state == field.state


def test_an_upgrade_lets_rows_name_again_only_what_is_there(
    field: Installation, center: Installation, url: str, appender: Appender, postgres: Cluster, database: str
) -> None:
    """Also beside a gap, which stays; where there is none the rule is whole."""
    for n in range(3):
        field.edit("1.1.1", "percent", n)
        rest(field, center, at=url)
    _without_references(postgres, database)
    assert upgrade_tables(postgres.url(database)).loose == ()
    _without_references(postgres, database)
    postgres.run(database, f"DELETE FROM terren.change_set WHERE sender = '{field.replica}' AND place = 2")
    for _ in range(2):
        loose = upgrade_tables(postgres.url(database)).loose
        assert {(one.table, one.row.partition("/")[2]) for one in loose} >= {("change_set", "3")}
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        appender.ask(
            "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
            " VALUES (%s, %s, 100, 99, sha256('x'), 'x', 'x')",
            *(appender.plan, field.replica),
        )
    field.edit("1.1.1", "percent", 9)
    rest(field, center, at=url)
    assert center.state == field.state


def test_what_somebody_put_under_another_s_id_is_listed_until_his_next_file(
    field: Installation, center: Installation, url: str, appender: Appender, tmp_path: Path
) -> None:
    """What a newer Terren may have written stays listed: nobody here knows what it carries, nor of whom."""
    rest(field, center, at=url)
    written = field.export(tmp_path).path.read_bytes()
    newer = MAGIC + (2).to_bytes(2, "big") + written[len(MAGIC) + 2 :]
    for data in (b"no change set", newer):
        appender.put(field.replica, data)
    visit(center, url)
    refused = ["changeset_magic", "changeset_newer"]
    assert sorted(file.refusal.code for file in refused_files(center.places)) == refused
    field.edit("1.1.1", "percent", 1)
    visit(field, url)
    visit(center, url)
    assert center.state == field.state
    assert [file.refusal.code for file in refused_files(center.places)] == refused[1:]


@pytest.mark.parametrize("way", ["rows", "the whole server"])
def test_a_refused_row_that_is_gone_is_listed_no_more(
    field: Installation,
    center: Installation,
    url: str,
    appender: Appender,
    postgres: Cluster,
    database: str,
    way: str,
) -> None:
    """One of nobody's is never mended: whoever keeps the server removes it."""
    field.edit("1.1.1", "percent", 1)
    rest(field, center, at=url)
    unchecked(postgres, database)
    nobody = "ee" * 16
    appender.put(nobody, b"no change set", name="n.terren")
    for data in (b"1", b"2", b"3", b"4"):
        appender.put(nobody, data, digest=bytes(32))
    remove = "DELETE FROM terren.change_set WHERE sender = '{}' AND {}"
    bypass = "SET session_replication_role = replica"
    postgres.run(database, bypass, remove.format(nobody, "place = 4"))
    visit(center, url)
    listed = {file.name.partition("/")[2] for file in refused_files(center.places) if "/" in file.name}
    assert {*listed} == {f"{place}/x.terren" for place in (2, 3, 5)} | {"4-4"}
    assert len(refused_files(center.places)) == 5
    visit(center, url)
    assert len(refused_files(center.places)) == 5
    if way == "rows":
        postgres.run(database, bypass, remove.format(nobody, "place = 2"))
        visit(center, url)
        assert len(refused_files(center.places)) == 4
        postgres.run(database, bypass, remove.format(nobody, "place > 0"))
    else:
        postgres.run(database, "DROP SCHEMA terren CASCADE")
        make_tables(postgres.url(database))
    visit(center, url)
    assert refused_files(center.places) == []


def test_the_same_row_on_two_servers_is_listed_of_both_until_it_is_gone_from_each(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str, tmp_path: Path
) -> None:
    """Also once it was tried again to take it; what came on a stick as well stays listed."""
    field.edit("1.1.1", "percent", 1)
    rest(field, center, at=url)
    other = f"b_{database}"
    postgres.run("postgres", f"CREATE DATABASE {other} TEMPLATE {database}")
    postgres.run(other, "UPDATE terren.form SET server = 'other'")
    servers = {name: postgres.url(name, "desk") for name in (database, other)}
    for name, server in servers.items():
        Appender(postgres, name).put("9" * 32, b"no change set")
        visit(center, server)
    (file,) = refused_files(center.places)
    assert [*file.names.values()] == [file.name] * 2
    with language.speaking("en"):
        told = message(file.refusal.code, file.refusal.params)
    assert all(server_name(server) in told for server in servers.values())
    take_refused(center.store, center.places)
    stick = tmp_path / "stick.terren"
    stick.write_bytes(b"no change set")
    with pytest.raises(UserError):
        receive(center.store, center.places, stick)
    for n, name in enumerate(servers, 1):
        for table in ("taken", "change_set"):
            postgres.run(name, f"DELETE FROM terren.{table} WHERE sender = '{'9' * 32}'")
        for server in servers.values():
            visit(center, server)
        (file,) = refused_files(center.places)
        assert len(file.names) == 3 - n
        assert server_name(servers[name]) not in file.server
    assert (file.name, file.server) == ("stick.terren", "")
