"""What somebody has seen, and so supersedes, where more is sent or found again than a bare rule asks for."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.sync.convergence.histories import Step, World, lived
from tests.sync.convergence.test_convergence import check_invariants

TWICE_SENT: Final[list[Step]] = [
    ("up", 1, 0, True),
    ("edit", 1, "1.1.1", "next_steps", "1", 0),
    ("up", 1, 0, True),
    ("down", 1, 0, False),
    ("late", 2, 2),
    ("edit", 2, "1.1.1", "next_steps", "2", 0),
]
"""An answer to two files, of which only the newer one confirms the edit; another laptop reads it first."""
ONLY_IN_OUTBOX: Final[list[Step]] = [
    ("image", 3),
    ("edit", 3, "1.1.1", "next_steps", "1", 0),
    ("down", 0, 0, False),
    ("restore", 3, True, True),
    ("edit", 3, "1.1.1", "next_steps", "2", 0),
]
"""Headquarters goes back behind what it has written to a file that nobody took."""
KNOWN_TO_A_LAPTOP: Final[list[Step]] = [
    ("image", 3),
    ("edit", 3, "1.1.1", "next_steps", "1", 0),
    ("down", 0, 0, True),
    ("restore", 3, False, True),
    ("edit", 3, "1.1.1", "next_steps", "2", 0),
]
"""The same without archive and outbox, where a laptop took the file."""
OPEN_AGAIN: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "next_steps", "1", 0),
    ("edit", 1, "1.1.1", "next_steps", "2", 0),
    ("edit", 2, "1.1.1", "next_steps", "1", 0),
    ("up", 0, 0, True),
    ("up", 1, 0, True),
    ("up", 2, 0, True),
    ("decide", 3, "3", True, 0),
]
"""Headquarters takes back its decision between three heads of two values: what showed shows again."""


def _heads(world: World, steps: list[Step]) -> list[tuple[Any, bool]]:
    check_invariants(world, steps)
    return [(head["value"], head["conflict"]) for head in world.center.one.state]


@pytest.mark.parametrize(
    ("steps", "stands"),
    [
        (TWICE_SENT, ("2", False)),
        (ONLY_IN_OUTBOX, ("2", False)),
        (KNOWN_TO_A_LAPTOP, (None, True)),
        (OPEN_AGAIN, ("1", True)),
    ],
    ids=("twice sent", "only in the outbox", "known to a laptop", "open again"),
)
def test_what_stands_where_more_is_sent(steps: list[Step], stands: tuple[Any, bool]) -> None:
    with lived(steps) as world:
        ((value, conflict),) = _heads(world, steps)
        assert conflict is stands[1]
        assert stands[0] in (None, value)
