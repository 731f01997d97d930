"""What holds for all tests."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest

from tests.support.databases import migrated_once
from tests.support.paths import MEMORY

if MEMORY.is_dir():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# what is imported and collected stays to the end: looking through it for garbage took a quarter of that time
gc.disable()


@pytest.hookimpl
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One worker more than processors: some tests wait for a process, and each worker reads all anew."""
    del config
    return 1 + (os.cpu_count() or 1)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """From here on there is garbage."""
    del session
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _migrated_once() -> Iterator[None]:
    with migrated_once():
        yield
