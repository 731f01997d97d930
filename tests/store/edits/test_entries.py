"""Notes and evidence are corrected and withdrawn by changes that supersede them; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import add_note
from store.edits.entries import Note, add_evidence, correct_evidence, correct_note, withdraw_entry
from store.edits.redaction import entry_register, redactable_entries
from store.history.history import undo
from store.integrity.verify import verify
from store.ledger.append import Edit, record
from store.ledger.change import Register
from store.plan.lookup import find_action_id
from store.query.queries import action_detail
from tests.plans import enrolled

TODAY = date(2022, 3, 14)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with enrolled(tmp_path / "a.db") as opened:
        yield opened


def notes(store: Store) -> list[Note]:
    return [*action_detail(store, "1.1.1", today=TODAY).notes]


def test_a_correction_stands_and_what_stood_before_can_be_set_again(store: Store) -> None:
    add_note(store, "1.1.1", "Frist")
    add_note(store, "1.1.1", "Second")
    entry = notes(store)[1].entry
    (change,) = correct_note(store, "1.1.1", entry[:8], "First\nline")
    assert (change.field, len(change.supersedes)) == (entry, 1)
    assert {note.value for note in notes(store)} == {"First\nline", "Second"}
    assert correct_note(store, "1.1.1", entry, "First\nline") == []
    undo(store)
    assert {note.value for note in notes(store)} == {"Frist", "Second"}
    assert verify(store).faults == ()


def test_evidence_keeps_its_form_when_it_is_corrected(store: Store) -> None:
    add_evidence(store, "1.1.1", "Minutes", "Nr 1", kind="decision")
    entry = action_detail(store, "1.1.1", today=TODAY).evidence[0].entry
    correct_evidence(store, "1.1.1", entry, "Minutes", "Nr 2")
    assert [item.value for item in action_detail(store, "1.1.1", today=TODAY).evidence] == [
        {"title": "Minutes", "ref": "Nr 2"}
    ]
    for title, ref, kind, code in (("", "x", "", "text_empty"), ("x", "y", "z", "evidence_kind_unknown")):
        with pytest.raises(UserError) as caught:
            correct_evidence(store, "1.1.1", entry, title, ref, kind=kind)
        assert caught.value.code == code


def test_what_was_withdrawn_is_gone_until_it_is_taken_back(store: Store) -> None:
    add_note(store, "1.1.1", "Wrong")
    entry = notes(store)[0].entry
    withdraw_entry(store, "1.1.1", "note", entry)
    assert notes(store) == []
    with pytest.raises(UserError):
        correct_note(store, "1.1.1", entry, "again")
    undo(store)
    assert [note.value for note in notes(store)] == ["Wrong"]


def test_an_entry_is_named_without_doubt_and_by_those_who_may(store: Store) -> None:
    for field, unit in (("aa11", "17"), ("aa22", "17"), ("bb33", "05")):
        record(store, [Edit("note", "1.1.1", unit, field, field)])
    before = store.conn.execute("SELECT count(*) FROM change").fetchone()
    for entry, code in (
        ("aa", "entry_unknown"),
        ("", "entry_unknown"),
        ("cc", "entry_unknown"),
        ("bb", "not_allowed"),
    ):
        with pytest.raises(UserError) as caught:
            correct_note(store, "1.1.1", entry, "x")
        assert caught.value.code == code
    assert store.conn.execute("SELECT count(*) FROM change").fetchone() == before
    assert correct_note(store, "1.1.1", " AA1 ", "x")


def test_no_name_stands_in_the_way_of_another_units(tmp_path: Path) -> None:
    """A unit may give its own entries any name: that of another's, a longer one, one in capitals."""
    with enrolled(tmp_path / "a.db") as store:
        names = (
            ("17", "f5bbb80599e9"),
            ("18", "f5bbb80599e9"),
            ("18", "f5bbb8"),
            ("18", "f5bbb80599e9zz"),
            ("18", "UPPER1234567"),
            ("18", "upper1234567"),
            ("18", "17:f5bbb80599e9"),
        )
        for unit, name in names:
            record(store, [Edit("note", "1.1.1", unit, name, f"{unit} {name}")])
        (change,) = correct_note(store, "1.1.1", "f5bb", "Tjetër")
        assert change.register == Register("note", "1.1.1", "17", "f5bbb80599e9")
        assert withdraw_entry(store, "1.1.1", "note", "f5bbb80599e9")[0].unit == "17"
        with pytest.raises(UserError, match="not_allowed"):
            withdraw_entry(store, "1.1.1", "note", "18:UPPER1234567")
        with pytest.raises(UserError, match="entry_unknown"):
            correct_note(store, "1.1.1", "f5bb", "Tjetër", unit="18")
        with store.reading() as conn:
            action = find_action_id(conn, "1.1.1")
            # so much of a name is shown: what has no more may have come after it was
            with pytest.raises(UserError, match="entry_unknown"):
                entry_register(redactable_entries(conn, action), "1.1.1", "f5bbb8")
            with pytest.raises(UserError) as refused:
                entry_register(redactable_entries(conn, action), "1.1.1", "f5bbb80599e9")
            known = refused.value.params["known"]
            assert isinstance(known, list)
            assert len(known) == len(names)
            named = [entry_register(redactable_entries(conn, action), "1.1.1", name) for name in known]
            assert sorted((found.unit, found.field) for found in named) == sorted(names)
            assert {"18:UPPER1234567", "17:f5bbb80599e9", "17:f5b"} <= set(known)
            found = entry_register(redactable_entries(conn, action), "1.1.1", "17:f5bbb80599e9")
            assert found.unit == "17"
