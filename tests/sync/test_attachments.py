"""Attachments travel beside change sets, are proven by their hash, asked for where they lack, redacted."""

from __future__ import annotations

import json
import os
import random
import shutil
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import pytest

import sync.send.attachments
from schema.registers import MAX_ATTACHMENT
from store.db.errors import UserError
from store.edits.entries import add_evidence, correct_evidence, find_attachment, withdraw_entry
from store.exchange.attachment_names import in_turn, lacking, named_attachments
from store.exchange.attachments import (
    attachment_of,
    attachments_beside,
    attachments_folder,
    file_name,
    keep_attachment,
    kept_attachment,
    kept_attachments,
    open_attachment,
    read_attachment,
    read_kept,
    save_attachment,
)
from store.history.history import redo, undo
from store.integrity.backup import backup
from store.integrity.sweeping import sweep_attachments
from store.ledger.append import Edit, append
from store.ledger.change import Change, Register
from store.opening.open_store import open_store
from store.plan.lookup import ActionRef
from sync.mailbox import Exchange, exchange_folder
from sync.proof import prove
from sync.receive.attachments import ATTACHED, Arrived, attachment_files, take_attachments
from sync.redaction import redact
from sync.send.attachments import place_attachments
from sync.send.export import export
from sync.send.own_files import own_folder
from sync.trusting import accept, revoke
from sync.wire.body import BodyReader, BodyWriter, Preamble
from sync.wire.strict import FormError
from tests.support.lengths import cases
from tests.sync.world import Installation, believe, headquarters, installation, quick_folder

JPEG = b"\xff\xd8\xff\xe0 a photograph"
ACTION = ActionRef("1.1.1", "1.1.1")


@pytest.fixture
def center(tmp_path: Path, field: Installation) -> Installation:
    center = headquarters(tmp_path / "center")
    believe(field, center)
    return center


@pytest.fixture
def box(tmp_path: Path) -> Path:
    (tmp_path / "box").mkdir()
    return tmp_path / "box"


def visit(one: Installation, box: Path, *, sealed: bool = False) -> Exchange:
    return exchange_folder(one.store, one.places, box, sealed=sealed)


def chosen(folder: Path, data: bytes, name: str = "foto.jpg") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def attach(one: Installation, data: bytes = JPEG, name: str = "foto.jpg") -> Change:
    """Record evidence with a file."""
    attached = read_attachment(chosen(one.places.data, data, name), folder_of(one))
    [change] = add_evidence(one.store, ACTION, "Foto", "zyra", attached=attached)
    return change


def folder_of(one: Installation) -> Path:
    """Where an installation keeps them."""
    return attachments_folder(one.store.conn)


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def kept(one: Installation) -> list[str]:
    return kept_attachments(folder_of(one))


def lacked(one: Installation) -> list[str]:
    return [*lacking(one.store.conn, one.identity)]


def lying(box: Path) -> list[str]:
    """The hashes of the attachments that lie in a folder."""
    return sorted(path.name[:64] for path in box.rglob(f"*{ATTACHED}"))


def test_it_goes_along_is_kept_and_leaves_the_folder_once_headquarters_has_it(
    field: Installation, center: Installation, box: Path
) -> None:
    attach(field)
    first = visit(field, box)
    assert first.placed.written == 1 and lying(box) == [digest(JPEG)]
    came = visit(center, box)
    assert came.arrived == Arrived(1, 0, 0) and kept(center) == [digest(JPEG)]
    assert read_kept(folder_of(center), digest(JPEG)) == JPEG
    # headquarters' answer says that it has both the change and what is attached
    assert visit(field, box).placed.paths == () and lying(box) == []
    assert all(visit(one, box).written is None for one in (center, field, center, field))
    assert prove(center.store, center.places).faults == ()


