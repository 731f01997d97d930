"""Terren beside others that carry edits by file: time, size, and what becomes of damage, repeats and copies.

All are given the same edits, 100 in a durable transaction, in one run. A peer that is not installed is left
out and named: ``pip install apsw pycrdt`` (or the extra ``peers``), ``apt-get install taskwarrior``.
"""

from __future__ import annotations

import os
import platform
import random
import sqlite3
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from benchmarks.peer.crdt import CrdtMap
from benchmarks.peer.floor import Floor
from benchmarks.peer.node import Absent, Edit, Node, edits
from benchmarks.peer.session import SessionTable
from benchmarks.peer.taskwarrior import Tasks
from benchmarks.peer.terren import Terren
from benchmarks.ratio import Measurement
from sync.quarantine.forks import read_forks

PEERS: Final[Mapping[str, Callable[[Path], Node]]] = {
    "raw sqlite3": Floor,
    "Terren": Terren,
    "session extension (apsw)": SessionTable,
    "pycrdt": CrdtMap,
    "Taskwarrior import": Tasks,
}
COUNTS: Final = (10_000, 100_000)
SLOW: Final = 60.0
"""Seconds after which a peer is not asked for ten times as much."""
FLIPS: Final = 200
SMALL: Final = 300
NEWER, MINE, THEIRS = "1111111100", "2222222200", "3333333300"
"""Amounts that the first register, which is of money, is given anew."""


def measure() -> list[Measurement]:
    """Print the table; there is no budget in it."""
    print(f"  {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    print(f"  {', '.join(versions())}")
    given = {count: edits(count) for count in (SMALL, *COUNTS)}
    for name, start in PEERS.items():
        try:
            with TemporaryDirectory() as folder:
                start(Path(folder) / "try").close()
        except Absent as absent:
            print(f"  {name}: not here ({absent})")
            continue
        seconds = 0.0
        for count in COUNTS:
            if seconds > SLOW:
                print(f"  {name}, {count:,} edits: not measured after {seconds:.0f} s for {count // 10:,}")
                continue
            seconds = timed(name, start, given[count])
        for told in (flips(start, given[SMALL]), repeat(start, given[SMALL]), clone(start, given[SMALL])):
            print(f"  {name}, {told}", flush=True)
    return []


def versions() -> Iterator[str]:
    """The versions of what is compared."""
    from importlib import metadata

    yield f"SQLite {sqlite3.sqlite_version}"
    for package in ("apsw", "pycrdt"):
        with suppress(metadata.PackageNotFoundError):
            yield f"{package} {metadata.version(package)}"


@contextmanager
def nodes(start: Callable[[Path], Node], *names: str) -> Iterator[tuple[Path, list[Node]]]:
    """Fresh nodes of a peer, and a folder for files."""
    with TemporaryDirectory() as folder:
        made = [start(Path(folder) / name) for name in names]
        (Path(folder) / "stick").mkdir()
        try:
            yield Path(folder) / "stick", made
        finally:
            for node in made:
                node.close()


def _known(receiver: Node, file: Path) -> None:
    """Whoever receives has accepted the sender, where the peer knows of such."""
    if isinstance(receiver, Terren):
        receiver.accept(file)


def timed(name: str, start: Callable[[Path], Node], given: list[Edit]) -> float:
    """Seconds for writing, sending and receiving, printed with the bytes."""
    with nodes(start, "one", "other") as (stick, (writer, other)):
        file = stick / "file.terren"
        begun = time.perf_counter()
        writer.write(given)
        written = time.perf_counter()
        writer.send(file)
        sent = time.perf_counter()
        _known(other, file)
        taking = time.perf_counter()
        other.receive(file)
        done = time.perf_counter()
        parts = written - begun, sent - written, done - taking
        data = file.read_bytes()
        size, packed = len(data) / len(given), len(zlib.compress(data, 9)) / len(given)
    print(
        f"  {name}, {len(given):,} edits: write {parts[0]:.2f} s, send {parts[1]:.2f} s,"
        f" receive {parts[2]:.2f} s, together {sum(parts):.2f} s,"
        f" {size:.1f} bytes an edit, {packed:.1f} under zlib",
        flush=True,
    )
    return sum(parts)


def flips(start: Callable[[Path], Node], given: list[Edit]) -> str:
    """Return what becomes of a file with one flipped bit."""
    outcomes: Counter[str] = Counter()
    with nodes(start, "one", "whole") as (stick, (writer, whole)):
        writer.write(given)
        file = stick / "file.terren"
        writer.send(file)
        data = file.read_bytes()
        _known(whole, file)
        whole.receive(file)
        right = whole.state()
        rng = random.Random(1)
        for n in range(FLIPS):
            made = bytearray(data)
            made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
            with nodes(start, f"flip{n}") as (elsewhere, (reader,)):
                damaged = elsewhere / "file.terren"
                damaged.write_bytes(data)
                _known(reader, damaged)
                before = reader.state()
                damaged.write_bytes(made)
                outcomes[_taken(reader, damaged, before, right)] += 1
    told = ", ".join(f"{what} {number}" for what, number in sorted(outcomes.items()))
    return f"{FLIPS} flipped bits: {told}"


def _taken(reader: Node, file: Path, before: Any, right: Any) -> str:
    try:
        reader.receive(file)
    except Exception:
        # each peer refuses in a way of its own
        return "refused" if reader.state() == before else "refused half-way"
    except BaseException:
        # a panic of a library in another language
        return "crashed"
    after = reader.state()
    if after == right:
        return "taken rightly"
    return "taken as empty" if after == before else "TAKEN WRONGLY"


def repeat(start: Callable[[Path], Node], given: list[Edit]) -> str:
    """Return what becomes of an old file after a newer one."""
    with nodes(start, "one", "other") as (stick, (writer, other)):
        old, new = stick / "old.terren", stick / "new.terren"
        writer.write(given)
        writer.send(old)
        writer.write([given[0]._replace(value=NEWER)])
        writer.send(new)
        _known(other, old)
        other.receive(new)
        right = other.state()
        for file in (old, new, old):
            other.receive(file)
        return "an old file again: " + (
            "changes nothing" if other.state() == right else "THE OLD VALUE IS BACK"
        )


def clone(start: Callable[[Path], Node], given: list[Edit]) -> str:
    """Return what becomes of two values when a folder has been copied and both copies have worked on."""
    with nodes(start, "one", "other") as (stick, (first, other)):
        first.write(given)
        second = first.copied(stick / "copy")
        try:
            first.write([given[0]._replace(value=MINE)])
            second.write([given[0]._replace(value=THEIRS)])
            for node, name in ((first, "one"), (second, "two")):
                node.send(stick / f"{name}.terren")
                _known(other, stick / f"{name}.terren")
                other.receive(stick / f"{name}.terren")
            shown = str(other.state())
            shown_values = [word for word, value in (("mine", MINE), ("theirs", THEIRS)) if value in shown]
            noticed = isinstance(other, Terren) and _forks(other)
        finally:
            second.close()
    alarm = ", the other value set aside and the copy reported" if noticed else ", and nobody is told"
    return f"a copied folder: {' and '.join(shown_values)} shown{alarm}"


def _forks(node: Terren) -> bool:
    return bool(read_forks(node.store.conn))
