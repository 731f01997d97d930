"""An open screen shows what others record within two seconds, and outlives the server."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread
from typing import Any

import psycopg
import pytest

from store.db.errors import UserError
from store.db.server import connected
from store.ledger.append import Edit, append
from sync.identity.opening import open_for_work
from sync.mailbox import Exchange, exchange
from sync.server.server_mailbox import ServerMailbox
from sync.server.tables import make_tables
from sync.server.watching import watch
from tests.support.postgres import Cluster, cluster
from tests.sync.server.visits import rest, visit
from tests.sync.world import Installation

TWO_SECONDS = 2.0


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for a part of the time for which an open screen does."""
    for name, seconds in (("_SLICE", 0.05), ("_AT_MOST", 0.1), ("_ASKED", 0.2)):
        monkeypatch.setattr(f"sync.server.watching.{name}", seconds)


def until(holds: Callable[[], bool], most: float = 30.0) -> float:
    """Wait until something holds; how long that took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < most
        time.sleep(0.02)
    return time.monotonic() - began


@contextmanager
def watching(one: Installation, url: str) -> Iterator[list[Exchange | UserError]]:
    """Somebody's screen is open; what it hears."""
    heard: list[Exchange | UserError] = []
    ended = Event()
    thread = Thread(
        target=partial(
            watch,
            partial(open_for_work, one.places, one.places.database),
            one.places,
            url,
            sealed=False,
            told=heard.append,
            ended=ended,
        )
    )
    thread.start()
    try:
        yield heard
    finally:
        ended.set()
        thread.join(10)
        assert not thread.is_alive()


