"""What headquarters redacts goes wherever its word reaches, and the chains hold; what was withdrawn in time
never leaves."""

from __future__ import annotations

import random
import re
import shutil
import time
import zlib
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from store.db.errors import UserError
from store.edits.entries import correct_note, withdraw_entry
from store.edits.redaction import drop_value, entry_register, redactable_entries, redacted_changes, values_in
from store.exchange.trust import authority_of
from store.history.history import redo, undo
from store.history.logbook import find_changes
from store.history.revert import revert
from store.integrity.sweeping import scrub_values
from store.ledger.change import (
    GENESIS,
    LEAP,
    Change,
    Redaction,
    Register,
    canonical_json,
    change_hash,
    redacted_form,
    value_hash,
)
from store.plan.lookup import find_action_id
from store.query.queries import action_detail
from sync.enrol import continue_with_new_identity
from sync.mailbox import exchange_folder
from sync.proof import prove
from sync.quarantine.sections import MissingRun, missing_runs, read_pending
from sync.receive.receive import receive
from sync.receive.waiting import receive_each
from sync.receive.withheld import WithheldRests
from sync.redaction import Redacted, redact
from sync.send.export import export
from sync.trusting import accept, revoke
from sync.wire.body import unpacked_section
from sync.wire.format import open_container
from sync.wire.keys import sign
from tests.support.lengths import cases
from tests.sync.trust.test_stolen_keys import spoken, written
from tests.sync.wire.second_reader import SecondReader, shown
from tests.sync.wire.test_damage import forged, introduced
from tests.sync.world import UNIT, Installation, believe, copied, headquarters, installation, quick_folder

TODAY = date(2026, 3, 1)
SECRET = "ARDIT GASHI"


def made_office(folder: Path) -> tuple[Installation, Installation, Installation, Path]:
    """Headquarters, two laptops, and a stick."""
    center, one, two = (
        headquarters(folder / "center"),
        installation(folder / "one"),
        installation(folder / "two", unit="01"),
    )
    believe(center, one, two)
    (folder / "stick").mkdir(exist_ok=True)
    return center, one, two, folder / "stick"


@pytest.fixture
def office(tmp_path: Path) -> tuple[Installation, Installation, Installation, Path]:
    return made_office(tmp_path)


def note(one: Installation, text: str, name: str = "a1b2c3", kind: str = "note") -> None:
    one.edit("1.1.1", name, text, kind=kind, unit=one.identity.unit)


def redacted_by_itself(one: Installation, stick: Path, register: Register) -> Path:
    """A file that shows one's own entry redacted by oneself, although others have its text."""
    home = stick.parent / "other_face"
    shutil.copytree(one.places.data, home)
    face = copied(home, one.replica)
    with face.store.writing() as conn:
        for found in list(values_in(conn, register)):
            drop_value(conn, found, "", sign(face.places, face.replica, redacted_form(found.digest)))
    return face.export(stick).path


def redact_entry(one: Installation, nr: str, entry: str) -> Redacted:
    """Redact an entry by its name or the beginning of it."""
    with one.store.reading() as conn:
        register = entry_register(redactable_entries(conn, find_action_id(conn, nr)), nr, entry)
    return redact(one.store, one.places, register)


def holds(one: Installation, text: str = SECRET) -> bool:
    """Whether the bytes of the database and its journals have a text."""
    folder = one.store.path.parent
    return any(text.encode() in path.read_bytes() for path in folder.glob(f"{one.store.path.name}*"))


def redactions(one: Installation) -> list[Redaction]:
    """What stands in the place of values in a database."""
    found = [change.change.redaction for change in redacted_changes(one.store.conn)]
    return [redaction for redaction in found if redaction is not None]


def body(path: Path) -> str:
    """The lines of a file."""
    return zlib.decompress(open_container(path.read_bytes(), "").body).decode()


def read_missing(one: Installation) -> tuple[MissingRun, ...]:
    """What somebody waits for."""
    with one.store.reading() as conn:
        return missing_runs(conn)


def sound(*installations: Installation) -> None:
    """Nothing is wrong."""
    for one in installations:
        assert prove(one.store, one.places).faults == ()


