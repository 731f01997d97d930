"""A country's headquarters: 400 units report on 5 plans for 3 years, some five million changes.

``python -m benchmarks.scale --size 0.1 --plans 2`` makes a tenth of the changes of two plans; the units are
always as many. What is measured are whole commands, as a person gives them: of a home with all plans at a
first desk, and of a second desk that has one of them, with a PostgreSQL server between them where one is
installed.

The files of the laptops are made here by the program itself, signed and in its form: one of the years before,
and one of a last day, as a laptop writes it that knows what headquarters holds.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.laptops import OF_A_DAY, UNITS, plan_of, unit_of, write_files
from benchmarks.ratio import Measurement, line
from benchmarks.workload import accept
from store.db.places import Places
from store.exchange.change_sets import Author, author
from store.ledger.identity import read_identity
from store.opening.open_store import open_store
from sync.enrol import enrol
from sync.home_plans import new_plan, read_plans
from sync.plans import begin_plan
from sync.send.export import SUFFIX
from sync.server.tables import make_tables
from tests.support.postgres import DURABLE, Cluster, cluster, programs

ROOT: Final = Path(__file__).parents[1]
PLANS: Final = 5
CHANGES: Final = 1_000_000
"""Of a plan, at size 1."""
SIZE: Final = 0.05
FIRST: Final = "the files of three years taken"
LIMITS: Final = {
    FIRST: (1.0, 90.0),
    "all of it put on a server": (1.0, 40.0),
    "taken from there": (2.0, 80.0),
    "a day's files taken": (2.0, 4.0),
    "the day put on a server": (4.0, 8.0),
    "the day taken from there": (3.0, 8.0),
    "a visit to a folder": (1.0, 40.0),
    "work in all plans": (0.5, 2.0),
    "a file for one unit": (1.0, 4.0),
    "status": (1.0, 2.0),
    "overview of a year": (1.0, 15.0),
    "overview by unit": (1.0, 15.0),
    "report of a year, .docx": (2.0, 40.0),
    "data for analysts, SQLite": (3.0, 60.0),
    "verify": (2.0, 70.0),
    "backup": (1.0, 40.0),
}
"""Processor seconds that a step may take in a plan without changes, and beyond these at size 1."""


class Cost(NamedTuple):
    """What a command took: seconds, those of the processor, and the most megabytes of memory."""

    seconds: float
    worked: float
    megabytes: float


class Country(NamedTuple):
    """The homes of the two desks, the folders with the laptops' files, and how many changes each has."""

    folder: Path
    plans: int
    each: int

    @property
    def first(self) -> Path:
        """Return the home of the desk that takes the files of laptops."""
        return self.folder / "first"

    @property
    def second(self) -> Path:
        """Return the home of the desk that takes everything from the server."""
        return self.folder / "second"

    def files(self, when: str) -> list[str]:
        """Return the laptops' files: of the ``years`` before, or of the last ``day``."""
        return sorted(str(path) for path in (self.folder / "post").glob(f"*/{when}/*{SUFFIX}"))


def settle(country: Country) -> None:
    """Make the homes of both desks and the files of all laptops."""
    desks = []
    for home, plans in ((country.first, country.plans), (country.second, 1)):
        places = Places(home, home)
        enrol(
            places, places.database, officer="Qendra", unit="MPB", role="headquarters", language="sq",
            plan=plan_of(1),
        ).close()  # fmt: skip
        for number in range(2, plans + 1):
            there = read_plans(places).plans
            begin_plan(new_plan(places, f"Plani {number}"), there, there[0], plan=plan_of(number))
        desks.append(places)
    with get_context("spawn").Pool(2) as pool:
        laptops = pool.map(partial(write_files, country.folder, country.each), range(1, country.plans + 1), 1)
    for home_plan, authors in zip(read_plans(desks[0]).plans, laptops, strict=True):
        with open_store(home_plan.database) as store:
            accept(store, home_plan.places, authors)
    first, second = (_own(places) for places in desks)
    for places, other in zip(desks, (second, first), strict=True):
        with open_store(places.database) as store:
            accept(store, places, [other, *([] if other is second else laptops[0])])


def _own(places: Places) -> Author:
    with open_store(places.database, read_only=True) as store:
        identity = read_identity(store.conn)
        assert identity is not None
        own = author(store.conn, identity.replica)
        assert own is not None
        return own


def run(home: Path, *arguments: str) -> Cost:
    """Run a command in a process of its own, begun by a small one: memory is counted from who begins it."""
    env = {**os.environ, "TERREN_HOME": str(home), "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'import'}"}
    command = (sys.executable, "-I", "-S", "-c", _RUN, sys.executable, "-m", "terren", *arguments)
    done = subprocess.run(command, cwd=home, env=env, check=False, capture_output=True, text=True)
    *narration, figures = done.stderr.splitlines()
    code, *cost = map(float, figures.split())
    # 3 says that something waits for a person
    assert code in (0, 3), (arguments[0], narration[-20:])
    return Cost(*cost)


