"""What holds for all tests."""

from __future__ import annotations

import os

import pytest


@pytest.hookimpl
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One worker more than processors: some tests wait for a process, and each worker reads all anew."""
    del config
    return 1 + (os.cpu_count() or 1)
