"""What a status key costs: statements of SQL are counted, since a count is the same on every machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.query import queries
from tests.tui.harness import home, running

MOST = 60


@pytest.mark.parametrize(("unit", "role"), [("17", "field"), ("MPB", "headquarters")])
async def test_a_status_key_reads_little_and_an_action_in_full_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unit: str, role: str
) -> None:
    async with running(home(tmp_path, unit=unit, role=role), (120, 40)) as (app, pilot):
        # twice before, so that everything is loaded and there are changes to show
        await pilot.press("home", "j", "j", "4", "3")
        await pilot.pause()
        details: list[object] = []
        real = queries.action_detail

        def counted(*args: object, **named: object) -> object:
            details.append(args)
            return real(*args, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(queries, "action_detail", counted)
        assert app.store is not None
        statements: list[str] = []
        app.store.conn.set_trace_callback(statements.append)
        await pilot.press("2")
        await pilot.pause()
        app.store.conn.set_trace_callback(None)
        assert len(details) == 1
        assert len(statements) <= MOST, "\n".join(statements)
