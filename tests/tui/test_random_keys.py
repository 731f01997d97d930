"""A short run of what ``python -m tests.tui.soak`` does for long."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.lengths import soak
from tests.tui.soak import press_random_keys


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=soak)])
async def test_random_keys_break_nothing(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    _left, pressed = await press_random_keys(seed, 150, tmp_path, processes=False)
    assert pressed.total() >= 150
