"""Who owes what for a period: what is asked, what has come, in time or late, and what was returned."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

import pytest

from store.account.calendar import read_calendar
from store.db.database import Store
from store.db.errors import UserError
from store.edits.assessment import cancel
from store.edits.calendar import close_period, open_period
from store.edits.reviewing import return_report
from store.history.history import redo, undo
from store.ledger.append import Edit, append
from store.ledger.change import Change, change_hash
from store.ledger.identity import write_transaction
from store.ledger.intake import Intake
from store.plan.periods import Period
from store.query.filters.filter import Filter, list_actions
from store.query.owing import UnitOwing, late_changes, named_period, owing, owing_now
from tests.plans import enrolled

Q3: Final = Period(2022, "Q3")
DUE: Final = date(2022, 10, 15)


def reported(
    store: Store, nr: str, unit: str, field: str, value: Any, day: date, *, kind: str = "action", on: str = ""
) -> None:
    """A register set on a day, as its author's clock has it."""
    at = int(datetime(day.year, day.month, day.day, 12).timestamp())
    with write_transaction(store) as (conn, identity):
        append(conn, identity, [Edit(kind, nr, unit, field, value, on or None)], at=at)


def status(store: Store, nr: str, unit: str, code: str, day: date, on: str = "") -> None:
    reported(store, nr, unit, "status", code, day, on=on or day.isoformat())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Headquarters, which asks for the third quarter; 17 is asked about 1.1.1, 1.1.3, 2.1.1 and 2.1.3."""
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters") as headquarters:
        open_period(headquarters, "2022-Q3", DUE)
        yield headquarters


def of_unit(store: Store, unit: str = "17", period: str = "2022-Q3") -> UnitOwing:
    asked = named_period(store.conn, period, DUE)
    (found,) = owing(store.conn, asked, unit)
    (same,) = (of for of in owing(store.conn, asked) if of.unit == unit)
    assert found == same
    return found


def test_what_was_taken_back_is_no_report(store: Store) -> None:
    status(store, "1.1.1", "17", "in_progress", date(2022, 3, 1))
    reported(store, "1.1.1", "17", "next_steps", "On the wrong action", date(2022, 9, 1))
    assert of_unit(store).reported == 1
    undo(store)
    assert of_unit(store).reported == 0
    redo(store)
    assert of_unit(store).reported == 1


def owed(store: Store, unit: str = "17", period: str = "2022-Q3") -> list[str]:
    return [one.nr for one in of_unit(store, unit, period).owed]


def test_a_unit_owes_what_expects_it_until_it_reports(store: Store) -> None:
    assert owed(store) == ["1.1.1", "1.1.3", "2.1.1", "2.1.3"]
    assert owed(store, "XYZQ") == ["1.1.2", "1.1.4", "2.1.2", "2.1.4"]
    status(store, "1.1.1", "17", "in_progress", date(2022, 9, 20))
    reported(store, "1.1.3", "17", "2022.capital.spent", 500, date(2022, 10, 2), kind="money")
    status(store, "2.1.1", "17", "in_progress", date(2022, 6, 20))
    assert owed(store) == ["2.1.1", "2.1.3"]
    assert of_unit(store)[1:4] == (4, 2, 0)
    # what another unit reports changes nothing
    status(store, "2.1.3", "18", "in_progress", date(2022, 9, 20))
    assert owed(store) == ["2.1.1", "2.1.3"]
    undo(store)
    assert "2.1.3" in owed(store, "18")


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="a time zone is the whole computer's")
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_what_came_in_time_did_so_wherever_it_is_counted(
    store: Store, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    with write_transaction(store) as (conn, identity):
        at = int(datetime(2022, 10, 15, 23, 30, tzinfo=timezone.utc).timestamp())
        append(conn, identity, [Edit("action", "1.1.1", "17", "status", "in_progress", "2022-09-20")], at=at)
    with monkeypatch.context() as patched:
        patched.setenv("TZ", zone)
        time.tzset()
        arrived = of_unit(store)[1:4]
    time.tzset()
    assert arrived == (4, 1, 0)


def test_what_is_over_cancelled_or_not_begun_is_not_asked(store: Store) -> None:
    status(store, "1.1.1", "17", "implemented", date(2022, 6, 20))
    status(store, "1.1.3", "17", "implemented", date(2022, 7, 20))
    cancel(store, "2.1.1", today=date(2022, 6, 1))
    assert owed(store) == ["2.1.3"]
    assert of_unit(store).asked == 2
    open_period(store, "2021-Q4", date(2022, 1, 15))
    # the actions of XYZQ begin in 2022
    assert owing(store.conn, named_period(store.conn, "2021-Q4", DUE), "XYZQ") == ()


def test_a_report_for_the_quarter_before_is_none_for_this_one(store: Store) -> None:
    open_period(store, "2022-Q4", date(2023, 1, 15))
    status(store, "1.1.1", "17", "in_progress", date(2022, 10, 10))
    assert "1.1.1" not in owed(store)
    assert "1.1.1" in owed(store, period="2022-Q4")
    # a late one that says itself for which quarter it is
    status(store, "1.1.3", "17", "in_progress", date(2022, 10, 20), on="2022-09-30")
    assert "1.1.3" not in owed(store)
    assert "1.1.3" in owed(store, period="2022-Q4")
    assert of_unit(store).late == 1
    status(store, "1.1.1", "17", "implemented", date(2022, 12, 1))
    assert "1.1.1" not in owed(store, period="2022-Q4")


def test_a_returned_report_is_owed_until_it_is_answered(store: Store) -> None:
    status(store, "1.1.1", "17", "implemented", date(2022, 9, 20))
    return_report(store, "1.1.1", "Pa dëshmi", unit="17")
    one = of_unit(store).owed[0]
    assert (one.nr, one.state, one.reason) == ("1.1.1", "returned", "Pa dëshmi")
    reported(store, "1.1.1", "17", "entry", {"title": "t", "ref": "r"}, date(2022, 10, 3), kind="evidence")
    assert "1.1.1" not in owed(store)


def test_what_comes_after_the_close_is_kept_and_listed_as_late(store: Store) -> None:
    status(store, "1.1.1", "17", "in_progress", date(2022, 10, 14))
    close_period(store, "2022-Q3", date(2022, 10, 20))
    status(store, "1.1.1", "17", "implemented", date(2022, 10, 25), on="2022-09-29")
    status(store, "1.1.3", "17", "in_progress", date(2022, 10, 21))
    status(store, "1.1.1", "17", "in_progress", date(2022, 11, 25))
    reported(store, "1.1.1", "17", "2022.capital.spent", 500, date(2022, 11, 2), kind="money")
    (asked,) = read_calendar(store.conn)
    late = [(change.target, change.decoded()) for change in late_changes(store.conn, asked)]
    assert late == [("1.1.3", "in_progress"), ("1.1.1", "implemented")]
    open_period(store, "2022", date(2022, 10, 30))
    year = read_calendar(store.conn)[-1]
    assert [change.decoded() for change in late_changes(store.conn, year)] == [500, "in_progress"]


def test_what_comes_on_the_day_of_the_close_after_it_is_late(store: Store) -> None:
    with write_transaction(store) as (conn, identity):
        append(conn, identity, [Edit("action", "1.1.1", "17", "status", "in_progress", "2022-09-20")])
    today = datetime.now(timezone.utc).date()
    close_period(store, "2022-Q3", today)
    with write_transaction(store) as (conn, identity):
        append(conn, identity, [Edit("action", "1.1.3", "17", "status", "in_progress", "2022-09-20")])
    (asked,) = read_calendar(store.conn)
    assert [change.target for change in late_changes(store.conn, asked)] == ["1.1.3"]
    # with a day that is named beforehand it is closed at the end of it
    close_period(store, "2022-Q3", today + timedelta(days=3))
    (asked,) = read_calendar(store.conn)
    assert late_changes(store.conn, asked) == []


def test_the_filter_lists_what_is_owed_now(store: Store) -> None:
    today = date(2022, 10, 3)
    status(store, "1.1.1", "17", "in_progress", date(2022, 9, 20))
    asked = Filter(owed=True, unit="17")
    assert [row.nr for row in list_actions(store, asked, today=today)] == ["1.1.3", "2.1.1", "2.1.3"]
    assert len(list_actions(store, Filter(owed=True), today=today)) == 8
    close_period(store, "2022-Q3", date(2022, 10, 20))
    assert owing_now(store.conn, today) is None
    assert list_actions(store, asked, today=today) == []
    with pytest.raises(UserError, match="period_not_open"):
        named_period(store.conn, "2022-Q1", today)


def carried(
    store: Store,
    laptop: str,
    changes: int,
    received: date,
    *,
    holds: tuple[str, int] | None = None,
    after: int = 0,
) -> None:
    """A file that came on a day with so many changes of a laptop, which holds so many of headquarters.

    They stand ``after`` so many others.
    """
    vector = {laptop: [[changes, "00" * 32]], **({holds[0]: [[holds[1], "00" * 32]]} if holds else {})}
    at = int(datetime(received.year, received.month, received.day, 12).timestamp())
    with store.writing() as conn:
        (number,) = conn.execute("SELECT count(*) FROM change_set").fetchone()
        conn.execute(
            "INSERT INTO change_set (direction, file_id, name, check_code, sha256, sender, epoch, number,"
            " changes, new_changes, at, vector)"
            " VALUES ('received', ?1, '', '', CAST(?1 AS BLOB), ?2, 0, ?1, 0, 0, ?3, ?4)",
            (number, laptop, at, json.dumps(vector)),
        )
        conn.execute(
            "INSERT INTO change_set_section VALUES (last_insert_rowid(), ?, ?, ?)", (laptop, after, changes)
        )


def typed(store: Store, laptop: str, nr: str, claimed: date) -> None:
    """The next change of a laptop of unit 17, with the day that its clock has."""
    at = int(datetime(claimed.year, claimed.month, claimed.day, 12).timestamp())
    with store.writing() as conn:
        intake = Intake(conn)
        seq = intake.held(laptop).length + 1
        register = ("action", nr, "status")
        change = Change(
            laptop, seq, seq, at, "B", "17", str(seq), *register, '"in_progress"', "2022-09-20", ()
        )
        intake.add(change, change_hash(change, intake.held(laptop).head))
        intake.finish()


LAPTOP: Final = "bb" * 16


@pytest.mark.parametrize(
    ("told_before", "late"),
    [
        # it held the word of after the due day, and not yet the report that it dates before
        (True, 1),
        # nothing is known: whoever had no network typed in time and sent late
        (False, 0),
    ],
)
def test_a_clock_set_back_makes_no_late_report_timely(store: Store, told_before: bool, late: int) -> None:
    own = str(store.conn.execute("SELECT replica FROM identity").fetchone()[0])
    reported(store, "1.1.1", "", "comment", "Fjala", date(2022, 11, 1), kind="assessment")
    (words,) = store.conn.execute("SELECT changes FROM replica WHERE id = ?", (own,)).fetchone()
    if told_before:
        carried(store, LAPTOP, 0, date(2022, 11, 5), holds=(own, words))
    typed(store, LAPTOP, "1.1.1", date(2022, 9, 30))
    carried(store, LAPTOP, 1, date(2022, 11, 8), holds=(own, words))
    assert of_unit(store)[1:4] == (4, 1, late)
    asked = named_period(store.conn, "2022-Q3", DUE)
    assert [change.replica for change in late_changes(store.conn, asked)] == [LAPTOP] * late


def test_a_clock_ahead_makes_no_timely_report_late(store: Store) -> None:
    typed(store, LAPTOP, "1.1.1", date(2023, 9, 30))
    carried(store, LAPTOP, 1, date(2022, 10, 3))
    assert of_unit(store)[1:4] == (4, 1, 0)
    assert late_changes(store.conn, named_period(store.conn, "2022-Q3", DUE)) == []
    typed(store, LAPTOP, "1.1.3", date(2023, 9, 30))
    carried(store, LAPTOP, 2, date(2022, 11, 3))
    assert of_unit(store)[1:4] == (4, 2, 1)


def test_what_came_early_behind_a_gap_makes_no_late_report_timely(store: Store) -> None:
    carried(store, LAPTOP, 2, date(2022, 10, 3), after=998)
    typed(store, LAPTOP, "1.1.1", date(2022, 11, 20))
    carried(store, LAPTOP, 1, date(2022, 11, 21))
    assert of_unit(store)[1:4] == (4, 1, 1)


def test_what_came_in_two_sections_of_one_file_came_whole(store: Store) -> None:
    typed(store, LAPTOP, "1.1.1", date(2023, 9, 30))
    typed(store, LAPTOP, "1.1.3", date(2023, 9, 30))
    carried(store, LAPTOP, 1, date(2022, 10, 3))
    with store.writing() as conn:
        rows = "INSERT INTO change_set_section SELECT max(id), ?, 1, 1 FROM change_set"
        conn.execute(rows, (LAPTOP,))
    assert of_unit(store)[1:4] == (4, 2, 0)
