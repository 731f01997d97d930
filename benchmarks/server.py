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
from itertools import chain
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from threading import Event, Thread
from typing import Final

import psycopg

from benchmarks.ratio import Measurement
from benchmarks.workload import accept, enrolled, filled_by, random_changes
from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.ledger.heads import state_form
from store.ledger.identity import Identity, required_identity
from store.opening.open_store import open_store
from sync.identity.opening import open_for_work
from sync.mailbox import Exchange, exchange_at
from sync.proof import prove
from sync.server.tables import make_tables
from sync.server.watching import watch
from tests.support.postgres import DURABLE, Cluster, cluster, programs
from tests.sync.world import Installation, believe, headquarters

DESKS: Final = 8
A_SECOND: Final = 200
SECONDS: Final = int(os.environ.get("TERREN_BENCH_SECONDS", "60"))
EACH: Final = A_SECOND // DESKS * SECONDS
"""Changes of a desk."""
CHANGES: Final = int(os.environ.get("TERREN_BENCH_CHANGES", "1000000"))
TIMES_FILES: Final = 3.0
TIMES_FLOOR: Final = 25.0
TWO_SECONDS: Final = 2.0


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
            lags = sorted(chain(*pool.map(partial(_write_and_watch, url), homes, 1)))
        states = []
        for home in homes:
            with open_store(Places(home, home).database) as store:
                (changes,) = store.conn.execute("SELECT count(*) FROM change").fetchone()
                assert changes == DESKS * EACH
                assert prove(store, Places(home, home)).faults == ()
                states.append(state_form(store.conn))
        assert all(state == states[0] for state in states)
        assert len(lags) == DESKS * EACH * (DESKS - 1), len(lags)
        (files, size), *_ = server.run(
            "postgres", "SELECT count(*), sum(octet_length(data)) FROM terren.change_set"
        )
        median = statistics.median(lags)
        detail = (
            f"{DESKS * EACH} changes, each at all {DESKS}, verify clean; median {median:.2f} s,"
            f" 95 % {lags[len(lags) * 95 // 100]:.2f} s, most {lags[-1]:.2f} s; {files} files, {size} bytes"
        )
        what = f"{DESKS} desks, {A_SECOND} changes a second for {SECONDS} s: lag, median"
        return [Measurement(what, median, TWO_SECONDS, "s", detail=detail)]


_barrier: Barrier


def _share(barrier: Barrier) -> None:
    global _barrier
    _barrier = barrier


class _Lags:
    """How long after its recording each change of others came to a desk with an open screen."""

    def __init__(self, places: Places, own: str) -> None:
        self._places, self._own = places, own
        self._read: dict[str, int] = {}
        self._reader: Store | None = None
        self.seconds: list[float] = []

    def hear(self, visit: Exchange | UserError) -> None:
        """Note when the changes of a visit came."""
        if isinstance(visit, UserError):
            raise visit
        now = time.monotonic()
        if self._reader is None:
            # a connection is of its thread
            self._reader = open_store(self._places.database, read_only=True)
        conn = self._reader.conn
        for (replica,) in conn.execute("SELECT id FROM replica").fetchall():
            after = (replica, self._read.get(replica, 0))
            rows = conn.execute(
                "SELECT value, seq FROM change WHERE replica = ? AND seq > ?", after
            ).fetchall()
            if rows:
                self._read[replica] = rows[-1][1]
                if replica != self._own:
                    self.seconds += [now - float(str(value).strip('"')) for value, _ in rows]


def _write_and_watch(url: str, home: Path) -> list[float]:
    """Record for a while with an open screen; how long after its recording each change of others came."""
    places, ended = Places(home, home), Event()
    with open_for_work(places, places.database) as store:
        own = required_identity(store.conn, store.path).replica
        desk, lags = Installation(store, places, own), _Lags(places, own)
        thread = Thread(
            target=watch,
            args=(partial(open_for_work, places, places.database), places, url),
            kwargs={"sealed": False, "told": lags.hear, "ended": ended},
        )
        _barrier.wait()
        thread.start()
        begun, unit = time.monotonic(), f"{20 + int(own[0])}"
        for n in range(EACH):
            time.sleep(max(begun + n * DESKS / A_SECOND - time.monotonic(), 0))
            desk.edit(f"1.1.{n % 4 + 1}", "next_steps", f"{time.monotonic():.3f}", unit=unit)
        late = time.monotonic() - begun - SECONDS
        most = time.monotonic() + 4 * SECONDS
        while time.monotonic() < most:
            (changes,) = store.conn.execute("SELECT count(*) FROM change").fetchone()
            if changes == DESKS * EACH and len(lags.seconds) == (DESKS - 1) * EACH:
                break
            time.sleep(0.2)
        print(f"  desk {own[0]}: the last was recorded {late:.1f} s late", file=sys.stderr)
        _barrier.wait()
        ended.set()
        thread.join()
    return lags.seconds


def _million() -> list[Measurement]:
    """The same changes by server and by file, from one that wrote them to one that has nothing."""
    with cluster(DURABLE) as server, tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        url, box, source = server.url("postgres"), Path(name, "box"), Path(name, "source")
        make_tables(url)
        box.mkdir()
        seconds: dict[str, list[float]] = {}
        with enrolled(places := Places(source, source)) as store:
            center = Identity("ab" * 16, "Qendra", "MPB", "headquarters", "sq")
            changes = random_changes(center.replica, "17", CHANGES, 1)
            writer = filled_by(store, places, center, changes)
            for where in (str(box), url):
                begun = time.perf_counter()
                written = exchange_at(store, places, where).written
                seconds[where] = [time.perf_counter() - begun]
            assert written is not None
        for where, taken_in in seconds.items():
            home = Path(name, f"reader{len(where)}")
            with enrolled(places := Places(home, home)) as store:
                accept(store, places, [writer])
                begun = time.perf_counter()
                taken = exchange_at(store, places, where).taken
                taken_in.append(time.perf_counter() - begun)
                assert sum(received.new for received in taken) == CHANGES
        by_file, by_server = map(sum, seconds.values())
        floor = _floor(server)
        between = f"{CHANGES} changes by server"
        return [
            Measurement(
                f"{between} against by file, put and taken", by_server / by_file, TIMES_FILES,
                detail=f"{by_server:.1f} s against {by_file:.1f} s; {written.bytes} bytes",
            ),
            Measurement(
                f"{between} against bare COPY and SELECT of as many rows", by_server / floor, TIMES_FLOOR,
                detail=f"{by_server:.1f} s against {floor:.1f} s",
            ),
        ]  # fmt: skip


def _floor(server: Cluster) -> float:
    """The same changes by COPY into a table without anything, a row each, and read again; seconds."""
    rows = [
        (change.seq, "\t".join(map(str, change))) for change in random_changes("ab" * 16, "17", CHANGES, 1)
    ]
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE bare (seq bigint, change text)")
        begun = time.perf_counter()
        with connection.cursor().copy("COPY bare (seq, change) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        assert len(connection.execute("SELECT seq, change FROM bare").fetchall()) == CHANGES
        return time.perf_counter() - begun
