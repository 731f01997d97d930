"""Desks exchange through a server: they come to the same, by rows that nobody alters."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import pytest

from store.db.database import Connection
from store.db.places import Places
from store.db.server import connected
from store.exchange.change_sets import received_from
from store.exchange.peers import Vector
from store.integrity.backup import backup
from sync.enrol import continue_with_new_identity
from sync.identity.opening import open_for_work
from sync.receive.inbox import drop, inbox
from sync.restore import restore
from sync.send.export import export
from sync.server.desks import desks as read_desks
from sync.server.held import extended
from sync.server.rows import Rows
from sync.server.server_mailbox import server_mailbox
from sync.server.tables import make_tables
from sync.trusting import revoke
from sync.wire.envelope import is_sealed
from sync.wire.format import open_container
from sync.wire.grants import sign_grant
from tests.support.lengths import cases
from tests.support.postgres import Cluster
from tests.sync.convergence.histories import opened
from tests.sync.server.visits import rest, unchecked, visit
from tests.sync.world import Installation, believe, headquarters, installation

STICKS = cases(20, 40)


def test_two_installations_agree_and_come_to_rest(
    field: Installation, center: Installation, url: str
) -> None:
    field.edit("1.1.1", "status", "implemented")
    assert visit(field, url).written is not None
    taken = visit(center, url)
    assert [one.new for one in taken.taken] == [1]
    assert center.state == field.state
    assert [one.new for one in visit(field, url).taken] == [0]
    for _ in range(2):
        for one in (field, center):
            again = visit(one, url)
            assert (again.taken, again.written, again.left, again.ended) == ((), None, (), "done")


def test_what_lies_there_is_not_put_there_again(
    field: Installation, center: Installation, url: str, tmp_path: Path
) -> None:
    """An own file carries what is new; a desk that begins later takes them all."""
    for n in range(5):
        center.edit("1.1.1", "percent", n, unit="MPB")
        field.edit("1.1.2", "percent", n)
        for one in (center, field, center):
            written = visit(one, url).written
            assert written is None or written.changes <= 1
    late = headquarters(tmp_path / "late")
    believe(late, center, field)
    came = visit(late, url)
    assert late.state == center.state == field.state
    assert sum(one.new for one in came.taken) == 10
    assert came.missing == ()


def test_a_transaction_that_commits_late_is_not_skipped(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str
) -> None:
    """The next row of a sender waits for the one before it, so nobody reads past it."""
    import psycopg

    field.edit("1.1.1", "percent", 1)
    visit(field, url)
    (row,) = postgres.run(database, "SELECT plan, sender, digest, data FROM terren.change_set")
    insert = (
        "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
        " VALUES (%s, %s, %s, %s, %s, 'x.terren', %s)"
    )
    with psycopg.connect(url) as late, psycopg.connect(url) as next_one:
        late.execute(insert, (*row[:2], 2, 1, *row[2:]))
        next_one.execute("SET lock_timeout = '200ms'")
        with pytest.raises((psycopg.errors.ForeignKeyViolation, psycopg.errors.LockNotAvailable)):
            next_one.execute(insert, (*row[:2], 3, 2, *row[2:]))
        next_one.rollback()
        with pytest.raises(psycopg.errors.CheckViolation):
            next_one.execute(insert, (*row[:2], 9, 2, *row[2:]))
        next_one.rollback()
        assert [one.new for one in visit(center, url).taken] == [1]
        late.commit()
    field.edit("1.1.1", "percent", 2)
    visit(field, url)
    assert [one.new for one in visit(center, url).taken] == [1]
    assert center.state == field.state


def test_two_programs_of_one_installation_at_once(
    field: Installation, center: Installation, url: str
) -> None:
    """Each takes the next number that is free."""
    identity = field.identity

    def put(n: int) -> list[int]:
        with connected(url) as server:
            rows = Rows(server, "here", "plan")
            rows.introduce(identity)
            files = [b"%d %d" % (n, m) for m in range(20)]
            return [rows.append(identity.replica, sha256(data).digest(), "x.terren", data) for data in files]

    with ThreadPoolExecutor(4) as pool:
        places = [place for some in pool.map(put, range(4)) for place in some]
    assert sorted(places) == [*range(1, 81)]


def test_desks_at_once_lose_nothing(tmp_path: Path, url: str) -> None:
    """Each in a thread of its own edits and visits; all end with everything."""
    desks = [headquarters(tmp_path / f"desk{n}", replica=f"{n:x}" * 32) for n in range(4)]
    believe(*desks)

    def work(desk: Installation) -> None:
        with open_for_work(desk.places, desk.places.database) as store:
            own = desk._replace(store=store)
            for n in range(5):
                own.edit("1.1.1", "next_steps", f"{desk.replica[0]} {n}", unit=f"{20 + int(desk.replica[0])}")
                visit(own, url)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, desks))
    rest(*desks, at=url)
    assert all(desk.state == desks[0].state for desk in desks)
    (count,) = desks[0].store.conn.execute("SELECT count(*) FROM change").fetchone()
    assert count == 20


def test_forty_sticks_taken_by_five_people_at_once(tmp_path: Path, postgres: Cluster, url: str) -> None:
    """Each file lies on the server once as it came, everybody knows of it, and nobody's is lost."""
    desks = [headquarters(tmp_path / f"desk{n}", replica=f"{n + 1:x}" * 32) for n in range(5)]
    laptops = [
        installation(tmp_path / f"laptop{n}", unit="17", replica=f"{n + 96:02x}" * 16) for n in range(STICKS)
    ]
    believe(*desks, *laptops)
    rest(*desks, at=url)
    sticks = []
    for n, laptop in enumerate(laptops):
        laptop.edit("1.1.1", "next_steps", f"{n}")
        (tmp_path / f"stick{n}").mkdir()
        sticks.append(laptop.export(tmp_path / f"stick{n}").path)

    def work(desk: Installation) -> None:
        at = desks.index(desk)
        with open_for_work(desk.places, desk.places.database) as store:
            own = desk._replace(store=store)
            # some sticks go to two people
            for n in {*range(at, len(sticks), 5), *range(at + 1, len(sticks), 10)}:
                own.receive(sticks[n], accept=False)
                if n % 3 == 0:
                    visit(own, url)
            visit(own, url)

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(work, desks))
    rest(*desks, at=url)
    assert all(desk.state == desks[0].state for desk in desks)
    found = read_desks(desks[0].store, url, limit=1_000)
    assert {desk.unread for desk in found.desks} == {0}
    for desk in desks:
        received = desk.store.conn.execute(
            "SELECT count(*) FROM change_set JOIN replica ON replica.id = sender"
            " WHERE direction = 'received' AND role = 'field'"
        ).fetchone()
        assert received == (len(sticks),)
        # whoever took it can tell the laptop that it has arrived
        told = {file_id for file_id, _ in received_from(desk.store.conn, None)}
        assert told >= {open_container(path.read_bytes(), str(path)).header.file_id for path in sticks}
    # each came to the server as it was, and who carried it there stands beside it
    names = {path.name for path in sticks}
    assert {file.name for file in found.files} >= names
    (file, *_) = [file for file in found.files if file.name in names]
    assert {*file.taken_by} == {desk.replica for desk in desks if desk.replica != file.replica}


