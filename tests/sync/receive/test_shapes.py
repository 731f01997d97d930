"""Values of the wrong form: held where a file is read, shown where they stand all the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from schema.registers import type_of
from schema.types import MAX_CENTS, MAX_TEXT, is_day
from store.db.errors import UserError
from store.edits.assessment import Resolution, assess, cancel, record_resolution
from store.edits.calendar import close_period, open_period
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.edits.entries import add_evidence
from store.edits.indicators import measure
from store.edits.meeting import open_meeting
from store.edits.narrative import write_narrative
from store.edits.passport import write_passport
from store.edits.reviewing import approve, return_report
from store.integrity.verify import verify
from store.ledger.append import Edit, append
from store.ledger.heads import all_heads
from store.ledger.identity import write_transaction
from store.revision.successors import successor_edits
from sync.wire.limits import MAX_TIME
from terren.__main__ import run
from tests.plans import enrolled
from tests.support.lengths import cases
from tests.sync.trust.test_stolen_keys import said, spoken, written
from tests.sync.world import UNIT, Installation, believe, headquarters, installation

TODAY: Final = date(2022, 9, 15)
WRONG: Final[tuple[Any, ...]] = (
    *([[]], {}, [], [1, "x"], {"value": 5}, {"title": 1, "ref": 2, "kind": []}, {"text": []}),
    *(
        2**63 - 1,
        -(2**63),
        2000,
        -1,
        101,
        True,
        "",
        "9" * 400,
        "-" + "9" * 400 + "%",
        "1e999",
        "NaN",
        "A" * 5000,
    ),
    *({"a": {"b": {"c": {"d": {"e": 1}}}}}, {"of": 1, "part": "x", "text": 3}),
    *({"parts": -1, "revision": [], "sha256": 0}, {"title": [], "date": 5, "agenda": [[]]}),
    *({"version": 5, "files": 1}, {"version": "9", "files": [[]]}, {"version": "9", "files": [{"kind": 1}]}),
)
FIELDS: Final = {
    "action": ("status", "percent", "reason", "reason_text", "new_deadline", "output_reached", "next_steps"),
    "money": ("2021.allocated", "2021.capital.spent", "2022.recurrent.spent"),
    "indicator": ("2021", "2022"),
    "note": ("aaaaaaaaaaaa",),
    "evidence": ("bbbbbbbbbbbb",),
    "resolution": ("cccccccccccc",),
    "meeting": ("about",),
    "assessment": ("status", "comment"),
    "decision": ("cancelled", "successor", "reserve_key", "revision", "release"),
    "name": ("funding",),
    "passport": ("measure", "available"),
    "narrative": ("summary", "progress.1.1"),
    "period": ("due", "closed"),
    "review": ("report",),
}
"""Every kind and its fields."""


def misfits() -> list[tuple[str, str, Any]]:
    return [
        (kind, field, value)
        for kind, fields in FIELDS.items()
        for field in fields
        for value in WRONG
        if (shape := type_of(kind, field)) is not None and not shape.valid(value)
    ]


@pytest.fixture
def center(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    monkeypatch.setenv("TERREN_HOME", str(tmp_path / "center"))
    monkeypatch.setenv("TERREN_LANGUAGE", "en")
    return headquarters(tmp_path / "center")


def test_what_the_program_writes_has_its_form(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters") as store:
        report = StatusReport(
            "in_progress", percent=40, reason="donor_funds", reason_text="x", new_deadline="2023"
        )
        more = StatusReport(output_reached="y", next_steps="z", percent=100)
        for one in (report, more):
            report_status(store, "1.1.1", one, today=TODAY)
        report_money(
            store,
            "1.1.1",
            2021,
            {"allocated": Amount(1), "capital.spent": Amount(10**6), "recurrent.spent": None},
        )
        add_note(store, "1.1.1", "shënim\nnë dy rreshta")
        add_evidence(store, "1.1.1", "titull", "vend")
        measure(store, "1.1", 2021, "40 %", source="vend")
        write_passport(store, "1.1", {"measure": "%", "formula": "a / b"})
        open_meeting(store, "Takim", TODAY, ["1.1.1"])
        assess(store, "1.1.1", today=TODAY, status="implemented", comment="x")
        cancel(store, "1.1.2", today=TODAY)
        record_resolution(store, "1.1.1", Resolution("x", "y", TODAY))
        with write_transaction(store) as (conn, identity):
            append(conn, identity, successor_edits({"1.1.3": ["1.1.1"]}))
        with write_transaction(store) as (conn, identity):
            append(conn, identity, [Edit("name", "funding", "", "BE", "Bashkimi Evropian")])
        return_report(store, "1.1.1", "pa dëshmi")
        approve(store, ["1.1.1"], units=["MPB"])
        open_period(store, "2022-Q3", TODAY)
        close_period(store, "2022-Q3", TODAY)
        write_narrative(store, "2022-Q3", "progress", "Shumë", objective="1.1")
        seen = set()
        for register, heads in all_heads(store.conn):
            shape = type_of(register.kind, register.field)
            assert shape is not None, register
            for head in heads:
                assert head.decoded() is None or shape.valid(head.decoded()), (register, head)
                assert head.effective_on is None or is_day(head.effective_on)
            seen.add(register.kind)
        assert seen >= FIELDS.keys()


@pytest.mark.parametrize("field", ["2022.allocated", "2022.capital.spent", "2022.recurrent.spent"])
def test_an_amount_from_a_file_has_the_range_of_one_that_is_entered(
    tmp_path: Path, center: Installation, field: str
) -> None:
    shape = type_of("money", field)
    assert shape is not None
    assert [shape.valid(cents) for cents in (-1, 0, MAX_CENTS, MAX_CENTS + 1)] == [False, True, True, False]
    with enrolled(tmp_path / "a.db") as store:
        for cents in (-1, MAX_CENTS + 1):
            with pytest.raises(UserError, match="amount_"):
                report_money(store, "1.1.1", 2022, {field[5:]: Amount(cents)})
        report_money(store, "1.1.1", 2022, {field[5:]: Amount(MAX_CENTS)})


def test_a_text_from_a_file_is_as_long_as_one_that_is_entered() -> None:
    for kind, field, most in (
        ("action", "next_steps", MAX_TEXT),
        ("note", "x", MAX_TEXT),
        ("narrative", "x", 15_000),
    ):
        shape = type_of(kind, field)
        assert shape is not None
        assert [shape.valid("ë" * length) for length in (most, most + 1)] == [True, False]


def test_what_has_not_its_form_is_held_and_shown(
    tmp_path: Path, center: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a headquarters, which may write every kind; the file is taken, and each command goes through."""
    other = headquarters(tmp_path / "other")
    believe(center, other)
    wrong = misfits()
    assert len(wrong) > 100
    for n, (kind, field, value) in enumerate(wrong):
        if kind in ("note", "evidence"):
            # what replaces one that has not left would take its text away
            field = f"{field}{n}"
        other.edit("1.1.1", field, value, kind=kind, unit="" if kind in ("assessment", "decision") else UNIT)
    (tmp_path / "stick").mkdir()
    taken = center.receive(other.export(tmp_path / "stick").path, accept=False)
    assert (taken.new, taken.held, center.state) == (len(wrong), len(wrong), [])
    _check_everything_is_shown(center, capsys)
    assert verify(center.store).faults == ()


