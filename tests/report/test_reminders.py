"""Reminder letters: one a unit that owes something, as text and as a Word document, nothing half-written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import pytest

import language
from report.reminders import letter_name, remind, reminder
from store.db.database import Store
from store.db.durable import write_durably
from store.db.errors import UserError
from store.edits.calendar import open_period
from store.edits.edits import StatusReport, report_status
from store.edits.reviewing import return_report
from store.query.owing import RETURNED, named_period, owing
from tests.plans import enrolled

TODAY = date(2022, 10, 20)
REASON = "=cmd|' /C calc'!A0 <script>\u202e"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters") as found:
        open_period(found, "2022-Q3", date(2022, 10, 15))
        report_status(found, "1.1.1", StatusReport("implemented"), today=TODAY, unit="17")
        return_report(found, "1.1.1", REASON, unit="17")
        yield found


def test_each_unit_that_owes_gets_a_letter_in_both_forms(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    with language.speaking("sq"):
        written = remind(store, folder, None, None, today=TODAY)
    assert len(written) == 2 * 40
    text = (folder / "Shkresë-rikujtuese_TM3-2022_peje.txt").read_text("utf-8")
    assert "1.1.1" in text
    assert "=cmd|' /C calc'!A0 <script>" in " ".join(text.split())
    assert "\u202e" not in text
    held = docx.Document(str(next(p for p in written if "peje" in p.name and p.suffix == ".docx")))
    rows = [[cell.text for cell in row.cells] for row in held.tables[0].rows]
    assert [row[0] for row in rows[1:]] == ["1.1.1", "1.1.3", "2.1.1", "2.1.3"]
    assert "<script>" in rows[1][2]
    with pytest.raises(UserError, match="file_exists"), language.speaking("sq"):
        remind(store, folder, "2022-Q3", "17", today=TODAY)
    with language.speaking("sq"):
        assert len(remind(store, folder, "2022-Q3", "17", today=TODAY, replace=True)) == 2


def test_a_letter_addresses_the_unit_by_its_official_name_and_says_what_is_returned(store: Store) -> None:
    with store.reading() as conn:
        asked = named_period(conn, None, TODAY)
        (unit,) = owing(conn, asked, "17")
    assert [letter_name("02", code) for code in ("sq", "sr", "sr-Cyrl")] == [
        "Komuna e Gjakovës", "Opština Đakovica", "Општина Ђаковица",
    ]  # fmt: skip
    assert letter_name("MPB", "sq") == "Ministria e Punëve të Brendshme"
    returned = [report for report in unit.owed if report.state == RETURNED]
    with language.speaking("sq"):
        letter = reminder(asked, unit._replace(owed=tuple(returned)), "Komuna e Pejës", "MPB", "Drita", TODAY)
    assert letter.subject == "Shkresë rikujtuese: raportet për TM3 2022"
    assert (letter.opening[0], letter.closing[-1]) == ("Të nderuar,", "Me respekt,")
    with language.speaking("en"):
        for owed, words in ((returned, "report was returned"), (unit.owed, "missing, or were returned")):
            assert words in reminder(asked, unit._replace(owed=tuple(owed)), "", "", "", TODAY).opening[-1]


def test_on_the_last_day_reports_are_still_asked_for(store: Store, tmp_path: Path) -> None:
    said = {}
    for day in (15, 16):
        with language.speaking("en"):
            written = remind(store, tmp_path, None, "17", today=date(2022, 10, day), replace=True)
        text = next(path for path in written if path.suffix == ".txt").read_text("utf-8")
        said[day] = ("reports are asked for" in text, "reports were asked for" in text)
    assert said == {15: (True, False), 16: (False, True)}


def test_a_letter_about_one_report_speaks_of_one(store: Store) -> None:
    with store.reading() as conn:
        asked = named_period(conn, None, TODAY)
        (unit,) = owing(conn, asked, "17")
    with language.speaking("en"):
        for owed, words in ((unit.owed[:1], "record it in"), (unit.owed[:2], "record them in")):
            letter = reminder(asked, unit._replace(owed=owed), "Pejë", "MPB", "Drita", TODAY)
            assert words in letter.closing[0]


def test_what_cannot_be_written_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="folder_missing"):
        remind(store, tmp_path / "none", None, None, today=TODAY)
    with pytest.raises(UserError, match="period_not_open"):
        remind(store, tmp_path, "2022-Q1", None, today=TODAY)
    with pytest.raises(UserError, match="unit_unknown"):
        remind(store, tmp_path, None, "Atlantida", today=TODAY)
    with enrolled(tmp_path / "peja.db") as field, pytest.raises(UserError, match="headquarters_only"):
        remind(field, tmp_path, None, None, today=TODAY)


@pytest.mark.parametrize("fault", [KeyboardInterrupt, UserError("disk_full")])
def test_letters_that_were_broken_off_leave_none_behind(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException | type[BaseException]
) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")

    def few(path: Path, data: bytes, *, replace: bool) -> None:
        if len(list(folder.iterdir())) > 3:
            raise fault
        write_durably(path, data, replace=replace)

    monkeypatch.setattr("report.reminders.write_durably", few)
    with pytest.raises((KeyboardInterrupt, UserError)):
        remind(store, folder, None, None, today=TODAY)
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
