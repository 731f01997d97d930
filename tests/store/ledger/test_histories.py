"""What is looked for in many histories of one author costs one look, however many there are."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from cProfile import Profile
from pathlib import Path
from pstats import Stats
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


@pytest.mark.parametrize("seed", range(20))
def test_the_chain_of_a_number_is_found_in_a_history_however_deep(tmp_path: Path, seed: int) -> None:
    """As by walking from parent to parent, which costs as much as there are; also while more part."""
    rng = random.Random(seed)
    by_chain = dict[str, Branch]()

    def walked(chain: str, seq: int) -> str:
        while chain in by_chain and seq <= by_chain[chain].start:
            chain = by_chain[chain].parent
        return chain

    def path(chain: str) -> dict[str, int]:
        ends, seq = dict[str, int](), 2**63 - 1
        while seq:
            ends[chain], seq = seq, by_chain[chain].start if chain in by_chain else 0
            chain = walked(chain, seq)
        return ends

    with (
        closing(sqlite3.connect(tmp_path / "none.db")) as connection,
        patch("store.ledger.branches.read_branches", return_value=()),
        patch("store.ledger.branches.lineages", return_value=()),
    ):
        histories = Histories(connection)
        for n in range(120):
            parent = rng.choice([*by_chain][-3:]) if by_chain and rng.random() < 0.95 else "r"
            # one that parts where the one before it begins stands beside that
            start = histories.start(parent) + rng.randint(0, 3)
            branch = Branch(f"x{n}", "r", parent, start)
            by_chain[branch.chain] = branch
            histories.part(branch)
            chain = rng.choice(["r", *by_chain])
            numbers = range(histories.start(chain) + 3)
            assert [histories.at(chain, seq) for seq in numbers] == [walked(chain, seq) for seq in numbers]
            led = {of: until for of in ("r", *by_chain) if (until := histories.wrote_until(chain, of))}
            assert led == path(chain)


def test_a_look_into_a_deep_history_costs_hardly_more_than_into_a_flat_one(tmp_path: Path) -> None:
    depth = 4_096
    branches = [Branch(f"x{n}", "r", f"x{n - 1}" if n else "r", n + 1) for n in range(depth)]
    with (
        closing(sqlite3.connect(tmp_path / "none.db")) as connection,
        patch("store.ledger.branches.read_branches", return_value=tuple(branches)),
        patch("store.ledger.branches.lineages", return_value=()),
    ):
        histories, profile = Histories(connection), Profile()
        profile.enable()
        for n in range(depth):
            assert histories.at(f"x{depth - 1}", n) == (f"x{n - 2}" if n > 1 else "r")
            assert histories.at(f"x{n}", n + 1) == (f"x{n - 1}" if n else "r")
            assert histories.wrote_until(f"x{n}", "r") == 1
        profile.disable()
    # by walking some thousands for each
    assert Stats(profile).total_calls < 100 * 3 * depth  # type: ignore[attr-defined]
