"""Files of every released version are read for ever, to the same state.

``python -m tests.sync.wire.test_golden`` writes the files of the present version anew; a released one stays.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.edits.entries import add_evidence
from store.history.history import undo
from store.integrity.verify import verify
from sync.wire.format import VERSION, open_container
from tests.support.check_codes import check_code_of
from tests.sync.world import Installation, headquarters, installation

FOLDER: Final = Path(__file__).parents[1] / "golden"
VERSIONS: Final = sorted(FOLDER.glob("version-*.terren"))


@pytest.mark.parametrize("file", VERSIONS, ids=lambda file: file.stem)
def test_a_golden_file_is_read_to_the_same_state(tmp_path: Path, file: Path) -> None:
    expected = json.loads(file.with_suffix(".json").read_text("utf-8"))
    assert check_code_of(file.read_bytes()).startswith(expected["check_code"])
    center = headquarters(tmp_path / "center")
    taken = center.receive(file)
    assert (taken.changes, taken.new, taken.held) == (expected["changes"], expected["changes"], 1)
    assert center.state == expected["state"]
    assert verify(center.store).faults == ()


def test_the_present_version_has_its_golden_file() -> None:
    assert FOLDER / f"version-{VERSION}.terren" in VERSIONS
    container = open_container((FOLDER / f"version-{VERSION}.terren").read_bytes(), "")
    assert container.header.sections == 2


def edit_all_kinds(one: Installation) -> None:
    """Record what a golden file holds: an undo, a value for another unit, an unknown kind."""
    day = date(2022, 3, 14)
    report_status(
        one.store, "1.1.1", StatusReport("in_progress", percent=40, next_steps="Një\ndy"), today=day
    )
    report_money(one.store, "1.1.2", 2022, {"capital.spent": Amount(12_345_678), "allocated": None})
    add_note(one.store, "1.1.1", "Takim me “komunën” \\ ë ç š ž")
    add_evidence(one.store, "1.1.1", "Raporti", "nr. 12/2022")
    report_status(one.store, "1.1.1", StatusReport("implemented"), today=day)
    undo(one.store)
    one.edit("1.1.1", "status", "implemented", unit="23")
    one.edit("1.1.1", "colour", {"deep": [1, -2, {"er": None}], "ë": True}, kind="of-a-later-version")


def write_golden() -> None:
    """A file of two replicas with a conflict, an undo, a held change and one of an unknown kind."""
    with TemporaryDirectory() as name:
        one, other = installation(Path(name) / "one"), installation(Path(name) / "other")
        edit_all_kinds(one)
        other.receive(one.export(Path(name)).path)
        one.edit("2.1.1", "percent", 10)
        other.edit("2.1.1", "percent", 20)
        other.edit("1.1.1", "percent", 50)
        other.receive(one.export(Path(name)).path)
        written = other.export(Path(name))
        center = headquarters(Path(name) / "center")
        center.receive(written.path)
        expected = {"check_code": written.check_code, "changes": written.changes, "state": center.state}
        target = FOLDER / f"version-{VERSION}.terren"
        target.write_bytes(written.path.read_bytes())
        text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
        target.with_suffix(".json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    write_golden()
