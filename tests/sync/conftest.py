"""The laptop, headquarters and the stick of most tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.world import Installation, headquarters, installation


@pytest.fixture
def field(tmp_path: Path) -> Installation:
    """A laptop."""
    return installation(tmp_path / "field")


@pytest.fixture
def center(tmp_path: Path) -> Installation:
    """Headquarters, which knows nobody yet."""
    return headquarters(tmp_path / "center")


@pytest.fixture
def second(tmp_path: Path) -> Installation:
    """A further headquarters."""
    return headquarters(tmp_path / "second")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """What carries files between them."""
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"