def test_it_goes_with_a_file_on_a_stick(field: Installation, center: Installation, stick: Path) -> None:
    attach(field)
    written = field.export(stick)
    assert [path.parent for path in written.attachments.paths] == [stick]
    center.receive(written.path)
    assert lacked(center) == [digest(JPEG)]
    assert take_attachments(center.store, center.places, attachment_files(stick)) == Arrived(1, 0, 0)
    # nothing of it is written again once headquarters has confirmed it
    field.receive(center.export(stick).path)
    assert field.export(stick).attachments.paths == ()


def test_what_has_no_room_is_left_behind_and_goes_with_the_next(
    field: Installation, center: Installation, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync.send.attachments, "MOST_AT_ONCE", len(JPEG) + 1)
    data = [JPEG + bytes([n]) for n in range(3)]
    for one in data:
        attach(field, one)
    first = visit(field, box)
    assert (first.placed.written, first.placed.left, first.placed.why) == (1, 2, None)
    assert visit(center, box).arrived == Arrived(1, 0, 2)
    for _ in range(3):
        visit(field, box)
        visit(center, box)
    assert lacked(center) == [] and kept(center) == sorted(map(digest, data))


def test_a_full_stick_costs_attachments_and_not_the_change_set(
    field: Installation, center: Installation, stick: Path
) -> None:
    attach(field)

    def full(path: Path, data: bytes, **how: bool) -> None:
        raise UserError("disk_full", folder=str(path.parent), needed=len(data))

    with patch("sync.send.attachments.write_durably", full):
        written = field.export(stick)
    assert written.attachments.left == 1 and written.attachments.why is not None
    assert written.attachments.why.code == "disk_full" and lying(stick) == []
    center.receive(written.path)
    assert len(field.export(stick).attachments.paths) == 1


def test_one_that_is_missing_is_asked_for_again(field: Installation, center: Installation, box: Path) -> None:
    attach(field)
    for one in (field, center, field):
        visit(one, box)
    (folder_of(center) / digest(JPEG)).unlink()
    assert visit(center, box).arrived.lacking == 1
    assert visit(field, box).placed.written == 1
    assert visit(center, box).arrived.came == 1 and kept(center) == [digest(JPEG)]
    visit(field, box)
    assert lying(box) == [] and all(visit(one, box).written is None for one in (center, field))


def test_a_laptop_that_lost_its_own_gets_it_back_and_others_get_nothing(
    tmp_path: Path, field: Installation, center: Installation, box: Path
) -> None:
    other = installation(tmp_path / "other", unit="01")
    believe(field, center, other)
    attach(field)
    for one in (field, center, other, field, center, other):
        visit(one, box)
    assert kept(other) == [] and lacked(other) == []
    (folder_of(field) / digest(JPEG)).unlink()
    # another unit that asks is not answered
    with patch("sync.send.draft.lacked_here", lambda *_: (digest(JPEG),)):
        other.edit("1.1.2", "status", "implemented", unit="01")
        visit(other, box)
    visit(center, box)
    assert lying(box) == []
    visit(field, box)
    visit(center, box)
    assert lying(box) == [digest(JPEG)]
    assert visit(field, box).arrived.came == 1


def test_what_headquarters_writes_for_a_unit_has_nothing_of_another(
    tmp_path: Path, field: Installation, center: Installation, box: Path, stick: Path
) -> None:
    other = installation(tmp_path / "other", unit="01")
    believe(field, center, other)
    attach(field)
    for one in (field, center, field):
        visit(one, box)
    (folder_of(field) / digest(JPEG)).unlink()
    for one in (field, center):
        visit(one, box)
    assert center.export(stick, peer="01").attachments.paths == ()
    assert len(center.export(stick, peer="17").attachments.paths) == 1


def test_redacting_the_evidence_removes_the_bytes_everywhere(
    field: Installation, center: Installation, box: Path
) -> None:
    change = attach(field)
    visit(field, box)
    visit(center, box)
    redact(center.store, center.places, change.register)
    assert kept(center) == []
    visit(center, box)
    visit(field, box)
    assert kept(field) == [] and lying(box) == [] and lacked(field) == lacked(center) == []