def test_a_redaction_reaches_whoever_has_the_value(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, one, two, stick = office
    note(one, f"{SECRET} 1")
    one.export(stick)
    note(one, f"{SECRET} 2")
    one.edit("1.1.1", "status", "in_progress")
    for other in (center, two):
        receive(other.store, other.places, one.export(stick).path)
    assert all(holds(each) for each in (center, one, two))

    done = redact_entry(center, "1.1.1", "a1b")
    assert (done.changes, done.register.field, done.scrubbed) == (2, "a1b2c3", True)
    answer = center.export(stick)
    assert SECRET not in body(answer.path)
    reader = SecondReader(answer.path.read_bytes())
    told = sorted(reader.changes())
    hashes = center.store.conn.execute("SELECT lower(hex(hash)) FROM change ORDER BY replica, seq")
    assert [change.hash for change in told] == [row[0] for row in hashes]
    assert list(shown(told)) == center.state
    for other in (one, two):
        receive(other.store, other.places, answer.path)
    assert not any(holds(each) for each in (center, one, two))
    assert center.state == one.state == two.state
    sound(center, one, two)
    assert [found.change.seq for found in redacted_changes(two.store.conn)] == [1, 2]
    # passed on by others, and to a reader that never had it
    for sender in (one, two):
        assert SECRET not in body(export(sender.store, sender.places, stick, peer=center.replica).path)
    late = installation(stick.parent / "late", unit="02")
    believe(center, one, two, late)
    receive(late.store, late.places, export(two.store, two.places, stick, peer="02").path)
    receive(late.store, late.places, center.export(stick).path)
    assert late.state == center.state
    sound(late)


@pytest.mark.parametrize("way", ["visit", "receive"])
def test_the_database_is_written_anew_once_for_many_files(
    office: tuple[Installation, Installation, Installation, Path], way: str
) -> None:
    """However many files redact something: it takes seconds where much is held."""
    center, one, _, stick = office
    for entry in ("a1b2c3", "a1b2c4", "a1b2c5"):
        note(one, SECRET, entry)
    center.receive(one.export(stick).path)
    for entry in ("a1b2c3", "a1b2c4", "a1b2c5"):
        redact_entry(center, "1.1.1", entry)
        center.export(stick)
    files = sorted(stick.glob("*MPB*"))
    assert len(files) == 3
    with patch("sync.receive.receive.scrub_values", wraps=scrub_values) as scrubbed:
        if way == "visit":
            exchange_folder(one.store, one.places, stick)
        else:
            assert not [
                came for came in receive_each(one.store, one.places, files) if isinstance(came, UserError)
            ]
    assert scrubbed.call_count == 1
    assert not holds(one)


@pytest.mark.parametrize("by_headquarters", [False, True])
@pytest.mark.parametrize("revoked", [False, True])
def test_who_shows_a_text_here_and_redacted_there_has_not_taken_it_away(
    office: tuple[Installation, Installation, Installation, Path], by_headquarters: bool, revoked: bool
) -> None:
    """One change has one hash in both forms: once those who hold them exchange files, all have its text."""
    center, one, _, stick = office
    two = installation(stick.parent / "colleague")
    believe(center, one, two)
    note(one, SECRET)
    note(one, "stays", name="bbbbbb")
    with patch("time.time", return_value=time.time() - 10 * 86_400):
        receive(center.store, center.places, one.export(stick).path)
    if revoked:
        revoke(center.store, center.places, one.replica, date.today())
    receive(two.store, two.places, redacted_by_itself(one, stick, Register("note", "1.1.1", "17", "a1b2c3")))
    assert holds(center) and not holds(two)
    for _ in range(3):
        receive(center.store, center.places, export(two.store, two.places, stick).path)
        receive(two.store, two.places, center.export(stick, two.replica).path)
    assert holds(center) and holds(two)
    if by_headquarters:
        redact_entry(center, "1.1.1", "a1b2c3")
        receive(two.store, two.places, center.export(stick, two.replica).path)
        receive(center.store, center.places, export(two.store, two.places, stick).path)
    assert [holds(each) for each in (center, two)] == [not by_headquarters] * 2
    assert center.export(stick, two.replica).changes == two.export(stick).changes == 0
    receive(two.store, two.places, center.export(stick).path)
    assert two.state == center.state
    signers = [center.replica] if by_headquarters else []
    assert [[word.signer for word in redactions(each)] for each in (center, two)] == [signers] * 2
    sound(center, two)


@pytest.mark.parametrize("by_headquarters", [False, True])
def test_what_is_redacted_is_held_alike_by_who_has_had_a_value_of_another_form(
    office: tuple[Installation, Installation, Installation, Path], by_headquarters: bool
) -> None:
    center, one, liar, stick = office
    second = headquarters(stick.parent / "second")
    believe(center, one, liar, second)
    who = liar.replica, 5, 1_640_000_000, "Z", liar.identity.unit, "1", "note", "1.1.1", "aaaaaa"
    text = Change(who[0], 1, *who[1:], canonical_json("a text"), None, ())
    misshapen = Change(who[0], 2, 6, *who[2:], canonical_json({"no": "text"}), None, ())
    digest = change_hash(misshapen, change_hash(text, GENESIS))
    signature = sign(liar.places, liar.replica, redacted_form(digest))
    gone = misshapen._replace(value=Redaction(value_hash(misshapen.value), "", signature).text)
    assert receive(center.store, center.places, written(stick, spoken(liar, [text, misshapen]))).held == 1
    if by_headquarters:
        redact_entry(center, "1.1.1", "aaaaaa")
    else:
        receive(second.store, second.places, written(stick, spoken(liar, [text, gone])))
    shared = stick.parent / "shared"
    shared.mkdir()
    for _ in range(3):
        for each in (center, second, one):
            exchange_folder(each.store, each.places, shared)
    assert center.state == second.state == one.state
    held = "SELECT held FROM change WHERE replica = ? ORDER BY seq"
    reasons = [each.store.conn.execute(held, (liar.replica,)).fetchall() for each in (center, second, one)]
    assert reasons == [[(None,), (None if by_headquarters else "form",)]] * 3
    sound(center, second, one)


def test_what_waits_for_a_text_is_bounded_for_each_author(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, one, two, stick = office
    with patch("sync.quarantine.sections.MAX_WITHHELD", 3):
        for n in range(5):
            false = shown_as_redacted(two, [bytes([n]) * 32], unit="01", field="zz")
            receive(center.store, center.places, written(stick, false))
        note(one, "a note")
        receive(center.store, center.places, one.export(stick).path)
    assert len([*read_pending(center.store.conn)]) == 3
    assert [entry["value"] for entry in center.state] == ["a note"]
    sound(center)


def test_no_beginning_joins_whose_rest_would_be_let_go(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    """What lies in the ledger ends in its author's signature, or in a rest that waits."""
    center, one, two, stick = office
    who, digests = two.replica, [bytes([n]) * 32 for n in range(5)]

    with (
        patch("sync.quarantine.sections.MAX_WITHHELD", 3),
        patch("sync.receive.withheld.MAX_WITHHELD", 3),
    ):
        for digest in (*digests, digests[0]):
            center.receive(written(stick, spoken(two, _withheld_behind_a_note(two, digest))))
            sound(center)
        assert len(center.state) == 3
        # what has no room is not read again with each file of others
        note(one, "of another")
        with patch("sync.receive.joining.pack_section", side_effect=AssertionError):
            center.receive(one.export(stick).path)
        # what needs nobody's word joins as before
        whole = Change(who, 1, 1, 1_640_000_000, "Z", "01", "1", "note", "1.1.1", "whole", '"a"', None, ())
        center.receive(written(stick, spoken(two, [whole])))
        assert len(center.state) == 5
    sound(center)


@pytest.mark.parametrize("comes", ["text", "the other history"])
def test_what_had_no_room_joins_when_it_has(
    office: tuple[Installation, Installation, Installation, Path], comes: str
) -> None:
    center, one, two, stick = office
    texts = [canonical_json("first"), canonical_json("second")]
    histories = [_withheld_behind_a_note(two, value_hash(text)) for text in texts]
    with (
        patch("sync.quarantine.sections.MAX_WITHHELD", 1),
        patch("sync.receive.withheld.MAX_WITHHELD", 1),
    ):
        for history in histories:
            center.receive(written(stick, spoken(two, history)))
        assert len(center.state) == 1
        (beginning, gone), text = ((histories[0], texts[0]), (histories[1], texts[1]))[comes != "text"]
        # the rest of the first comes, or all of the second, which so needs no room
        center.receive(written(stick, spoken(two, [beginning, gone._replace(value=text)])))
        note(one, "of another")
        center.receive(one.export(stick).path)
    waiting = [pending.withheld for pending in read_pending(center.store.conn)]
    assert waiting == [1] and len(center.state) == 4
    sound(center)


def test_room_for_a_beginning_comes_back_with_the_next_file(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    """Within one each that joins would let another join, and each costs a round through all that waits."""
    center, _one, two, _stick = office
    ends = [{(two.replica, 1, b"")}, set[tuple[str, int, bytes]]()]
    with (
        patch("sync.receive.withheld.MAX_WITHHELD", 1),
        patch("sync.receive.withheld.unsigned_ends", side_effect=ends),
    ):
        of_file, of_next = (WithheldRests(center.store.conn, center.identity) for _ in range(2))
        assert [of_file.has_room(two.replica) for _ in range(2)] == [False, False]
        assert of_next.has_room(two.replica)
        of_next.add(two.replica)
        assert not of_next.has_room(two.replica)


def test_of_rests_behind_one_end_no_more_are_kept_than_of_an_author(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, _one, two, stick = office
    with (
        patch("sync.quarantine.sections.MAX_WITHHELD", 3),
        patch("sync.receive.withheld.MAX_WITHHELD", 3),
    ):
        for n in range(6):
            note, gone = _withheld_behind_a_note(two, bytes([n]) * 32)
            center.receive(written(stick, spoken(two, [note._replace(field="same"), gone])))
        assert len(center.state) == 1
        assert len([*read_pending(center.store.conn)]) == 3 + 1
        assert missing_runs(center.store.conn) == (MissingRun(two.replica, 2, 2),)
    sound(center)


def _withheld_behind_a_note(liar: Installation, digest: bytes) -> list[Change]:
    """A note, and one that nobody vouches for, of which the value has this hash."""
    note = Change(
        liar.replica, 1, 1, 1_640_000_000, "Z", "01", "1", "note", "1.1.1", digest.hex()[:12], '"a"', None, ()
    )
    gone = note._replace(seq=2, lamport=2, field="zz", value=Redaction(digest, "ab" * 16, bytes(64)).text)
    return [note, gone]


@pytest.mark.parametrize(
    "told_otherwise",
    [
        {"field": "bbbbbb"},
        {"target": "1.1.2"},
        {"unit": UNIT},
        {"kind": "evidence"},
        {"lamport": 9},
        {"lamport": 5 + 2 * LEAP},
        {"batch": "u1"},
        {"supersedes": (f"{'0' * 32}:1:{'0' * 32}",)},
        {"value": canonical_json("another text")},
    ],
    ids=str,
)
def test_a_redacted_change_is_what_its_hash_tells(
    office: tuple[Installation, Installation, Installation, Path], told_otherwise: dict[str, Any]
) -> None:
    """Its author, who signs it, cannot tell it otherwise to others: the hash follows from all of it."""
    center, one, liar, stick = office
    who = liar.replica, 1, 5, 1_640_000_000, "Z", liar.identity.unit, "1"
    true = Change(*who, "note", "1.1.1", "aaaaaa", canonical_json(SECRET), None, ())
    digest = change_hash(true, GENESIS)
    signature = sign(liar.places, liar.replica, redacted_form(digest))

    def redacted(change: Change) -> bytes:
        gone = Redaction(value_hash(change.value), "", signature)
        return spoken(liar, [change._replace(value=gone.text)], head=digest)

    false = written(stick, redacted(true._replace(**told_otherwise)))
    for each in (center, one):
        with pytest.raises(UserError, match="changeset_chain"):
            receive(each.store, each.places, false)
        assert each.state == []
    receive(center.store, center.places, written(stick, spoken(liar, [true])))
    receive(one.store, one.places, written(stick, redacted(true)))
    assert holds(center)
    note(one, "of one", name="cccccc")
    shared = stick.parent / "shared"
    shared.mkdir()
    for _ in range(3):
        for each in (center, one):
            exchange_folder(each.store, each.places, shared)
    assert center.state == one.state
    assert holds(center) and holds(one)
    assert exchange_folder(center.store, center.places, shared).written is None
    sound(center, one)


def shown_as_redacted(liar: Installation, digests: Iterable[bytes], *, unit: str, field: str) -> bytes:
    """A history of notes that somebody whom nobody knows has redacted: the hashes of their values are made
    up."""
    return spoken(
        liar,
        [
            Change(liar.replica, n, n, 1_640_000_000, "Z", unit, "1", "note", "1.1.1", field,
                   Redaction(digest, "ab" * 16, bytes(64)).text, None, ())
            for n, digest in enumerate(digests, 1)
        ],
    )  # fmt: skip


@pytest.mark.parametrize("of_colleague", [False, True], ids=["another unit", "the same unit"])
def test_nobody_makes_headquarters_redact_an_entry_that_no_person_has(
    office: tuple[Installation, Installation, Installation, Path], of_colleague: bool
) -> None:
    center, one, two, stick = office
    liar = installation(stick.parent / "colleague") if of_colleague else two
    believe(center, one, liar)
    note(one, SECRET)
    file = one.export(stick).path
    receive(center.store, center.places, file)
    false = shown_as_redacted(liar, [bytes(range(32))], unit=UNIT, field="a1b2c3")
    taken = receive(center.store, center.places, written(stick, false))
    assert (taken.new, taken.parked) == (0, ((liar.replica, 1, 1),))
    note(one, "another text of it")
    receive(center.store, center.places, one.export(stick).path)
    receive(one.store, one.places, center.export(stick, one.replica).path)
    for each in (center, one):
        assert {entry["value"] for entry in each.state if entry["kind"] == "note"} >= {"another text of it"}
        assert holds(each)
    assert redactions(center) == []
    sound(center, one)


def test_headquarters_redacts_no_more_by_itself_than_is_bounded(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, one, _, stick = office
    note(one, SECRET)
    receive(center.store, center.places, one.export(stick).path)
    redact_entry(center, "1.1.1", "a1b2c3")
    for n in range(9):
        note(one, f"written before it was heard {n}")
        one.export(stick)
    with patch("sync.redaction.MAX_ANSWERED", 5):
        receive(center.store, center.places, one.export(stick).path)
        note(one, "once more")
        receive(center.store, center.places, one.export(stick).path)
    words = center.store.conn.execute("SELECT count(*) FROM change WHERE kind = 'decision'").fetchone()[0]
    assert words == 1 + 5


def test_nobody_takes_headquarters_word_back(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    """Another headquarters may set its register to anything, for whoever has not heard it yet."""
    center, one, two, stick = office
    second = headquarters(stick.parent / "second")
    believe(center, one, two, second)
    note(one, SECRET)
    for each in (center, second, two):
        receive(each.store, each.places, one.export(stick).path)
    redact_entry(center, "1.1.1", "a1b2c3")
    receive(second.store, second.places, center.export(stick).path)
    words = [state for state in second.state if state["field"].startswith("redaction.")]
    assert len(words) == 2
    for n, word in enumerate(words):
        value = {**word["value"], "signature": "0" * 128} if n else None
        second.edit("1.1.1", word["field"], value, kind="decision", unit="")
    for each in (two, one):
        receive(each.store, each.places, second.export(stick).path)
        receive(each.store, each.places, center.export(stick).path)
        assert not holds(each)
    sound(center, second, one, two)


def test_an_entry_of_very_many_texts_goes_in_parts(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    """Each of them is a word in everybody's files; those of which a person redacts more are the newest."""
    center, one, _, stick = office
    with patch("store.edits.redaction.MAX_AT_ONCE", 3):
        for n in range(5):
            note(one, f"{n} {SECRET}")
            receive(center.store, center.places, one.export(stick).path)
        done = redact_entry(center, "1.1.1", "a1b2c3")
        assert (done.changes, done.left) == (3, 2)
        (values,) = center.store.conn.execute("SELECT group_concat(value) FROM change WHERE value < '~'")
        assert not {f'"{n} {SECRET}"' for n in (2, 3, 4)} & {*values[0].split(",")}
        done = redact_entry(center, "1.1.1", "a1b2c3")
        assert (done.changes, done.left) == (2, 0)
    assert not holds(center)
    sound(center)


def test_a_pending_section_is_looked_through_once_for_a_word(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    """However many files come: it may have a million changes."""
    center, one, two, stick = office
    for text in (SECRET, f"{SECRET} 2"):
        note(one, text)
        receive(center.store, center.places, one.export(stick).path)
    redact_entry(center, "1.1.1", "a1b2c3")
    receive(two.store, two.places, export(center.store, center.places, stick, peer=two.replica).path)
    who = one.replica, 1, 1, 1_640_000_000, "Z", UNIT, "1", "note", "1.1.1", "bbbbbb"
    other = Change(*who, canonical_json("other"), None, ())
    section = spoken(one, [other._replace(seq=2), other._replace(seq=3)], prev=bytes(32))
    with patch("sync.redaction.unpacked_section", wraps=unpacked_section) as looked:
        for data in (section, None, None):
            if data is None:
                two.edit("1.1.1", "percent", 5, unit="01")
                center.edit("1.1.1", "comment", "x", kind="assessment")
                file = export(center.store, center.places, stick, peer=two.replica).path
            else:
                file = written(stick, data)
            receive(two.store, two.places, file)
    assert looked.call_count == 1
    assert [pending.start for pending in read_pending(two.store.conn)] == [1]


def test_a_pending_section_is_looked_through_once_a_word_counts_again(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    """Its headquarters was revoked by mistake while the word and the section came."""
    center, one, two, stick = office
    other = headquarters(stick.parent / "other")
    believe(other, one, center)
    believe(two, other)
    one.edit("1.1.2", "status", "in_progress")
    other.receive(one.export(stick, peer=other.replica).path, accept=False)
    one.receive(other.export(stick).path, accept=False)
    note(one, SECRET)
    # without what the other headquarters has
    pending = one.export(stick).path
    other.receive(pending, accept=False)
    redact_entry(other, "1.1.1", "a1b2c3")
    two.receive(other.export(stick, peer=two.replica).path, accept=False)
    revoke(center.store, center.places, other.replica, date.today() - timedelta(days=1))
    center.receive(two.export(stick, peer=center.replica).path, accept=False)
    center.receive(pending, accept=False)
    assert SECRET in in_pending(center)
    accept(center.store, center.places, other.replica, role="headquarters")
    two.edit("1.1.2", "status", "in_progress", unit="01")
    center.receive(two.export(stick, peer=center.replica).path, accept=False)
    assert SECRET not in in_pending(center) and not holds(center)


def in_pending(one: Installation) -> str:
    """All lines of pending sections."""
    return "".join(
        str(line) for section in read_pending(one.store.conn) for line in unpacked_section(section.body)[1]
    )


def test_heirs_get_no_more_answers_than_the_one_that_was_accepted(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, one, _, stick = office
    note(one, SECRET)
    receive(center.store, center.places, one.export(stick).path)
    redact_entry(center, "1.1.1", "a1b2c3")
    with patch("sync.redaction.MAX_ANSWERED", 3):
        for _n in range(5):
            continue_with_new_identity(one.places, one.store)
            one = one._replace(replica=one.identity.replica)
            note(one, "once more")
            receive(center.store, center.places, one.export(stick).path)
    words = center.store.conn.execute("SELECT count(*) FROM change WHERE kind = 'decision'").fetchone()[0]
    assert words == 1 + 3


def test_who_vouches_for_an_author_is_asked_once_for_all_that_it_redacted(
    office: tuple[Installation, Installation, Installation, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line of heirs is long, and each of many redactions is by the last of them."""
    center, one, _two, stick = office
    asked: list[str] = []

    def counted(conn: Any, identity: Any, replica: str) -> Any:
        asked.append(replica)
        return authority_of(conn, identity, replica)

    monkeypatch.setattr("sync.signers.authority_of", counted)
    changes, digest = list[Change](), GENESIS
    for n in range(1, 101):
        change = Change(one.replica, n, n, 1, "Z", UNIT, str(n), "note", "1.1.1", "a", '"x"', None, ())
        digest = change_hash(change, digest)
        changes.append(change._replace(value=Redaction(value_hash('"x"'), "", bytes(64)).text))
    center.receive(written(stick, spoken(one, changes)), accept=False)
    assert asked == [one.replica] and list(read_pending(center.store.conn))


@pytest.mark.parametrize("signer", ["", "its own", "headquarters", "a stranger"])
def test_a_redaction_with_a_false_signature_is_none_whoever_signs(
    office: tuple[Installation, Installation, Installation, Path], signer: str
) -> None:
    center, _, liar, stick = office
    by = {"its own": liar.replica, "headquarters": center.replica, "a stranger": "ab" * 16}.get(signer, "")
    who = liar.replica, 1, 1, 1_640_000_000, "Z", liar.identity.unit, "1", "note", "1.1.1", "aaaaaa"
    gone = Redaction(bytes(32), by, bytes(64))
    false = Change(*who, gone.text, None, ())
    digest = change_hash(false, GENESIS)
    if signer == "its own":
        signed = sign(liar.places, liar.replica, redacted_form(digest))
        false = false._replace(value=gone._replace(signature=signed).text)
    taken = receive(center.store, center.places, written(stick, spoken(liar, [false])))
    assert (taken.new, taken.parked) == (0, ((liar.replica, 1, 1),))
    sound(center)


@pytest.mark.parametrize("digits", [0, 2, 62])
def test_a_word_on_the_beginning_of_a_hash_is_none(
    office: tuple[Installation, Installation, Installation, Path], digits: int
) -> None:
    """It would be of whatever begins so, under a signature that is of no change."""
    center, one, _, stick = office
    second = headquarters(stick.parent / "second")
    believe(center, second)
    note(one, SECRET)
    receive(center.store, center.places, one.export(stick).path)
    (hash,) = center.store.conn.execute("SELECT hash FROM change WHERE kind = 'note'").fetchone()
    digest = hash.hex()[:digits]
    signature = sign(second.places, second.replica, redacted_form(bytes.fromhex(digest))).hex()
    value = {"replica": one.replica, "seq": 1, "signature": signature}
    second.edit("1.1.1", f"redaction.{digest}.{second.replica}", value, kind="decision", unit="")
    receive(center.store, center.places, second.export(stick).path)
    assert [state["value"] for state in center.state if state["kind"] == "note"] == [SECRET]
    sound(center)


def test_nobody_else_can_take_a_value_away(
    office: tuple[Installation, Installation, Installation, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    center, one, two, stick = office
    note(one, SECRET)
    with pytest.raises(UserError, match="headquarters_only"):
        redact_entry(one, "1.1.1", "a1b2c3")
    # a laptop whose program lets it: its word is held at headquarters, and what it passes on as gone waits
    receive(two.store, two.places, one.export(stick).path)
    monkeypatch.setattr("store.edits.redaction.refuse_if_not_allowed", lambda *_: None)
    redact_entry(two, "1.1.1", "a1b2c3")
    monkeypatch.undo()
    assert "redaction" in {fault.code for fault in prove(two.store).faults}
    note(two, "of two")
    carried = receive(
        center.store, center.places, export(two.store, two.places, stick, peer=center.replica).path
    )
    assert (carried.new, carried.held, carried.parked) == (2, 1, ((one.replica, 1, 1),))
    assert [entry["value"] for entry in center.state] == ["of two"]
    sound(center)
    receive(center.store, center.places, one.export(stick).path)
    assert holds(center) and not read_missing(center)
    sound(center)


def test_only_notes_and_evidence_can_be_redacted(
    office: tuple[Installation, Installation, Installation, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    center, one, two, stick = office
    one.edit("1.1.1", "status", "in_progress")
    receive(center.store, center.places, one.export(stick).path)
    monkeypatch.setattr("store.edits.redaction._HERE", "value <> 'null'")
    redact_entry(center, "1.1.1", "status")
    monkeypatch.undo()
    assert [fault.code for fault in prove(center.store).faults] == ["redaction"]
    receive(one.store, one.places, center.export(stick).path)
    assert [entry["value"] for entry in one.state if entry["kind"] == "action"] == ["in_progress"]
    two.edit("1.1.1", "percent", 5, unit="01")
    assert receive(two.store, two.places, center.export(stick).path).parked == ((one.replica, 1, 1),)
    sound(one, two)


def test_a_redaction_is_neither_undone_nor_taken_back(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, *_ = office
    note(center, SECRET)
    note(center, "other", name="bbbbbb")
    redact_entry(center, "1.1.1", "a1b2c3")
    with pytest.raises(UserError, match="redaction_stays"):
        revert(center.store, f"{center.replica}:3")
    assert undo(center.store)[0].batch == "2"
    sound(center)


def test_what_is_offered_for_redaction_is_what_counts(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, one, two, stick = office
    note(one, SECRET)
    receive(center.store, center.places, one.export(stick).path)
    who = two.replica, 1, 50, 1_640_000_000, "Z", UNIT, "1"
    foreign = Change(*who, "note", "1.1.1", "a1b2c3", '"another text"', None, ())
    assert receive(center.store, center.places, written(stick, spoken(two, [foreign]))).held == 1
    (offered,) = redactable_entries(center.store.conn, "1.1.1").values()
    assert (offered.decoded(), offered.officer) == (SECRET, one.identity.officer)


def test_what_comes_late_to_a_redacted_entry_goes_as_well(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, one, two, stick = office
    note(one, "ARDIT")
    receive(center.store, center.places, one.export(stick).path)
    redact_entry(center, "1.1.1", "a1b2c3")
    note(one, SECRET)
    receive(center.store, center.places, one.export(stick).path)
    assert not holds(center)
    answer = center.export(stick).path
    receive(one.store, one.places, answer)
    receive(two.store, two.places, answer)
    assert not holds(one) and center.state == one.state == two.state
    sound(center, one, two)


def test_a_section_that_is_parked_loses_it_too(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, one, two, stick = office
    one.edit("1.1.1", "status", "in_progress")
    first = one.export(stick).path
    receive(center.store, center.places, first)
    receive(one.store, one.places, center.export(stick).path)
    note(one, SECRET)
    second = one.export(stick, peer=center.replica).path
    # what comes first is missing at the other: the second begins beyond what is held
    assert receive(two.store, two.places, second).parked
    receive(center.store, center.places, second)
    redact_entry(center, "1.1.1", "a1b2c3")
    # what is for another unit has the word, and not what is missing
    answer = export(center.store, center.places, stick, peer=two.replica).path
    assert receive(two.store, two.places, answer).parked
    (parked,) = read_pending(two.store.conn)
    assert SECRET not in zlib.decompress(parked.body).decode()
    sound(two)
    receive(two.store, two.places, first)
    assert center.state == two.state
    sound(center, two)


def test_a_section_that_no_word_can_reach_stays_packed(
    office: tuple[Installation, Installation, Installation, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long what is pending may be, a redaction of what is held costs no more for it."""
    center, one, two, stick = office
    note(two, SECRET)
    one.edit("1.1.1", "status", "in_progress")
    for each in (one, two):
        receive(center.store, center.places, each.export(stick).path)
    receive(one.store, one.places, center.export(stick).path)
    one.edit("1.1.1", "percent", 5)
    second = one.export(stick, peer=center.replica).path
    assert receive(two.store, two.places, second).parked
    redact_entry(center, "1.1.1", "a1b2c3")
    monkeypatch.setattr("sync.redaction.unpacked_section", None)
    answer = export(center.store, center.places, stick, peer=two.replica).path
    assert receive(two.store, two.places, answer).parked
    assert not holds(two)
    sound(two)


@pytest.mark.parametrize("how", ["withdrawn", "corrected", "undone"])
def test_what_was_withdrawn_before_it_left_never_leaves(
    office: tuple[Installation, Installation, Installation, Path], how: str
) -> None:
    center, one, two, stick = office
    note(one, SECRET)
    if how == "withdrawn":
        withdraw_entry(one.store, "1.1.1", "note", "a1b2c3")
    elif how == "corrected":
        correct_note(one.store, "1.1.1", "a1b2c3", "A child")
    else:
        undo(one.store)
    one.edit("1.1.1", "status", "in_progress")
    written = one.export(stick)
    assert SECRET not in body(written.path)
    receive(center.store, center.places, written.path)
    answer = center.export(stick)
    for other in (one, two):
        receive(other.store, other.places, answer.path)
    assert center.state == one.state == two.state
    assert not holds(center) and not holds(two)
    sound(center, one, two)
    # what has left is what stands; a correction later travels as it always did
    note(one, "later", name="cccccc")
    receive(center.store, center.places, one.export(stick).path)
    note(one, "corrected", name="cccccc")
    assert receive(center.store, center.places, one.export(stick).path).new == 1
    assert len(list(redacted_changes(center.store.conn))) == 1
    assert {entry.value for entry in action_detail(center.store, "1.1.1", today=TODAY).notes} >= {"corrected"}


def test_what_is_held_while_a_key_is_revoked_keeps_its_text(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    """A note that has not left yet stands in no state then; it counts once the key is accepted again."""
    center, one, _, stick = office
    one.edit("1.1.1", "status", "in_progress")
    center.receive(one.export(stick).path)
    one.receive(center.export(stick).path)
    note(one, SECRET)
    renewed = one._replace(replica=continue_with_new_identity(one.places, one.store).replica)
    revoke(center.store, center.places, one.replica, date.today())
    renewed.receive(center.export(stick).path)
    renewed.export(stick)
    accept(center.store, center.places, one.replica)
    renewed.receive(center.export(stick).path)
    center.receive(renewed.export(stick).path)
    shown = [(row["field"], row["value"]) for row in center.state if row["kind"] == "note"]
    assert shown == [("a1b2c3", SECRET)]
    sound(center, renewed)


def test_what_a_redo_has_set_again_can_be_undone_once_it_has_left(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, one, _two, stick = office
    one.edit("1.1.1", "status", "in_progress")
    note(one, "a text")
    note(one, "corrected")
    undo(one.store)
    redo(one.store)
    undo(one.store)
    one.export(stick)
    assert [step.after for reversal in undo(one.store, steps=2) for step in reversal.steps] == [None, None]
    redo(one.store, steps=2)
    written = one.export(stick)
    assert "corrected" not in body(written.path)
    receive(center.store, center.places, written.path)
    assert center.state == one.state
    sound(center, one)


def test_what_cannot_come_back_is_said_and_hinders_no_other_undo(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    _center, one, _two, stick = office
    one.edit("1.1.1", "status", "in_progress")
    note(one, SECRET)
    (corrected,) = correct_note(one.store, "1.1.1", "a1b2c3", "A child")
    note(one, SECRET, name="bbbbbb")
    withdraw_entry(one.store, "1.1.1", "note", "bbbbbb")
    one.export(stick)
    (withdrawn, *_) = find_changes(one.store)
    assert withdrawn.gone_by is None
    assert [step.gone_by for step in find_changes(one.store)] == [None, "", None, "", None]
    for change in (corrected, withdrawn.change):
        with pytest.raises(UserError, match="text_lost"):
            revert(one.store, change.id)
    reversals = undo(one.store, steps=5)
    assert [(reversal.lost, len(reversal.done)) for reversal in reversals] == [
        (True, 0),
        (True, 0),
        (True, 1),
        (True, 0),
        (False, 1),
    ]
    again = redo(one.store, steps=5)
    assert [(reversal.lost, len(reversal.done)) for reversal in again] == [
        (False, 1),
        (True, 0),
        (False, 1),
        (True, 0),
        (False, 1),
    ]
    sound(one)


def test_a_carrier_cannot_alter_what_is_redacted(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, one, two, stick = office
    note(one, SECRET)
    withdraw_entry(one.store, "1.1.1", "note", "a1b2c3")
    receive(two.store, two.places, one.export(stick).path)
    with two.store.writing() as conn:
        conn.execute("UPDATE change SET officer = 'Another' WHERE replica = ? AND seq = 1", (one.replica,))
    assert "hash" in {fault.code for fault in prove(two.store).faults}
    with pytest.raises(UserError, match="export_damaged"):
        export(two.store, two.places, stick, peer=center.replica)
    assert receive(center.store, center.places, one.export(stick).path).new == 2
    assert not read_missing(center)
    sound(center)


def test_a_word_is_heeded_wherever_it_stands_in_the_file(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    """Headquarters redacts, goes on under a new key and revokes the old one: who is new takes its files."""
    center, one, _two, stick = office
    note(one, SECRET)
    one.edit("1.1.1", "status", "in_progress")
    receive(center.store, center.places, one.export(stick).path)
    with patch("time.time", return_value=time.time() - 10 * 86_400):
        redact_entry(center, "1.1.1", "a1b2c3")
    old = center.replica
    continue_with_new_identity(center.places, center.store)
    center = center._replace(replica=center.identity.replica)
    revoke(center.store, center.places, old, date.today())
    late = installation(stick.parent / "late")
    believe(center, late)
    taken = receive(late.store, late.places, center.export(stick).path)
    assert (taken.parked, late.state) == ((), center.state)
    assert len(redactions(late)) == 1
    sound(late)


def test_headquarters_answers_for_what_another_has_redacted(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    """Who believes one headquarters alone reads its files, also once the other is revoked from before."""
    center, one, two, stick = office
    second = installation(stick.parent / "second", unit="MPB", role="headquarters")
    believe(center, one, second)
    note(one, SECRET)
    note(one, "stays", name="bbbbbb")
    file = one.export(stick).path
    for each in (center, second):
        receive(each.store, each.places, file)
    redact_entry(second, "1.1.1", "a1b2c3")
    receive(center.store, center.places, second.export(stick).path)
    assert receive(two.store, two.places, center.export(stick).path).parked == ()
    revoke(center.store, center.places, second.replica, date.today() - timedelta(days=1))
    late = installation(stick.parent / "late")
    believe(late, second)
    believe(center, late)
    receive(late.store, late.places, center.export(stick).path)
    for each in (two, late):
        assert not holds(each)
        assert sorted(entry["value"] or "" for entry in each.state if entry["kind"] == "note") == [
            "",
            "stays",
        ]
    sound(center, two, late)


def test_what_nobody_here_vouches_for_waits_and_nothing_else(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    """Another headquarters than one believes has redacted: a carrier's file is taken but for that."""
    center, one, two, stick = office
    stranger = installation(stick.parent / "stranger", unit="MPB", role="headquarters")
    believe(stranger, one, two)
    one.edit("1.1.1", "status", "in_progress")
    note(one, SECRET)
    one.edit("1.1.1", "percent", 5)
    receive(stranger.store, stranger.places, one.export(stick).path)
    redact_entry(stranger, "1.1.1", "a1b2c3")
    receive(two.store, two.places, stranger.export(stick).path)
    two.edit("1.1.1", "status", "implemented", unit="01")
    late = installation(stick.parent / "late", unit="02")
    believe(center, one, two, late)
    carried = export(two.store, two.places, stick, peer="02").path
    for each in (center, late):
        taken = receive(each.store, each.places, carried)
        # what stands before it is taken, what stands behind it waits
        assert (taken.new, taken.parked) == (2, ((one.replica, 2, 2),))
        assert {entry["value"] for entry in each.state} == {"in_progress", "implemented"}
        sound(each)
    # what one has redacted of its own, whoever has told it so, is as good as redacted by itself
    receive(one.store, one.places, stranger.export(stick).path)
    assert not holds(one)
    receive(center.store, center.places, export(one.store, one.places, stick, peer=center.replica).path)
    receive(late.store, late.places, center.export(stick).path)
    assert center.state == late.state
    assert {entry["value"] for entry in late.state if entry["unit"] == UNIT} == {"in_progress", 5, None}
    assert not read_missing(center) and not read_missing(late)
    sound(center, late)


def test_a_false_redaction_that_waits_is_not_joined_by_its_authors_own_file(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, one, two, stick = office
    note(one, SECRET)
    whole = one.export(stick).path
    receive(two.store, two.places, whole)
    with two.store.writing() as conn:
        for found in list(values_in(conn, Register("note", "1.1.1", UNIT, "a1b2c3"))):
            drop_value(conn, found, two.replica, sign(two.places, two.replica, redacted_form(found.digest)))
    false = export(two.store, two.places, stick, peer=center.replica).path
    assert receive(center.store, center.places, false).parked
    # a file of the author that does not say so
    assert receive(center.store, center.places, written(stick, forged(one, [introduced(one)]))).new == 0
    assert read_missing(center)
    receive(center.store, center.places, whole)
    assert holds(center) and not read_missing(center)
    sound(center)


def test_redactions_in_random_histories_converge() -> None:
    for seed in range(cases(2, 1_000)):
        with quick_folder() as folder:
            check_history(folder, random.Random(seed))


def check_history(folder: Path, rng: random.Random) -> None:
    """Notes come, change and go; headquarters redacts; files go anywhere, are lost, late and repeated."""
    center = headquarters(folder / "center")
    second = installation(folder / "second", unit="MPB", role="headquarters")
    laptops = [installation(folder / f"laptop{n}", unit=f"0{n}") for n in (1, 2)]
    everybody = [center, second, *laptops]
    believe(*everybody)
    (folder / "stick").mkdir()
    numbers, files = count(1), list[tuple[Path, Installation]]()
    redacted: set[str] = set()
    for _ in range(rng.randint(8, 30)):
        who = rng.choice(everybody)
        step = rng.random()
        if step < 0.4:
            name = rng.choice(["aaaaaa", "bbbbbb", "cccccc"])
            text = None if rng.random() < 0.2 else f"SECRET{next(numbers):04}"
            unit, kind = who.identity.unit, rng.choice(["note", "evidence"])
            value = text if text is None or kind == "note" else {"title": text, "ref": "x", "kind": "y"}
            who.edit("1.1.1", f"{name}{unit.lower()}", value, kind=kind, unit=unit)
        elif step < 0.65:
            peer = rng.choice([one for one in everybody if one is not who])
            written = export(who.store, who.places, folder / "stick", peer=peer.replica)
            assert not any(text in body(written.path) for text in gone(who, redacted))
            files.append((written.path, peer))
        elif step < 0.9 and files:
            path, peer = rng.choice(files)
            receive(peer.store, peer.places, path)
        elif step >= 0.9:
            redact_something(rng.choice([center, second]), rng, redacted)
    for _ in range(4):
        for one in everybody:
            for other in everybody:
                if one is not other:
                    path = export(one.store, one.places, folder / "stick", peer=other.replica).path
                    receive(other.store, other.places, path)
    for one in everybody:
        assert one.state == center.state
        sound(one)
        for text in redacted:
            assert not holds(one, text)


def gone(who: Installation, redacted: set[str]) -> set[str]:
    """What of the redacted texts has reached nobody's eyes here any more: all that stand in no change."""
    return redacted - secrets_in(who, "WHERE kind IN ('note', 'evidence')")


def secrets_in(who: Installation, where: str, *parameters: str) -> set[str]:
    """The texts that stand in changes."""
    rows = who.store.conn.execute(f"SELECT value FROM change {where}", parameters)
    return {text for row in rows for text in re.findall("SECRET[0-9]{4}", row[0])}


def redact_something(center: Installation, rng: random.Random, redacted: set[str]) -> None:
    rows = center.store.conn.execute(
        "SELECT DISTINCT kind, unit, field FROM change WHERE kind IN ('note', 'evidence')"
        " AND value LIKE '%SECRET%' ORDER BY 1, 2, 3"
    ).fetchall()
    if rows:
        kind, unit, field = rng.choice(rows)
        redacted |= secrets_in(center, "WHERE kind = ? AND field = ?", kind, field)
        assert redact(center.store, center.places, Register(kind, "1.1.1", unit, field)).scrubbed
