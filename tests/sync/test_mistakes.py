"""The property tests are worth something: each of these mistakes, planted in the code, is caught by them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, Final, NamedTuple
from unittest.mock import patch

import pytest

import store.exchange.delivery
import store.exchange.trust
import store.ledger.branches
import store.ledger.lineage
import store.ledger.state
import sync.quarantine.section_diff
import sync.receive.joining
import sync.restore
import sync.send.draft
import sync.send.missing_changes
from store.exchange.change_sets import current_vector
from store.exchange.peers import vector_in
from store.ledger.append import Intake
from store.ledger.branches import Histories
from store.ledger.state import StateUpdate
from sync.quarantine.sections import PendingSection
from sync.receive.joining import Joining
from tests.sync.histories import Step, lived
from tests.sync.soak import history
from tests.sync.test_convergence import EXAMPLES, hold

SEARCHED: Final = 60
"""Random histories that a mistake may survive; ``python -m tests.sync.test_mistakes`` looks at 2,000."""

LOST: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "next_steps", "1", 0),
    ("up", 0, 0, True),
    ("down", 0, 0, True),
    ("edit", 0, "1.1.1", "next_steps", "2", 0),
    ("up", 0, 0, False),
]
"""A file that never arrives."""
BACK: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "next_steps", "1", 0),
    ("image", 0),
    ("edit", 0, "1.1.1", "next_steps", "2", 0),
    ("up", 0, 0, True),
    ("back", 0),
    ("edit", 0, "1.1.1", "next_steps", "3", 0),
    ("down", 0, 0, True),
]
"""A laptop goes back to an image of itself and works on."""
BEFORE_THE_COPY: Final[list[Step]] = [
    ("clone", 0, "1.1.2", "output_reached", "2", 382),
    ("across", 3, 2),
    ("up", 2, 1, True),
    ("edit", 5, "1.1.2", "output_reached", "1", 860),
]
"""A copy writes, another laptop passes it on, and headquarters sets the same."""
RENEWED: Final[list[Step]] = [("renew", 0), ("renew", 0)]
"""A laptop changes its key twice: the first key vouches for the second, and that one for the third."""
KNOWN: Final = (*EXAMPLES, LOST, BACK, BEFORE_THE_COPY, RENEWED)


def _fails(steps: list[Step]) -> bool:
    try:
        with lived(steps) as world:
            hold(world, steps)
    except Exception:
        return True
    return False


_apply = StateUpdate.apply


def _last_writer_wins(self: StateUpdate, change: Any, supersedes: tuple[str, ...]) -> None:
    key = (change[7], change[8], change[5], change[9])
    heads = self._cache[key] if key in self._cache else self._load(key)
    _apply(self, change, (*supersedes, *(head for head in heads if head not in supersedes)))


def _seen_is_nothing(self: StateUpdate, change: Any, supersedes: tuple[str, ...]) -> None:
    _apply(self, change, ())


def _sent_is_received(conn: Any, peer: str) -> list[Any]:
    return [current_vector(conn)]


def _highest_ever(conn: Any, peer: str) -> list[Any]:
    """What any headquarters ever confirmed, as if it could not come back from a backup."""
    highest: dict[str, tuple[tuple[int, str], ...]] = {}
    for (text,) in conn.execute("SELECT vector FROM change_set WHERE direction = 'received'"):
        for replica, ends in vector_in(text).items():
            highest[replica] = (*highest.get(replica, ()), *ends)
    return [highest]


def _hash_is_right(histories: Histories, vector: Any) -> dict[str, int]:
    """The counts of the vector alone, as if a name had one history."""
    return {replica: max(count for count, _ in ends) for replica, ends in vector.items()}


def _park_nothing(conn: Any, change_set: int, section: PendingSection) -> None:
    return None


_meet = sync.quarantine.section_diff.diff_section


def _no_fork(conn: Any, histories: Any, intake: Any, section: Any, chain: str, changes: Any) -> Any:
    """Whatever has numbers beyond what is held continues it."""
    meeting = _meet(conn, histories, intake, section, chain, changes)
    if meeting.first is None:
        return meeting
    held = intake.held(chain).length
    beyond = [entry for entry in meeting.changes if entry[0][1] > held]
    return meeting._replace(first=None, changes=iter(beyond), digest=section.head)


_finish = Joining.finish


def _no_clone_check(self: Joining, change_set: int) -> None:
    self._tip = self._intake.held(self._identity.replica)
    _finish(self, change_set)


def _number_alone(self: Histories, own: str, change_id: str) -> str:
    """What somebody else wrote under the same number counts as seen."""
    chain, _, seq = change_id.rpartition(":")
    return f"{self.author(chain)}:{seq}"


_part = store.ledger.branches.fork_chain


class _Last(bytes):
    """A hash behind all others."""

    def __gt__(self, other: object) -> bool:
        return True


def _first_come(conn: Any, replica: str, chain: str, after: int, first: bytes) -> str:
    """Whichever history came first bears the name."""
    return _part(conn, replica, chain, after, _Last(first))


def _always_renew(self: Joining, change_set: int) -> None:
    """Every other history under one's own id, also one that gives way, means a new name."""
    if self.parted:
        self._tip = self._tip._replace(length=-1)
    _finish(self, change_set)


