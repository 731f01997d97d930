"""What a carrier writes of others' redactions, and what it costs whoever reads it."""

from __future__ import annotations

import json
import shutil
import zlib
from datetime import date
from hashlib import sha256
from itertools import count, permutations
from pathlib import Path
from unittest.mock import patch

import pytest

from store.db.errors import UserError
from store.edits.redaction import _read, entry_register, find_entries, redacted_changes
from store.exchange.attachments import attachments_folder, keep_attachment, kept_attachments
from store.integrity.backup import backup
from store.ledger.change import GENESIS, Change, Redaction, Register, change_hash, value_hash
from sync.mailbox import exchange_folder
from sync.proof import prove
from sync.quarantine.sections import joinable_sections, missing_runs, read_pending
from sync.receive.receive import receive
from sync.receive.refused import keep_refused, refused_files
from sync.redaction import redact
from sync.retention import find_removable, remove_files
from sync.trusting import revoke
from sync.wire.encoding import encode_changes
from sync.wire.format import open_container
from sync.wire.keys import sign
from sync.wire.section import Section, section_line
from tests.sync.test_redaction import SECRET, made_office, note, redact_entry
from tests.sync.trust.test_stolen_keys import section_lines, written
from tests.sync.wire.test_damage import forged, introduced
from tests.sync.world import UNIT, Installation, believe, copied, headquarters, installation


@pytest.fixture
def office(tmp_path: Path) -> tuple[Installation, Installation, Installation, Path]:
    return made_office(tmp_path)


def carried_by_another(one: Installation, file: Path, stick: Path) -> Path:
    """The sections of a file in one of a carrier, who puts a signature of nobody to what is redacted."""
    lines, sections, changes = [introduced(one)], 0, 0
    for line in zlib.decompress(bytes(open_container(file.read_bytes(), "x").body)).decode().splitlines():
        form = json.loads(line)
        if form[0] in ("holds", "receipt", "histories", "continues", "grant", "lacks"):
            continue
        if form[0] == "section":
            sections, changes = sections + 1, changes + form[3]
        elif len(form) == 9 and form[8]:
            form[8][1:] = ["ab" * 16, "cd" * 64]
        lines.append(json.dumps(form, ensure_ascii=False, separators=(",", ":")))
    return written(stick, forged(one, lines, changes=changes, sections=sections))


