"""Invariants that histories alone do not show: who may write what, unknown kinds, bounded time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.db.text import clean
from store.integrity.verify import verify
from store.ledger.append import read_changes
from store.ledger.branches import Histories
from store.ledger.change import Change
from sync.wire.limits import MAX_DEPTH
from tests.support.lengths import cases, some
from tests.support.paths import ROOT
from tests.sync.wire.worst import FILES
from tests.sync.world import Installation, believe, headquarters, installation, quick_folder

CHECKED: Final = settings(
    max_examples=cases(8, 100),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
UNITS: Final = ("17", "23", "MPB", "")
HEADQUARTERS_ALONE: Final = ("assessment", "decision", "review", "period", "name")
KINDS: Final = ("action", "money", "note", *HEADQUARTERS_ALONE, "of-later")

_step = st.one_of(
    st.tuples(
        st.just("edit"),
        st.integers(0, 2),
        st.sampled_from(KINDS),
        st.sampled_from(UNITS),
        st.sampled_from("ab"),
        st.integers(0, 3),
    ),
    st.tuples(st.just("send"), st.integers(0, 3), st.integers(0, 3)),
)


def may(author: int, kind: str, unit: str) -> bool:
    """What the rules of docs/exchange.md say, written once more: 0 and 1 report for 17 and 23, 2 is MPB."""
    return author == 2 or (kind not in HEADQUARTERS_ALONE and unit == UNITS[author])


@CHECKED
@given(st.lists(_step, min_size=5, max_size=30))
def test_what_oversteps_unit_or_role_never_changes_a_view(steps: list[Any]) -> None:
    """I13: two laptops whose programs ask for nothing, and what headquarters and a bystander show of it."""
    with quick_folder() as folder, ExitStack() as stack:
        office = [
            installation(folder / "17", unit="17"),
            installation(folder / "23", unit="23"),
            headquarters(folder / "center"),
            installation(folder / "24", unit="24"),
        ]
        for one in office:
            stack.callback(one.store.close)
        believe(*office)
        replicas = [one.replica for one in office]
        for kind, *rest in [*steps, *(("send", *pair) for pair in ((0, 2), (1, 2), (2, 3), (0, 3), (1, 3)))]:
            if kind == "edit":
                author, what, unit, target, value = rest
                text = what in ("note", "name")
                office[author].edit(target, "f", str(value) if text else value, unit=unit, kind=what)
            elif rest[0] != rest[1]:
                office[rest[1]].receive(office[rest[0]].export(folder).path, accept=False)
        expected = _expected(office[2], replicas)
        for one in office[2:]:
            shown = {(r["kind"], r["target"], r["unit"], tuple(sorted(r["heads"]))) for r in one.state}
            assert shown == expected, "I13"
            assert verify(one.store).faults == ()
        held = office[2].store.conn.execute("SELECT replica, kind, unit, held FROM change").fetchall()
        for replica, kind, unit, reason in held:
            assert (reason is None) == may(replicas.index(replica), kind, unit)


def _expected(one: Installation, replicas: list[str]) -> set[tuple[str, str, str, tuple[str, ...]]]:
    """The heads of every register among the changes that their authors may make."""
    allowed: dict[tuple[str, str, str], list[Change]] = {}
    for change in read_changes(one.store.conn):
        if may(replicas.index(change.replica), change.kind, change.unit):
            allowed.setdefault((change.kind, change.target, change.unit), []).append(change)
    found, histories = set(), Histories(one.store.conn)
    for key, changes in allowed.items():
        gone = {superseded for change in changes for superseded in histories.seen(change)}
        found.add((*key, tuple(sorted(change.id for change in changes if change.id not in gone))))
    return found


_text = st.text(max_size=20).map(lambda text: unicodedata.normalize("NFC", clean(text, newlines=True)))
_name = st.text(min_size=1, max_size=40).map(clean).filter(bool)
VALUES: Final = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), _text),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_text, inner, max_size=3)),
    max_leaves=8,
).filter(lambda value: _depth(value) < MAX_DEPTH - 1)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0


@CHECKED
@given(st.lists(st.tuples(_name, _name, _name, VALUES), min_size=1, max_size=12))
def test_unknown_kinds_survive_a_relay(edits: list[tuple[str, str, str, Any]]) -> None:
    """I15: what a later version records, one that does not know it keeps, shows and passes on unchanged."""
    with quick_folder() as folder, ExitStack() as stack:
        one, relay = installation(folder / "one"), installation(folder / "relay")
        center = headquarters(folder / "center")
        for each in (one, relay, center):
            stack.callback(each.store.close)
        believe(one, relay, center)
        for kind, target, field, value in edits:
            one.edit(target, field, value, kind=kind)
        relay.receive(one.export(folder).path, accept=False)
        relay.edit("1.1.1", "percent", 1)
        center.receive(relay.export(folder).path, accept=False)
        query = "SELECT * FROM change WHERE replica = ? ORDER BY seq"
        rows = [
            [tuple(row) for row in each.store.conn.execute(query, (one.replica,))]
            for each in (one, relay, center)
        ]
        assert len(rows[0]) == len(edits)
        assert rows[0] == rows[1] == rows[2], "I15"
        assert center.state == relay.state
        assert verify(center.store).faults == ()


SECONDS: Final = 30.0
MEGABYTES: Final = 250


def test_the_worst_files_are_done_with_in_bounded_time_and_memory(tmp_path: Path) -> None:
    """I17: each is taken or refused; a file of 1,000,000 changes is measured by the benchmarks."""
    names = some(list(FILES), first=2)

    def worst(what: str) -> str:
        return subprocess.run(
            (sys.executable, "-m", "tests.sync.wire.worst", what, str(tmp_path), *names),
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "import")))},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    worst("make")
    results = [line.split("\t") for line in worst("take").splitlines()]
    assert [result[0] for result in results] == [*names]
    for name, said, seconds, megabytes in results:
        assert said == "taken" or said.startswith("changeset_"), (name, said)
        assert float(seconds) < SECONDS, (name, seconds)
        assert float(megabytes) < MEGABYTES, (name, megabytes)