def test_sealed_files_are_read_by_whom_they_are_for(
    field: Installation, center: Installation, url: str, tmp_path: Path, postgres: Cluster, database: str
) -> None:
    pytest.importorskip("pyrage")
    field.edit("1.1.1", "next_steps", "fshehtë")
    assert visit(field, url, sealed=True).written is not None
    stranger = headquarters(tmp_path / "stranger")
    believe(stranger, field)
    assert [left.why for left in visit(stranger, url, sealed=True).left] == ["sealed"]
    visit(center, url, sealed=True)
    assert center.state == field.state
    (row,) = postgres.run(
        database, "SELECT count(*) FROM terren.change_set WHERE substr(data, 1, 3) <> 'age'"
    )
    assert row == (0,)


@pytest.mark.parametrize("way", ["server", "stick", "inbox", "restored"])
def test_what_came_sealed_is_put_there_opened_by_nobody(
    field: Installation,
    center: Installation,
    url: str,
    tmp_path: Path,
    postgres: Cluster,
    database: str,
    way: str,
) -> None:
    """Headquarters that does not seal puts open files of laptops there as they came, and no other ones."""
    pytest.importorskip("pyrage")
    if way == "inbox":
        center = headquarters(tmp_path / "who accepts later")
        with field.store.writing() as conn:
            sign_grant(conn, field.places, field.replica, center.author)
    visit(center, url)
    field.edit("1.1.1", "next_steps", "fshehtë")
    if way == "server":
        visit(field, url, sealed=True)
    else:
        file = export(field.store, field.places, tmp_path, sealed=True).path
        backup(center.store, tmp_path / "backup.db")
        # what it is called says nothing
        center.receive(file.rename(tmp_path / "a.terren"), accept=False)
        if way == "inbox":
            believe(center, field)
        if way == "restored":
            center.store.close()
            restore(center.places, tmp_path / "backup.db", center.places.database, now=datetime(2022, 3, 14))
            center = opened(center.places.data)
    field.edit("1.1.2", "percent", 5)
    opened_file = field.export(tmp_path).path
    center.receive(opened_file, accept=False)
    visit(center, url)
    rows = postgres.run(database, "SELECT sender, name, data FROM terren.change_set")
    assert {name for sender, name, _ in rows if sender == center.replica} >= {opened_file.name}
    laptops = [
        bytes(data)
        for sender, _, data in rows
        if sender == center.replica
        and not is_sealed(bytes(data))
        and open_container(bytes(data), "").header.sender.replica == field.replica
    ]
    assert laptops == [opened_file.read_bytes()]


