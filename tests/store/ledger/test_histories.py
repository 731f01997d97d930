"""What is looked for in many histories of one author costs one look, however many there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.ledger.branches import _HOLDING
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