def _only_present(conn: Any, replica: str) -> Any:
    """What was written under earlier ids is somebody else's."""
    return {chain: held for chain, held in _own_chains(conn, replica).items() if chain == replica}


_own_chains = store.ledger.lineage.own_chains


def _granted_directly(conn: Any, replicas: Any) -> Any:
    """Only the grants to those whose changes are in the file."""
    wanted = set(replicas)
    return tuple(grant for grant in store.exchange.trust.grants(conn) if grant.replica in wanted)


def _own_key_only(conn: Any, replica: str) -> Any:
    return frozenset()


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
    Mistake(sync.send.missing_changes, "peer_vectors", _sent_is_received, "ack_on_export"),
    Mistake(sync.send.missing_changes, "peer_vectors", _highest_ever, "ack_never_goes_back"),
    Mistake(sync.receive.joining, "keep_pending", _park_nothing, "ignore_gap"),
    Mistake(sync.receive.joining, "diff_section", _no_fork, "ignore_fork"),
    Mistake(Intake, "extend", _twice, "apply_twice"),
    Mistake(Joining, "finish", _no_clone_check, "no_clone_check"),
    Mistake(sync.send.draft, "held_by", _hash_is_right, "vector_without_hash"),
    Mistake(StateUpdate, "apply", _seen_is_nothing, "supersedes nothing"),
    Mistake(StateUpdate, "_await", lambda self, superseded, key: None, "awaits nothing"),
    Mistake(Joining, "join_parked", lambda self: self._intake.flush(), "never joins what was parked"),
    Mistake(store.ledger.state, "in_conflict", lambda heads: False, "sees no conflict"),
    Mistake(Histories, "name", _number_alone, "a copy has seen what the original wrote"),
    Mistake(sync.receive.joining, "fork_chain", _first_come, "who comes first bears the name"),
    Mistake(Joining, "finish", _always_renew, "both copies take a new name"),
    Mistake(
        store.exchange.delivery, "own_chains", _only_present, "what an earlier id wrote is not one's own"
    ),
    Mistake(sync.send.draft, "grants_to_tell", _granted_directly, "the chain of trust is not told"),
    Mistake(
        sync.send.missing_changes, "predecessors", _own_key_only, "what a lost key never signed stays here"
    ),
    Mistake(sync.restore, "claim_earlier", lambda *given: None, "a second restore forgets the first"),
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.title)
def test_a_planted_mistake_is_caught(mistake: Mistake) -> None:
    with patch.object(mistake.where, mistake.name, mistake.instead):
        assert any(_fails(steps) for steps in (*KNOWN, *map(history, range(SEARCHED)))), "not caught"


@pytest.mark.parametrize("steps", KNOWN)
def test_without_a_mistake_nothing_is_caught(steps: list[Step]) -> None:
    assert not _fails(steps)


def main() -> int:
    """Tell after how many histories, the shortest known first, each is caught; 1 where one survives 2,000."""
    late = 0
    for mistake in MISTAKES:
        with patch.object(mistake.where, mistake.name, mistake.instead):
            lives = chain(KNOWN, map(history, range(2_000 - len(KNOWN))))
            caught = next((n for n, steps in enumerate(lives) if _fails(steps)), None)
        sys.stdout.write(f"{mistake.title}: {'survives' if caught is None else caught + 1}\n")
        late += caught is None
    return min(late, 1)


if __name__ == "__main__":
    sys.exit(main())
