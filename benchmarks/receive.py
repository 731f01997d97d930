"""Taking a change set against the floor: the same lines and rows by way of sqlite3 alone."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path
from typing import Any, Final

from benchmarks.ratio import Measurement, line, peak_megabytes
from benchmarks.workload import accept_authors, enrolled, filled
from store.db.places import Places
from store.opening.open_store import open_store
from sync.receive.receive import receive
from sync.send.export import export
from sync.wire.format import open_container

CHANGES: Final = 100_000
MANY: Final = 1_000_000
REPEATS: Final = 3
RATIO: Final = 2.0
GROWTH: Final = 11.0
MEMORY_MB: Final = 200.0
BYTES: Final = 30.0
_INSERTS: Final = {
    "change": "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "state": "INSERT INTO state VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
}


def change_set(folder: Path, length: int) -> tuple[Path, int]:
    """A file of ``length`` changes and its size in bytes."""
    store, places = filled(folder, length)
    with store:
        written = export(store, places, folder)
    return written.path, written.bytes


def receive_seconds(file: Path, home: Path) -> float:
    """Seconds that an empty headquarters takes for a file."""
    places = Places(home, home)
    with enrolled(places) as store:
        accept_authors(store, places, file)
        start = time.perf_counter()
        receive(store, places, file)
        return time.perf_counter() - start


def floor_seconds(file: Path, rows: dict[str, list[Any]], replicas: list[Any], home: Path) -> float:
    """Seconds for reading the same lines as JSON and inserting the rows that result, in one transaction."""
    places = Places(home, home)
    enrolled(places).close()
    with open_store(places.database) as store:
        store.conn.executemany("INSERT INTO replica (id, changes, head) VALUES (?, ?, ?)", replicas)
        start = time.perf_counter()
        body = open_container(file.read_bytes(), "").body
        for text in zlib.decompress(body).splitlines():
            json.loads(text)
        insert_rows(store.conn, rows)
        return time.perf_counter() - start


def insert_rows(conn: sqlite3.Connection, rows: dict[str, list[Any]]) -> None:
    """Insert rows of the ledger and the state in one transaction, and check nothing of them."""
    conn.execute("BEGIN IMMEDIATE")
    for table, statement in _INSERTS.items():
        conn.executemany(statement, rows[table])
    conn.execute("COMMIT")


def resulting_rows(database: Path) -> tuple[dict[str, list[Any]], list[Any]]:
    """The ledger, state and replica rows of a database."""
    conn = sqlite3.connect(database)
    rows = {table: conn.execute(f"SELECT * FROM {table}").fetchall() for table in _INSERTS}
    replicas = conn.execute("SELECT id, changes, head FROM replica WHERE changes > 0").fetchall()
    conn.close()
    return rows, replicas


def measure() -> list[Measurement]:
    """100,000 changes against the floor, taken in turn; then the size of a file of 10,000."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, size = change_set(folder / "source", CHANGES)
        _, small = change_set(folder / "small", 10_000)
        receive_seconds(file, folder / "first")
        rows, replicas = resulting_rows(folder / "first" / "terren.db")
        taken, floor = [], []
        for n in range(REPEATS):
            floor.append(floor_seconds(file, rows, replicas, folder / f"floor{n}"))
            taken.append(receive_seconds(file, folder / f"taken{n}"))
    seconds, bare = min(taken), min(floor)
    detail = f"{seconds * 1000:.0f} ms against {bare * 1000:.0f}, {size / CHANGES:.1f} bytes a change"
    return [
        Measurement("receive 100,000 changes", seconds / bare, RATIO, detail=detail),
        Measurement("a file of 10,000 changes, bytes each", small / 10_000, BYTES, "B"),
    ]


def measure_many(few: int = CHANGES, many: int = MANY) -> list[Measurement]:
    """So many changes against fewer, taken in turn, each in a process of its own for the memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {length: change_set(folder / f"source{length}", length)[0] for length in (few, many)}
        results: dict[int, list[tuple[float, float]]] = {few: [], many: []}
        for n in range(REPEATS):
            for length, file in files.items():
                home = folder / f"home{length}-{n}"
                command = (sys.executable, "-m", "benchmarks.receive", str(file), str(home))
                output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                seconds, memory = map(float, output.split())
                results[length].append((seconds, memory))
                shutil.rmtree(home)
    short, long = min(results[few])[0], min(results[many])[0]
    memory = max(memory for _, memory in results[many])
    return [
        Measurement(
            f"receive {many:,} against {few:,}",
            long / short,
            GROWTH,
            detail=f"{long:.1f} s against {short:.1f}",
        ),
        Measurement(f"resident memory of {many:,}", memory, MEMORY_MB, "MB"),
    ]


def main(arguments: list[str]) -> None:
    """With a file and a folder, one receive: seconds and peak megabytes; without, the long figures."""
    if arguments:
        file, home = map(Path, arguments)
        seconds = receive_seconds(file, home)
        print(seconds, peak_megabytes())
        return
    for measurement in measure_many():
        print(line(measurement))


if __name__ == "__main__":
    main(sys.argv[1:])
