"""Assessments, cancellations and resolutions, and the minutes drawn from what a meeting recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from store.db.database import Store
from store.db.errors import UserError
from store.edits.agreed import follow_up, open_resolutions
from store.edits.assessment import (
    Resolution,
    assess,
    cancel,
    read_resolution,
    record_resolution,
    resolutions,
)
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.edits.entries import add_evidence, correct_resolution
from store.edits.indicators import measure
from store.edits.meeting import Meeting, amend_meeting, meetings, open_meeting
from store.edits.recording import Recording
from store.history.history import redo, undo
from store.history.meeting_end import count_recorded, delete_meeting, end_meeting
from store.history.minutes import MarkedChange, condense, earlier_decisions, minutes, next_on_agenda
from store.integrity.verify import verify
from store.ledger.append import Edit, append, record
from store.ledger.identity import new_batch, write_transaction
from store.query.queries import action_detail
from store.status.outline import outline
from store.status.record import Assessment
from tests.plans import enrolled
from tests.store.query.test_rates import hq

TODAY = date(2022, 3, 14)


def statuses(store: Store) -> dict[str, str | None]:
    return {row.nr: row.status for row in outline(store, today=TODAY).actions}


def assessment(store: Store, nr: str) -> Assessment:
    return action_detail(store, nr, today=TODAY).assessment


def test_headquarters_word_comes_before_the_roll_up(tmp_path: Path) -> None:
    with hq(tmp_path) as store:
        report_status(store, "1.1.2", StatusReport("in_progress"), today=TODAY, unit="XYZQ")
        assess(store, "1.1.2", status="implemented", comment=" E verifikuar ", today=TODAY)
        assert statuses(store)["1.1.2"] == "implemented"
        assert assessment(store, "1.1.2") == Assessment(
            "implemented", "2022-03-14", "E verifikuar", None, False
        )
        assert assess(store, "1.1.2", status="implemented", today=date(2022, 5, 1)) == []
        assess(store, "1.1.2", status="implemented", on=date(2022, 2, 1), today=TODAY)
        assert assessment(store, "1.1.2").effective_on == "2022-02-01"
        assess(store, "1.1.2", status="", comment="", today=TODAY)
        assert assessment(store, "1.1.2") == Assessment(None, None, None, None, False)
        assert statuses(store)["1.1.2"] == "in_progress"
        with pytest.raises(UserError, match="status_unknown"):
            assess(store, "1.1.2", status="done", today=TODAY)


def test_a_cancellation_and_its_end(tmp_path: Path) -> None:
    with hq(tmp_path) as store:
        cancel(store, "1.1.1", today=TODAY)
        assert cancel(store, "1.1.1", today=date(2022, 5, 1)) == []
        assert assessment(store, "1.1.1") == Assessment(None, None, None, "2022-03-14", True)
        assert statuses(store)["1.1.1"] == "cancelled"
        cancel(store, "1.1.1", cancelled=False, today=TODAY)
        assert assessment(store, "1.1.1").cancelled is False
        assert statuses(store)["1.1.1"] is None


def test_a_field_officer_assesses_and_cancels_nothing_but_records_resolutions(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        acts: list[tuple[str, Callable[[], object]]] = [
            ("headquarters_only", lambda: assess(store, "1.1.1", status="implemented", today=TODAY)),
            ("headquarters_only", lambda: cancel(store, "1.1.1", today=TODAY)),
            ("not_allowed", lambda: record_resolution(store, "1.1.1", Resolution("x"), unit="18")),
        ]
        for code, act in acts:
            with pytest.raises(UserError, match=code):
                act()
        agreed = Resolution("Të dërgohet lista", "MPB", date(2022, 4, 1))
        (change,) = record_resolution(store, "1.1.1", agreed)
        record_resolution(store, "1.1.1", Resolution("Pa afat"))
        first, second = resolutions(store, "1.1.1")
        assert (first.entry, first.unit, first.resolution) == (change.field, "17", agreed)
        assert first.officer == "Zyrtari 17"
        assert second.resolution == Resolution("Pa afat", "", None)
        undo(store)
        assert resolutions(store, "1.1.1") == (first,)
        with pytest.raises(UserError, match="text_empty"):
            record_resolution(store, "1.1.1", Resolution(" "))
    assert read_resolution({"text": "x", "due": "2022-99-99", "responsible": 5}) == Resolution("x")
    assert read_resolution(["x"]) is None


def test_a_meeting_is_opened_amended_and_found(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        first = open_meeting(store, "Takimi i parë", TODAY, ["1.1.2", "1.1.1", "1.1.2"])
        assert first == Meeting(first.id, "17", "Takimi i parë", "2022-03-14", ("1.1.2", "1.1.1"))
        second = open_meeting(store, "Tjetri", date(2022, 2, 1), [])
        record(store, [Edit("meeting", "zz", "17", "about", {"title": 5})])
        assert meetings(store) == [first, second]
        moved = amend_meeting(store, second.id[:8], on=date(2022, 4, 1), agenda=["2.1.1"])
        assert moved == second._replace(day="2022-04-01", agenda=("2.1.1",))
        assert meetings(store) == [moved, first]
        assert amend_meeting(store, first.id, title="I pari").title == "I pari"
        for unknown in ("", "nothing"):
            with pytest.raises(UserError, match="meeting_unknown"):
                minutes(store, unknown)
        with pytest.raises(UserError, match="action_unknown"):
            open_meeting(store, "x", TODAY, ["9.9.9"])


def test_minutes_say_what_the_meeting_changed_and_nothing_else(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        report_status(store, "1.1.1", StatusReport("not_started", on=date(2022, 1, 5)), today=TODAY)
        held = open_meeting(store, "Takimi", TODAY, ["1.1.3", "1.1.1"])
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY, meeting=held.id)
        report_status(store, "1.1.1", StatusReport("implemented", percent=90), today=TODAY, meeting=held.id)
        report_money(store, "1.1.1", 2022, {"allocated": Amount(500)}, Recording(meeting=held.id))
        undo(store)
        add_note(store, "1.1.2", "Shënim", meeting=held.id)
        record_resolution(store, "1.1.1", Resolution("Lista", "MPB"), meeting=held.id)
        add_evidence(store, "1.1.1", "Procesverbali", "12/2022", meeting=held.id)
        measure(store, "1.1", 2022, "4", recording=Recording(meeting=held.id))
        report_status(store, "2.1.1", StatusReport("in_progress"), today=TODAY)
        drawn = minutes(store, held.id)
        assert drawn.meeting == held
        assert [(item.target, item.nr, len(item.lines)) for item in drawn.items] == [
            ("1.1.3", "1.1.3", 0), ("1.1.1", "1.1.1", 4), ("1.1.2", "1.1.2", 1), ("1.1/1", "", 1),
        ]  # fmt: skip
        lines = drawn.items[1].lines
        assert [(line.register.kind, line.register.field) for line in lines[:2]] == [
            ("action", "status"), ("action", "percent"),
        ]  # fmt: skip
        assert (lines[0].before, lines[0].after) == ("not_started", "implemented")
        assert (lines[0].effective_on, lines[0].officer) == ("2022-03-14", "Zyrtari 17")
        assert [line.register.kind for line in lines[2:]] == ["resolution", "evidence"]
        assert lines[2].after == {"text": "Lista", "responsible": "MPB", "due": ""}
        assert drawn.officers == ("Zyrtari 17",)
        assert 0 < drawn.began <= drawn.ended
        # what is said outside of the meeting changes no minutes
        report_status(store, "1.1.1", StatusReport("not_implemented"), today=date(2022, 5, 5))
        assert minutes(store, held.id[:6]) == drawn


def test_a_status_that_stands_is_confirmed_by_being_said_in_a_meeting(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        before = date(2022, 1, 5)
        report_status(store, "1.1.1", StatusReport("not_implemented", percent=40), today=before)
        assert report_status(store, "1.1.1", StatusReport("not_implemented"), today=TODAY) == []
        held = open_meeting(store, "Takimi", TODAY, ["1.1.1"])
        said = StatusReport("not_implemented", percent=40)
        (change,) = report_status(store, "1.1.1", said, today=TODAY, meeting=held.id)
        assert (change.field, change.effective_on) == ("status", "2022-01-05")

        def lines() -> list[tuple[object, object, bool]]:
            (item,) = minutes(store, held.id).items
            return [(line.before, line.after, line.confirmed) for line in item.lines]

        confirmed = [("not_implemented", "not_implemented", True)]
        assert lines() == confirmed
        # said otherwise and corrected: the meeting said it
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, meeting=held.id)
        assert lines() == [("not_implemented", "implemented", False)]
        undo(store)
        assert lines() == confirmed
        undo(store)
        assert lines() == []
        redo(store)
        assert lines() == confirmed
        assert report_status(store, "1.1.1", StatusReport(""), today=TODAY, meeting=held.id)
        assert report_status(store, "1.1.1", StatusReport(""), today=TODAY, meeting=held.id) == []
        assert verify(store).faults == ()


def test_headquarters_confirms_its_own_word_in_a_meeting(tmp_path: Path) -> None:
    with hq(tmp_path) as store:
        assess(store, "1.1.2", status="implemented", today=TODAY)
        cancel(store, "1.1.1", today=TODAY)
        held = open_meeting(store, "Takimi", TODAY, ["1.1.2", "1.1.1"])
        assert assess(store, "1.1.2", status="implemented", today=date(2022, 5, 1), meeting=held.id)
        assert cancel(store, "1.1.1", today=date(2022, 5, 1), meeting=held.id)
        assert cancel(store, "1.1.3", cancelled=False, today=TODAY, meeting=held.id) == []
        assert [line.confirmed for item in minutes(store, held.id).items for line in item.lines] == [
            True,
            True,
        ]
        assert assessment(store, "1.1.2").effective_on == "2022-03-14"


def test_each_entry_of_a_meeting_is_undone_by_itself(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        held = open_meeting(store, "Takimi", TODAY, ["1.1.1"])
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY, meeting=held.id)
        (change,) = add_note(store, "1.1.1", "Shënim", meeting=held.id)
        assert change.batch.partition("@")[2] == held.id
        undo(store)
        assert [line.register.kind for line in minutes(store, held.id).items[0].lines] == ["action"]
        undo(store)
        assert minutes(store, held.id).items[0].lines == ()
        redo(store, steps=2)
        assert [line.register.kind for line in minutes(store, held.id).items[0].lines] == ["action", "note"]
        assert condense([MarkedChange(change, None), MarkedChange(change, change)])[0].after == "Shënim"


def test_minutes_for_printing_know_place_and_the_status_of_what_was_left(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        report_status(store, "1.1.1", StatusReport("in_progress"), today=date(2022, 3, 1))
        held = open_meeting(store, "Takimi", TODAY, ["1.1.1", "1.1.3"], place=" Salla e madhe ")
        report_status(store, "1.1.1", StatusReport("implemented", on=date(2022, 4, 1)), today=TODAY)
        found = minutes(store, held.id, statuses=True)
        assert found.meeting.place == "Salla e madhe"
        # what took effect after the day of the meeting is not what it left
        assert found.statuses == {"1.1.1": "in_progress", "1.1.3": None}
        assert minutes(store, held.id).statuses == {}
        assert amend_meeting(store, held.id, title="Tjetri").place == "Salla e madhe"
        assert amend_meeting(store, held.id, place="").place == ""
        assert [one.place for one in meetings(store)] == [""]
    with hq(tmp_path) as store:
        held = open_meeting(store, "Takimi", TODAY, ["1.1.2"])
        assess(store, "1.1.2", status="implemented", today=TODAY)
        assert minutes(store, held.id, statuses=True).statuses == {"1.1.2": "implemented"}


def test_nobody_records_in_a_meeting_of_another_unit(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        about = {"title": "Komiteti", "date": "2022-03-14", "agenda": []}
        record(store, [Edit("meeting", "269c1304cadb", "MPB", "about", about)])
        with pytest.raises(UserError, match="meeting_of_others"):
            record_resolution(store, "1.1.1", Resolution("x"), meeting="269c1304cadb")
        with pytest.raises(UserError, match="not_allowed"):
            amend_meeting(store, "269c", title="x")
        # one's own of the same id is no other's
        record(store, [Edit("meeting", "269c1304cadb", "17", "about", about)])
        (change,) = record_resolution(store, "1.1.1", Resolution("x"), meeting="269c1304cadb")
        assert amend_meeting(store, "269c", title="E jona").name == "17:269c1304cadb"
        (line,) = minutes(store, "17:269C1304CADB").items[0].lines
        assert line.register == change.register
        assert minutes(store, "MPB:269c1304cadb").items == ()
        record(store, [Edit("meeting", "269c1304cadc", "18", "about", about)])
        with pytest.raises(UserError) as refused:
            minutes(store, "x")
        known = refused.value.params["known"]
        assert isinstance(known, list)
        assert sorted(known) == [
            "17:269c1304cadb (E jona)",
            "269c1304cadc (Komiteti)",
            "MPB:269c1304cadb (Komiteti)",
        ]


def test_a_meeting_in_which_something_is_recorded_stays(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        held = open_meeting(store, "I pari", TODAY, ["1.1.1"])
        record_resolution(store, "1.1.1", Resolution("Lista"), meeting=held.id)
        assert count_recorded(store, held) == 1
        with pytest.raises(UserError, match="meeting_not_empty"):
            delete_meeting(store, held.id)
        end_meeting(store, held.id)
        # there is nothing to advise of one that has ended
        with pytest.raises(UserError, match="meeting_stays"):
            delete_meeting(store, held.id)
        undo(store, 2)
        assert delete_meeting(store, held.id).id == held.id


def test_what_earlier_meetings_agreed_is_followed_up_until_it_is_done(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        first = open_meeting(store, "I pari", TODAY, ["1.1.1"])
        record_resolution(store, "1.1.1", Resolution("Pa afat"), meeting=first.id)
        late = Resolution("Lista", "MPB", date(2022, 3, 1))
        record_resolution(store, "1.1.1", late, meeting=first.id)
        whole = Resolution("Takimi tjetër në maj", due=date(2022, 5, 1))
        record_resolution(store, first, whole)
        assert [entry.resolution for entry in resolutions(store, first)] == [whole]
        assert [agreed.resolution for agreed in open_resolutions(store, first.name)] == []
        second = open_meeting(store, "I dyti", date(2022, 4, 1), ["1.1.2"])
        record_resolution(store, "1.1.2", Resolution("E re"), meeting=second.id)
        title = "Masa 1.1.1 për komunat"
        earlier = open_resolutions(store, second.name)
        assert [(agreed.nr, agreed.title) for agreed in earlier] == [
            ("1.1.1", title), ("", "I pari"), ("1.1.1", title),
        ]  # fmt: skip
        assert [agreed.resolution.overdue(TODAY) for agreed in earlier] == [True, False, False]
        listed, postponed, stands = (agreed.recorded.entry for agreed in earlier)
        follow_up(store, listed, done=TODAY, meeting=second.id)
        follow_up(store, postponed[:6], due=date(2022, 6, 1), meeting=second.id)
        follow_up(store, stands, meeting=second.id)
        assert follow_up(store, stands) == []
        assert [agreed.answered for agreed in open_resolutions(store, second.name)] == [True] * 3
        assert [agreed.resolution.text for agreed in open_resolutions(store)] == [
            "Takimi tjetër në maj", "Pa afat", "E re",
        ]  # fmt: skip
        # a word that is corrected stays done
        correct_resolution(store, "1.1.1", listed, late._replace(text="Lista e plotë"))
        assert resolutions(store, "1.1.1")[-1].resolution.done == TODAY
        lines = {
            line.register.field: line for item in minutes(store, second.name).items for line in item.lines
        }
        assert lines[listed].after["done"] == "2022-03-14"
        assert (lines[postponed].before["due"], lines[postponed].after["due"]) == ("2022-05-01", "2022-06-01")
        assert lines[stands].confirmed
        undo(store, 2)
        # what was taken back has not been said
        said = {agreed.recorded.entry: agreed.answered for agreed in earlier_decisions(store, second.name)}
        assert (said[postponed], said[stands]) == (True, False)
        assert stands not in {
            line.register.field for item in minutes(store, second.name).items for line in item.lines
        }
        with pytest.raises(UserError, match="resolution_unknown"):
            follow_up(store, "zz")


def test_who_was_present_and_who_was_not_belongs_to_a_meeting(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        names = "Arta Krasniqi, MPB\nBesa;  Besa \n\n"
        held = open_meeting(store, "Takimi", TODAY, [], present=names, absent="Agim")
        assert (held.present, held.absent) == (("Arta Krasniqi, MPB", "Besa"), ("Agim",))
        amended = amend_meeting(store, held.id, absent="")
        assert meetings(store) == [amended] == [held._replace(absent=())]
        record(
            store,
            [Edit("meeting", held.id, "17", "about", {"title": "x", "date": "", "agenda": [], "present": 5})],
        )
        assert meetings(store)[0].present == ()


def test_a_meeting_goes_on_after_what_was_recorded_last_whatever_the_clock_said(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        agenda = ["1.1.1", "1.1.2", "1.1.3"]
        held = open_meeting(store, "Takim", TODAY, agenda)
        assert next_on_agenda(minutes(store, held.id)) == "1.1.1"
        for nr, at in (("1.1.1", 1_650_003_600), ("1.1.2", 1_650_000_000)):
            with write_transaction(store) as (conn, identity):
                edit = Edit("action", nr, identity.unit, "status", "in_progress", "2022-03-14")
                append(conn, identity, [edit], batch=new_batch(conn, identity, held.id), at=at)
        assert next_on_agenda(minutes(store, held.id)) == "1.1.3"
