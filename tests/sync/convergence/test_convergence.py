"""What must hold in every history; the names of the invariants are those of docs/exchange.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from store.exchange.delivery import read_delivery
from store.ledger.append import rebuild_derived
from store.ledger.branches import Histories
from sync.proof import prove
from tests.support.lengths import cases
from tests.sync.convergence import attacker
from tests.sync.convergence import exchange_model as model
from tests.sync.convergence.histories import COPIES, HISTORIES, QUIET, Step, World, lived
from tests.sync.convergence.invariants import check_again, check_closing, check_told, check_views, moments
from tests.sync.world import Installation, believe, headquarters

GAP: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "next_steps", "1", 0),
    ("up", 0, 0, True),
    ("down", 0, 0, True),
    ("edit", 0, "1.1.1", "next_steps", "2", 0),
    ("up", 0, 0, False),
    ("late", 1, 2),
    ("late", 1, 0),
]
"""A file that reaches somebody before the one it continues: chance finds this seldom."""
CLONE: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "next_steps", "1", 0),
    ("up", 0, 0, True),
    ("clone", 0),
    ("edit", 0, "1.1.1", "next_steps", "2", 0),
    ("edit", 3, "1.1.1", "next_steps", "3", 0),
    ("edit", 3, "1.1.2", "next_steps", "1", 0),
    ("up", 0, 0, True),
    ("up", 3, 0, True),
    ("down", 3, 0, True),
]
"""A copied folder: both write under one name."""
TWO_CENTERS: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "next_steps", "1", 0),
    ("clone", 0),
    ("edit", 0, "1.1.1", "next_steps", "2", 0),
    ("edit", 3, "1.1.1", "next_steps", "3", 0),
    ("up", 0, 0, True),
    ("up", 3, 1, True),
]
"""Two headquarters hear of an original and its copy in different order."""
UNSEEN: Final[list[Step]] = [
    ("clone", 0),
    ("edit", 0, "1.1.1", "next_steps", "1", 0),
    ("edit", 3, "1.1.1", "next_steps", "2", 0),
    ("renew", 3),
    ("edit", 3, "1.1.1", "next_steps", "3", 0),
    ("up", 0, 0, True),
    ("up", 3, 0, True),
]
"""A copy takes a new name before it is told that it is one."""
SHARED: Final[list[Step]] = [
    ("clone", 0),
    ("edit", 3, "1.1.2", "next_steps", "1", 0),
    ("up", 3, 0, True),
    ("edit", 0, "1.1.1", "next_steps", "1", 0),
    ("clone", 0),
    ("edit", 0, "1.1.1", "next_steps", "2", 0),
    ("edit", 4, "1.1.2", "output_reached", "1", 0),
]
"""An edit that two copies share, one of which has replaced it."""
LOST_CENTER: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "next_steps", "1", 0),
    ("up", 0, 0, True),
    ("image", 3),
    ("edit", 3, "1.1.1", "next_steps", "2", 0),
    ("edit", 1, "1.1.2", "next_steps", "1", 0),
    ("up", 1, 0, True),
    ("down", 1, 0, True),
    ("restore", 3, False, True),
]
"""Headquarters comes back from a backup and its archive is gone."""
BOTH_WENT_BACK: Final[list[Step]] = [
    ("image", 1),
    ("image", 3),
    ("edit", 1, "1.1.2", "output_reached", "3", 0),
    ("up", 1, 0, True),
    ("down", 2, 0, True),
    ("back", 1),
    ("restore", 3, False, True),
    ("edit", 1, "1.1.2", "output_reached", "1", 0),
]
"""The author goes back, then headquarters without its archive: the edit is left on another laptop alone."""
NEW_DISK: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "next_steps", "1", 0),
    ("image", 0),
    ("restore", 0, False, False),
    ("edit", 0, "1.1.1", "next_steps", "2", 0),
    ("up", 0, 0, False),
    ("restore", 0, True, True),
    ("edit", 0, "1.1.1", "next_steps", "3", 0),
]
"""A disk has died, and what had not left is restored on a new one, twice."""
RENEWED: Final[list[Step]] = [
    ("renew", 0),
    ("renew", 0),
    ("edit", 0, "1.1.1", "next_steps", "1", 0),
    ("up", 0, 0, True),
    ("renew", 3),
    ("renew", 3),
    ("edit", 3, "1.1.2", "next_steps", "1", 0),
    ("down", 1, 0, True),
    ("across", 0, 1),
]
"""Keys renewed twice, before a first entry and between two files: who has none leads to who is believed."""
VANISHED: Final[list[Step]] = [
    ("image", 3),
    ("restore", 3, False, True),
    ("edit", 3, "1.1.1", "output_reached", "1", 0),
    ("down", 0, 0, True),
    ("back", 3),
]
"""A headquarters that was restored, wrote a file and went back to an image: a laptop alone has that."""
ACCEPTED_SINCE: Final[list[Step]] = [
    ("image", 0),
    ("image", 4),
    ("restore", 4, False, False),
    ("edit", 4, "1.1.1", "output_reached", "2", 0),
    ("down", 0, 1, True),
    ("restore", 0, True, False),
]
"""A backup from before its owner accepted a headquarters that had lost its key, whose file lies there."""
LED_TO: Final[list[Step]] = [
    ("edit", 2, "1.1.1", "next_steps", "3", 97),
    ("clone", 3, "1.1.1", "next_steps", "2", 299),
    ("killed", 3, True),
    ("late", 2, 18),
    ("edit", 3, "1.1.1", "output_reached", "3", -367),
    ("attack", 3, 0, "jumps", 58698),
    ("decide", 0, "3", True, 812),
]
"""A decision is taken back to two values, the first of which leads to a number that was held."""
LET_GO_WITH_A_FILE: Final[list[Step]] = [
    ("attack", 0, 0, "jumps", 32012),
    ("edit", 4, "1.1.2", "next_steps", "2", 0),
    ("attack", 4, 1, "jumps", 63818),
    ("edit", 1, "1.1.2", "next_steps", "3", 0),
    ("undo", 1, 0),
    ("attack", 0, 0, "bears another's key", 48930),
]
"""What an own edit leads to counts with the next file, also one of which all else is passed over."""
RESTORED_TWICE: Final[list[Step]] = [
    ("image", 0),
    ("restore", 0, True, True),
    ("edit", 0, "1.1.2", "output_reached", "1", 383),
    ("renew", 0),
    ("across", 0, 1),
    ("restore", 0, True, True),
]
"""What was written between two restores of one backup, under an id whose link no file of its own has told."""
BACK_FROM_RENEWAL: Final[list[Step]] = [
    ("image", 0),
    ("renew", 0),
    ("edit", 0, "1.1.2", "output_reached", "1", 383),
    ("across", 0, 1),
    ("restore", 0, False, True),
    ("across", 1, 0),
]
"""What was written under an id of which the backup knows nothing comes back with a file of another."""
EXAMPLES: Final = (
    GAP, CLONE, TWO_CENTERS, UNSEEN, SHARED, LOST_CENTER, BOTH_WENT_BACK, NEW_DISK, RENEWED, VANISHED,
    ACCEPTED_SINCE, LED_TO, LET_GO_WITH_A_FILE, RESTORED_TWICE, BACK_FROM_RENEWAL,
)  # fmt: skip

CHECKED: Final = settings(
    max_examples=cases(3, 200),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def check_invariants(world: World, history: list[Step]) -> None:
    """Raise AssertionError where an invariant does not hold once all have exchanged their files."""
    assert world.agree(), "the project and the model differ"
    if not world.forgotten:
        _told_truly(world)
    living = {clock for place in world.all for clock in _typed(place.one)}
    assert world.settle(), "I19"
    assert world.agree(), "the project and the model differ at the end"
    kinds = {step[0] for step in history}
    center = world.center.one
    state = center.state
    for place in world.all:
        assert prove(place.one.store).faults == (), "I5, I9"
        (clock,) = place.one.store.conn.execute("SELECT lamport FROM clock").fetchone()
        assert clock == place.node.lamport, "I17"
        assert place.one.state == state, "I1"
        assert read_delivery(place.one.store.conn, place.one.identity).unconfirmed == 0, "I18"
    found = {row[1] for row in check_views(center, _attackers(center))}
    assert found <= world.typed, "I13, I24: somebody speaks for another"
    assert not any(place.one.store.conn.execute(_WORDS).fetchone() for place in world.all), "I13, I24"
    # who goes back in time loses what had not left; nothing else is ever lost, however many go back
    assert living <= found, "I2"
    if not kinds & {"back", "restore"}:
        assert world.typed <= found, "I2"
    assert world.counts["renewed"] <= world.renewals, "I19"
    if not kinds & COPIES:
        renewed = sum(step[0] == "renew" for step in history)
        assert world.counts == {"forks": 0, "renewed": renewed}, "I6"


_WORDS: Final = (
    "SELECT 1 FROM state WHERE unit <> '17' OR kind NOT IN ('action', 'note') OR value LIKE '%forged%'"
)
"""What nobody in the histories has said, and the attacker would say."""


def _told_truly(world: World) -> None:
    """What no headquarters holds is nowhere said to have arrived there."""
    there = {clock for place in world.centers for clock in _typed(place.one)}
    for place in world.laptops:
        check_told(place.one, place.typed.keys() - there)


def _typed(one: Installation) -> Iterator[int]:
    """The clocks of all changes that an installation holds, pending ones included, but for the attacker's."""
    return moments(one, _attackers(one), attacker.REPLICA)


