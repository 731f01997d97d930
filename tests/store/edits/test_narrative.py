"""The words of the report, headquarters' alone, and the calendar: in conflict and undone like all else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from schema.registers import type_of
from schema.types import MAX_LONG_TEXT
from store.account.calendar import AskedPeriod, chosen_period, read_calendar
from store.db.database import Store
from store.db.errors import UserError
from store.edits.calendar import close_period, open_period
from store.edits.edits import StatusReport, report_status
from store.edits.narrative import (
    assign_chapter,
    narrative,
    objective_numbers,
    read_desks,
    write_narrative,
    written_chapters,
)
from store.exchange.peers import current_vector
from store.history.conflicts import conflicts
from store.history.history import undo
from store.history.resolve import decide_conflict, read_value
from store.history.since import changes_since
from store.integrity.verify import verify
from store.plan.periods import Period, plan_period, read_period
from store.query.material import due_by_objective, raw_material
from sync.wire.limits import MAX_LINE
from tests.plans import enrolled
from tests.sync.world import believe, headquarters, installation

Q3 = Period(2022, "Q3")
TODAY = date(2022, 10, 3)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters") as found:
        yield found


def test_periods_are_read_as_people_write_them() -> None:
    for typed in ("2022-Q3", " 2022q3", "2022/Q3", "2022 q3"):
        assert read_period(typed) == Q3
    assert (Q3.first, Q3.last, Q3.code) == (date(2022, 7, 1), date(2022, 9, 30), "2022-Q3")
    assert (Period(2022).first, Period(2022).last, Period(2022).code) == (
        date(2022, 1, 1),
        date(2022, 12, 31),
        "2022",
    )
    assert Period(2024, "Q1").last == date(2024, 3, 31)
    assert Period(2022, "H1").last == date(2022, 6, 30)
    for wrong in ("", "22-Q3", "2022-Q5", "2022-H3", "2022-", "Q3", "2022-Q3x", "0000"):
        assert read_period(wrong) is None
    for n in range(1, 13):
        quarter = Period(2022, f"Q{(n + 2) // 3}")
        assert quarter.first <= date(2022, n, 15) <= quarter.last


def test_a_period_outside_the_plan_is_refused(store: Store) -> None:
    with pytest.raises(UserError, match="period_outside"):
        plan_period(store.conn, "2031-Q1")
    with pytest.raises(UserError, match="period_unreadable"):
        write_narrative(store, "soon", "summary", "x")


def test_chapters_stand_in_the_order_of_the_report(store: Store) -> None:
    for chapter, objective in (("challenges", ""), ("progress", "2.1"), ("progress", "1"), ("summary", "")):
        write_narrative(store, "2022-Q3", chapter, f"{chapter} {objective}", objective=objective)
    write_narrative(store, "2022", "summary", "i vitit")
    assert list(narrative(store.conn, Q3)) == [
        ("summary", ""),
        ("challenges", ""),
        ("progress", "1"),
        ("progress", "2.1"),
    ]
    assert narrative(store.conn, Period(2022)) == {("summary", ""): "i vitit"}
    assert objective_numbers(store.conn) == ["1", "1.1", "2", "2.1"]
    undo(store)
    assert narrative(store.conn, Period(2022)) == {}
    write_narrative(store, "2022-Q3", "summary", "  ")
    assert ("summary", "") not in narrative(store.conn, Q3)


def test_a_chapter_or_objective_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(UserError, match="chapter_unknown"):
        write_narrative(store, "2022", "epilogue", "x")
    with pytest.raises(UserError, match="chapter_unknown"):
        write_narrative(store, "2022", "prepared_by", "x", objective="1.1")
    with pytest.raises(UserError, match="number_unknown"):
        write_narrative(store, "2022", "progress", "x", objective="7.7")


def test_the_longest_chapter_fits_a_line_of_a_change_set(store: Store) -> None:
    text = "\n".join(["Ћ" * 50] * (MAX_LONG_TEXT // 51))
    (change,) = write_narrative(store, "2022", "summary", text)
    assert len(json.dumps(change.decoded(), ensure_ascii=False).encode()) < MAX_LINE // 2
    with pytest.raises(UserError, match="text_too_long"):
        write_narrative(store, "2022", "summary", "x" * (MAX_LONG_TEXT + 1))


def test_only_headquarters_writes(tmp_path: Path) -> None:
    with enrolled(tmp_path / "peja.db") as field:
        with pytest.raises(UserError, match="headquarters_only"):
            write_narrative(field, "2022", "summary", "x")
        with pytest.raises(UserError, match="headquarters_only"):
            open_period(field, "2022-Q3", date(2022, 10, 15))


def test_two_desks_write_and_the_conflict_shows_on_both(tmp_path: Path) -> None:
    one, two, peja = headquarters(tmp_path / "1"), headquarters(tmp_path / "2"), installation(tmp_path / "3")
    believe(one, two, peja)
    write_narrative(one.store, "2022-Q3", "summary", "Shumë u bë.")
    open_period(one.store, "2022-Q3", date(2022, 10, 15))
    write_narrative(two.store, "2022-Q3", "summary", "Pak u bë.")
    for sender, receiver in ((one, two), (two, one), (two, peja)):
        taken = receiver.receive(sender.export(tmp_path, receiver.replica).path)
        assert not taken.held
    assert one.state == two.state == peja.state
    (written,) = written_chapters(one.store.conn, Q3)
    assert written.conflict
    (found,) = conflicts(one.store)
    long = "E gjithë puna. " * 500
    decide_conflict(one.store, found.id, read_value(found, long, TODAY, int), today=TODAY)
    assert narrative(one.store.conn, Q3) == {("summary", ""): long.strip()}
    assert [asked.period for asked in read_calendar(peja.store.conn)] == [Q3]
    assert "state_differs" not in {fault.code for fault in verify(one.store).faults}


def test_a_laptop_that_writes_the_narrative_is_held(tmp_path: Path) -> None:
    center, peja = headquarters(tmp_path / "1"), installation(tmp_path / "2")
    believe(center, peja)
    peja.edit("2022-Q3", "summary", "Ne jemi të parët.", kind="narrative", unit="")
    assert center.receive(peja.export(tmp_path).path).held == 1
    assert narrative(center.store.conn, Q3) == {}


def test_the_calendar_opens_closes_and_opens_again(store: Store) -> None:
    assert chosen_period(store.conn, None, TODAY) == Period(2022)
    open_period(store, "2022-Q3", date(2022, 10, 15))
    open_period(store, "2022", date(2023, 1, 31))
    open_period(store, "2022-Q4", date(2023, 1, 15))
    codes = [asked.period.code for asked in read_calendar(store.conn)]
    assert codes == ["2022-Q3", "2022-Q4", "2022"]
    assert chosen_period(store.conn, None, date(2022, 9, 1)) == Q3
    assert chosen_period(store.conn, None, date(2022, 10, 16)).code == "2022-Q4"
    close_period(store, "2022-Q3", date(2022, 10, 20))
    asked = AskedPeriod(Q3, date(2022, 10, 15), date(2022, 10, 20))
    assert read_calendar(store.conn)[0] == asked
    open_period(store, "2022-Q3", date(2022, 11, 1))
    assert read_calendar(store.conn)[0] == AskedPeriod(Q3, date(2022, 11, 1))
    with pytest.raises(UserError, match="period_not_open"):
        close_period(store, "2022-Q2", TODAY)
    with pytest.raises(UserError, match="period_due_early"):
        open_period(store, "2022-Q3", date(2022, 6, 30))


@pytest.mark.parametrize(
    ("kind", "field", "good", "wrong"),
    [
        ("narrative", "summary", "x", 5),
        ("period", "due", "2022-10-15", "2022-13-15"),
        ("period", "closed", "2022-10-15", ["2022-10-15"]),
    ],
)
def test_what_a_file_brings_is_checked(kind: str, field: str, good: object, wrong: object) -> None:
    shape = type_of(kind, field)
    assert shape is not None
    assert shape.valid(good)
    assert not shape.valid(wrong)


def test_what_officers_reported_in_words_is_the_raw_material(store: Store) -> None:
    report = StatusReport("in_progress", reason="procurement", output_reached="U mbajt trajnimi")
    report_status(store, "1.1.1", report, today=TODAY, unit="17")
    report_status(store, "2.1.1", StatusReport(next_steps="Tenderi"), today=TODAY, unit="MPB")
    found = raw_material(store.conn)
    assert [(one.nr, one.unit, one.field) for one in found] == [
        ("1.1.1", "17", "output_reached"),
        ("1.1.1", "17", "reason"),
        ("2.1.1", "MPB", "next_steps"),
    ]
    assert [one.nr for one in raw_material(store.conn, "2")] == ["2.1.1"]
    assert raw_material(store.conn, "1.1") == found[:2]


def test_a_chapter_has_a_text_for_each_language_and_one_for_all_others(store: Store) -> None:
    write_narrative(store, "2022-Q3", "summary", "Shumë u bë.")
    write_narrative(store, "2022-Q3", "summary", "Mnogo je učinjeno.", language="sr")
    write_narrative(store, "2022-Q3", "progress", "Trainings go on.", objective="1.1", language="en")
    for spoken, summary in (
        ("sq", "Shumë u bë."),
        ("sr", "Mnogo je učinjeno."),
        ("sr-Cyrl", "Mnogo je učinjeno."),
    ):
        texts = narrative(store.conn, Q3, spoken)
        assert texts["summary", ""] == summary
        # where there is no other, one in another language is better than none
        assert texts["progress", "1.1"] == "Trainings go on."
    assert [(text.chapter, text.language) for text in written_chapters(store.conn, Q3)] == [
        ("summary", ""),
        ("summary", "sr"),
        ("progress", "en"),
    ]
    write_narrative(store, "2022-Q3", "summary", "", language="sr")
    assert narrative(store.conn, Q3, "sr")["summary", ""] == "Shumë u bë."


def test_the_raw_material_is_of_a_unit_and_a_status_and_has_figures_of_objectives(store: Store) -> None:
    for nr, unit, status in (("1.1.1", "17", "in_progress"), ("1.1.2", "XYZQ", "implemented")):
        report = StatusReport(status, on=date(2022, 6, 1), output_reached=f"{nr} {unit}")
        report_status(store, nr, report, today=TODAY, unit=unit)
    assert [one.text for one in raw_material(store.conn)] == ["1.1.1 17", "1.1.2 XYZQ"]
    assert [one.text for one in raw_material(store.conn, unit="17")] == ["1.1.1 17"]
    assert [one.text for one in raw_material(store.conn, status="implemented")] == ["1.1.2 XYZQ"]
    assert raw_material(store.conn, unit="17", status="implemented") == []
    assert {one.objective for one in raw_material(store.conn)} == {"1.1"}
    due = due_by_objective(store, Period(2022), date(2022, 12, 31))
    assert (due["1"], due["1.1"], due["2.1"]) == ((1, 2), (1, 2), (0, 2))


def test_a_chapter_has_a_desk_in_every_period_and_no_report_follows_from_it(store: Store) -> None:
    before = current_vector(store.conn)
    assign_chapter(store, "progress", " Arta ", objective="1.1")
    assign_chapter(store, "summary", "Cabinet")
    assert read_desks(store.conn) == {("progress", "1.1"): "Arta", ("summary", ""): "Cabinet"}
    assert changes_since(store.conn, before) == []
    undo(store)
    assign_chapter(store, "progress", " ", objective="1.1")
    assert read_desks(store.conn) == {}
    for chapter, objective, code in (
        ("x", "", "chapter"),
        ("summary", "1", "chapter"),
        ("risks", "9", "number"),
    ):
        with pytest.raises(UserError, match=f"{code}_unknown"):
            assign_chapter(store, chapter, "Arta", objective=objective)


def test_only_headquarters_says_who_writes_a_chapter(tmp_path: Path) -> None:
    with enrolled(tmp_path / "peja.db") as store, pytest.raises(UserError, match="headquarters_only"):
        assign_chapter(store, "summary", "Arta")
