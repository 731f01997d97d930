"""Where sending more than the barest rules ask for changes what somebody has seen, and so what stands.

A model in which a file leaves out what the newest vector of its reader confirms, in which headquarters knows
disks and not names, and a restore finds only what was received, would end otherwise in these histories alone.
"""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.sync.histories import Step, World, lived
from tests.sync.test_convergence import hold

TWICE_SENT: Final[list[Step]] = [
    ("up", 1, True),
    ("edit", 1, "1.1.1", "status", "1", 0),
    ("up", 1, True),
    ("down", 1, False),
    ("late", 2, 2),
    ("edit", 2, "1.1.1", "status", "2", 0),
]
"""An answer to two files, of which only the newer one confirms the edit; another laptop reads it first."""
ONLY_IN_OUTBOX: Final[list[Step]] = [
    ("center_image",),
    ("decide", "1.1.1", "status", "1", 0),
    ("down", 0, False),
    ("center_restore", True),
    ("decide", "1.1.1", "status", "2", 0),
]
"""Headquarters goes back behind what it has written to a file that nobody took."""
KNOWN_TO_A_LAPTOP: Final[list[Step]] = [
    ("center_image",),
    ("decide", "1.1.1", "status", "1", 0),
    ("down", 0, True),
    ("center_restore", False),
    ("decide", "1.1.1", "status", "2", 0),
]
"""The same without archive and outbox, where a laptop took the file."""
BOTH_WENT_BACK: Final[list[Step]] = [
    ("image", 0),
    ("center_image",),
    ("edit", 0, "1.1.1", "status", "1", 0),
    ("up", 0, True),
    ("back", 0),
    ("clone", 0),
    ("down", 3, True),
    ("center_restore", False),
]
"""The laptop that typed goes back, then headquarters without its archive; a copy was answered between."""


def _heads(world: World, steps: list[Step]) -> list[tuple[Any, bool]]:
    hold(world, steps)
    return [(head["value"], head["conflict"]) for head in world.center.one.state]


@pytest.mark.parametrize(
    ("steps", "stands"),
    [
        (TWICE_SENT, [("2", False)]),
        (ONLY_IN_OUTBOX, [("2", False)]),
        (KNOWN_TO_A_LAPTOP, [("1", True)]),
        (BOTH_WENT_BACK, []),
    ],
    ids=("twice sent", "only in the outbox", "known to a laptop", "both went back"),
)
def test_what_stands_where_more_is_sent(steps: list[Step], stands: list[tuple[str, bool]]) -> None:
    with lived(steps) as world:
        assert _heads(world, steps) == stands


def test_who_went_back_waits_for_the_fork_and_nothing_is_taken_from_the_answer() -> None:
    with lived(BOTH_WENT_BACK) as world:
        assert world.counts["refused"] == 1