def test_whoever_names_the_hash_for_another_unit_keeps_no_bytes(
    field: Installation, center: Installation, other: Installation, box: Path
) -> None:
    change = attach(field)
    attachment = change.decoded()["attachment"]
    named = {"title": "Foto", "ref": "zyra", "attachment": attachment}
    other.edit("1.1.1", "eeeeee", named, kind="evidence", unit=field.identity.unit)
    for one in (field, other, center, field):
        visit(one, box)
    assert [one.store.conn.execute("SELECT held FROM change WHERE field = 'eeeeee'").fetchone()
            for one in (field, center)] == [("unit",)] * 2  # fmt: skip
    redact(center.store, center.places, change.register)
    for one in (center, field):
        visit(one, box)
        assert kept(one) == []


def test_a_revocation_that_is_taken_back_has_cost_no_bytes(
    field: Installation, center: Installation, box: Path
) -> None:
    attach(field)
    visit(field, box)
    visit(center, box)
    revoke(center.store, center.places, field.replica, date.today() - timedelta(days=30))
    visit(center, box)
    assert kept(center) == [digest(JPEG)]
    accept(center.store, center.places, field.replica)
    visit(center, box)
    assert kept(center) == [digest(JPEG)] and lacked(center) == []


def test_a_unit_that_is_mended_has_cost_no_bytes(
    field: Installation, center: Installation, box: Path
) -> None:
    attach(field)
    for one in (field, center, field):
        visit(one, box)
    for unit in ("18", field.identity.unit):
        accept(center.store, center.places, field.replica, unit=unit)
        visit(center, box)
    assert kept(center) == [digest(JPEG)] and lacked(center) == []


def test_what_never_counted_keeps_no_bytes_of_what_is_redacted(
    field: Installation, center: Installation, box: Path, tmp_path: Path
) -> None:
    """A revoked laptop names the hash, which it knows, and a laptop that is accepted carries that."""
    revoked, carrier = (installation(tmp_path / name, unit="18") for name in ("revoked", "carrier"))
    believe(center, revoked, carrier)
    (tmp_path / "usb").mkdir()
    revoked.edit("1.1.2", "status", "in_progress", unit="18")
    center.receive(revoked.export(tmp_path / "usb").path, accept=False)
    change = attach(field)
    for one in (field, center, field):
        visit(one, box)
    revoke(center.store, center.places, revoked.replica, date.today() - timedelta(days=1))
    with revoked.store.writing() as conn:
        naming = Edit("evidence", "1.1.1", "18", "ffffff", change.decoded(), again=True)
        append(conn, revoked.identity, [naming])
    carrier.receive(revoked.export(tmp_path / "usb", peer=center.replica).path, accept=False)
    center.receive(carrier.export(tmp_path / "usb", peer=center.replica).path, accept=False)
    visit(center, box)
    assert kept(center) == [digest(JPEG)]
    redact(center.store, center.places, Register("evidence", "1.1.1", "17", change.field))
    assert kept(center) == []


def test_what_is_withdrawn_before_it_left_leaves_no_bytes(field: Installation, stick: Path) -> None:
    change = attach(field)
    attach(field, b"%PDF-1.7 kept", "vendim.pdf")
    withdraw_entry(field.store, ACTION, "evidence", change.field)
    # an undo could set it again until then
    assert len(kept(field)) == 2
    written = field.export(stick)
    assert kept(field) == lying(stick) == [digest(b"%PDF-1.7 kept")]
    assert JPEG not in written.path.read_bytes()


def test_undo_keeps_what_a_redo_sets_again(field: Installation, center: Installation, box: Path) -> None:
    attach(field)
    undo(field.store)
    assert kept(field) == [digest(JPEG)] and lacked(field) == []
    redo(field.store)
    visit(field, box)
    assert visit(center, box).arrived.came == 1


