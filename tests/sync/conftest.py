"""Installations of a test are closed when it ends, whatever it did with them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import tests.sync.world as world
from store.db.database import Store


@pytest.fixture(autouse=True)
def closed_installations(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close every store that a test opened through its world; the code under test closes its own."""
    opened: list[Store] = []
    for name in ("create_store", "open_store"):
        opening = getattr(world, name)

        def remembered(*arguments: object, _opening: object = opening, **options: object) -> Store:
            assert callable(_opening)
            store = _opening(*arguments, **options)
            assert isinstance(store, Store)
            opened.append(store)
            return store

        monkeypatch.setattr(world, name, remembered)
    yield
    for store in opened:
        store.close()