def test_who_is_accepted_later_reads_sealed_files(
    field: Installation, center: Installation, url: str, tmp_path: Path
) -> None:
    """Each carries everything: he cannot open the earlier ones."""
    pytest.importorskip("pyrage")
    field.edit("1.1.1", "next_steps", "a")
    visit(field, url, sealed=True)
    visit(center, url, sealed=True)
    late = headquarters(tmp_path / "late")
    believe(late, center, field)
    center.edit("1.1.2", "comment", "b", unit="", kind="assessment")
    visit(center, url, sealed=True)
    visit(late, url, sealed=True)
    assert late.state == center.state


def test_what_came_before_a_laptop_s_file_is_put_there_as_well(
    field: Installation, center: Installation, url: str, tmp_path: Path
) -> None:
    """A file of a stick begins where headquarters' knowledge ends; it is put there as it came."""
    other, late = headquarters(tmp_path / "other"), headquarters(tmp_path / "late")
    believe(other, center, field)
    believe(late, other, field)
    visit(other, url)
    field.edit("1.1.1", "percent", 1)
    center.receive(field.export(tmp_path).path)
    field.receive(center.export(tmp_path).path)
    field.edit("1.1.1", "percent", 2)
    path = field.export(tmp_path).path
    assert open_container(path.read_bytes(), str(path)).header.changes == 1
    other.receive(center.export(tmp_path).path, accept=False)
    other.receive(path, accept=False)
    visit(other, url)
    visit(late, url)
    assert [register["value"] for register in late.state] == [2]
    assert late.state == other.state


def test_who_heard_of_a_revocation_puts_there_what_counts(
    field: Installation, center: Installation, url: str, tmp_path: Path
) -> None:
    """Also for one who believes him alone, and takes nothing of the revoked laptop's own files."""
    days_ago = time.time() - 3 * 86_400
    other, late = headquarters(tmp_path / "other"), headquarters(tmp_path / "late")
    believe(other, center, field)
    believe(center, other)
    with patch("store.ledger.append.time.time", lambda: days_ago):
        field.edit("1.1.1", "percent", 1)
    rest(field, center, other, at=url)
    revoke(center.store, center.places, field.replica[:8], datetime.now(timezone.utc).date())
    visit(center, url)
    visit(other, url)
    believe(late, other)
    visit(late, url)
    visit(late, url)
    assert late.state == other.state == center.state
    assert [register["value"] for register in late.state] == [1]


