"""The sample document, read once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from planreader import read
from store.plan.model import Plan
from tests.support.documents import documents_read_once
from tests.support.paths import SAMPLE


@pytest.fixture(scope="session")
def sample() -> Plan:
    """The plan of the sample document."""
    return read(SAMPLE)


@pytest.fixture(scope="session", autouse=True)
def _once() -> Iterator[None]:
    with documents_read_once():
        yield
