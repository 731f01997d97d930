"""An enrolment under the wrong unit is corrected: what was recorded stands for the right one alone."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest

from language.enrolment import left_behind
from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.edits.entries import add_evidence
from store.edits.meeting import open_meeting
from store.edits.recording import Recording
from store.edits.reported.record import record_table
from store.edits.reported.table import ReportedCell, ReportedRow, ReportedTable, Source
from store.edits.reviewing import approve
from store.exchange.trust import grants
from store.history.history import undo
from store.history.minutes import minutes
from store.history.revert import revert_refusal
from store.integrity.backup import backup
from store.integrity.verify import verify
from store.ledger.append import Edit, append
from store.ledger.change import Register
from store.ledger.heads import read_heads, state_form
from store.ledger.identity import read_identity, required_identity, write_transaction
from store.query.by_form import by_form
from store.query.queries import action_detail
from sync.correction import correct_enrolment, recorded
from sync.identity.opening import open_for_work
from sync.proof import prove
from sync.receive.receive import receive
from sync.restore import restore
from sync.send.export import export
from sync.trusting import accept
from sync.wire.grants import fingerprint
from tests.sync.world import headquarters, installation
from tests.tui.harness import Home, home

TODAY, NOW = date(2022, 9, 15), datetime(2022, 9, 15, 10, 0)
LATER = datetime(2022, 9, 16, 10, 0)


def enrolled(folder: Path, unit: str = "01", role: str = "field") -> Home:
    """A laptop of Deçan on which something is reported."""
    at = home(folder, unit=unit, role=role)
    with at.open() as store:
        report = StatusReport("in_progress", percent=40, next_steps="a", on=date(2022, 3, 1))
        report_status(store, "1.1.1", report, today=TODAY)
        report_status(store, "1.1.3", StatusReport("implemented"), today=TODAY)
        undo(store)
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(500)})
        add_note(store, "1.1.1", "shënim")
        add_evidence(store, "1.1.1", "vendim", "01/22")
    return at


def corrected(at: Home, unit: str = "Pejë", role: str = "field", officer: str = "Zyrtari") -> object:
    return correct_enrolment(at.places, at.database, officer=officer, unit=unit, role=role, now=NOW)


def test_what_was_recorded_stands_for_the_right_unit_alone(tmp_path: Path) -> None:
    at = enrolled(tmp_path)
    with at.open() as store:
        before = recorded(store)
        own = action_detail(store, "1.1.1", today=TODAY).own
        assert (before.identity.unit, len(before.values), before.sent) == ("01", 6, False)
    done = correct_enrolment(at.places, at.database, officer="Ana", unit="Pejë", role="field", now=NOW)
    assert (done.anew, done.left) == (6, 0)
    with at.open() as store:
        identity = read_identity(store.conn)
        assert identity is not None
        assert (identity.officer, identity.unit) == ("Ana", "17")
        assert identity.replica != before.identity.replica
        detail = action_detail(store, "1.1.1", today=TODAY)
        assert detail.own == own._replace(unit="17")
        assert [report.unit for report in detail.reports] == ["17"]
        assert [note.value for note in detail.notes] == ["shënim"]
        units = store.conn.execute("SELECT DISTINCT unit FROM change").fetchall()
        assert units == [("17",)]
        assert verify(store).faults == ()
        # it is no edit of now, and that is said
        with pytest.raises(UserError, match="enrolment_stays"):
            undo(store)
        refused = revert_refusal(store, f"{identity.replica}:1")
        assert refused is not None and refused.code == "enrolment_stays"
        export(store, at.places, tmp_path)
    assert done.aside is not None
    with open_for_work(at.places, done.aside) as aside:
        assert recorded(aside).identity == before.identity


def test_an_amount_keeps_its_day(tmp_path: Path) -> None:
    """What was spent by September is not spent on the day on which the unit was corrected."""
    at = enrolled(tmp_path)
    with at.open() as store:
        report_money(store, "1.1.2", 2022, {"capital.spent": Amount(5)}, spent_on=date(2022, 3, 1))
        with write_transaction(store) as (conn, identity):
            edit = Edit("money", "1.1.3", identity.unit, "2022.capital.spent", 5)
            append(conn, identity, [edit], at=int(datetime(2022, 6, 1, 12).timestamp()))
    corrected(at)
    with at.open() as store:
        rows = store.conn.execute("SELECT target, effective_on FROM change WHERE kind = 'money' ORDER BY 1")
        # the first one was recorded after its year, of which no day is known
        assert [*rows] == [("1.1.1", None), ("1.1.2", "2022-03-01"), ("1.1.3", "2022-06-01")]


def test_the_minutes_of_meetings_say_the_same(tmp_path: Path) -> None:
    at = enrolled(tmp_path)
    with at.open() as store:
        held = [open_meeting(store, title, TODAY, ["1.1.1"]).id for title in ("Java 1", "Java 2")]
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, meeting=held[0])
        add_note(store, "1.1.2", "u tha", meeting=held[0])
        add_note(store, "1.1.2", "u tha prapë", meeting=held[1])
        # taken back, it is of no meeting
        report_status(store, "1.1.3", StatusReport("implemented"), today=TODAY, meeting=held[1])
        undo(store)
        before = [minutes_of(store, meeting) for meeting in held]
        assert [len(lines) for lines in before] == [2, 1]
    corrected(at)
    with at.open() as store:
        assert [minutes_of(store, meeting) for meeting in held] == before
        assert not prove(store, at.places).faults


def test_what_came_by_a_form_does_so_still_and_all_else_does_not(tmp_path: Path) -> None:
    at = enrolled(tmp_path, "MPB", "headquarters")
    forms = (
        Source("a.xlsx", "ab" * 32, TODAY, "Besa", form=True),
        Source("b.xlsx", "cd" * 32, TODAY, "Arta", form=True),
    )
    with at.open() as store:
        held = open_meeting(store, "Java 1", TODAY, ["1.1.1"]).id
        for source, nr, meeting in zip(forms, ("1.1.2", "2.1.1"), (None, held), strict=True):
            rows = (
                ReportedRow(nr, {"status": ReportedCell("in_progress"), "note": ReportedCell("pse")}, "17"),
            )
            record_table(store, ReportedTable(source, rows), Recording(TODAY, meeting=meeting))
        report_status(store, "1.1.3", StatusReport("implemented"), today=TODAY, unit="17")
        report_status(store, "1.1.3", StatusReport("implemented"), today=TODAY, unit="18", meeting=held)
        before, told = by_form(store.conn), minutes_of(store, held)
        ordered = _by_lamport(store)
        assert {target for target, _field, _value in told} >= {"2.1.1", "1.1.3"}
        assert {(of.target, of.kind) for of in before} == {
            (nr, kind) for nr in ("1.1.2", "2.1.1") for kind in ("action", "note")
        }
    correct_enrolment(at.places, at.database, officer="Ana", unit="MPB", role="headquarters", now=NOW)
    with at.open() as store:
        after = by_form(store.conn)
        assert {of: form.source for of, form in after.items()} == {
            of: form.source for of, form in before.items()
        }
        assert minutes_of(store, held) == told
        # what has come since a table was recorded crosses the next one
        assert _by_lamport(store) == ordered


def _by_lamport(store: Store) -> list[tuple[str, ...]]:
    rows = "SELECT kind, target, unit, field FROM state WHERE value <> 'null' ORDER BY lamport"
    return store.conn.execute(rows).fetchall()


@pytest.mark.parametrize("in_meeting", [False, True])
def test_what_was_recorded_anew_stays_also_where_a_meeting_comes_first(
    tmp_path: Path, in_meeting: bool
) -> None:
    at = home(tmp_path, unit="01")
    with at.open() as store:
        held = open_meeting(store, "Java 1", TODAY, ["1.1.1"]).id if in_meeting else None
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, meeting=held)
    corrected(at)
    with at.open() as store:
        identity = read_identity(store.conn)
        assert identity is not None
        refused = revert_refusal(store, f"{identity.replica}:1")
        assert refused is not None and refused.code == "enrolment_stays"
        with pytest.raises(UserError, match="enrolment_stays"):
            undo(store)


def minutes_of(store: Store, meeting: str) -> list[tuple[str, str, object]]:
    items = minutes(store, meeting).items
    return [(line.register.target, line.register.field, line.after) for item in items for line in item.lines]


def test_what_came_back_with_a_restore_is_ones_own(tmp_path: Path) -> None:
    at = enrolled(tmp_path)
    backup_file = tmp_path / "b.db"
    with at.open() as store:
        backup(store, backup_file)
        add_note(store, "1.1.4", "pas kopjes")
        export(store, at.places, tmp_path)
    restore(at.places, backup_file, at.database, now=NOW)
    done = correct_enrolment(at.places, at.database, officer="Ana", unit="17", role="field", now=LATER)
    assert (done.anew, done.left) == (7, 0)


def test_a_restore_takes_nothing_of_the_enrolment_that_was_corrected(tmp_path: Path) -> None:
    at = enrolled(tmp_path)
    backup_file = tmp_path / "b.db"
    with at.open() as store:
        export(store, at.places, tmp_path)
    # of another name, so that the same unit is reported for
    correct_enrolment(at.places, at.database, officer="Ana", unit="01", role="field", now=NOW)
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY)
        before = state_form(store.conn)
        backup(store, backup_file)
        add_note(store, "1.1.4", "pas kopjes")
        export(store, at.places, tmp_path)
    restored = restore(at.places, backup_file, at.database, now=LATER)
    assert [received.new for received in restored.taken] == [1]
    with at.open() as store:
        after = state_form(store.conn)
        assert [entry for entry in after if entry["value"] != "pas kopjes"] == before
        assert not prove(store, at.places).faults


def test_what_was_sent_is_said_and_nothing_is_refused(tmp_path: Path) -> None:
    at = enrolled(tmp_path)
    with at.open() as store:
        export(store, at.places, tmp_path)
    done = correct_enrolment(at.places, at.database, officer="Ana", unit="17", role="field", now=NOW)
    assert done.before.sent
    with at.open() as store:
        assert not recorded(store).sent
        export(store, at.places, tmp_path)


def decided_by_headquarters(at: Home, folder: Path) -> Path:
    """Headquarters, which the laptop accepts, has decided something of its report: its file."""
    center = headquarters(folder / "center")
    with at.open() as store:
        center.receive(export(store, at.places, folder).path)
        with store.reading() as conn:
            identity = required_identity(conn, store.path)
    center.edit("1.1.1", "status", "implemented", unit=identity.unit)
    answer = center.export(folder).path
    with at.open() as store:
        receive(store, at.places, answer)
        accept(store, at.places, fingerprint(center.author.public_key), role="headquarters")
    return answer


def test_nothing_that_somebody_has_altered_is_signed_anew(tmp_path: Path) -> None:
    at = enrolled(tmp_path / "laptop")
    decided_by_headquarters(at, tmp_path)
    for altered in (
        "UPDATE trust SET public_key = zeroblob(32) WHERE role = 'headquarters'",
        "UPDATE change SET value = '\"implemented\"' WHERE field = 'status' AND unit = '01'",
        "INSERT INTO lineage SELECT identity.replica, replica.id, changes, head FROM identity, replica"
        " WHERE replica.role = 'headquarters'",
    ):
        sound = at.database.read_bytes()
        with sqlite3.connect(at.database) as conn:
            conn.execute(altered)
        conn.close()
        with pytest.raises(UserError) as refused:
            correct_enrolment(at.places, at.database, officer="Ana", unit="01", role="field", now=NOW)
        assert refused.value.code == "enrolment_faulty"
        at.database.write_bytes(sound)
    correct_enrolment(at.places, at.database, officer="Ana", unit="01", role="field", now=NOW)


def test_what_a_colleague_has_set_alike_is_recorded_anew_as_well(tmp_path: Path) -> None:
    at = enrolled(tmp_path / "laptop")
    with at.open() as store:
        with write_transaction(store) as (conn, identity):
            append(conn, identity, [Edit("action", "1.1.3", identity.unit, "status", "implemented")])
        colleague = installation(tmp_path / "of_unit", unit=identity.unit)
        colleague.edit("1.1.3", "status", "implemented", unit=identity.unit)
        receive(store, at.places, colleague.export(tmp_path).path)
        accept(store, at.places, fingerprint(colleague.author.public_key))
        before = len(recorded(store).values)
        heads = read_heads(store.conn, Register("action", "1.1.3", identity.unit, "status"))
        assert len(heads) == 2
    done = correct_enrolment(at.places, at.database, officer="Ana", unit="01", role="field", now=NOW)
    assert done.anew == before
    with at.open() as store:
        assert read_heads(store.conn, Register("action", "1.1.3", "01", "status"))


def test_nobody_stays_accepted_and_that_is_told(tmp_path: Path) -> None:
    at = enrolled(tmp_path / "laptop")
    answer = decided_by_headquarters(at, tmp_path)
    done = correct_enrolment(at.places, at.database, officer="Ana", unit="01", role="field", now=NOW)
    assert (done.before.accepted, done.before.decided) == (1, 1)
    assert len(left_behind(done.left, done.before.accepted, done.before.decided)) == 2
    with at.open() as store:
        assert (grants(store.conn), prove(store, at.places).faults) == ([], ())
        assert receive(store, at.places, answer).waiting == "stranger"


def test_headquarters_word_is_not_made_an_officers(tmp_path: Path) -> None:
    at = enrolled(tmp_path, "MPB", "headquarters")
    with at.open() as store:
        report_status(store, "1.1.2", StatusReport("implemented"), today=TODAY, unit="05")
        approve(store, ["1.1.2"], units=["05"])
    done = correct_enrolment(at.places, at.database, officer="Ana", unit="17", role="field", now=NOW)
    assert (done.anew, done.left) == (6, 2)
    with at.open() as store:
        assert {unit for (unit,) in store.conn.execute("SELECT unit FROM change")} == {"17"}


def test_what_is_wrong_changes_nothing(tmp_path: Path) -> None:
    at = enrolled(tmp_path)
    before = at.database.read_bytes()
    for code, answers in (
        ("enrolment_same", {"unit": "Deçan"}),
        ("unit_unknown", {"unit": "nowhere"}),
        ("officer_empty", {"officer": " "}),
        ("role_unknown", {"role": "boss"}),
    ):
        with pytest.raises(UserError, match=code):
            corrected(at, **answers)
    with at.open() as store, store.writing(), pytest.raises(UserError, match="db_locked"):
        corrected(at)
    assert at.database.read_bytes() == before
    assert [path.name for path in tmp_path.glob("*.db")] == ["terren.db"]
    with at.open() as store:
        export(store, at.places, tmp_path)
    at.database.with_name("copy").mkdir()
    copy = Home(at.places._replace(config=tmp_path / "elsewhere"), at.database)
    with pytest.raises(UserError, match="key_missing"):
        corrected(copy)
