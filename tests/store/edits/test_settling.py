"""What contradicts a status is set with it, in one batch, for each action what is wrong there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store.edits.edits import StatusReport, report_status, report_statuses
from store.edits.recording import Recording
from store.edits.settling import contradicting_values, settle
from store.history.history import undo
from store.query.queries import action_detail
from tests.plans import enrolled

TODAY = date(2022, 3, 14)


def test_what_contradicts_is_set_and_undone_with_the_status(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        late = StatusReport("in_progress", percent=40, reason="lack_of_staff", next_steps="x")
        report_status(store, "1.1.1", late, today=TODAY)
        assert contradicting_values(store, "1.1.1") == {}
        changes = report_statuses(store, ["1.1.1", "1.1.3"], StatusReport("implemented"), Recording(TODAY))
        assert contradicting_values(store, "1.1.1") == {"percent": 40, "reason": "lack_of_staff"}
        settled = settle(store, ["1.1.1", "1.1.3"], Recording(batch=changes[-1].batch))
        assert [(change.target, change.field, change.decoded()) for change in settled] == [
            ("1.1.1", "percent", 100),
            ("1.1.1", "reason", None),
        ]
        assert contradicting_values(store, "1.1.1") == {}
        assert settle(store, ["1.1.1"]) == []
        undo(store)
        values = action_detail(store, "1.1.1", today=TODAY).own.values
        assert values == {
            "status": "in_progress", "percent": 40, "reason": "lack_of_staff", "next_steps": "x",
        }  # fmt: skip