def test_a_server_that_went_back_and_came_to_as_many_rows(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str
) -> None:
    for n in range(3):
        field.edit("1.1.1", "percent", n)
        rest(field, center, at=url)
    (rows,) = postgres.run(
        database, f"SELECT max(place) FROM terren.change_set WHERE sender = '{field.replica}'"
    )
    postgres.run(
        database,
        "SET session_replication_role = replica",
        f"DELETE FROM terren.change_set WHERE sender = '{field.replica}' AND place = {rows[0]}",
    )
    field.edit("1.1.1", "percent", 9)
    assert visit(field, url).written is not None
    assert sum(one.new for one in visit(center, url).taken) == 1
    assert center.state == field.state


def test_a_desk_away_for_a_year_takes_all_in_order(
    field: Installation, center: Installation, url: str, tmp_path: Path
) -> None:
    away = headquarters(tmp_path / "away")
    believe(away, center, field)
    visit(away, url)
    for n in range(cases(40, 400)):
        (field, center)[n % 2].edit("1.1.1", "next_steps", f"{n}", unit="17")
        visit((field, center)[n % 2], url)
    rest(field, center, at=url)
    came = visit(away, url)
    assert (came.missing, came.left) == ((), ())
    assert away.state == center.state == field.state


def test_a_database_that_went_back_reads_again(
    field: Installation, center: Installation, url: str, tmp_path: Path
) -> None:
    """The bookmark lies beside it and was not put back."""
    rest(field, center, at=url)
    center.store.close()
    kept = (tmp_path / "kept", center.places.database)
    shutil.copy(kept[1], kept[0])
    center = opened(center.places.data)
    field.edit("1.1.1", "percent", 1)
    visit(field, url)
    assert visit(center, url).written is not None
    center.store.close()
    # as somebody does who knows of no restore: the mark tells it, so it goes on under a new identity
    for left in kept[1].parent.glob(f"{kept[1].name}*"):
        left.unlink()
    shutil.copy(kept[0], kept[1])
    center = opened(center.places.data)
    continue_with_new_identity(center.places, center.store)
    center = center._replace(replica=center.identity.replica)
    visit(center, url)
    assert center.state == field.state
    rest(field, center, at=url)


def test_of_a_revoked_laptop_what_counts_reaches_who_begins_late(
    field: Installation, center: Installation, url: str, tmp_path: Path
) -> None:
    """Its own files wait whole there, so headquarters puts what it holds there itself."""
    days_ago = time.time() - 3 * 86_400
    with patch("store.ledger.append.time.time", lambda: days_ago):
        field.edit("1.1.1", "percent", 1)
    rest(field, center, at=url)
    revoke(center.store, center.places, field.replica[:8], datetime.now(timezone.utc).date())
    visit(center, url)
    late = headquarters(tmp_path / "late")
    believe(late, center)
    visit(late, url)
    visit(late, url)
    assert late.state == center.state
    assert [register["value"] for register in late.state] == [1]


def test_a_stranger_with_many_files_is_read_once_he_is_accepted(
    field: Installation, url: str, tmp_path: Path
) -> None:
    for n in range(25):
        field.edit("1.1.1", "percent", n)
        visit(field, url)
    late = headquarters(tmp_path / "late")
    for _ in range(2):
        came = visit(late, url)
        assert len(came.waiting) == 20
        assert {left.refusal.code for left in came.left if left.refusal} == {"inbox_full"}
    believe(late, field)
    visit(late, url)
    visit(late, url)
    assert late.state == field.state
    rest(field, late, at=url)


def test_what_a_row_is_called_touches_nothing(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str
) -> None:
    field.edit("1.1.1", "percent", 1)
    visit(field, url)
    unchecked(postgres, database)
    for name in ("../../etc/passwd", "\x1b[31mx", "a" * 5000, "\u202eneb"):
        postgres.run(database, f"UPDATE terren.change_set SET name = '{name}'")
        with server_mailbox(center.store, center.places, url) as mailbox:
            (path,) = mailbox.others(center.identity, set())
        assert len(path.parts) == 3
        assert path.name.isprintable()
        assert len(path.name) <= 200
    assert [one.new for one in visit(center, url).taken] == [1]


def test_what_somebody_carries_reaches_also_who_does_not_accept_the_carrier(tmp_path: Path, url: str) -> None:
    """What lies there in another's file is no reason to leave it out of one's own."""
    author, carrier, other, reader = (headquarters(tmp_path / name) for name in ("d", "a", "b", "c"))
    believe(author, carrier, other)
    believe(reader, other)
    believe(reader, author)
    author.edit("1.1.1", "comment", "x", unit="", kind="assessment")
    carrier.receive(author.export(tmp_path).path, accept=False)
    visit(carrier, url)
    visit(other, url)
    assert other.state == author.state
    visit(reader, url)
    visit(other, url)
    visit(reader, url)
    assert reader.state == author.state


