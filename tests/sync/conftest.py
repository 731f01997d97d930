"""The laptop, headquarters and the stick of most tests; installations are closed when a test ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import tests.sync.world as world
from store.db.database import Store
from tests.sync.world import Installation, headquarters, installation


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


@pytest.fixture
def field(tmp_path: Path) -> Installation:
    """A laptop."""
    return installation(tmp_path / "field")


@pytest.fixture
def center(tmp_path: Path) -> Installation:
    """Headquarters, which knows nobody yet."""
    return headquarters(tmp_path / "center")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """What carries files between them."""
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"