@pytest.mark.parametrize("listens", [True, False], ids=["listens", "is asked"])
def test_what_one_records_the_other_sees(
    field: Installation, center: Installation, url: str, listens: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not listens:
        refuse = _refusing(psycopg.Connection.execute)
        monkeypatch.setattr(psycopg.Connection, "execute", refuse)
    with watching(field, url) as there, watching(center, url) as here:
        until(lambda: bool(there and here))
        took = []
        for n in range(2):
            field.edit("1.1.1", "percent", n)
            took.append(until(lambda: center.state == field.state))
            center.edit("1.1.2", "percent", n, unit="17", kind="assessment")
            took.append(until(lambda: center.state == field.state))
    # on a machine with much other work the middle one says it
    assert sorted(took)[len(took) // 2] < TWO_SECONDS
    assert not [one for one in (*here, *there) if isinstance(one, UserError)]


def test_an_open_screen_hears_that_the_clock_is_ahead(
    field: Installation, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 86_400)
    with watching(field, url) as heard:
        until(lambda: bool(heard))
    (first, *_) = heard
    assert isinstance(first, Exchange) and abs(first.clock_ahead - 86_400) < 60


def test_a_server_that_says_yes_and_tells_nothing_is_asked(
    field: Installation, center: Installation, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a pooler that keeps no session."""
    execute = psycopg.Connection.execute

    def executed(connection: Any, query: Any, *more: Any, **named: Any) -> Any:
        return execute(connection, b"SELECT 1" if str(query).startswith("LISTEN") else query, *more, **named)

    monkeypatch.setattr(psycopg.Connection, "execute", executed)
    monkeypatch.setattr("sync.server.watching._ASKED_ALL_THE_SAME", 2.5)
    with watching(center, url) as heard:
        until(lambda: len(heard) > 0)
        took = []
        for n in range(4):
            field.edit("1.1.1", "percent", n)
            visit(field, url)
            took.append(until(lambda: center.state == field.state))
    assert sorted(took[1:])[1] < TWO_SECONDS


def test_a_row_is_put_once_where_the_server_keeps_no_more_tellings(
    field: Installation, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse = _refusing(psycopg.Connection.execute, psycopg.errors.ProgramLimitExceeded("queue is full"))
    monkeypatch.setattr(psycopg.Connection, "execute", refuse)
    field.edit("1.1.1", "percent", 1)
    came = visit(field, url)
    assert came.written is not None and came.unwritten is None
    assert visit(field, url).written is None


def _refusing(execute: Callable[..., object], error: Exception | None = None) -> Callable[..., object]:
    def executed(connection: object, query: object, *more: object, **named: object) -> object:
        if str(query).startswith(("LISTEN", "NOTIFY")):
            raise error or psycopg.NotSupportedError("unimplemented")
        return execute(connection, query, *more, **named)

    return executed


def test_a_flood_of_tellings_stays_in_no_memory_and_asks_little(
    field: Installation,
    center: Installation,
    url: str,
    postgres: Cluster,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever may connect may tell. After very many a screen listens no more, and asks."""
    flood = (
        "DO $$ BEGIN FOR n IN 1..3000 LOOP"
        " PERFORM pg_notify('terren_change_set', n || repeat('x', 7900)); END LOOP; END $$"
    )
    connections = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND usename = 'desk'"
    asked: list[float] = []
    tips = ServerMailbox.tips

    def ask(mailbox: ServerMailbox) -> dict[str, tuple[int, str]]:
        asked.append(time.monotonic())
        return tips(mailbox)

    monkeypatch.setattr(ServerMailbox, "tips", ask)
    with watching(center, url) as heard:
        for n, most in enumerate((10_000, 1_000)):
            monkeypatch.setattr("sync.server.watching._MOST_TOLD", most)
            until(lambda: len(heard) > 0)
            asked.clear()
            tracemalloc.start()
            postgres.run(database, flood, user="desk")
            time.sleep(1)
            _now, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert peak < 8_000_000
            assert 1 <= len(asked) < 30
            assert postgres.run("postgres", connections) == [(2 - n,)]
            field.edit("1.1.1", "percent", n)
            visit(field, url)
            assert until(lambda: center.state == field.state) < TWO_SECONDS
    assert not [one for one in heard if isinstance(one, UserError)]


def test_between_two_files_whoever_records_gets_in(
    field: Installation, center: Installation, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite keeps no queue of writers: many files would keep an entry waiting until it is refused."""
    for n in range(5):
        field.edit("1.1.1", "percent", n)
        visit(field, url)
    pauses: list[float] = []
    identity = center.identity

    def record_at_once(seconds: float) -> None:
        with open_for_work(center.places, center.places.database) as store:
            store.conn.execute("PRAGMA busy_timeout = 0")
            with store.writing() as conn:
                append(
                    conn,
                    identity,
                    [Edit("assessment", "1.1.2", "17", "percent", len(pauses), again=True)],
                )
        pauses.append(seconds)

    monkeypatch.setattr("sync.server.watching.sleep", record_at_once)
    with watching(center, url) as heard:
        until(lambda: bool(heard))
    assert isinstance(heard[0], Exchange)
    assert sum(file.new for file in heard[0].taken) == 5
    assert len(pauses) >= 5
    assert min(pauses) > 0


def test_screens_that_are_open_say_seldom_what_came(
    field: Installation,
    center: Installation,
    url: str,
    postgres: Cluster,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the next own change, or after a while: each such file is one that all others take."""

    def files(one: Installation) -> int:
        statement = f"SELECT count(*) FROM terren.change_set WHERE sender = '{one.replica}'"
        return int(postgres.run(database, statement)[0][0])

    def confirmed() -> bool:
        statement = "SELECT count(*) FROM change_set WHERE direction = 'sent' AND acknowledged_at IS NULL"
        return bool(field.store.conn.execute(statement).fetchone() == (0,))

    for one in (field, center, field, center):
        visit(one, url)
    monkeypatch.setattr("sync.server.watching._CONFIRMED", 2.0)
    with watching(field, url), watching(center, url) as heard:
        center.edit("1.1.2", "percent", 0, unit="MPB", kind="assessment")
        until(lambda: field.state == center.state)
        before = files(center)
        for n in range(3):
            field.edit("1.1.1", "percent", n)
            until(lambda: field.state == center.state)
        assert files(center) <= before + 1
        until(confirmed)
        assert files(center) <= before + 2
    assert not [one for one in heard if isinstance(one, UserError)]


def test_what_was_recorded_is_there_before_all_of_others_is_taken(
    field: Installation, center: Installation, url: str, postgres: Cluster, database: str
) -> None:
    rest(field, center, at=url)
    for n in range(3):
        field.edit("1.1.1", "percent", n)
        visit(field, url)
    center.edit("1.1.2", "percent", 0, unit="MPB", kind="assessment")
    seen = []

    def lies_there(_done: int, _total: int, _name: str) -> None:
        rows = postgres.run(
            database, f"SELECT max(place) FROM terren.change_set WHERE sender = '{center.replica}'"
        )
        seen.append(rows[0][0])

    lies_there(0, 0, "")
    before = seen.pop()
    with connected(url) as server:
        mailbox = ServerMailbox(center.store, center.places, server, "here", url, live=True, confirms=False)
        came = exchange(center.store, center.places, mailbox, progress=lies_there)
    assert set(seen) == {before + 1}
    assert came.written is not None
    assert mailbox.owes
    assert sum(one.new for one in came.taken) == 3
    visit(field, url)
    assert field.state == center.state


def test_a_server_that_comes_back_is_found_again(
    field: Installation, center: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.server.watching._PAUSES", (0.1,))
    with cluster() as server:
        make_tables(server.url("postgres"))
        url = server.url("postgres")
        with watching(center, url) as heard:
            until(lambda: len(heard) > 0)
            server.stop()
            until(lambda: any(isinstance(one, UserError) for one in heard))
            server.start()
            field.edit("1.1.1", "percent", 1)
            visit(field, url)
            until(lambda: center.state == field.state)


def test_without_a_server_one_is_told_and_goes_on(
    field: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.server.watching._PAUSES", (0.1,))
    with watching(field, "postgresql://arta@127.0.0.1:1/terren") as heard:
        until(lambda: len(heard) > 1)
        field.edit("1.1.1", "percent", 1)
    assert {one.code for one in heard if isinstance(one, UserError)} == {"server_unreachable"}


def _is_refused_since(heard: list[Exchange | UserError], told: int) -> bool:
    return any(isinstance(one, UserError) for one in heard[told:])


def test_each_interruption_is_over_soon(
    field: Installation,
    center: Installation,
    url: str,
    postgres: Cluster,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The pauses grow as long as the server is not to be had, and begin anew once it was."""
    monkeypatch.setattr("sync.server.watching._PAUSES", (0.1, 60.0))
    with watching(center, url) as heard:
        until(lambda: len(heard) > 0)
        for n in range(3):
            told = len(heard)
            postgres.run(
                database,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                f" WHERE datname = '{database}' AND pid <> pg_backend_pid()",
            )
            until(partial(_is_refused_since, heard, told))
            field.edit("1.1.1", "percent", n)
            visit(field, url)
            until(lambda: center.state == field.state and isinstance(heard[-1], Exchange), 10)
        assert sum(isinstance(one, UserError) for one in heard) >= 3


def test_what_the_server_does_not_take_is_told_until_it_does(
    field: Installation,
    center: Installation,
    url: str,
    postgres: Cluster,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Meanwhile others' files are taken, and the server is not asked over and over."""
    monkeypatch.setattr("store.db.server._LOCK", 1)
    monkeypatch.setattr("sync.server.watching._AGAIN", 1.0)
    rest(field, center, at=url)
    next_row = (
        "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
        " SELECT plan, sender, place + 1, place, sha256('x'), 'x', 'x' FROM terren.change_set"
        f" WHERE sender = '{center.replica}' ORDER BY place DESC LIMIT 1"
    )
    with watching(center, url) as heard:
        until(lambda: len(heard) > 0)
        with psycopg.connect(postgres.url(database)) as somebody:
            somebody.execute(next_row)
            center.edit("1.1.2", "percent", 0, unit="MPB", kind="assessment")
            until(lambda: isinstance(heard[-1], Exchange) and heard[-1].unwritten is not None)
            told = len(heard)
            field.edit("1.1.1", "percent", 1)
            visit(field, url)
            took = until(
                lambda: (
                    center.store.conn.execute(
                        "SELECT 1 FROM change WHERE field = 'percent' AND kind = 'action'"
                    ).fetchone()
                    is not None
                )
            )
            time.sleep(2)
            meanwhile = heard[told:]
            somebody.rollback()
        until(lambda: isinstance(heard[-1], Exchange) and heard[-1].unwritten is None)
    assert took < 2.0
    refusals = [one.unwritten.code for one in meanwhile if isinstance(one, Exchange) and one.unwritten]
    assert refusals == ["server_busy"] * len(meanwhile)
    assert 1 <= len(meanwhile) <= 4
    visit(field, url)
    assert field.state == center.state


def test_a_visit_that_left_rows_unread_goes_on_soon(
    field: Installation,
    center: Installation,
    url: str,
    postgres: Cluster,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a server that tells its news: what was left is no news, of which nobody has told."""
    rest(field, center, at=url)
    monkeypatch.setattr("sync.server.incoming.MOST_ROWS", 1)
    monkeypatch.setattr("sync.server.incoming.MOST_WASTED", 1)
    monkeypatch.setattr("sync.server.watching._ASKED_ALL_THE_SAME", 0.3)
    monkeypatch.setattr("sync.server.watching._ASKED", 1000.0)
    for n in range(6):
        postgres.run(
            database,
            "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
            f" SELECT plan, sender, place + 1, place, sha256('{n}'), 'x', '{n}' FROM terren.change_set"
            f" WHERE sender = '{field.replica}' ORDER BY place DESC LIMIT 1",
        )
    field.edit("1.1.1", "percent", 1)
    visit(field, url)
    with watching(center, url):
        until(lambda: center.state == field.state)
