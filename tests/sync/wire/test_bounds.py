"""What is recorded, vouched for or taken is bounded by what everybody's file must bear."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from store.db.errors import UserError
from store.edits.edits import add_note
from store.exchange.change_sets import Author
from store.exchange.trust import Grant, grant_to
from store.history.conflicts import conflicts
from store.history.resolve import keep_head
from store.integrity.verify import verify
from store.ledger.append import Edit, append
from store.ledger.bounds import MAX_BATCH, MAX_NAME, MAX_VALUE
from store.ledger.change import GENESIS, Change, Redaction, canonical_json, change_hash
from sync.receive.waiting import take_revoked
from sync.trusting import accept, revoke
from sync.wire.encoding import encode_changes
from sync.wire.grants import _FOLLOWS, _HEIR, _signed, grant_lines
from sync.wire.keys import create_key, sign
from sync.wire.limits import MAX_COUNT, MAX_LINE, MAX_SUPERSEDED, MAX_TIME, MAX_TURN
from sync.wire.section import Section, section_line
from tests.sync.trust.test_stolen_keys import written
from tests.sync.wire.test_damage import forged, introduced
from tests.sync.world import UNIT, Installation, believe, installation

EMOJI = "\U0001f600"
YESTERDAY = date.today() - timedelta(days=1)


def written_by(one: Installation, seq: int, register: tuple[str, str, str], value: object) -> Change:
    """A change of a program that asks for nothing."""
    kind, target, field = register
    text = canonical_json(value)
    return Change(
        one.replica, seq, min(seq, 2), 1_000, "Z", UNIT, str(seq), kind, target, field, text, None, ()
    )


def told(one: Installation, *histories: list[Change], officer: str = "Z", **of: int) -> bytes:
    """A file with these histories; its sections have an officer that their changes need not have."""
    lines, total = [introduced(one)], 0
    for changes in histories:
        head, start = GENESIS, of.get("start", 0)
        prev = head = GENESIS if not start else b"\7" * 32
        for change in changes:
            head = change_hash(change, head)
        section = Section(one.replica, start, len(changes), prev, head, b"", officer, UNIT, 1_000, 0)
        section = section._replace(attestation=sign(one.places, one.replica, section.attested))
        lines += [section_line(section), *encode_changes(section, changes)]
        total += len(changes)
    return forged(one, lines, changes=total, sections=len(histories))


@pytest.mark.parametrize("redaction", [False, True])
def test_a_line_bears_every_change_in_whatever_section(redaction: bool) -> None:
    long = EMOJI * MAX_NAME
    value = canonical_json("x" * (MAX_VALUE - 2))
    if redaction:
        value = Redaction(b"\1" * 32, "f" * 32, b"\2" * 64).text
    seen = tuple(f"{n:032x}:{10**15}:{n:032x}" for n in range(MAX_SUPERSEDED))
    change = Change(
        "0" * 32, 2, MAX_COUNT, MAX_TIME, long, long, EMOJI * MAX_BATCH, long, long, long, value, long, seen
    )
    section = Section("0" * 32, 1, 1, b"\1" * 32, b"\2" * 32, b"", "Z", UNIT, 0, 0)
    (line,) = encode_changes(section, [change])
    assert len(line.encode()) <= MAX_LINE


def test_what_one_line_bore_everybodys_bears(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """As its author wrote it the officer stands in the section; written again, in the longest line."""
    colleague = installation(tmp_path / "colleague")
    believe(field, center, colleague)
    long = EMOJI * MAX_NAME
    first = written_by(field, 1, ("note", "1.1.1", "n1"), "a note")
    second = written_by(field, 2, ("later", "1.1.1", "f"), "x" * (MAX_VALUE - 2))
    file = written(stick, told(field, [first, second._replace(officer=long)], officer=long))
    assert center.receive(file, accept=False).new == 2
    assert colleague.receive(center.export(stick).path, accept=False).new == 2


def test_a_value_beyond_its_bound_costs_its_author(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    change = written_by(field, 1, ("later", "1.1.1", "f"), "x" * (MAX_VALUE - 1))
    with pytest.raises(UserError, match="changeset_limit"):
        center.receive(written(stick, told(field, [change])), accept=False)
    assert center.export(stick).changes == 0


def test_a_section_that_no_line_bears_is_left_out_alone(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    other = installation(tmp_path / "other", unit="23")
    believe(field, center, other)
    for one in (field, other):
        one.edit("1.1.1", "aaaaaaaaaaaa", "a note", kind="note", unit=one.identity.unit)
        center.receive(one.export(stick).path, accept=False)
    long = canonical_json("x" * MAX_LINE)
    center.store.conn.execute("UPDATE change SET value = ? WHERE replica = ?", (long, field.replica))
    assert center.export(stick).changes == 1


def test_what_no_file_would_bear_is_not_recorded(field: Installation, stick: Path) -> None:
    long = "x" * (MAX_NAME + 1)
    for code, edit, batch in (
        ("name_too_long", Edit("name", "funding", "", long, "GIZ"), None),
        ("name_too_long", Edit("note", long, UNIT, "n", "a note"), None),
        ("name_too_long", Edit("note", "1.1.1", UNIT, "n", "a note"), EMOJI * (MAX_BATCH + 1)),
        ("value_too_long", Edit("evidence", "1.1.1", UNIT, "n", {"title": EMOJI * (MAX_VALUE // 4)}), None),
    ):
        with pytest.raises(UserError, match=code), field.store.writing() as conn:
            append(conn, field.identity, [edit], batch=batch)
    assert field.export(stick).changes == 0


def test_a_value_with_further_keys_is_decided_for_and_sent(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    colleague = installation(tmp_path / "colleague")
    believe(field, center, colleague)
    long = {"title": "the decision", "later": ""}
    long["later"] = "x" * (MAX_VALUE - len(canonical_json(long)))
    mine = [written_by(field, 1, ("evidence", "1.1.1", "e"), long)]
    other = [written_by(field, 1, ("evidence", "1.1.1", "e"), {"title": "another"})]
    center.receive(written(stick, told(field, mine, other)), accept=False)
    colleague.receive(center.export(stick).path, accept=False)
    (register,) = colleague.state
    assert register["conflict"]
    head = next(
        f"{chain}:{seq}"
        for chain, seq, text in colleague.store.conn.execute("SELECT replica, seq, value FROM change")
        if "later" in text
    )
    (conflict,) = conflicts(colleague.store)
    keep_head(colleague.store, conflict.id, head)
    assert center.receive(colleague.export(stick).path, accept=False).new == 1
    assert center.state == colleague.state


def test_in_a_meeting_of_the_longest_id_a_colleague_can_record(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    colleague = installation(tmp_path / "colleague")
    believe(field, center, colleague)
    meeting = "m" * MAX_NAME
    change = written_by(field, 1, ("meeting", meeting, "about"), {"title": "Weekly", "date": "2026-11-30"})
    center.receive(written(stick, told(field, [change])), accept=False)
    colleague.receive(center.export(stick).path, accept=False)
    add_note(colleague.store, "1.1.1", "said in the meeting", meeting=meeting)
    assert center.receive(colleague.export(stick).path, accept=False).new == 1


def heir_of(one: Installation, key: bytes, turn: int, word: int) -> list[str]:
    """The lines in which a laptop vouches with these numbers for somebody, whose key lies beside its own."""
    whom = Author("e" * 32, UNIT, "field", "Z", key)
    grant = Grant(*whom, 1_000, "", one.replica, b"", turn=turn, word=word)
    granted = sign(one.places, one.replica, _signed(grant, _HEIR))
    grant = grant._replace(signature=granted + sign(one.places, whom.replica, _signed(grant, _FOLLOWS)))
    author = canonical_json(["author", *whom[:4], key.hex()])
    return [introduced(one), author, *map(canonical_json, grant_lines(grant))]


def test_the_word_for_an_heir_is_the_first(field: Installation, center: Installation, stick: Path) -> None:
    believe(field, center)
    key = create_key(field.places, "e" * 32)
    for turn, word, is_believed in ((MAX_TURN, 1, False), (0, 2, False), (0, 1, True)):
        lines = heir_of(field, key, turn, word)
        center.receive(written(stick, forged(field, lines)), accept=False)
        assert (grant_to(center.store.conn, "e" * 32) is not None) is is_believed
    revoke(center.store, center.places, field.replica, YESTERDAY)
    assert center.export(stick).changes == 0


def test_after_the_last_turn_a_revocation_can_still_be_told(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    last = MAX_TURN, MAX_TURN, field.replica
    center.store.conn.execute("UPDATE trust SET turn = ?, word = ? WHERE replica = ?", last)
    revoke(center.store, center.places, field.replica, YESTERDAY)
    assert center.export(stick).changes == 0
    accept(center.store, center.places, field.replica)
    assert center.export(stick).changes == 0


def test_of_a_revoked_file_only_what_joins_is_accepted(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    field.edit("1.1.1", "n", "a note", kind="note")
    center.receive(field.export(stick).path, accept=False)
    revoke(center.store, center.places, field.replica, YESTERDAY)
    far = written_by(field, 10**6 + 1, ("note", "1.1.1", "n"), "far")
    waiting = center.receive(written(stick, told(field, [far], start=10**6)), accept=False)
    assert take_revoked(center.store, center.places, waiting.check_code).new == 0
    grant = grant_to(center.store.conn, field.replica)
    assert grant is not None and grant.kept == 1 and len(grant.accepted) == 1
    center.export(stick)
    assert verify(center.store).faults == ()


def test_a_section_ends_within_the_numbers_of_changes(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    far = written_by(field, MAX_COUNT + 1, ("note", "1.1.1", "n"), "far")
    with pytest.raises(UserError, match="changeset_body"):
        center.receive(written(stick, told(field, [far], start=MAX_COUNT)), accept=False)


def test_a_change_has_a_number_beyond_that_from_which_its_section_counts(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    change = written_by(field, 1, ("note", "1.1.1", "n"), "a note")._replace(lamport=0)
    with pytest.raises(UserError, match="changeset_body"):
        center.receive(written(stick, told(field, [change])), accept=False)
    assert center.export(stick).changes == 0
