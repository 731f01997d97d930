"""A PostgreSQL server for the tests of a process, and a database with Terren's tables for each test."""

from __future__ import annotations

import pytest

from tests.support.postgres import database, postgres, url
from tests.sync.world import Installation, believe

__all__ = ["database", "postgres", "url"]


@pytest.fixture
def center(center: Installation, field: Installation) -> Installation:
    """Headquarters and the laptop have accepted each other."""
    believe(center, field)
    return center