_RUN: Final = """
import os, sys, time
begun = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(process, 0)
seconds = time.perf_counter() - begun
print(file=sys.stderr)
worked, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
print(os.waitstatus_to_exitcode(status), seconds, worked, megabytes, file=sys.stderr)
"""


class Step(NamedTuple):
    """Something that is done: what, in whose home, by which command, in how many plans."""

    name: str
    home: Path
    command: tuple[str, ...]
    plans: int = 1


def steps(country: Country, url: str | None) -> Iterator[Step]:
    """Yield what is done, one after the other."""
    first, second, every = country.first, country.second, country.plans
    yield Step(FIRST, first, ("receive", *country.files("years")), every)
    if url is not None:
        yield Step("all of it put on a server", first, ("sync", url), every)
        yield Step("taken from there", second, ("sync", url))
    yield Step("a day's files taken", first, ("receive", *country.files("day")), every)
    if url is not None:
        yield Step("the day put on a server", first, ("sync", url), every)
        yield Step("the day taken from there", second, ("sync", url))
    box = country.folder / "box"
    box.mkdir()
    yield Step("a visit to a folder", second, ("sync", str(box)))
    yield Step("work in all plans", first, ("plans",), every)
    for name, command in {
        "a file for one unit": ("export", "--to", str(box), "--for", unit_of(0)),
        "status": ("status",),
        "overview of a year": ("rates", "--year", "2023"),
        "overview by unit": ("rates", "--year", "2023", "--by", "unit"),
        "report of a year, .docx": ("report", "--period", "2023", "--as-of", "2023-12-31", "-o", "r.docx"),
        "data for analysts, SQLite": ("publish-data", "data.sqlite"),
        "verify": ("verify",),
        "backup": ("backup", "-o", "copy.db"),
    }.items():
        yield Step(name, first, (*command, "--plan", "1"))


@contextmanager
def serving() -> Iterator[Cluster | None]:
    """A server with Terren's tables; None where none is installed."""
    if programs() is None:
        yield None
        return
    with cluster(DURABLE) as server:
        make_tables(server.url("postgres"))
        yield server


def measure(size: float = SIZE, plans: int = PLANS) -> Iterator[Measurement]:
    """Measure every step in processor seconds; beside it those of a clock, and the most memory."""
    each = max(round(CHANGES * size / UNITS), 2 * OF_A_DAY)
    with serving() as server, tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        country = Country(Path(name), plans, each)
        settle(country)
        print(f"  {UNITS} units × {plans} plans × {each} changes: {UNITS * plans * each:,}", flush=True)
        for step in steps(country, server.url("postgres") if server else None):
            cost = run(step.home, *step.command)
            fixed, growing = LIMITS[step.name]
            yield Measurement(
                f"{step.name}, plans: {step.plans}", cost.worked, step.plans * (fixed + growing * size), "s",
                f"{cost.seconds:.1f} s by the clock, {cost.megabytes:.0f} MB",
            )  # fmt: skip
        for what, size_of in sizes(country).items():
            print(f"  {what}: {size_of:,} bytes")
        if server is not None:
            for question in SIZES:
                print(f"  {question}: {server.run('postgres', question)}")


SIZES: Final = (
    "SELECT count(*), sum(octet_length(data)), max(octet_length(data)) FROM terren.change_set",
    "SELECT pg_total_relation_size('terren.change_set'), pg_indexes_size('terren.change_set')",
    "SELECT count(*), pg_total_relation_size('terren.taken') FROM terren.taken",
    "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')",
)


def sizes(country: Country) -> dict[str, int]:
    """Bytes of what lies on the disk."""

    def of(*paths: Path) -> int:
        return sum(path.stat().st_size for path in paths if path.is_file())

    first = country.first
    return {
        "the laptops' files": of(*(country.folder / "post").rglob("*")),
        "databases": of(*first.rglob("terren.db*")),
        "the first of them": of(*first.glob("terren.db*")),
        "archives": of(*first.rglob("archive/*")),
        "outboxes": of(*first.rglob("outbox/*")),
        "a backup of one plan": of(first / "copy.db"),
        "a report": of(first / "r.docx"),
        "data for analysts": of(first / "data.sqlite"),
        "the folder": of(*(country.folder / "box").rglob("*")),
    }


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--size", type=float, default=SIZE)
    options.add_argument("--plans", type=int, default=PLANS)
    given = options.parse_args()
    for measured in measure(given.size, given.plans):
        print(f"  {line(measured)}", flush=True)
