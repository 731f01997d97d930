"""What rows on a server cost: appending small files from one desk and eight, bytes, looking for news.

Without a server nothing is measured. Processor seconds are those of the server's processes.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from benchmarks.ratio import Measurement
from store.db.server import connected, server_name
from store.ledger.identity import Identity
from sync.server.rows import Rows
from sync.server.tables import make_tables
from tests.support.postgres import DURABLE, Cluster, cluster, programs

ROWS: Final = 2_000
DESKS: Final = 8
SENDERS: Final = 2_000
BYTES: Final = 1_300
"""Of a file with two changes, as benchmarks.scale makes it."""


def measure() -> list[Measurement]:
    """Measure, or say that no server is installed."""
    if programs() is None:
        print("  no PostgreSQL server is installed", file=sys.stderr)
        return []
    with cluster(DURABLE) as server:
        url = server.url("postgres")
        make_tables(url)
        before = _size(server)
        single, worked = _appended(server, url, 1)
        grown = _size(server) - before
        eight, _ = _appended(server, url, DESKS)
        begun = time.perf_counter()
        news = _news(url)
        told = (
            f"{single:.2f} s by the clock, {ROWS / single:.0f} a second;"
            f" from {DESKS} {ROWS / eight:.0f} a second"
        )
        return [
            Measurement(
                f"{ROWS:,} rows appended by a desk, each", worked / ROWS * 1000, 2.0, "ms", detail=told
            ),
            Measurement("bytes of a row beyond its file", grown / ROWS - BYTES, 1000.0, "B"),
            Measurement(
                f"news of {SENDERS:,} senders asked for", news, 1.0, "s",
                detail=f"{time.perf_counter() - begun:.1f} s with making them",
            ),
        ]  # fmt: skip


def _appended(server: Cluster, url: str, desks: int) -> tuple[float, float]:
    """Append ROWS rows from so many desks: seconds by the clock, and of the server's processors."""

    def append(desk: int) -> None:
        with connected(url) as connection:
            rows = Rows(connection, server_name(url), f"plan-{desks}")
            replica = f"{desk + 1:032x}"
            rows.introduce(Identity(replica, "Qendra", "MPB", "headquarters", "sq"))
            for _ in range(ROWS // desks):
                # what is compressed grows no smaller
                data = os.urandom(BYTES)
                rows.append(replica, hashlib.sha256(data).digest(), "x.terren", data)

    worked, begun = _worked(server), time.perf_counter()
    with ThreadPoolExecutor(desks) as pool:
        list(pool.map(append, range(desks)))
    seconds = time.perf_counter() - begun
    # what a process did counts once it has ended
    time.sleep(0.5)
    return seconds, _worked(server) - worked


def _news(url: str) -> float:
    """Seconds in which one asks for the last row of each of SENDERS senders."""
    with connected(url) as connection:
        rows = Rows(connection, server_name(url), "plan-senders")
        for n in range(SENDERS):
            data, replica = n.to_bytes(8, "big"), f"{n + 1:032x}"
            rows.introduce(Identity(replica, "O", "17", "field", "sq"))
            rows.append(replica, hashlib.sha256(data).digest(), "x.terren", data)
        begun = time.perf_counter()
        assert len(rows.tips(())) == SENDERS
        return time.perf_counter() - begun


def _worked(server: Cluster) -> float:
    """Processor seconds of the server's processes, of those that ended as well."""
    number = (server.data / "postmaster.pid").read_text("ascii").split()[0]
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if stat.parent.name == number:
            ticks += sum(map(int, fields[11:15]))
        elif fields[1] == number:
            ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _size(server: Cluster) -> int:
    (row,) = server.run("postgres", "SELECT pg_total_relation_size('terren.change_set')")
    return int(row[0])
