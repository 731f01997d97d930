"""The property test is worth something: each of these mistakes, planted in the code, is caught by it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

import store.state
import sync.export
import sync.joining
from store.exchange import Parked
from store.ledger import chains
from store.state import StateUpdate
from store.verify import verify
from sync.joining import Joining
from tests.sync.test_convergence import GAP, HISTORIES, lived

SEARCH = settings(
    max_examples=200, deadline=None, derandomize=True, database=None, phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def _fails(history: list[tuple[Any, ...]]) -> bool:
    with ExitStack() as stack:
        world = lived(history, stack)
        if not world.agree():
            return True
        world.settle()
        return not world.agree() or any(verify(one.store).faults for one in world.all)


_apply = StateUpdate.apply


def _last_writer_wins(self: StateUpdate, change: Any, supersedes: tuple[str, ...]) -> None:
    key = (change[7], change[8], change[5], change[9])
    heads = self._cache[key] if key in self._cache else self._load(key)
    _apply(self, change, (*supersedes, *(head for head in heads if head not in supersedes)))


def _forget_the_rest(self: Joining) -> None:
    self._intake.flush()


def _claims_all_is_there(conn: Any, peer: str) -> dict[str, tuple[int, str]]:
    return {replica: (chain.length, chain.head.hex()) for replica, chain in chains(conn).items()}


def _gap_is_none(conn: Any, change_set: int, parked: Parked) -> None:
    return None


def _seen_is_all(self: StateUpdate, change: Any, supersedes: tuple[str, ...]) -> None:
    _apply(self, change, ())


@pytest.mark.parametrize(
    ("where", "name", "mistake"),
    [
        (StateUpdate, "apply", _last_writer_wins),
        (StateUpdate, "apply", _seen_is_all),
        (StateUpdate, "_await", lambda self, superseded, key: None),
        (Joining, "join_parked", _forget_the_rest),
        (sync.joining, "park", _gap_is_none),
        (sync.export, "peer_vector", _claims_all_is_there),
        (store.state, "in_conflict", lambda heads: False),
    ],
)
def test_a_planted_mistake_is_caught(
    monkeypatch: pytest.MonkeyPatch, where: Any, name: str, mistake: Callable[..., Any]
) -> None:
    monkeypatch.setattr(where, name, mistake)
    if _fails(GAP):
        return
    try:
        find(HISTORIES, _fails, settings=SEARCH)
    except NoSuchExample:
        pytest.fail("not caught")


def test_without_a_mistake_nothing_is_caught() -> None:
    assert not _fails(GAP)
