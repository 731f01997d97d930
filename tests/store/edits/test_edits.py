"""What may be recorded: texts, dates, amounts, units, roles; and that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.choices import REASON
from schema.types import MAX_CENTS, MAX_TEXT
from store.account.money import MONEY_FIELDS
from store.account.status_as_of import statuses_as_of
from store.account.statuses import STATUSES
from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import (
    Amount,
    StatusReport,
    add_note,
    checked_text,
    report_money,
    report_status,
    report_statuses,
)
from store.edits.entries import add_evidence
from store.edits.recording import Recording
from store.integrity.verify import verify
from store.ledger.append import Edit, record
from store.ledger.chains import read_chains
from store.ledger.change import Change, Register, change_hash
from store.ledger.heads import read_heads
from store.ledger.identity import HEADQUARTERS_KINDS, overstep_reason
from store.ledger.intake import Intake
from tests.plans import enrolled, small_plan

TODAY = date(2022, 3, 14)
STATUS = Register("action", "1.1.1", "17", "status")
SPENT = Register("money", "1.1.1", "17", "2022.capital.spent")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with enrolled(tmp_path / "a.db") as opened:
        yield opened


def standing(store: Store, register: Register) -> tuple[object, str | None]:
    head = read_heads(store.conn, register)[0]
    return head.decoded(), head.effective_on


def receive(store: Store, register: Register, value: str, lamport: int = 1) -> None:
    with store.writing() as conn:
        intake = Intake(conn)
        change = Change(
            "ff", intake.held("ff").length + 1, lamport, 0, "o", register.unit, "1", register.kind,
            register.target, register.field, value, None, (),
        )  # fmt: skip
        intake.add(change, change_hash(change, intake.held("ff").head))
        intake.finish()


def test_a_status_of_an_earlier_day_takes_the_place_of_a_later_one_that_was_seen(store: Store) -> None:
    autumn, summer = date(2021, 10, 31), date(2021, 8, 31)
    report_status(store, "1.1.1", StatusReport("implemented", autumn), today=TODAY)
    late = StatusReport("not_started", summer, percent=0)
    with pytest.raises(UserError, match="status_later") as refused:
        report_status(store, "1.1.1", late, today=TODAY)
    told = refused.value.params
    assert (told["values"], told["known"], told["found"]) == (["implemented"], "2021-10-31", "2021-08-31")
    assert standing(store, STATUS) == ("implemented", "2021-10-31")
    # the day alone may be put right
    report_status(store, "1.1.1", StatusReport(on=date(2021, 9, 30)), today=TODAY)
    (head,) = read_heads(store.conn, STATUS)
    report_status(store, "1.1.1", late, today=TODAY, seen=[head.id])
    # set again with its day the later one holds for its own days
    report_status(store, "1.1.1", StatusReport("implemented", autumn), today=TODAY)
    held = [statuses_as_of(store.conn, day).of_unit("1.1.1", "17") for day in (date(2021, 9, 1), autumn)]
    assert held == ["not_started", "implemented"]
    # what is dated ahead gives way to what is said of today
    report_status(store, "1.1.1", StatusReport("cancelled", date(2022, 12, 1)), today=TODAY)
    report_status(store, "1.1.1", StatusReport("in_progress", TODAY), today=TODAY)
    assert standing(store, STATUS) == ("in_progress", "2022-03-14")


def test_every_status_reason_and_field_is_recorded(store: Store) -> None:
    for status in STATUSES:
        (change,) = report_status(store, "1.1.1", StatusReport(status), today=TODAY)
        assert (change.decoded(), change.effective_on, change.officer) == (status, "2022-03-14", "Zyrtari 17")
    for reason in REASON.codes:
        report_status(store, "1.1.1", StatusReport(reason=reason), today=TODAY)
    changes = report_status(
        store,
        "1.1.1",
        StatusReport(
            "implemented",
            date(2022, 1, 2),
            percent=100,
            reason="other",
            reason_text="a\nb",
            new_deadline="2024\n",
            output_reached="c\r\nd",
            next_steps="e\tf",
        ),
        today=TODAY,
        seen=None,
    )
    assert [(change.field, change.decoded()) for change in changes] == [
        ("status", "implemented"),
        ("percent", 100),
        ("reason_text", "a\nb"),
        ("new_deadline", "2024"),
        ("output_reached", "c\nd"),
        ("next_steps", "e f"),
    ]
    assert {change.batch for change in changes} == {str(changes[0].seq)}


def test_empty_clears_and_none_leaves(store: Store) -> None:
    report_status(store, "1.1.1", StatusReport("implemented", next_steps="a"), today=TODAY)
    assert report_status(store, "1.1.1", StatusReport(), today=TODAY) == []
    cleared = report_status(store, "1.1.1", StatusReport("", next_steps="  "), today=TODAY)
    assert [(change.field, change.value, change.effective_on) for change in cleared] == [
        ("status", "null", None),
        ("next_steps", "null", None),
    ]
    assert report_status(store, "1.1.1", StatusReport("", next_steps="", reason=""), today=TODAY) == []


def test_a_status_keeps_its_day_unless_one_is_given(store: Store) -> None:
    report_status(store, "1.1.1", StatusReport("in_progress", date(2022, 1, 2)), today=TODAY)
    assert report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY) == []
    assert standing(store, STATUS) == ("in_progress", "2022-01-02")
    report_status(store, "1.1.1", StatusReport(on=date(2022, 2, 3)), today=TODAY)
    assert standing(store, STATUS) == ("in_progress", "2022-02-03")
    assert report_status(store, "1.1.1", StatusReport("in_progress", date(2022, 2, 3)), today=TODAY) == []
    with pytest.raises(UserError, match="date_without_status"):
        report_status(store, "1.1.2", StatusReport(on=TODAY), today=TODAY)
    with pytest.raises(UserError, match="date_without_status"):
        report_status(store, "1.1.1", StatusReport("", on=TODAY), today=TODAY)


@pytest.mark.parametrize("value", ['"in_progress"', '"implemented"'])
def test_setting_a_value_decides_a_conflict(store: Store, value: str) -> None:
    report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)
    receive(store, STATUS, '"implemented"')
    assert len(read_heads(store.conn, STATUS)) == 2
    heads = {head.id for head in read_heads(store.conn, STATUS)}
    report = StatusReport(value.strip('"'))
    for seen in ((), {min(heads)}):
        with pytest.raises(UserError, match="in_conflict") as refused:
            report_statuses(store, ("1.1.2", "1.1.1"), report, Recording(TODAY, seen=seen))
        assert (refused.value.params["nr"], refused.value.params["field"]) == ("1.1.1", "status")
    assert len(read_heads(store.conn, STATUS)) == 2
    (change,) = report_status(store, "1.1.1", report, today=TODAY, seen=heads)
    assert len(change.supersedes) == 2
    assert [head.value for head in read_heads(store.conn, STATUS)] == [value]


def test_two_heads_of_one_value_need_no_decision(store: Store) -> None:
    report_money(store, "1.1.1", 2022, {"capital.spent": Amount(500)})
    receive(store, SPENT, "500")
    assert report_money(store, "1.1.1", 2022, {"capital.spent": Amount(500)}) == []
    (change,) = report_money(store, "1.1.1", 2022, {"capital.spent": Amount(5, relative=True)})
    assert (change.value, len(change.supersedes)) == ("505", 2)


def test_lamport_is_above_all_that_was_seen_and_hashes_link(store: Store) -> None:
    receive(store, SPENT, "1", lamport=41)
    (change,) = add_note(store, "1.1.1", "a")
    assert change.lamport == 42
    receive(store, SPENT, "2", lamport=2**53 - 1)
    changes = [add_note(store, "1.1.1", text)[0] for text in ("b", "c")]
    # nobody counts on from a number that nothing leads to
    assert [found.lamport for found in changes] == [43, 44]
    assert read_chains(store.conn)[change.replica].length == 3
    assert verify(store).faults == ()


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda s: report_status(s, "1.1.1", StatusReport("done"), today=TODAY), "status_unknown"),
        (lambda s: report_status(s, "1.1.1", StatusReport(percent=101), today=TODAY), "percent_range"),
        (lambda s: report_status(s, "1.1.1", StatusReport(percent=-1), today=TODAY), "percent_range"),
        (lambda s: report_status(s, "1.1.1", StatusReport(reason="rain"), today=TODAY), "reason_unknown"),
        (lambda s: report_status(s, "9.9.9", StatusReport("implemented"), today=TODAY), "action_unknown"),
        (lambda s: report_status(s, "", StatusReport("implemented"), today=TODAY), "action_unknown"),
        (lambda s: report_status(s, "1.1.1", StatusReport(next_steps="\x00"), today=TODAY), "text_empty"),
        (lambda s: add_note(s, "1.1.1", " \n\x1b "), "text_empty"),
        (lambda s: add_note(s, "1.1.1", "x" * (MAX_TEXT + 1)), "text_too_long"),
        (lambda s: add_note(s, "1.1.1", "x", unit="Atlantis"), "unit_unknown"),
        (lambda s: add_note(s, "1.1.1", "x", unit="18"), "not_allowed"),
        (lambda s: add_evidence(s, "1.1.1", "", "ref"), "text_empty"),
        (lambda s: add_evidence(s, "1.1.1", "title", "\n"), "text_empty"),
        (lambda s: report_money(s, "1.1.1", 2030, {"allocated": Amount(1)}), "year_unknown"),
        (lambda s: report_money(s, "1.1.1", 2022, {"allocated": Amount(-1)}), "amount_negative"),
        (lambda s: report_money(s, "1.1.1", 2022, {"allocated": Amount(-501, True)}), "amount_negative"),
        (lambda s: report_money(s, "1.1.1", 2022, {"allocated": Amount(MAX_CENTS + 1)}), "amount_too_large"),
        (
            lambda s: report_money(s, "1.1.1", 2022, {"allocated": Amount(MAX_CENTS, True)}),
            "amount_too_large",
        ),
        (lambda s: report_money(s, "1.1.1", 2022, {"allocated": Amount(10**400)}), "amount_too_large"),
        (
            lambda s: report_money(s, "1.1.1", 2022, {"capital.spent": Amount(7), "allocated": Amount(-1)}),
            "amount_negative",
        ),
        (
            lambda s: report_status(
                s, "1.1.1", StatusReport("implemented", next_steps="x" * 9999), today=TODAY
            ),
            "text_too_long",
        ),
    ],
)
def test_what_is_refused_changes_nothing(store: Store, act: Callable[[Store], object], code: str) -> None:
    report_money(store, "1.1.1", 2022, {"allocated": Amount(500)})
    before = list(store.conn.iterdump())
    with pytest.raises(UserError) as refused:
        act(store)
    assert refused.value.code == code
    assert list(store.conn.iterdump()) == before


def test_amounts_add_to_what_stands_and_clear(store: Store) -> None:
    for amount, expected in (
        (Amount(500, relative=True), 500),
        (Amount(25, relative=True), 525),
        (Amount(-525, relative=True), 0),
        (Amount(MAX_CENTS), MAX_CENTS),
        (None, None),
        (Amount(3, relative=True), 3),
    ):
        report_money(store, "1.1.1", 2022, {"capital.spent": amount})
        assert standing(store, SPENT)[0] == expected
    recorded = report_money(store, "1.1.1", 2023, dict.fromkeys(MONEY_FIELDS, Amount(1)))
    assert [change.field for change in recorded] == [f"2023.{name}" for name in MONEY_FIELDS]


def test_nothing_is_added_where_two_amounts_stand(store: Store) -> None:
    report_money(store, "1.1.1", 2022, {"capital.spent": Amount(123_45)})
    receive(store, SPENT, "7")
    with pytest.raises(UserError, match="amount_in_conflict") as refused:
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(5, relative=True)})
    assert refused.value.params["values"] in ([7, 123_45], [123_45, 7])
    with pytest.raises(UserError, match="in_conflict"):
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(5)})
    report_money(store, "1.1.1", 2022, {"capital.spent": Amount(5)}, Recording(seen=None))
    assert standing(store, SPENT)[0] == 5


def test_what_is_no_amount_counts_as_none(store: Store) -> None:
    receive(store, SPENT, '"many"')
    report_money(store, "1.1.1", 2022, {"capital.spent": Amount(5, relative=True)})
    assert standing(store, SPENT)[0] == 5


@given(st.text(st.characters(codec=None), max_size=40))
@settings(max_examples=60)
def test_what_enters_as_text_acts_on_nothing(text: str) -> None:
    try:
        checked = checked_text(text)
    except UserError as refused:
        assert refused.code == "text_empty"
        return
    assert checked == checked.strip() != ""
    assert checked_text(checked) == checked
    assert not set(checked) & {chr(n) for n in (*range(10), *range(11, 32), *range(127, 160))}
    assert "\n" not in checked_text(text, newlines=False)


def test_line_ends_of_every_system_separate_words() -> None:
    assert checked_text("a\x85b\x0bc\x0cd\u2028e\rf\r\ng") == "a\nb\nc\nd\ne\nf\ng"
    assert checked_text("a\x85b\x0bc", newlines=False) == "a b c"


def test_headquarters_reports_for_units_and_by_number_as_printed(tmp_path: Path) -> None:
    with enrolled(tmp_path / "hq.db", role="headquarters", unit="ZKM") as store:
        units = [
            report_status(store, " 1.1.1. ", StatusReport(status), today=TODAY, unit=unit)[0].unit
            for status, unit in (("implemented", "peje"), ("implemented", "xyzq"), ("implemented", "ZKM"))
        ]
        assert units == ["17", "XYZQ", "ZKM"]
        assert report_status(store, "1.1.1", StatusReport("cancelled"), today=TODAY)[0].unit == "ZKM"


def test_a_number_that_ends_in_a_full_stop_is_found_both_ways(tmp_path: Path) -> None:
    plan = small_plan(1)
    strategic = plan.strategic_objectives[0]
    specific = strategic.specific_objectives[0]
    action = specific.actions[0]._replace(nr="I.1.1.", id="")
    changed = plan._replace(
        strategic_objectives=(
            strategic._replace(specific_objectives=(specific._replace(actions=(action,)),)),
        )
    )
    with enrolled(tmp_path / "a.db", plan=changed) as store:
        for typed in ("I.1.1.", "I.1.1", "i.1.1 "):
            assert add_note(store, typed, "x")[0].target == "I.1.1."


def test_who_may_write_what() -> None:
    for kind in ("action", "money", "note", "evidence", "something_newer"):
        assert overstep_reason(kind, "17", author_role="field", author_unit="17") is None
        assert overstep_reason(kind, "18", author_role="field", author_unit="17") == "unit"
        assert overstep_reason(kind, "18", author_role="headquarters", author_unit="MPB") is None
    for kind in HEADQUARTERS_KINDS:
        assert overstep_reason(kind, "17", author_role="field", author_unit="17") == "role"
        assert overstep_reason(kind, "17", author_role="headquarters", author_unit="MPB") is None


def test_a_published_plan_takes_no_edit(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        store.conn.execute("DELETE FROM identity")
        with pytest.raises(UserError, match="no_identity") as refused:
            record(store, [Edit(*STATUS, "implemented")])
        assert refused.value.params["file"] == str(store.path)
        with pytest.raises(UserError, match="no_identity"):
            add_note(store, "1.1.1", "x")
