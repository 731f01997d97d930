"""Whatever happens to server, folder, sticks and programs, all come to the same as by files alone."""

from __future__ import annotations

from typing import Any, Final
from unittest.mock import patch

import pytest

import store.exchange.delivery
import store.history.steps
import store.ledger.heads
from store.exchange.trust import Authority
from store.ledger.state import StateUpdate
from tests.support.lengths import cases, some
from tests.support.postgres import Cluster
from tests.sync.convergence.mistakes import _seen_is_nothing
from tests.sync.server.mixtures import mixture

FAILED_ONCE: Final = (40189,)
"""Histories that failed once, of which docs/exchange.md tells."""


@pytest.mark.parametrize("seed", (*range(cases(2, 40)), *FAILED_ONCE))
def test_mixtures_of_server_folder_and_sticks_come_to_the_same(
    postgres: Cluster, database: str, seed: int
) -> None:
    with mixture(postgres, database, seed) as world:
        world.check_invariants()


MISTAKES: Final = (
    ("I3", 25, StateUpdate, "apply", _seen_is_nothing),
    ("I4", 4, store.ledger.heads, "in_conflict", lambda heads: False),
    ("I8", 4, store.history.steps, "decided_between", lambda *given: ()),
    ("I18", 1, store.exchange.delivery, "held_by", lambda histories, told: dict.fromkeys(told, 10**6)),
    ("I21", 5, Authority, "reach", lambda *given: None),
)
"""What breaks an invariant, the first history in which that shows, and what is planted where."""


@pytest.mark.parametrize(("invariant", "seed", "where", "name", "instead"), some(MISTAKES))
def test_a_planted_mistake_shows_in_a_mixture(
    postgres: Cluster, database: str, invariant: str, seed: int, where: Any, name: str, instead: Any
) -> None:
    with (
        patch.object(where, name, instead),
        mixture(postgres, database, seed) as world,
        pytest.raises(AssertionError, match=f"^{invariant}\\b"),
    ):
        world.check_invariants()
