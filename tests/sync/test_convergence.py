"""What must hold in every history; the names of the invariants are those of docs/exchange.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from store.ledger import rebuild_state
from store.verify import verify
from sync.body import unpacked_section
from sync.coding import decode_changes
from sync.receive import receive
from tests.sync import exchange_model as model
from tests.sync.histories import COPIES, HISTORIES, QUIET, Step, World, lived
from tests.sync.world import Installation, believe, headquarters

GAP: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "status", "1", 0),
    ("up", 0, True),
    ("down", 0, True),
    ("edit", 0, "1.1.1", "status", "2", 0),
    ("up", 0, False),
    ("late", 1, 2),
    ("late", 1, 0),
]
"""A file that reaches somebody before the one it continues: chance finds this seldom."""
CLONE: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "status", "1", 0),
    ("up", 0, True),
    ("clone", 0),
    ("edit", 0, "1.1.1", "status", "2", 0),
    ("edit", 3, "1.1.1", "status", "3", 0),
    ("edit", 3, "1.1.2", "status", "1", 0),
    ("up", 0, True),
    ("up", 3, True),
    ("down", 3, True),
]
"""A copied folder: both write under one name."""
LOST_CENTER: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "status", "1", 0),
    ("up", 0, True),
    ("center_image",),
    ("decide", "1.1.1", "status", "2", 0),
    ("edit", 1, "1.1.2", "status", "1", 0),
    ("up", 1, True),
    ("down", 1, True),
    ("center_restore", False),
]
"""Headquarters comes back from a backup and its archive is gone."""
BOTH_WENT_BACK: Final[list[Step]] = [
    ("image", 1),
    ("center_image",),
    ("edit", 1, "1.1.2", "percent", "3", 0),
    ("up", 1, True),
    ("down", 2, True),
    ("back", 1),
    ("center_restore", False),
    ("edit", 1, "1.1.2", "percent", "1", 0),
]
"""The author goes back, then headquarters without its archive: the edit is left on another laptop alone,
where the author's new history takes its place as soon as headquarters says so."""

CHECKED: Final = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def hold(world: World, history: list[Step]) -> None:
    """Raise AssertionError where an invariant does not hold once all have exchanged their files."""
    assert world.agree(), "the project and the model differ"
    living = {clock for place in world.all for clock in _typed(place.one)}
    world.settle()
    assert world.agree(), "the project and the model differ at the end"
    kinds = {step[0] for step in history}
    center = world.center.one
    state = center.state
    for place in world.all:
        assert verify(place.one.store).faults == (), "I5, I9"
        assert place.one.state == state, "I1"
    ledger = center.store.conn.execute(
        "SELECT replica || ':' || seq, recorded_at, value, supersedes, kind, target, unit, field FROM change"
    ).fetchall()
    found = set(_typed(center))
    # who goes back in time loses what had not left; nothing else is ever lost, however many go back
    assert living <= found, "I2"
    if not kinds & {"back", "restore", "center_restore"}:
        assert world.typed <= found, "I2"
    superseded = {(name, *row[4:]) for row in ledger for name in json.loads(row[3])}
    standing = {head for register in state for head in register["heads"]}
    assert standing == {row[0] for row in ledger if (row[0], *row[4:]) not in superseded}, "I3"
    values = {row[0]: row[2] for row in ledger}
    for register in state:
        assert register["conflict"] == (len({values[head] for head in register["heads"]}) > 1), "I4"
    if not kinds & COPIES:
        assert world.counts == {"forks": 0, "renewed": 0, "refused": 0}, "I6"


def _typed(one: Installation) -> Iterator[int]:
    """The clocks of all changes that an installation holds, those that are parked or set aside included."""
    yield from (clock for (clock,) in one.store.conn.execute("SELECT recorded_at FROM change").fetchall())
    yield from _aside(one)


def _aside(one: Installation) -> Iterator[int]:
    for (body,) in one.store.conn.execute("SELECT body FROM parked_section"):
        section, lines = unpacked_section(body)
        for row, _ in decode_changes(section, iter(lines), lambda kind, unit: None):
            yield row[3]


@CHECKED
@given(HISTORIES)
@example(GAP)
@example(CLONE)
@example(LOST_CENTER)
@example(BOTH_WENT_BACK)
def test_everything_holds_with_copies_and_restores(history: list[Step]) -> None:
    with lived(history) as world:
        hold(world, history)


@CHECKED
@given(QUIET)
@example(GAP)
def test_everything_holds_and_nobody_is_suspected_without_copies(history: list[Step]) -> None:
    with lived(history) as world:
        hold(world, history)
        assert world.center.one.store.conn.execute("SELECT count(*) FROM parked_section").fetchone() == (0,)


@CHECKED
@given(HISTORIES, st.randoms(use_true_random=False))
def test_old_files_in_any_order_change_nothing(history: list[Step], random: Any) -> None:
    with lived(history) as world:
        world.settle()
        center = world.center.one
        before = center.state
        files = [file for file in world.files if file[1].sender != center.replica]
        random.shuffle(files)
        for path, _ in files:
            receive(center.store, center.places, path)
        assert center.state == before, "I7"
        late = headquarters(world.stick.parent / "late")
        try:
            believe(center, late)
            world.acquaint(late)
            late.receive(center.export(world.stick).path, accept=False)
            assert late.state == before, "I1, I16"
            rebuild_state(late.store)
            assert late.state == before, "I9"
        finally:
            late.store.close()


@CHECKED
@given(HISTORIES)
def test_every_conflict_can_be_closed(history: list[Step]) -> None:
    with lived(history) as world:
        world.settle()
        for register in world.center.one.state:
            if register["conflict"]:
                world.edit(world.center, register["target"], register["field"], "decided", 0)
        world.settle()
        for place in world.all:
            assert not any(register["conflict"] for register in place.one.state), "I8"
            assert place.one.state == world.center.one.state


@CHECKED
@given(HISTORIES)
def test_clocks_change_no_view(history: list[Step]) -> None:
    with lived(history) as skewed, lived(history, skewed=False) as straight:
        for one, other in zip(skewed.all, straight.all, strict=True):
            assert one.one.state == other.one.state, "I10"


def test_the_model_shows_the_same_conflict_as_the_project() -> None:
    with lived(CLONE) as world:
        world.settle()
        shown = model.view(world.center.node)
        assert shown["1.1.1", "status"][2]
        assert world.counts["renewed"] == world.counts["forks"] == 1
