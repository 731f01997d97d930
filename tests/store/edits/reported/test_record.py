"""A table that is recorded: what it changes, what it leaves, what crosses, and that undo takes it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from language import speaking
from schema.registers import ACTION_REPORT
from store.db.database import Store
from store.db.errors import UserError
from store.db.text import fold
from store.edits.edits import StatusReport, report_status
from store.edits.recording import Recording
from store.edits.reported.record import (
    RecordedTable,
    preview_table,
    record_table,
    values_recorded,
)
from store.edits.reported.sources import recorded_sources
from store.edits.reported.table import UNKNOWN, ReportedCell, ReportedRow, ReportedTable, Source
from store.history.conflicts import conflict_rows
from store.history.history import redo, undo
from store.integrity.verify import verify
from store.ledger.append import Edit, record
from store.ledger.change import Register
from store.ledger.heads import read_heads, state_form
from tests.plans import enrolled

TODAY = date(2022, 3, 14)
NOW = Recording(TODAY)
SHEET = Source("tabela.xlsx", "ab" * 32, date(2022, 3, 1), "Arta")
STATUS = Register("action", "1.1.1", "17", "status")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with enrolled(tmp_path / "a.db", role="headquarters", unit="HQ") as opened:
        yield opened


def row(nr: str = "1.1.1", unit: str = "17", **values: object) -> ReportedRow:
    cells = {
        field.replace("__", "."): value
        if isinstance(value, ReportedCell)
        else ReportedCell(value, f"S!{field}")
        for field, value in values.items()
    }
    return ReportedRow(
        nr, {field.removeprefix("y"): cell for field, cell in cells.items()}, unit, where="S!2"
    )


def table(
    *rows: ReportedRow, meanings: Mapping[str, Mapping[str, str]] = MappingProxyType({}), again: bool = False
) -> ReportedTable:
    return ReportedTable(SHEET, rows, meanings=meanings, again=again)


def stands(store: Store, field: str, nr: str = "1.1.1", unit: str = "17") -> object:
    kind = "action" if field in ACTION_REPORT.names else "money"
    heads = read_heads(store.conn, Register(kind, nr, unit, field))
    return heads[0].decoded() if heads else None


def taken(
    store: Store,
    *rows: ReportedRow,
    meanings: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    again: bool = False,
) -> RecordedTable:
    return record_table(store, table(*rows, meanings=meanings, again=again), NOW)


def test_a_table_is_recorded_in_one_batch_which_undo_takes_back(store: Store) -> None:
    before = state_form(store.conn)
    first = row(status="Në proces", percent="60 %", y2022__capital__spent=1250.5, note="Tenderi u shpall.")
    second = row(
        "1.1.2", "MPB", status="in_progress", reason_text="Mungon ligji", y2022__allocated="12.500,00"
    )
    seen = preview_table(store, table(first, second), NOW)
    assert [
        (change.nr, change.field, change.before, change.after, change.where) for change in seen.changes
    ] == [
        ("1.1.1", "status", None, "in_progress", "S!status"),
        ("1.1.1", "percent", None, 60, "S!percent"),
        ("1.1.1", "2022.capital.spent", None, 125_050, "S!y2022__capital__spent"),
        ("1.1.1", "note", None, "Tenderi u shpall.", "S!note"),
        ("1.1.2", "status", None, "in_progress", "S!status"),
        ("1.1.2", "reason_text", None, "Mungon ligji", "S!reason_text"),
        ("1.1.2", "2022.allocated", None, 1_250_000, "S!y2022__allocated"),
    ]
    assert state_form(store.conn) == before

    comparison, changes = taken(store, first, second)
    assert comparison == seen and len({change.batch for change in changes}) == 1
    assert read_heads(store.conn, STATUS)[0].effective_on == "2022-03-01"
    assert [of.source for of in recorded_sources(store.conn)] == [SHEET]
    undo(store)
    assert not recorded_sources(store.conn) and stands(store, "status") is None
    redo(store)
    assert stands(store, "2022.allocated", "1.1.2", "MPB") == 1_250_000
    assert not verify(store).faults


@pytest.mark.parametrize("again", [False, True])
def test_a_note_that_was_redacted_since_stops_no_later_table(store: Store, again: bool) -> None:
    taken(store, row(status="in_progress", note="Arta ishte e sëmurë."))
    with store.writing() as conn:
        conn.execute("UPDATE change SET value = '~' || value WHERE kind = 'note'")
    seen = preview_table(store, table(row(status="implemented", note="Po."), again=again), NOW)
    assert {(change.field, change.after) for change in seen.changes} >= {("note", "Po.")}


def test_taken_again_it_changes_nothing(store: Store) -> None:
    rows = (row(status="implemented", percent=100, y2022__recurrent__spent="7", note="Po."),)
    taken(store, *rows)
    again = taken(store, *rows)
    assert not again.changes and again.comparison.unchanged == 4 and not again.comparison.changes


def confirmed(
    store: Store, status: str, *, on: date | None = None, again: bool = False, **source: Any
) -> str | None:
    """From which day a status holds that a table says again."""
    said = row(status=status)._replace(on=on)
    recorded = record_table(store, table(said, again=again)._replace(source=SHEET._replace(**source)), NOW)
    assert all(change.confirmed for change in recorded.comparison.changes)
    assert recorded.comparison.unchanged == (not recorded.changes)
    return read_heads(store.conn, STATUS)[0].effective_on


def test_a_status_that_is_said_again_is_confirmed_from_the_day_said(store: Store) -> None:
    began = date(2022, 1, 10)
    report_status(store, "1.1.1", StatusReport("in_progress", on=began), today=TODAY, unit="17")
    # what was filled in before says nothing; what somebody wrote by hand does
    assert confirmed(store, "in_progress") == confirmed(store, "in_progress", form=True) == "2022-01-10"
    assert confirmed(store, "in_progress", form=True, paper=True) == "2022-03-01"
    assert confirmed(store, "in_progress", form=True, paper=True) == "2022-03-01"
    undo(store)
    # a day of the row is that of the status, but in a tracker, which says it again each time
    assert confirmed(store, "in_progress", on=date(2022, 2, 2)) == "2022-02-02"
    assert confirmed(store, "in_progress", on=began) == "2022-01-10"
    assert confirmed(store, "in_progress", on=date(2022, 2, 3), again=True) == "2022-02-03"
    assert confirmed(store, "in_progress", on=began, again=True) == "2022-02-03"
    # what is over began but once
    report_status(store, "1.1.1", StatusReport("implemented", on=began), today=TODAY, unit="17", seen=None)
    assert confirmed(store, "implemented", form=True, paper=True) == "2022-01-10"


def test_what_stands_of_a_later_day_than_the_table_is_not_replaced(store: Store) -> None:
    """Of amounts the day is that of the table which told them, also after an undo."""
    newer = date(2022, 3, 10)

    def of(day: date, *rows: ReportedRow, again: bool = False) -> RecordedTable:
        told = table(*rows, again=again)
        return record_table(
            store, told._replace(source=SHEET._replace(day=day, sha256=f"{day:%m%d}" * 16)), NOW
        )

    said = row(status="implemented", percent=100, y2022__capital__spent=7_000)
    of(newer, said)
    for again in (False, True):
        older = row(status="not_started", percent=0, next_steps="a", y2022__capital__spent=1_000, note="b")
        left = of(SHEET.day, older, again=again).comparison
        told = [(of.where, of.code, of.params["known"], of.params["found"]) for of in left.noticed]
        assert told == [
            (f"S!{field}", "later_stands", "2022-03-10", "2022-03-01")
            for field in ("status", "percent", "next_steps", "y2022__capital__spent")
        ]
        assert left.waits and left.left == 4
        assert (stands(store, "status"), stands(store, "2022.capital.spent")) == ("implemented", 700_000)
    undo(store)
    # the newer one put right, and what is said again, is none of an earlier day
    assert not of(newer, row(status="implemented", y2022__capital__spent=7_100)).comparison.noticed
    undo(store)
    assert not of(newer, row(y2022__capital__spent=7_200)).comparison.noticed
    assert not of(SHEET.day, row("1.1.2", percent=7)).comparison.noticed
    # a day of the row is that of its status
    earlier = row(status="in_progress", percent=40)._replace(on=SHEET.day)
    assert of(TODAY, earlier).comparison.left == 2


def test_an_empty_cell_says_nothing_unless_it_was_filled_when_the_table_was_made(store: Store) -> None:
    taken(store, row(percent=40, status="in_progress"))
    assert not taken(store, row(percent="", status=None)).changes
    assert not taken(store, row(percent=ReportedCell("", base=UNKNOWN))).changes
    taken(store, row(percent=ReportedCell("", base=40)))
    assert stands(store, "percent") is None
    taken(store, row(status=ReportedCell("", clears=True)))
    assert stands(store, "status") is None


def test_what_was_not_understood_is_said_with_its_cell_and_the_rest_is_recorded(store: Store) -> None:
    comparison, changes = taken(
        store,
        row(status="me vonesë", percent="300", y2022__allocated="1,2,3", y2030__allocated="5", other="x"),
        row("9.9.9", status="in_progress"),
        row("1.1.2", "Atlantis", status="in_progress"),
        row("1.1.3", status="in_progress"),
        row("1.1.3", status="implemented"),
    )
    assert [(one.where, one.code) for one in comparison.unclear] == [
        ("S!status", "status_unknown"),
        ("S!percent", "percent_range"),
        ("S!y2022__allocated", "cell_amount_unreadable"),
        ("S!y2030__allocated", "year_unknown"),
        ("S!other", "field_unknown"),
        ("S!2", "action_unknown"),
        ("S!2", "unit_unknown"),
        # neither of the two is the truth
        ("S!status", "cell_said_twice"),
        ("S!status", "cell_said_twice"),
    ]
    assert not changes


def test_of_rows_that_contradict_each_other_nothing_is_recorded_and_both_are_told(store: Store) -> None:
    def paid(payer: str, **values: object) -> ReportedRow:
        return row("1.1.1", "17", **values)._replace(payer=payer)

    def told(*rows: ReportedRow) -> tuple[dict[str, list[object]], list[str]]:
        comparison, changes = taken(store, *rows)
        codes = [(of.code, of.params.get("found")) for of in comparison.unclear]
        undo(store) if changes else None
        return {code: [found for own, found in codes if own == code] for code, _found in codes}, [
            change.register.field for change in changes if change.kind != "source"
        ]

    parts = [
        paid("BK", y2022__capital__spent=1000, status="in_progress"),
        paid("EU", y2022__capital__spent=500),
    ]
    assert told(*parts) == ({"amounts_of_payers": ["BK, EU", "EU, BK"]}, ["status"])
    # two sources may pay as much as each other
    same = [paid(payer, y2022__capital__spent=500) for payer in ("BK", "EU")]
    assert told(*same) == ({"amounts_of_payers": ["BK, EU", "EU, BK"]}, [])
    once = [paid(payer, y2022__capital__spent=500) for payer in ("BK", "")]
    assert told(*once) == ({}, ["2022.capital.spent"])
    differing = [row(y2022__capital__spent=n) for n in (1, 2)]
    assert told(*differing) == ({"cell_said_twice": [None, None]}, [])
    # the rest of a total would be of the other kind
    whole = {"2022.spent": ReportedCell(9, "S!E2")}
    kinds = [of._replace(beside=whole) for of in differing]
    assert told(*kinds) == (
        {"cell_said_twice": [None, None], "amount_of_doubtful_kind": [None, None]},
        [],
    )


def test_words_of_the_table_are_mapped_once(store: Store) -> None:
    meanings = {"status": {fold("Me vonesë"): "in_progress"}}
    taken(store, row(status="ME VONESE"), row("1.1.2", status="me vonesë"), meanings=meanings)
    assert {stands(store, "status", nr) for nr in ("1.1.1", "1.1.2")} == {"in_progress"}


def test_an_amount_that_can_be_two_is_asked_about(store: Store) -> None:
    with speaking("en"):
        comparison, _changes = taken(store, row(y2022__allocated="1.234"))
    assert [one.code for one in comparison.unclear] == ["cell_amount_ambiguous"]


def test_nothing_is_added_by_a_table(store: Store) -> None:
    """A table that is taken again, or late, would add again; and it tells no day of what it adds to."""
    with speaking("en"):
        comparison, changes = taken(store, row(y2022__allocated="+500"))
    assert [one.code for one in comparison.unclear] == ["cell_amount_added"]
    assert not changes


def test_edits_that_crossed_are_conflicts_and_undo_takes_them_back(store: Store) -> None:
    taken(store, row(status="in_progress", percent=10))
    before = state_form(store.conn)
    made_before = ReportedCell("implemented", "S!C2", base="not_started")
    comparison, _changes = taken(store, row(status=made_before, percent=ReportedCell(10, base=5)))
    assert [(change.field, change.crossed) for change in comparison.changes] == [("status", True)]
    assert {head.decoded() for head in read_heads(store.conn, STATUS)} == {"implemented", "in_progress"}
    assert stands(store, "status") == "in_progress" and len(conflict_rows(store.conn)) == 1
    assert not taken(store, row(status=made_before)).changes
    undo(store)
    assert [(one["field"], one["value"]) for one in before] == [
        (one["field"], one["value"]) for one in state_form(store.conn) if one["value"] is not None
    ]
    assert not verify(store).faults


def test_a_form_corrects_what_the_same_person_sent_and_no_edit_of_others(store: Store) -> None:
    def sent(digest: str, status: str, person: str = "Arta", percent: int | None = None) -> list[bool]:
        source = SHEET._replace(sha256=digest * 32, person=person, form=True)
        said = row(status=ReportedCell(status, base=None), percent=ReportedCell(percent, base=None))
        recorded = record_table(store, ReportedTable(source, (said,)), NOW)
        return [change.crossed for change in recorded.comparison.changes]

    assert sent("a1", "in_progress", percent=40) == [False, False]
    report_status(store, "1.1.1", StatusReport(percent=45), today=TODAY, unit="17")
    # headquarters' own edit has crossed the percent
    assert sent("a2", "implemented", "ARTA", percent=50) == [False, True]
    assert [head.decoded() for head in read_heads(store.conn, STATUS)] == ["implemented"]
    # what another person sends corrects nothing, nor does the first form that comes once more
    assert sent("a1", "in_progress") == [True]
    undo(store)
    assert sent("a3", "not_started", "Besa") == [True]


def test_a_cell_that_was_left_alone_takes_nothing_back(store: Store) -> None:
    report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, unit="17")
    assert not taken(store, row(status=ReportedCell("in_progress", base="in_progress"))).changes


def test_of_a_table_that_comes_again_only_newer_cells_count(store: Store) -> None:
    taken(store, row(status="in_progress", percent=10), row("1.1.2", status="in_progress"))
    report_status(store, "1.1.1", StatusReport("implemented"), today=SHEET.day, unit="17")
    comparison, _changes = taken(
        store, row(status="in_progress", percent=20), row("1.1.2", status="implemented"), again=True
    )
    assert [(change.nr, change.field, change.crossed) for change in comparison.changes] == [
        ("1.1.1", "percent", False),
        ("1.1.2", "status", False),
    ]
    crossing, _changes = taken(store, row(status="partially_implemented"), again=True)
    assert [change.crossed for change in crossing.changes] == [True]


def test_what_an_edit_changed_since_the_last_table_is_a_conflict(store: Store) -> None:
    report_status(store, "1.1.1", StatusReport("not_started"), today=SHEET.day, unit="17")
    report_status(store, "1.1.3", StatusReport("not_started"), today=SHEET.day, unit="17")
    # what agrees with what stands is not recorded
    first = row(status="not_started"), row("1.1.2", status="in_progress"), row("1.1.3", status="not_started")
    assert len(taken(store, *first, again=True).comparison.changes) == 1
    report_status(store, "1.1.1", StatusReport("in_progress"), today=SHEET.day, unit="17")
    comparison, _changes = taken(
        store, row(status="implemented"), row("1.1.3", status="implemented"), again=True
    )
    assert [(change.nr, change.crossed) for change in comparison.changes] == [
        ("1.1.1", True),
        ("1.1.3", False),
    ]
    assert {head.decoded() for head in read_heads(store.conn, STATUS)} == {"in_progress", "implemented"}


BETWEEN: dict[str, Callable[[Store], object]] = {
    "nothing": lambda store: None,
    "a table of another unit": lambda store: taken(
        store, row("1.1.2", "18", status="in_progress"), again=True
    ),
    "a source of another unit": lambda store: record(
        store, [Edit("source", "cd" * 32, "18", "x", {"file": "t.csv", "day": "2022-03-01", "units": ["17"]})]
    ),
}


@pytest.mark.parametrize("between", BETWEEN)
def test_a_table_of_another_unit_hides_no_edit_that_crossed(store: Store, between: str) -> None:
    taken(store, row("1.1.3", status="in_progress"), again=True)
    report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, unit="17")
    BETWEEN[between](store)
    crossing, _changes = taken(store, row(status="in_progress"), again=True)
    assert [change.crossed for change in crossing.changes] == [True]


def test_a_table_is_the_last_one_of_all_units_that_it_reports_for(store: Store) -> None:
    """What agrees with what stands leaves no other trace."""
    report_status(store, "1.1.1", StatusReport("not_started"), today=SHEET.day, unit="17")
    tracker = row(status="not_started"), row("1.1.2", "18", status="in_progress"), row("1.1.3", "MPB")
    taken(store, *tracker, again=True)
    report_status(store, "1.1.3", StatusReport("implemented"), today=SHEET.day, unit="17")
    report_status(store, "1.1.1", StatusReport("implemented"), today=SHEET.day, unit="MPB")
    later = (
        row(status="in_progress"),
        row("1.1.3", status="in_progress"),
        row(unit="MPB", status="in_progress"),
    )
    comparison, _changes = taken(store, *later, again=True)
    # of MPB nothing was said before
    assert [change.crossed for change in comparison.changes] == [False, True, False]


def test_what_tables_said_is_read_at_once_however_many_they_are(store: Store) -> None:
    asked = []
    for n in (1, 30):
        sources = [
            Edit("source", f"{n:02}{of:062}", "18", "x", {"file": "t", "day": "2022-03-01"})
            for of in range(n)
        ]
        record(store, sources)
        statements: list[str] = []
        store.conn.set_trace_callback(statements.append)
        preview_table(store, table(row(status="in_progress"), again=True), NOW)
        store.conn.set_trace_callback(None)
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_a_value_for_an_open_conflict_stands_beside_the_others(store: Store) -> None:
    taken(store, row(status="in_progress"))
    taken(store, row(status=ReportedCell("implemented", base="not_started")))
    taken(store, row(status="not_started"))
    heads = {head.decoded() for head in read_heads(store.conn, STATUS)}
    assert heads == {"in_progress", "implemented", "not_started"}


def test_a_value_that_stands_and_does_not_show_is_left_to_a_person(store: Store) -> None:
    taken(store, row(status="in_progress"))
    taken(store, row(status=ReportedCell("implemented", base="not_started")))
    shown, *others = read_heads(store.conn, STATUS)
    comparison = preview_table(store, table(row(status=others[0].decoded())), NOW)
    assert [notice.code for notice in comparison.noticed] == ["in_conflict"]
    confirmed = row(status=ReportedCell(shown.decoded(), base=shown.decoded()))._replace(confirmed=True)
    assert [notice.code for notice in preview_table(store, table(confirmed), NOW).noticed] == ["in_conflict"]
    assert preview_table(store, table(row(status=shown.decoded())), NOW).noticed == ()


def test_a_unit_records_its_own_alone(tmp_path: Path) -> None:
    with enrolled(tmp_path / "b.db", unit="17") as own:
        comparison, _changes = record_table(
            own, table(row(unit="", status="in_progress"), row("1.1.2", "MPB", status="in_progress")), NOW
        )
        assert [one.code for one in comparison.unclear] == ["not_allowed"] and stands(
            own, "status"
        ) == "in_progress"
        with pytest.raises(UserError, match="not_allowed"):
            preview_table(own, table(), Recording(TODAY, "MPB"))


def test_a_prefilled_nought_that_was_left_alone_changes_nothing(store: Store) -> None:
    report_status(store, "1.1.1", StatusReport("in_progress", percent=30), today=NOW.today, unit="17")
    cells = {"percent": ReportedCell(0, base=0), "2022.recurrent.spent": ReportedCell(0, base=0)}
    assert preview_table(store, table(ReportedRow("1.1.1", cells, "17")), NOW).changes == ()


@pytest.mark.parametrize("held", [None, "in_progress"])
def test_a_table_that_was_taken_back_and_comes_again_crosses_nobody(store: Store, held: str | None) -> None:
    first = row(percent=10) if held is None else row(percent=10, status=held)
    taken(store, first, again=True)
    second = row(percent=10, status="implemented", reason_text="Mungon stafi", note="Po.")
    taken(store, second, again=True)
    undo(store)
    assert [change.crossed for change in taken(store, second, again=True).comparison.changes] == [False] * 3


def test_what_stands_again_beside_a_crossing_value_is_no_value_more(store: Store) -> None:
    report_status(store, "1.1.1", StatusReport("implemented"), today=NOW.today, unit="17")
    cell = ReportedCell("cancelled", "S!status", base="in_progress")
    done = record_table(store, table(ReportedRow("1.1.1", {"status": cell}, "17")), NOW)
    assert done.comparison.crossed == 1 and len(done.changes) == 3
    assert values_recorded(done.changes) == 1
