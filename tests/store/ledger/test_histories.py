"""What is looked for in many histories of one author costs one look, however many there are."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from store.ledger.branches import _HOLDING, Branch, Histories
from sync.quarantine.sections import _REACHED
from tests.plans import enrolled


@pytest.mark.parametrize(
    "statement", [_HOLDING, f"SELECT id FROM parked_section AS pending WHERE {_REACHED}"]
)
def test_a_change_in_a_branch_is_found_by_its_hash(tmp_path: Path, statement: str) -> None:
    with enrolled(tmp_path / "a.db") as store:
        values = ("a", 1, b"h", b"i")[: 4 * ("?4" in statement)]
        steps = [row[3] for row in store.conn.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert any("change_of_branch (hash" in step for step in steps)
    assert not [step for step in steps if step.startswith("SCAN") and "pending" not in step]


def test_the_chain_of_a_number_is_found_in_a_history_however_deep(tmp_path: Path) -> None:
    """As by walking from parent to parent, which costs as much as there are."""
    rng = random.Random(1)
    branches = list[Branch]()
    for n in range(200):
        parent = branches[-1] if branches and rng.random() < 0.8 else None
        start = (parent.start + rng.randint(1, 3)) if parent else rng.randint(0, 5)
        branches.append(Branch(f"x{n:03}", "r", parent.chain if parent else "r", start))
    with (
        closing(sqlite3.connect(tmp_path / "none.db")) as connection,
        patch("store.ledger.branches.read_branches", return_value=tuple(branches)),
    ):
        histories = Histories(connection)
    by_chain = {branch.chain: branch for branch in branches}

    def walked(chain: str, seq: int) -> str:
        while chain in by_chain and seq <= by_chain[chain].start:
            chain = by_chain[chain].parent
        return chain

    for chain in ("r", *by_chain):
        last = histories.start(chain) + 3
        assert [histories.at(chain, seq) for seq in range(last)] == [
            walked(chain, seq) for seq in range(last)
        ]