def test_a_correction_keeps_what_is_attached_or_puts_another_in_its_place(field: Installation) -> None:
    change = attach(field)
    correct_evidence(field.store, ACTION, change.field, "Fotografi", "arkivi")
    assert find_attachment(field.store, ACTION, change.field).sha256 == digest(JPEG)
    pdf = read_attachment(chosen(field.places.data, b"%PDF-1.4", "v.pdf"), folder_of(field))
    correct_evidence(field.store, ACTION, change.field, "Vendim", "arkivi", attached=pdf)
    found = find_attachment(field.store, ACTION, change.field[:4])
    assert (found.name, found.type, found.bytes) == ("v.pdf", "application/pdf", 8)


def test_only_photographs_and_pdfs_of_a_megabyte_are_attached(field: Installation, tmp_path: Path) -> None:
    wrong = {
        "attachment_kind": chosen(tmp_path, b"MZ a program", "foto.jpg"),
        "attachment_too_large": chosen(tmp_path, JPEG + bytes(MAX_ATTACHMENT), "large.jpg"),
        "attachment_unreadable": tmp_path / "missing.jpg",
    }
    for code, path in wrong.items():
        with pytest.raises(UserError, match=code):
            read_attachment(path, folder_of(field))
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(UserError, match="attachment_unreadable"):
        read_attachment(tmp_path / "pipe.jpg", folder_of(field))
    assert kept(field) == []
    exact = read_attachment(chosen(tmp_path, JPEG.ljust(MAX_ATTACHMENT), "exact.jpg"), folder_of(field))
    assert exact.attachment.bytes == MAX_ATTACHMENT


