"""The day of the reports of these tests: what they have was recorded before they are written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from types import SimpleNamespace
from typing import Final

import pytest

RECORDED: Final = datetime(2023, 1, 15, 12, tzinfo=timezone.utc)


@contextmanager
def recorded_that_day() -> Iterator[None]:
    """Let what is recorded meanwhile bear the day of the reports."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.ledger.append.time", SimpleNamespace(time=RECORDED.timestamp))
        yield


@pytest.fixture(scope="package", autouse=True)
def _recorded_that_day() -> Iterator[None]:
    with recorded_that_day():
        yield
