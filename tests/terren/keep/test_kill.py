"""kill -9 at random moments during edits and exports: what was acknowledged is there, and all is whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from store.db.places import Places
from store.history.logbook import find_changes
from store.integrity.verify import verify
from store.ledger.heads import state_form
from store.opening.open_store import open_store
from sync.enrol import enrol
from sync.identity.opening import open_for_work
from sync.receive.receive import receive
from sync.send.export import export
from tests.plans import small_plan
from tests.support.check_codes import check_code_of
from tests.support.lengths import cases

EDITS: Final = cases(80, 200)
AT_ONCE: Final = 12
"""Edits that a child makes at most before it waits to be killed: a busy machine kills late."""

CHILD: Final = """
import random, signal, sys
from datetime import date
from pathlib import Path
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.db.places import read_places
from store.account.statuses import STATUSES
from sync.send.export import export
from sync.identity.opening import open_for_work

folder, first, last, seed, is_killed = Path(sys.argv[1]), *map(int, sys.argv[2:])
chance, home = random.Random(seed), read_places()
with open_for_work(home, home.database) as store:
    for n in range(first, last):
        nr = f"{1 + n % 2}.1.{1 + n % 4}"
        if n % 3 == 0:
            add_note(store, nr, f"edit {n}")
        elif n % 3 == 1:
            report_money(store, nr, 2022, {"capital.spent": Amount(n)})
        else:
            report = StatusReport(STATUSES[n % 6], percent=n % 101, next_steps=f"edit {n}")
            report_status(store, nr, report, today=date(2022, 1, 1))
        print(n, flush=True)
        if chance.random() < 0.1:
            export(store, home, folder)
    if is_killed:
        signal.pause()
"""


class Laptop:
    """A home with an officer's database, and a child process that works on it."""

    def __init__(self, root: Path) -> None:
        root.mkdir()
        self.root, self.places, self.stick = root, Places(root, root), root / "stick"
        self.stick.mkdir()

    def enrol(self, unit: str, role: str) -> None:
        plan = small_plan()
        enrol(
            self.places, self.places.database, officer=unit, unit=unit, role=role, language="sq", plan=plan
        ).close()

    def work(self, first: int, seed: int, *, acknowledged: int | None, delay: float) -> set[int]:
        """Edit from number ``first`` on; after so many acknowledgements and seconds kill the child.

        Returns the numbers of the edits that it acknowledged.
        """
        is_killed = acknowledged is not None
        last = min(first + AT_ONCE, EDITS) if is_killed else EDITS
        numbers = map(str, (first, last, seed, int(is_killed)))
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(self.stick), *numbers],
            env={**os.environ, "TERREN_HOME": str(self.root), "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
        )
        assert child.stdout is not None
        lines: list[bytes] = []
        while acknowledged is None or len(lines) < acknowledged:
            if not (line := child.stdout.readline()):
                break
            lines.append(line)
        if is_killed:
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=delay)
            child.send_signal(signal.SIGKILL)
        lines += child.stdout.readlines()
        assert child.wait() == (-signal.SIGKILL if is_killed else 0)
        child.stdout.close()
        return {int(line) for line in lines if line.endswith(b"\n")}

    def recorded(self) -> set[int]:
        """The numbers of the edits that stand in the ledger, after checking that all is whole."""
        with open_for_work(self.places, self.places.database) as store:
            assert store.refusal is None
            assert verify(store).faults == ()
            return set(_numbers(store.path))


def _numbers(database: Path) -> Iterator[int]:
    with open_store(database, read_only=True) as store:
        for step in find_changes(store):
            if step.change.kind == "money":
                yield int(step.after)
            elif step.change.kind == "note" or step.change.field == "next_steps":
                yield int(step.after.removeprefix("edit "))


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_after_every_kill_the_database_is_whole_and_every_acknowledged_edit_is_there(tmp_path: Path) -> None:
    chance = random.Random(20240611)
    laptop = Laptop(tmp_path / "laptop")
    laptop.enrol("Pejë", "field")
    acknowledged: set[int] = set()
    first = kills = 0
    while first < EDITS - 20:
        # now and then while the child starts or opens the database
        starting = chance.random() < 0.15
        acknowledged |= laptop.work(
            first,
            seed=chance.randrange(10**6),
            acknowledged=0 if starting else chance.randint(1, 10),
            delay=chance.uniform(0, 0.2 if starting else 0.01),
        )
        kills += 1
        recorded = laptop.recorded()
        assert acknowledged <= recorded
        # at most the edit that was under way is there without having been acknowledged
        assert recorded == set(range(len(recorded)))
        first = len(recorded)
    acknowledged |= laptop.work(first, seed=1, acknowledged=None, delay=0)
    assert kills >= 5
    assert laptop.recorded() == set(range(EDITS))

    with open_for_work(laptop.places, laptop.places.database) as store:
        export(store, laptop.places, laptop.stick)
        expected = state_form(store.conn)
    headquarters = Laptop(tmp_path / "headquarters")
    headquarters.enrol("MPB", "headquarters")
    with open_for_work(headquarters.places, headquarters.places.database) as store:
        files = sorted(laptop.stick.glob("*.terren"))
        for path in files:
            receive(store, headquarters.places, path, accept=check_code_of(path.read_bytes()))
        assert state_form(store.conn) == expected
        assert verify(store).faults == ()
    assert len(files) > 1