HOSTILE_NAMES = [
    "../../etc/passwd",
    "C:\\Windows\\x.exe",
    "CON",
    "\u202egpj.exe",
    "a" * 500,
    "",
    ".bashrc",
    "x\n-rf",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_becomes_no_path_and_no_kind(field: Installation, tmp_path: Path, name: str) -> None:
    told = {"sha256": digest(JPEG), "bytes": len(JPEG), "name": name, "type": "application/x-sh"}
    found = attachment_of({"title": "t", "ref": "r", "attachment": told})
    assert found is not None
    called = file_name(found, JPEG)
    assert called.endswith(f"{digest(JPEG)[:6]}.jpg") and len(called) < 60
    assert not {*'/\\:\n\u202e"'} & {*called} and not called.startswith(".")
    folder_of(field).mkdir()
    (folder_of(field) / digest(JPEG)).write_bytes(JPEG)
    (tmp_path / "out").mkdir()
    saved = save_attachment(folder_of(field), found, tmp_path / "out")
    assert saved.parent == tmp_path / "out" and saved.read_bytes() == JPEG


@pytest.mark.parametrize("told", [None, 5, [], {}, {"sha256": "../../x"}, {"sha256": "AB" * 32, "bytes": 1}])
def test_a_hash_that_is_none_is_no_attachment(told: object) -> None:
    assert attachment_of({"title": "t", "ref": "r", "attachment": told}) is None


def test_a_value_of_another_form_is_held(field: Installation, center: Installation, box: Path) -> None:
    for n, wrong in enumerate(("../../../etc/passwd", "A" * 64, "a" * 63)):
        told = {"sha256": wrong, "bytes": 1, "name": "x", "type": "image/png"}
        value = {"title": "t", "ref": "r", "attachment": told}
        field.edit("1.1.1", f"e{n}", value, kind="evidence")
    visit(field, box)
    [taken] = visit(center, box).taken
    assert taken.held == 3 and lacked(center) == []


def _hostile(box: Path, wanted: str) -> Iterator[Path]:
    """Files that somebody put there under the name of what is asked for."""
    folder = box / "05_other"
    folder.mkdir()
    yield chosen(folder, b"\xff\xd8\xff another", f"{wanted}{ATTACHED}")
    yield chosen(folder, JPEG + bytes(3 * MAX_ATTACHMENT), f"{wanted}_1{ATTACHED}")
    yield chosen(folder, b"", f"{wanted}_2{ATTACHED}")
    yield chosen(folder, b"age-encryption.org/v1\n-> X25519 x\n" + bytes(1000), f"{wanted}_3{ATTACHED}")
    link = folder / f"{wanted}_4{ATTACHED}"
    link.symlink_to("/dev/zero")
    yield link
    (folder / f"{wanted}_5{ATTACHED}").mkdir()
    os.mkfifo(folder / f"{wanted}_6{ATTACHED}")


def test_what_is_not_what_its_hash_says_is_left_and_asked_for_still(
    field: Installation, center: Installation, box: Path
) -> None:
    attach(field)
    visit(field, box)
    [placed] = box.rglob(f"*{ATTACHED}")
    placed.unlink()
    hostile = [*_hostile(box, digest(JPEG))]
    nobody_named = chosen(box, b"%PDF-1.7", f"{digest(b'%PDF-1.7')}{ATTACHED}")
    assert visit(center, box).arrived == Arrived(0, 0, 1)
    assert kept(center) == [] and all(os.path.lexists(path) for path in (*hostile, nobody_named))
    # what is right comes through all the same, once it is there again
    visit(field, box)
    assert visit(center, box).arrived.came == 1 and kept(center) == [digest(JPEG)]


def test_bytes_that_are_no_picture_are_not_kept_whatever_the_ledger_calls_them(
    field: Installation, center: Installation, box: Path
) -> None:
    script = b"#!/bin/sh\nrm -rf /\n"
    told = {"sha256": digest(script), "bytes": len(script), "name": "foto.jpg", "type": "image/jpeg"}
    field.edit("1.1.1", "e1", {"title": "t", "ref": "r", "attachment": told}, kind="evidence")
    visit(field, box)
    chosen(box, script, f"{digest(script)}{ATTACHED}")
    assert visit(center, box).arrived == Arrived(0, 0, 1) and kept(center) == []


def test_a_link_in_place_of_ones_own_folder_costs_nobody_anything(
    field: Installation, center: Installation, box: Path
) -> None:
    attach(field)
    visit(center, box)
    (box / own_folder(field.identity)).symlink_to(box / own_folder(center.identity))
    other = chosen(box / own_folder(center.identity), JPEG, f"{'ab' * 32}{ATTACHED}")
    visit(field, box)
    assert other.exists() and lying(box) == ["ab" * 32]


def test_a_unit_that_names_without_end_fills_no_disk(
    field: Installation, center: Installation, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.receive.attachments.MOST_OF_A_UNIT", 2 * len(JPEG) + 2)
    for n in range(4):
        attach(field, JPEG + bytes([n]))
    visit(field, box)
    came = visit(center, box).arrived
    assert (came.came, came.no_room) == (2, 2) and len(kept(center)) == 2


def test_of_one_unit_so_many_come_at_a_visit_and_the_rest_is_told_and_comes_next(
    field: Installation, center: Installation, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.receive.attachments.MOST_AT_A_VISIT", 3)
    for n in range(4):
        attach(field, JPEG + bytes([n]))
    visit(field, box)
    assert visit(center, box).arrived == Arrived(3, 0, 1, 1)
    assert visit(center, box).arrived == Arrived(1, 0, 0, 0)


def test_many_attachments_cost_as_many_looks_at_all_evidence_as_one(
    field: Installation, center: Installation, box: Path
) -> None:
    looks = []
    for many in (1, 2, 9):
        for n in range(many):
            attach(field, JPEG + bytes([many, n]))
        visit(field, box)
        statements: list[str] = []
        center.store.conn.set_trace_callback(statements.append)
        assert visit(center, box).arrived == Arrived(many, 0, 0)
        center.store.conn.set_trace_callback(None)
        looks.append(sum("unit, value, head, others FROM state" in one for one in statements))
    assert looks[1] == looks[2]


def test_a_disk_that_takes_none_takes_every_change_and_writes_the_answer(
    field: Installation, center: Installation, box: Path
) -> None:
    attach(field)
    visit(field, box)
    with patch("sync.receive.attachments.keep_attachment", side_effect=UserError("disk_full")):
        came = visit(center, box)
    assert came.arrived == Arrived(0, 1, 1) and came.written is not None and came.unwritten is None


def test_two_databases_in_one_place_keep_their_own(field: Installation, tmp_path: Path) -> None:
    attach(field)
    other = open_store(Path(shutil.copy(field.store.path, field.store.path.with_name("other.db"))))
    with other:
        assert [*lacking(other.conn, field.identity)] == [digest(JPEG)]
        # what this one does not name is not its own to remove
        sweep_attachments(other)
    assert kept(field) == [digest(JPEG)]


def test_what_a_database_kept_aside_names_stays(field: Installation, tmp_path: Path) -> None:
    """Evidence that was not sent and is not in a backup comes back with what stood before the restore."""
    older, aside = tmp_path / "x.db", tmp_path / "x-20220101-000000.before-restore.db"
    backup(field.store, older)
    attach(field)
    backup(field.store, aside)
    keep_attachment(attachments_beside(older), JPEG)
    with open_store(older) as store:
        assert sweep_attachments(store) == 0
        aside.unlink()
        assert sweep_attachments(store) == 1


def test_a_disk_without_room_takes_no_attachment_and_every_change(
    field: Installation, center: Installation, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(field)
    visit(field, box)
    monkeypatch.setattr("sync.receive.attachments.ROOM_LEFT", 2**62)
    came = visit(center, box)
    assert came.arrived == Arrived(0, 1, 1) and [one.new for one in came.taken] == [1]


def test_what_was_altered_is_told_by_verify_and_asked_for_again(
    field: Installation, center: Installation, box: Path
) -> None:
    attach(field)
    visit(field, box)
    visit(center, box)
    (folder_of(center) / digest(JPEG)).write_bytes(JPEG + b"!")
    faults = prove(center.store, center.places).faults
    assert [(fault.code, fault.place) for fault in faults] == [("attachment_differs", digest(JPEG))]
    [named] = named_attachments(center.store.conn)
    with pytest.raises(UserError, match="attachment_not_here"):
        open_attachment(folder_of(center), named.attachment)
    assert lacked(center) == [digest(JPEG)]


def test_the_viewer_gets_a_copy(field: Installation) -> None:
    change = attach(field, name="Vendimi i Kryetarit.jpeg")
    shown: list[Path] = []
    with patch("store.db.system.open_file", shown.append):
        open_attachment(folder_of(field), find_attachment(field.store, ACTION, change.field))
    [path] = shown
    assert path.read_bytes() == JPEG and path.suffix == ".jpg" and "Vendimi" in path.name
    path.write_bytes(b"rotated")
    assert read_kept(folder_of(field), digest(JPEG)) == JPEG
    with patch("store.db.system.open_file", side_effect=OSError), pytest.raises(UserError, match="no_viewer"):
        open_attachment(folder_of(field), find_attachment(field.store, ACTION, change.field))


def test_sealed_it_is_read_by_whom_the_files_are_for(
    field: Installation, center: Installation, box: Path
) -> None:
    pytest.importorskip("pyrage")
    attach(field)
    visit(field, box, sealed=True)
    [lies] = box.rglob(f"*{ATTACHED}")
    assert JPEG not in lies.read_bytes() and lies.name.endswith(f"_sealed{ATTACHED}")
    assert visit(field, box, sealed=True).placed.written == 0
    stranger = installation(box.parent / "stranger", unit="17")
    assert take_attachments(stranger.store, stranger.places, [lies]).came == 0
    assert visit(center, box, sealed=True).arrived.came == 1
    visit(field, box, sealed=True)
    assert lying(box) == []


@pytest.mark.parametrize("seed", range(cases(4, 300)))
def test_whatever_is_lost_all_come_to_hold_what_is_named(seed: int) -> None:
    rng = random.Random(seed)
    with quick_folder() as folder:
        center = headquarters(folder / "center")
        laptops = [
            installation(folder / name, unit=unit) for name, unit in (("a", "17"), ("b", "17"), ("c", "01"))
        ]
        everybody = [center, *laptops]
        believe(*everybody)
        box = folder / "box"
        box.mkdir()
        registers: list[Register] = []
        for step in range(rng.randint(10, 25)):
            one = rng.choice(everybody)
            lot = rng.random()
            if lot < 0.3:
                registers.append(attach(one, JPEG + rng.randbytes(4), f"{step}.jpg").register)
            elif lot < 0.4:
                with suppress(UserError):
                    # there may be nothing to undo
                    undo(one.store) if rng.random() < 0.6 else redo(one.store)
            elif lot < 0.45 and registers:
                try:
                    redact(center.store, center.places, rng.choice(registers))
                except UserError as refused:
                    assert refused.code == "redaction_none"
            elif lot < 0.55:
                # somebody tidies the folder, or a disk loses what was kept
                lost = [*box.rglob(f"*{ATTACHED}"), *folder_of(center).glob("?" * 64)]
                if lost:
                    rng.choice(lost).unlink()
            else:
                visit(one, box)
        for _ in range(8):
            for one in everybody:
                visit(one, box)
        assert all(visit(one, box).written is None for one in everybody)
        assert all(one.state == center.state for one in laptops)
        named = {named.attachment.sha256: named.unit for named in named_attachments(center.store.conn)}
        assert {*lacked(center)} == {sha for sha in named if not any(sha in kept(one) for one in everybody)}
        for one in everybody:
            assert prove(one.store, one.places).faults == ()
            assert {*lacked(one)} <= {*lacked(center)}
        # what nobody lacks lies there no more
        assert {*lying(box)} <= set(named)
        assert not lying(box)
        assert own_folder(center.identity)


def test_what_a_file_asks_for_is_bounded_and_of_one_form() -> None:
    asked = tuple(f"{n:064x}" for n in range(1_500))
    reader = BodyReader(BodyWriter(Preamble({}, {}, (), lacks=asked)).finish())
    reader.read_preamble()
    assert reader.preamble.lacks == asked[:1_000]
    for wrong in (["lacks", "zz"], ["lacks", 5], ["lacks", "AB" * 32]):
        body = zlib.compress(f"{json.dumps(wrong)}\n".encode())
        with pytest.raises(FormError):
            BodyReader(body).read_preamble()
    # a line of more words is one of a later version
    later = BodyReader(zlib.compress(f'["lacks","{asked[1]}",7]\n'.encode()))
    later.read_preamble()
    assert later.preamble.lacks == ()


def naming(one: Installation, *names: str) -> None:
    """Record evidence that names hashes of which nothing is here."""
    for n, name in enumerate(names):
        attachment = {"sha256": name, "bytes": 9, "name": "n", "type": "image/png"}
        value = {"title": "t", "ref": "r", "kind": "photo", "attachment": attachment}
        one.edit("1.1.1", f"z{n}", value, unit=one.identity.unit, kind="evidence")


@pytest.fixture
def other(tmp_path: Path, field: Installation, center: Installation) -> Installation:
    """An accepted laptop of another unit."""
    one = installation(tmp_path / "other", unit="01")
    believe(field, center, one)
    return one


def test_whoever_names_the_hash_of_another_unit_does_not_get_its_bytes(
    field: Installation, center: Installation, other: Installation, box: Path
) -> None:
    """The hash stands in the name of the sealed file."""
    attach(field)
    visit(field, box, sealed=True)
    visit(center, box, sealed=True)
    naming(other, digest(JPEG))
    for one in (other, field, center, other):
        visit(one, box, sealed=True)
    assert (kept(center), kept(other)) == ([digest(JPEG)], [])


@pytest.mark.parametrize("how", ["redacted", "withdrawn", "revoked"])
def test_nor_does_it_once_the_evidence_of_that_unit_stands_no_more(
    field: Installation, center: Installation, other: Installation, box: Path, how: str
) -> None:
    """What has ever named it counts, and a laptop keeps nothing for other units of what was redacted."""
    change = attach(field)
    visit(field, box, sealed=True)
    visit(center, box, sealed=True)
    naming(other, digest(JPEG))
    for one in (other, center, other):
        visit(one, box, sealed=True)
    if how == "redacted":
        redact(center.store, center.places, change.register)
    elif how == "withdrawn":
        field.edit("1.1.1", change.field, None, kind="evidence")
        visit(field, box, sealed=True)
    else:
        revoke(center.store, center.places, field.replica, date.today() - timedelta(days=1))
    for one in (center, other, center, other):
        visit(one, box, sealed=True)
    assert (lacked(other), kept(other)) == ([digest(JPEG)], [])
    if how == "redacted":
        visit(field, box, sealed=True)
        assert kept(field) == []
        # its own unit can attach the same again
        attach(field)
        assert kept(field) == [digest(JPEG)]


def test_nor_what_came_late_to_an_entry_that_is_redacted(
    field: Installation, center: Installation, other: Installation, box: Path
) -> None:
    """Headquarters takes it away by itself, and a sealed file shows its hash."""
    change = attach(field)
    for one in (field, center):
        visit(one, box, sealed=True)
    redact(center.store, center.places, change.register)
    # not heard of yet
    second = read_attachment(chosen(field.places.data, JPEG + b" of a witness"), folder_of(field))
    second.keep()
    value = {**change.decoded(), "attachment": second.attachment._asdict()}
    field.edit("1.1.1", change.field, value, kind="evidence")
    export(field.store, field.places, box, peer=center.replica, sealed=True)
    place_attachments(field.store, field.places, box, sealed=True)
    assert second.attachment.sha256 in lying(box)
    naming(other, second.attachment.sha256)
    for one in (other, center, other, center, other):
        visit(one, box, sealed=True)
    assert kept(other) == []


def test_a_text_in_the_place_of_a_hash_is_redacted_as_well(field: Installation, center: Installation) -> None:
    secret = "Besnik Hoxha"
    naming(field, secret)
    center.receive(field.export(field.places.data).path)
    (unit, name) = center.store.conn.execute(
        "SELECT unit, field FROM change WHERE kind = 'evidence'"
    ).fetchone()
    redact(center.store, center.places, Register("evidence", "1.1.1", unit, name))
    assert not any(secret.encode() in path.read_bytes() for path in center.places.data.glob("terren.db*"))


def test_a_unit_without_room_keeps_no_other_out(
    field: Installation, center: Installation, other: Installation, box: Path
) -> None:
    attach(field)
    attach(other, JPEG.ljust(600), "a.jpg")
    naming(other, digest(JPEG))
    with patch("sync.receive.attachments.MOST_OF_A_UNIT", 600):
        for one in (other, center, field, center):
            visit(one, box)
    assert digest(JPEG) in kept(center)


def test_whoever_names_much_is_asked_no_more_than_the_others(
    field: Installation, center: Installation, other: Installation, box: Path
) -> None:
    attach(field)
    naming(other, *(f"{n:064x}" for n in range(6)))
    for one in (field, center, other):
        visit(one, box)
    kept_attachment(folder_of(center), digest(JPEG)).unlink()
    with patch("sync.send.draft.MAX_LACKS", 5):
        for one in (other, center, field, center):
            visit(one, box)
    assert digest(JPEG) in kept(center)


def test_whoever_asks_for_much_is_given_no_more_than_the_others() -> None:
    assert in_turn([["a", "b", "c"], [], ["z"], ["b", "x"]]) == ["z", "b", "a", "x", "c"]
