"""The sample document, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from planreader import read
from store.plan.model import Plan

SAMPLE = Path(__file__).parents[2] / "samples" / "migration-2021-2023.txt"


@pytest.fixture(scope="session")
def sample() -> Plan:
    """The plan of the sample document."""
    return read(SAMPLE)
