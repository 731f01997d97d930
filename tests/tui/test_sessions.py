"""The people at work: what ``tests.tui.sessions`` records must go through; each run has ``test_terminal``."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.db.places import shipped_plan
from tests.support.lengths import soak

pytest.importorskip("pyte")
pytest.importorskip("pty")


@soak
@pytest.mark.skipif(not shipped_plan().is_file(), reason="the published plan is not built")
@pytest.mark.parametrize("name", ["officer", "meeting", "headquarters", "tracker", "final"])
def test_a_session_goes_through(tmp_path: Path, name: str) -> None:
    from tests.tui.sessions import SESSIONS

    assert SESSIONS[name](tmp_path).startswith("# Terren")