@pytest.mark.parametrize("most", [20, 2])
def test_what_one_file_does_not_hold_goes_in_further_ones(
    field: Installation, center: Installation, url: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where nothing else is recorded; what a visit leaves goes with the next."""
    monkeypatch.setattr("sync.wire.body.MAX_CHANGES", 5)
    monkeypatch.setattr("sync.server.outgoing._MOST_FILES", most)
    for n in range(17):
        field.edit("1.1.1", "percent", n)
    came = visit(field, url)
    assert came.written is not None
    assert (came.written.changes == 17) == (most == 20)
    while visit(field, url).written is not None:
        pass
    visit(center, url)
    assert center.state == field.state
    rest(field, center, at=url)


def test_the_histories_are_looked_at_once_for_all_files_of_laptops(
    tmp_path: Path, center: Installation, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once for each would cost as much as files times laptops: a day's 2,000 files took a minute."""
    laptops = [installation(tmp_path / f"laptop{n}", replica=f"{n + 1:x}" * 32) for n in range(6)]
    believe(center, *laptops)
    rest(center, at=url)
    for n, laptop in enumerate(laptops):
        laptop.edit("1.1.1", "percent", n)
        (tmp_path / f"stick{n}").mkdir()
        center.receive(laptop.export(tmp_path / f"stick{n}").path, accept=False)
    looked: list[int] = []

    def counting(
        conn: Connection, places: Places, held: Vector, digests: Iterable[bytes], own: str
    ) -> Vector:
        some = list(digests)
        looked.append(len(some))
        return extended(conn, places, held, some, own)

    monkeypatch.setattr("sync.server.outgoing.extended", counting)
    visit(center, url)
    assert looked == [len(laptops), 1]


@pytest.mark.parametrize("sealed", [False, True])
def test_what_was_dropped_waits_again_on_every_server_where_it_lies(
    field: Installation,
    center: Installation,
    url: str,
    postgres: Cluster,
    database: str,
    tmp_path: Path,
    sealed: bool,
) -> None:
    """As in a folder: once its sender is accepted all of it is here."""
    if sealed:
        pytest.importorskip("pyrage")
    stranger = headquarters(tmp_path / "stranger")
    for other in (field, center):
        with stranger.store.writing() as conn:
            sign_grant(conn, stranger.places, stranger.replica, other.author)
    postgres.run("postgres", f"CREATE DATABASE {database}_too")
    servers = url, postgres.url(f"{database}_too")
    make_tables(servers[1])
    for n, server in enumerate(servers):
        stranger.edit("1.1.1", "comment", f"{n}", unit="", kind="assessment")
        visit(stranger, server, sealed=sealed)
        visit(center, server)
    for what in ("all", stranger.replica[:8]):
        assert len(drop(center.store, center.places, what)) == 2
        assert [len(visit(center, server).waiting) for server in servers] == [1, 2]
    assert len(drop(center.store, center.places, "all")) == 2
    with center.store.writing() as conn:
        sign_grant(conn, center.places, center.replica, stranger.author)
    assert center.state == []
    assert [len(visit(center, server).taken) for server in servers * 2] == [1, 1, 0, 0]
    assert center.state == stranger.state != []


def test_a_refused_row_that_was_dropped_is_not_read_again(
    field: Installation, center: Installation, url: str, postgres: Cluster, database: str
) -> None:
    field.edit("1.1.1", "percent", 1)
    rest(field, center, at=url)
    postgres.run(
        database,
        "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
        " SELECT plan, sender, place + 1, place, sha256('x'), 'x', 'x' FROM terren.change_set"
        f" WHERE sender = '{field.replica}' ORDER BY place DESC LIMIT 1",
    )
    assert len(visit(center, url).left) == 1
    assert len(drop(center.store, center.places, "all")) == 1
    for _ in range(2):
        assert visit(center, url).left == ()
    assert inbox(center.store, center.places).refused == ()
