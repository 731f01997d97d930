"""Eight desks that write together through a PostgreSQL server, and a million changes by server and by file.

The server is one of this benchmark's own, with its usual durability (fsync). Without one nothing is measured.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from threading import Event, Thread
from typing import Final

import psycopg

from benchmarks.ratio import Measurement
from benchmarks.workload import enrolled, random_changes, write_history
from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.change_sets import Author, author, introduce
from store.ledger.heads import state_form
from store.ledger.identity import Identity, read_identity, write_identity
from store.ledger.intake import Intake
from store.opening.open_store import open_store
from sync.identity.opening import open_for_work
from sync.mailbox import Exchange, exchange_at
from sync.proof import prove
from sync.server.tables import make_tables
from sync.server.watching import watch
from sync.wire.grants import sign_grant
from sync.wire.keys import create_key
from tests.support.postgres import Cluster, cluster, programs
from tests.sync.world import Installation, believe, headquarters

DESKS: Final = 8
A_SECOND: Final = 200
SECONDS: Final = int(os.environ.get("TERREN_BENCH_SECONDS", "60"))
CHANGES: Final = int(os.environ.get("TERREN_BENCH_CHANGES", "1000000"))
TIMES_FILES: Final = 3.0
TWO_SECONDS: Final = 2.0

DURABLE: Final = {"fsync": "on", "full_page_writes": "on", "autovacuum": "on"}


def measure() -> list[Measurement]:
    """Measure, or say that no server is installed."""
    if programs() is None:
        print("  no PostgreSQL server is installed", file=sys.stderr)
        return []
    return [*_desks(), *_million()]


def _desks() -> list[Measurement]:
    with cluster(DURABLE) as server, tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        url = server.url("postgres")
        make_tables(url)
        homes = [Path(name, f"desk{n}") for n in range(DESKS)]
        desks = [headquarters(home, replica=f"{n + 1:x}" * 32) for n, home in enumerate(homes)]
        believe(*desks)
        for desk in desks:
            desk.store.close()
        context = get_context("fork")
        barrier = context.Barrier(DESKS)
        with context.Pool(DESKS, _share, (barrier,)) as pool:
            lags = [lag for some in pool.map(partial(_write_and_watch, url), homes, 1) for lag in some]
        typed = DESKS * (A_SECOND // DESKS) * SECONDS
        states = []
        for home in homes:
            with open_store(Places(home, home).database) as store:
                (held,) = store.conn.execute("SELECT count(*) FROM change").fetchone()
                assert held == typed, (held, typed)
                assert prove(store, Places(home, home)).faults == ()
                states.append(state_form(store.conn))
        assert all(state == states[0] for state in states)
        assert len(lags) == typed * (DESKS - 1), len(lags)
        (files, size), *_ = server.run(
            "postgres", "SELECT count(*), sum(octet_length(data)) FROM terren.change_set"
        )
        lags.sort()
        detail = (
            f"{typed} changes, each at all {DESKS}, verify clean; median {statistics.median(lags):.2f} s,"
            f" 95 % {lags[len(lags) * 95 // 100]:.2f} s, most {lags[-1]:.2f} s; {files} files, {size} bytes"
        )
        return [
            Measurement(
                f"{DESKS} desks, {A_SECOND} changes a second for {SECONDS} s: lag, median",
                statistics.median(lags),
                TWO_SECONDS,
                "s",
                detail=detail,
            )
        ]


_barrier: Barrier


def _share(barrier: Barrier) -> None:
    global _barrier
    _barrier = barrier


def _write_and_watch(url: str, home: Path) -> list[float]:
    """Record for a while with an open screen; how long after its recording each change of others came."""
    places = Places(home, home)
    lags: list[float] = []
    seen: dict[str, int] = {}
    ended = Event()
    readers: list[Store] = []

    def heard(came: Exchange | UserError) -> None:
        if isinstance(came, UserError):
            raise came
        now = time.monotonic()
        if not readers:
            # a connection is of its thread
            readers.append(open_store(places.database, read_only=True))
        for (replica,) in readers[0].conn.execute("SELECT id FROM replica").fetchall():
            rows = (
                readers[0]
                .conn.execute(
                    "SELECT value, seq FROM change WHERE replica = ? AND seq > ?",
                    (replica, seen.get(replica, 0)),
                )
                .fetchall()
            )
            if rows:
                seen[replica] = rows[-1][1]
                if replica != own:
                    lags.extend(now - float(str(value).strip('"')) for value, _ in rows)

    with open_for_work(places, places.database) as store:
        identity = read_identity(store.conn)
        assert identity is not None
        own = identity.replica
        one = Installation(store, places, own)
        thread = Thread(target=_watch, args=(places, url, heard, ended))
        _barrier.wait()
        thread.start()
        begun = time.monotonic()
        pause = DESKS / A_SECOND
        for n in range(A_SECOND // DESKS * SECONDS):
            time.sleep(max(begun + n * pause - time.monotonic(), 0))
            one.edit(f"1.1.{n % 4 + 1}", "next_steps", f"{time.monotonic():.3f}", unit=f"{20 + int(own[0])}")
        late = time.monotonic() - begun - SECONDS
        typed = DESKS * (A_SECOND // DESKS) * SECONDS
        most = time.monotonic() + 4 * SECONDS
        while time.monotonic() < most:
            (held,) = store.conn.execute("SELECT count(*) FROM change").fetchone()
            if held == typed and len(lags) == typed - n - 1:
                break
            time.sleep(0.2)
        print(f"  desk {own[0]}: the last was recorded {late:.1f} s late", file=sys.stderr)
        _barrier.wait()
        ended.set()
        thread.join()
    return lags


def _watch(places: Places, url: str, heard: object, ended: Event) -> None:
    watch(
        partial(open_for_work, places, places.database),
        places,
        url,
        sealed=False,
        told=heard,  # type: ignore[arg-type]
        ended=ended,
    )


def _million() -> list[Measurement]:
    """The same changes by server and by file, from one that wrote them to one that has nothing."""
    with cluster(DURABLE) as server, tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        url = server.url("postgres")
        make_tables(url)
        folder = Path(name)
        (folder / "box").mkdir()
        source = folder / "source"
        places = Places(source, source)
        with enrolled(places) as store:
            whom = _filled(store, places)
            took = {}
            for where in (str(folder / "box"), url):
                begun = time.perf_counter()
                came = exchange_at(store, places, where)
                took[where] = [time.perf_counter() - begun]
                assert came.written is not None
                size = came.written.bytes
        for where, took_there in took.items():
            home = folder / f"reader{len(where)}"
            with enrolled(Places(home, home)) as store:
                with store.writing() as conn:
                    identity = read_identity(conn)
                    assert identity is not None
                    sign_grant(conn, Places(home, home), identity.replica, whom)
                begun = time.perf_counter()
                came = exchange_at(store, Places(home, home), where)
                took_there.append(time.perf_counter() - begun)
                assert sum(one.new for one in came.taken) == CHANGES
        by_file, by_server = (sum(one) for one in took.values())
        floor = _floor(server, folder / "box")
        return [
            Measurement(
                f"{CHANGES} changes by server against by file, put and taken",
                by_server / by_file,
                TIMES_FILES,
                detail=f"{by_server:.1f} s against {by_file:.1f} s; {size} bytes, which bare COPY and SELECT"
                f" move in {floor:.2f} s",
            )
        ]


def _filled(store: Store, places: Places) -> Author:
    replica, unit = "ab" * 16, "MPB"
    key = create_key(places, replica)
    with store.writing() as conn:
        for table in ("state", "change", "awaited_supersession", "change_set_section", "change_set"):
            conn.execute(f"DELETE FROM {table}")
        conn.execute("UPDATE replica SET changes = 0, head = x'', attested = 0")
        write_identity(conn, Identity(replica, "Qendra", unit, "headquarters", "sq"), key)
        introduce(conn, Author(replica, unit, "headquarters", "Qendra", key), replica)
        intake = Intake(conn)
        write_history(conn, places, intake, replica, random_changes(replica, "17", CHANGES, 1))
        intake.finish()
        found = author(conn, replica)
        assert found is not None
        return found


def _floor(server: Cluster, box: Path) -> float:
    """The same bytes by COPY into a table without anything, and read again."""
    data = max((file.read_bytes() for file in box.rglob("*.terren")), key=len)
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE bare (data bytea)")
        begun = time.perf_counter()
        with connection.cursor().copy("COPY bare (data) FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(["bytea"])
            copy.write_row([data])
        row = connection.cursor(binary=True).execute("SELECT data FROM bare").fetchone()
        assert row is not None and row[0] == data
        return time.perf_counter() - begun
