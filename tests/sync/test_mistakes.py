"""The property tests are worth something: each of these mistakes, planted in the code, is caught by them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple
from unittest.mock import patch

import pytest

import store.state
import sync.export
import sync.joining
import sync.lacking
from store.exchange import hash_at
from store.ledger import Intake, chains
from store.parked import Parked
from store.state import StateUpdate
from sync.joining import Joining
from tests.sync.histories import Step, lived
from tests.sync.soak import history
from tests.sync.test_convergence import BOTH_WENT_BACK, CLONE, GAP, LOST_CENTER, hold

SEARCHED: Final = 60
"""Random histories that a mistake may survive."""

LOST: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "status", "1", 0),
    ("up", 0, True),
    ("down", 0, True),
    ("edit", 0, "1.1.1", "status", "2", 0),
    ("up", 0, False),
]
"""A file that never arrives."""
BACK: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "status", "1", 0),
    ("image", 0),
    ("edit", 0, "1.1.1", "status", "2", 0),
    ("up", 0, True),
    ("back", 0),
    ("edit", 0, "1.1.1", "status", "3", 0),
    ("down", 0, True),
]
"""A laptop goes back to an image of itself and works on."""
KNOWN: Final = (GAP, CLONE, LOST_CENTER, LOST, BACK, BOTH_WENT_BACK)


def _fails(steps: list[Step]) -> bool:
    try:
        with lived(steps) as world:
            hold(world, steps)
    except Exception:
        return True
    return False


_apply = StateUpdate.apply
_meet = Joining._meet


def _last_writer_wins(self: StateUpdate, change: Any, supersedes: tuple[str, ...]) -> None:
    key = (change[7], change[8], change[5], change[9])
    heads = self._cache[key] if key in self._cache else self._load(key)
    _apply(self, change, (*supersedes, *(head for head in heads if head not in supersedes)))


def _seen_is_nothing(self: StateUpdate, change: Any, supersedes: tuple[str, ...]) -> None:
    _apply(self, change, ())


def _sent_is_received(conn: Any, peer: str) -> list[dict[str, tuple[int, str]]]:
    return [{replica: (chain.length, chain.head.hex()) for replica, chain in chains(conn).items()}]


def _highest_ever(conn: Any, peer: str) -> list[dict[str, tuple[int, str]]]:
    """What any headquarters ever confirmed, as if it could not come back from a backup."""
    highest: dict[str, tuple[int, str]] = {}
    for (text,) in conn.execute("SELECT vector FROM change_set WHERE direction = 'received'"):
        for replica, (count, head) in json.loads(text).items():
            highest[replica] = max(highest.get(replica, (0, "")), (count, head))
    return [highest]


def _hash_is_right(conn: Any, replica: str, vectors: Any) -> tuple[int, bytes]:
    """The count of the vector alone, as if a name had one history."""
    count = min((vector.get(replica, (0, ""))[0] for vector in vectors), default=0)
    held = hash_at(conn, replica, count)
    return (count, held) if held is not None else (0, b"")


def _park_nothing(conn: Any, change_set: int, section: Parked) -> None:
    return None


def _no_fork(self: Joining, section: Any, changes: Any) -> Any:
    """Whatever has numbers beyond what is held continues it."""
    meeting = _meet(self, section, changes)
    if meeting.differs is None:
        return meeting
    held = self._intake.held(section.replica).length
    beyond = [entry for entry in meeting.changes if entry[0][1] > held]
    return meeting._replace(differs=None, changes=iter(beyond), digest=section.head)


def _no_clone_check(self: Joining, section: Any, meeting: Any) -> bool:
    return False


_extend = Intake.extend


def _twice(self: Intake, replica: str, entries: Iterator[Any]) -> tuple[int, int]:
    """What is taken counts once more, under a number of its own."""
    taken = list(entries)
    done = _extend(self, replica, iter(taken))
    for row, supersedes in taken:
        again = (*row[:1], row[1] + 1_000, *row[2:])
        self._state.apply(again, supersedes)
    return done


class Mistake(NamedTuple):
    """What stands instead of an attribute; the first eight bear the names that the model gives them."""

    where: Any
    name: str
    instead: Callable[..., Any]
    title: str


MISTAKES: Final = (
    Mistake(StateUpdate, "apply", _last_writer_wins, "lww_wall"),
    Mistake(sync.lacking, "peer_vectors", _sent_is_received, "ack_on_export"),
    Mistake(sync.lacking, "peer_vectors", _highest_ever, "ack_never_goes_back"),
    Mistake(sync.joining, "park", _park_nothing, "ignore_gap"),
    Mistake(Joining, "_meet", _no_fork, "ignore_fork"),
    Mistake(Intake, "extend", _twice, "apply_twice"),
    Mistake(Joining, "_settle", _no_clone_check, "no_clone_check"),
    Mistake(sync.lacking, "_start", _hash_is_right, "vector_without_hash"),
    Mistake(StateUpdate, "apply", _seen_is_nothing, "supersedes nothing"),
    Mistake(StateUpdate, "_await", lambda self, superseded, key: None, "awaits nothing"),
    Mistake(Joining, "join_parked", lambda self: self._intake.flush(), "never joins what was parked"),
    Mistake(sync.export, "to_pass_on", lambda *given: (), "keeps to itself what lies aside"),
    Mistake(store.state, "in_conflict", lambda heads: False, "sees no conflict"),
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.title)
def test_a_planted_mistake_is_caught(mistake: Mistake) -> None:
    with patch.object(mistake.where, mistake.name, mistake.instead):
        assert any(_fails(steps) for steps in (*KNOWN, *map(history, range(SEARCHED)))), "not caught"


@pytest.mark.parametrize("steps", KNOWN)
def test_without_a_mistake_nothing_is_caught(steps: list[Step]) -> None:
    assert not _fails(steps)