def test_what_stands_is_signed_by_who_vouches_for_it_whatever_its_carrier_says(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, one, two, stick = office
    other, reader = headquarters(stick.parent / "other"), installation(stick.parent / "reader", unit="02")
    believe(other, center, one, two)
    believe(other, reader)
    note(one, SECRET)
    one.edit("1.1.1", "status", "implemented")
    center.receive(one.export(stick).path, accept=False)
    redact_entry(center, "1.1.1", "a1b2c3")
    told = center.export(stick).path
    other.receive(carried_by_another(two, told, stick), accept=False)
    other.receive(told, accept=False)
    gone = [change.change.redaction for change in redacted_changes(other.store.conn)]
    assert {redaction.signer for redaction in gone if redaction} <= {center.replica, other.replica}
    reader.receive(other.export(stick).path, accept=False)
    assert "implemented" in str(reader.state)
    revoke(other.store, other.places, center.replica, date(2020, 1, 1))
    assert prove(other.store, other.places).faults == ()


def test_a_false_redaction_that_waits_gives_way_to_the_authors_own(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    """Headquarters went back to an image without what comes before."""
    center, one, two, stick = office
    image = stick.parent / "image"
    shutil.copytree(center.places.data, image)
    one.edit("1.1.1", "status", "in_progress")
    first = one.export(stick).path
    center.receive(first, accept=False)
    one.receive(center.export(stick).path, accept=False)
    note(one, SECRET)
    note(one, "corrected")
    second = one.export(stick).path
    back = copied(image, center.replica)
    for file in (carried_by_another(two, second, stick), second, first):
        receive(back.store, back.places, file)
    assert "corrected" in str(back.state) and missing_runs(back.store.conn) == ()


def test_sections_that_lead_to_each_other_are_joined_by_one_look_at_all(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, one, _two, stick = office
    before, lines = GENESIS, list[list[str]]()
    for n in range(1, 31):
        change = Change(one.replica, n, n, 1, "Z", UNIT, str(n), "note", "1.1.1", "a", '"x"', None, ())
        section = Section(
            one.replica, n - 1, 1, before, change_hash(change, before), b"", "Z", UNIT, 1, n - 1
        )
        section = section._replace(attestation=sign(one.places, one.replica, section.attested))
        before = section.head
        lines.append([section_line(section), *encode_changes(section, [change])])
    waits = [line for section in lines[1:] for line in section]
    center.receive(
        written(stick, forged(one, [introduced(one), *waits], changes=29, sections=29)), accept=False
    )
    assert len([*read_pending(center.store.conn)]) == 29
    with patch("sync.receive.joining.joinable_sections", wraps=joinable_sections) as looked:
        last = written(stick, forged(one, [introduced(one), *lines[0]], changes=1, sections=1, number=2))
        assert center.receive(last, accept=False).new == 30
    assert looked.call_count <= 4


def test_of_an_author_who_has_all_answers_nothing_is_looked_at_again(
    office: tuple[Installation, Installation, Installation, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.redaction.MAX_ANSWERED", 3)
    center, one, two, stick = office
    note(one, SECRET)
    center.receive(one.export(stick).path, accept=False)
    redact_entry(center, "1.1.1", "a1b2c3")
    for n in range(5):
        note(one, f"more {n}")
    center.receive(one.export(stick).path, accept=False)
    with patch("store.edits.redaction._read", wraps=_read) as looked:
        two.edit("1.1.2", "status", "in_progress", unit="01")
        center.receive(two.export(stick).path, accept=False)
    assert not [call for call in looked.call_args_list if one.replica in str(call.args[2])]


def test_what_nobody_redacted_by_hand_costs_no_other_its_attachment(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    """Headquarters redacts by itself what comes to a redacted entry; a hash in it may be another's."""
    center, one, two, stick = office
    picture = b"\x89PNG\r\n\x1a\n picture"
    named = {
        "sha256": sha256(picture).hexdigest(),
        "bytes": len(picture),
        "name": "a.png",
        "type": "image/png",
    }
    evidence = {"title": "t", "ref": "r", "attachment": named}
    keep_attachment(attachments_folder(one.store.conn), picture)
    one.edit("1.1.1", "e1", evidence, kind="evidence")
    two.edit("1.1.1", "e9", {"title": SECRET, "ref": "r"}, kind="evidence", unit="01")
    for each in (one, two, center):
        exchange_folder(each.store, each.places, stick)
    redact_entry(center, "1.1.1", "e9")
    revoke(center.store, center.places, one.replica, date(2020, 1, 1))
    two.edit("1.1.1", "e9", evidence, kind="evidence", unit="01")
    center.receive(two.export(stick).path, accept=False)
    assert [*kept_attachments(attachments_folder(center.store.conn))] == [named["sha256"]]


def test_of_sections_that_begin_at_the_same_change_the_longer_is_remembered(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    """Else ``tidy`` leaves the file with the text that headquarters has redacted."""
    center, one, two, stick = office
    one.edit("1.1.1", "status", "in_progress")
    shorter = section_lines(one.export(stick).path)
    note(one, SECRET)
    lines = [introduced(two), introduced(one), *shorter, *section_lines(one.export(stick).path)]
    file = written(stick, forged(two, lines, changes=3, sections=2))
    center.receive(file, accept=False)
    redact_entry(center, "1.1.1", "a1b2c3")
    backup(center.store, center.places.data / "terren-1.backup.db")
    (removable,) = find_removable(center.store, center.places, now=0, days=0, redacted=True).files
    assert removable.path.stem == sha256(file.read_bytes()).hexdigest()
    assert prove(center.store, center.places).faults == ()


def signed_section(one: Installation, changes: list[Change], *, of: list[Change], prev: bytes) -> list[str]:
    """The lines of a section of one's own with ``changes``, signed as ``of``, which none has redacted."""
    end = prev
    for change in of:
        end = change_hash(change, end)
    first = changes[0]
    section = Section(
        one.replica, first.seq - 1, len(changes), prev, end, b"", "Z", UNIT, 1_640_000_000, first.lamport - 1
    )
    section = section._replace(attestation=sign(one.places, one.replica, section.attested))
    return [section_line(section), *encode_changes(section, changes)]


def noted(one: Installation, seq: int, text: str) -> Change:
    at = 1_640_000_000
    return Change(
        *(one.replica, seq, seq, at, "Z", UNIT, str(seq), "note", "1.1.1", "a"), f'"{text}"', None, ()
    )


def test_pending_sections_with_one_end_and_two_beginnings_are_no_fault(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    """Else one file makes the store of whoever takes it unsound, and its backups no backups."""
    center, one, _two, stick = office
    changes = [noted(one, seq, f"x{seq}") for seq in (1, 2, 3, 4)]
    digests = [GENESIS]
    for change in changes:
        digests.append(change_hash(change, digests[-1]))
    first, *longer = (signed_section(one, changes[n:], of=changes[n:], prev=digests[n]) for n in (0, 1, 2))
    lines = [introduced(one), *(line for section in longer for line in section)]
    center.receive(written(stick, forged(one, lines, changes=5, sections=2)), accept=False)
    assert len([*read_pending(center.store.conn)]) == 2
    assert prove(center.store, center.places).faults == ()
    center.receive(written(stick, forged(one, [introduced(one), *first], changes=4, sections=1, number=2)))
    assert len(center.state) == 1 and missing_runs(center.store.conn) == ()
    assert prove(center.store, center.places).faults == ()


@pytest.mark.parametrize("cuts", [[3], [2, 1]], ids=str)
@pytest.mark.parametrize("order", [*permutations(range(3))], ids=str)
def test_what_waits_of_a_section_whose_beginning_moves_to_a_branch_is_no_fault(
    office: tuple[Installation, Installation, Installation, Path], order: tuple[int, ...], cuts: list[int]
) -> None:
    """The last of it waits for a text, the second comes in another section, and a sibling takes the id."""
    center, one, _two, stick = office
    history = [noted(one, seq, f"x{seq}") for seq in (1, 2, 3)]
    signature = bytes(64)
    shown = [
        history[0],
        *(
            each._replace(value=Redaction(value_hash(each.value), "ab" * 16, signature).text)
            for each in history[1:]
        ),
    ]
    digest = change_hash(history[0], GENESIS)
    sibling = next(change for n in count() if change_hash(change := noted(one, 1, f"m{n}"), GENESIS) < digest)
    sections = [
        (signed_section(one, changes, of=of, prev=GENESIS), len(changes))
        for changes, of in ((shown, history), (history[:2], history[:2]), ([sibling], [sibling]))
    ]
    remaining = [sections[n] for n in order]
    for number, size in enumerate(cuts, 1):
        carried, remaining = remaining[:size], remaining[size:]
        lines = [introduced(one), *(line for section, _ in carried for line in section)]
        total = sum(length for _, length in carried)
        data = forged(one, lines, changes=total, sections=size, number=number)
        center.receive(written(stick, data), accept=False)
    assert [pending.length for pending in read_pending(center.store.conn)] == [1]
    assert prove(center.store, center.places).faults == ()


def test_a_backup_with_a_redacted_text_that_waited_goes_and_so_do_refused_files(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, one, _two, stick = office
    status = noted(one, 1, "before")
    secret = noted(one, 2, SECRET)
    before = change_hash(status, GENESIS)
    later = forged(
        one,
        [introduced(one), *signed_section(one, [secret], of=[secret], prev=before)],
        changes=1,
        sections=1,
    )
    file = written(stick, later)
    keep_refused(center.places, "x.terren", later[:-1], UserError("changeset_hash", file="x.terren"))
    center.receive(file, accept=False)
    waiting, newest = (center.places.data / f"terren-{n}.backup.db" for n in (1, 2))
    backup(center.store, waiting)
    assert find_removable(center.store, center.places, now=0, days=0, redacted=True).files == ()
    first = [introduced(one), *signed_section(one, [status], of=[status], prev=GENESIS)]
    center.receive(written(stick, forged(one, first, changes=1, sections=1, number=2)), accept=False)
    redact_entry(center, "1.1.1", "a")
    assert find_removable(center.store, center.places, now=0, days=0, redacted=True).backup is None
    backup(center.store, newest)
    removable = find_removable(center.store, center.places, now=0, days=0, redacted=True)
    assert sorted(file.kind for file in removable.files) == ["archive", "archive", "backup", "refused"]
    assert removable.backup == newest and waiting in [file.path for file in removable.files]
    assert remove_files(removable.files) == () and refused_files(center.places) == []


def test_who_keeps_an_attachment_that_was_redacted_elsewhere_is_named(
    office: tuple[Installation, Installation, Installation, Path],
) -> None:
    center, one, two, stick = office
    picture = b"\x89PNG\r\n\x1a\n picture"
    digest = sha256(picture).hexdigest()
    named = {"sha256": digest, "bytes": len(picture), "name": "a.png", "type": "image/png"}
    keep_attachment(attachments_folder(center.store.conn), picture)
    evidence = {"title": "t", "ref": "", "attachment": named}
    one.edit("1.1.1", "e1", evidence, kind="evidence")
    two.edit("nowhere", "e2", evidence, kind="evidence", unit="01")
    for each in (one, two):
        center.receive(each.export(stick).path, accept=False)
    done = redact_entry(center, "1.1.1", "e1")
    assert done.kept_by == (Register("evidence", "nowhere", "01", "e2"),)
    with center.store.reading() as conn:
        entries = find_entries(conn, "nowhere", None)
        with pytest.raises(UserError, match="action_unknown"):
            find_entries(conn, "somewhere", None)
    assert redact(center.store, center.places, entry_register(entries, "nowhere", "e2")).kept_by == ()
    assert not kept_attachments(attachments_folder(center.store.conn))