def _attackers(one: Installation) -> tuple[str, ...]:
    """The attacker's own histories."""
    return Histories(one.store.conn).chains(attacker.REPLICA)


@CHECKED
@given(HISTORIES, st.randoms(use_true_random=False))
def test_everything_holds_with_copies_and_restores(history: list[Step], random: Any) -> None:
    with lived(history) as world:
        check_invariants(world, history)
        _old_files_in_any_order_change_nothing(world, random)
        check_closing(world)


@pytest.mark.parametrize("history", EXAMPLES)
def test_everything_holds_in_the_shortest_histories(history: list[Step]) -> None:
    with lived(history) as world:
        check_invariants(world, history)


@CHECKED
@given(QUIET)
@example(GAP)
def test_everything_holds_and_nobody_is_suspected_without_copies(history: list[Step]) -> None:
    with lived(history) as world:
        check_invariants(world, history)
        assert world.center.one.store.conn.execute("SELECT count(*) FROM parked_section").fetchone() == (0,)


def _old_files_in_any_order_change_nothing(world: World, random: Any) -> None:
    center = world.center.one
    before = center.state
    files = [path for path, file in world.files if file.sender != center.replica]
    random.shuffle(files)
    check_again(center, files)
    late = headquarters(world.stick.parent / "late")
    try:
        believe(center, late)
        world.acquaint(late)
        late.receive(center.export(world.stick).path, accept=False)
        assert late.state == before, "I1, I16"
        with late.store.writing() as conn:
            rebuild_derived(conn)
        assert late.state == before, "I9"
    finally:
        late.store.close()


@settings(CHECKED, max_examples=cases(2, 100))
@given(QUIET)
def test_clocks_change_no_view(history: list[Step]) -> None:
    """Where nobody is copied: which of two histories bears a name follows from hashes, so from clocks."""
    with lived(history) as skewed, lived(history, skewed=False) as straight:
        for one, other in zip(skewed.all, straight.all, strict=True):
            assert one.one.state == other.one.state, "I10"


def test_the_model_shows_the_same_conflict_as_the_project() -> None:
    with lived(CLONE) as world:
        world.settle()
        shown = model.view(world.center.node)
        assert shown["1.1.1", "next_steps"][2]
        assert world.counts["renewed"] == 1
        assert world.counts["forks"] >= 1
