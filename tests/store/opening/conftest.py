"""Tests of the database itself create theirs as the program does."""

from __future__ import annotations

import pytest

from store.opening import schema
from tests.support import databases


@pytest.fixture(autouse=True)
def _created_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "create", databases.create)
