"""The day of the reports of these tests: what they have was recorded before they are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from types import SimpleNamespace
from typing import Final

import pytest

RECORDED: Final = datetime(2023, 1, 15, 12, tzinfo=timezone.utc)


@pytest.fixture(scope="package", autouse=True)
def _recorded_before() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.ledger.append.time", SimpleNamespace(time=RECORDED.timestamp))
        yield