def test_whatever_stands_is_shown(center: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    """Also what an older program has let in: one value after the other as the last of every register."""
    wrong = misfits()
    for n, value in enumerate(WRONG):
        for kind, field, misfit in wrong:
            if misfit is value:
                unit = "" if kind in ("assessment", "decision") else UNIT
                center.edit("1.1.1", field, value, kind=kind, unit=unit)
        if n % cases(24, 3) == 0:
            _check_everything_is_shown(center, capsys)
    for n, value in enumerate(WRONG):
        for kind, fields in FIELDS.items():
            center.edit(
                "1.1.1", f"{n}", value, kind=kind, unit="" if kind in ("assessment", "decision") else UNIT
            )
            center.edit(f"1.1/{n % 3}", fields[0], value, kind=kind)
    with center.store.writing() as conn:
        conn.execute("UPDATE change SET effective_on = 'pranvera' WHERE field = 'status'")
        conn.execute(f"UPDATE change SET recorded_at = {2**40} WHERE field = 'percent'")
        conn.execute("UPDATE state SET effective_on = 'pranvera' WHERE field = 'status'")
    _check_everything_is_shown(center, capsys)


def _check_everything_is_shown(one: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        *(["show", "1.1.1"], ["show", "1.1.1", "--json"], ["list"], ["list", "--json"], ["list", "--csv"]),
        *(
            ["log"],
            ["log", "--json"],
            ["log", "1.1.1"],
            ["state"],
            ["state", "--json"],
            ["rates"],
            ["matrix"],
        ),
        *(["rates", "--json"], ["conflicts"], ["conflicts", "--json"], ["inbox"], ["meeting", "list"]),
        *(["minutes"], ["list", "--unsent"], ["names", "list"], ["revision", "list"], ["plan", "1.1"]),
        *(["narrative"], ["narrative", "--material"], ["period", "list"]),
        *(["list", "--returned"], ["list", "--approved"], ["list", "--unreviewed"]),
    ):
        code = run(["--db", str(one.store.path), *arguments])
        said = capsys.readouterr()
        assert code in (0, 1, 3), (arguments, said.err)
        assert "unexpected" not in said.err, (arguments, said.err)


@pytest.mark.parametrize("day", ["pranvera", "2022-02-30", "12022-01-01", "0000-00-00"])
def test_a_day_that_is_none_is_held(tmp_path: Path, center: Installation, day: str) -> None:
    field = installation(tmp_path / "field")
    believe(center, field)
    file = spoken(field, [said(field, "implemented", ())._replace(effective_on=day)])
    assert center.receive(written(tmp_path, file), accept=False).held == 1


@pytest.mark.parametrize(
    ("day", "held"), [("2022-01-01", 0), ("2021-12-31", 1), ("2023-01-01", 1), (None, 0)]
)
def test_the_day_of_an_amount_is_one_of_its_own_year(
    tmp_path: Path, center: Installation, day: str | None, held: int
) -> None:
    field = installation(tmp_path / "field")
    believe(center, field)
    change = said(field, "", ())._replace(
        kind="money", field="2022.capital.spent", value="500", effective_on=day
    )
    assert center.receive(written(tmp_path, spoken(field, [change])), accept=False).held == held
    assert verify(center.store).faults == ()
    with enrolled(tmp_path / "a.db") as store:
        if day is not None and held:
            with pytest.raises(UserError, match="spent_on_outside"):
                spent_on = date.fromisoformat(day)
                report_money(store, "1.1.1", 2022, {"capital.spent": Amount(500)}, spent_on=spent_on)


def test_a_time_that_no_calendar_has_is_refused(tmp_path: Path, center: Installation) -> None:
    field = installation(tmp_path / "field")
    believe(center, field)
    late = said(field, "implemented", ())._replace(recorded_at=MAX_TIME + 1)
    with pytest.raises(Exception, match="changeset_body"):
        center.receive(written(tmp_path, spoken(field, [late])), accept=False)
