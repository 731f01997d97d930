"""What holds for all tests."""

from __future__ import annotations

import os

import pytest


@pytest.hookimpl
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two workers a processor: most tests of the interface wait for the screen to come to rest."""
    del config
    return 2 * (os.cpu_count() or 1)
