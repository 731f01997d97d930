"""Headquarters and a laptop that exchange through a server."""

from __future__ import annotations

import pytest

from tests.sync.world import Installation, believe


@pytest.fixture
def center(center: Installation, field: Installation) -> Installation:
    """Headquarters and the laptop have accepted each other."""
    believe(center, field)
    return center
