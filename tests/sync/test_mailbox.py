"""A folder as a mailbox: others' files are taken, one's own written, nothing of theirs touched."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

import sync.mailbox
import sync.trust.admission
from store.db.errors import UserError
from sync.folder import COPYING
from sync.mailbox import Exchange, exchange_folder
from sync.proof import prove
from sync.receive.inbox import drop
from sync.receive.receive import receive_data
from sync.receive.refused import MOST_FILES
from sync.send.own_files import own_folder
from sync.wire.format import MAGIC
from tests.sync.world import Installation, believe, headquarters, installation


@pytest.fixture
def center(tmp_path: Path, field: Installation) -> Installation:
    center = headquarters(tmp_path / "center")
    believe(field, center)
    return center


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "Kutia e Zyrës së Pejës"
    folder.mkdir()
    return folder


def visit(one: Installation, box: Path, cancelled: Callable[[], bool] | None = None) -> Exchange:
    return exchange_folder(one.store, one.places, box, cancelled=cancelled)


def hashes(box: Path) -> dict[str, str]:
    return {str(path): sha256(path.read_bytes()).hexdigest() for path in box.rglob("*") if path.is_file()}


def test_two_installations_agree_and_come_to_rest(
    field: Installation, center: Installation, box: Path
) -> None:
    field.edit("1.1.1", "status", "implemented")
    first = visit(field, box)
    assert first.written is not None
    assert first.written.path.parent.parent == box
    before = hashes(box)
    taken = visit(center, box)
    assert [one.new for one in taken.taken] == [1]
    assert center.state == field.state
    assert {path: digest for path, digest in hashes(box).items() if path in before} == before
    assert [one.new for one in visit(field, box).taken] == [0]
    for _ in range(2):
        for one in (field, center):
            again = visit(one, box)
            assert (again.taken, again.written, again.ended) == ((), None, "done")


def test_what_is_being_copied_is_left_alone(field: Installation, center: Installation, box: Path) -> None:
    field.edit("1.1.1", "status", "implemented")
    whole = field.export(box).path
    data = whole.read_bytes()
    for part in (b"", data[:5], data[:-1], data[:-40] + b"\0" * 40):
        whole.write_bytes(part)
        (left,) = visit(center, box).left
        assert (left.why, left.path, center.state) == ("partial", whole, [])
        assert whole.read_bytes() == part
    old = time.time() - COPYING - 1
    whole.write_bytes(data[:-1])
    os.utime(whole, (old, old))
    (cut,) = visit(center, box).left
    assert cut.refusal is not None
    assert cut.refusal.code == "changeset_truncated"
    whole.write_bytes(data)
    assert [one.new for one in visit(center, box).taken] == [1]


@pytest.mark.parametrize("begins", [b"", MAGIC])
def test_junk_costs_little_at_the_next_visit(
    field: Installation, center: Installation, box: Path, monkeypatch: pytest.MonkeyPatch, begins: bytes
) -> None:
    """However many files are refused, a bounded number is kept, and none is read a second time."""
    count = 3 * MOST_FILES
    for n in range(count):
        (box / f"j{n}.terren").write_bytes(begins + f"{n}".encode() * 40)
        os.utime(box / f"j{n}.terren", (1, 1))
    field.edit("1.1.1", "status", "implemented")
    visit(field, box)
    first = visit(center, box)
    assert center.state == field.state
    refused = center.places.inbox / "refused"
    kept = {path: path.stat().st_mtime_ns for path in refused.iterdir()}
    assert len(kept) == 2 * MOST_FILES + 1
    for name in ("sync.mailbox.receive_data", "sync.receive.refused.write_durably"):
        monkeypatch.setattr(name, None)
    again = visit(center, box)
    told = [
        [(one.path, one.why, one.refusal and one.refusal.code) for one in came.left]
        for came in (first, again)
    ]
    assert told[0] == told[1]
    assert len(told[0]) == count
    assert {path: path.stat().st_mtime_ns for path in refused.iterdir()} == kept


def test_what_is_no_file_of_somebody_is_passed_over(
    field: Installation, center: Installation, box: Path, tmp_path: Path
) -> None:
    outside = field.export(tmp_path).path
    (box / "link.terren").symlink_to(outside)
    (box / "folder").symlink_to(tmp_path, target_is_directory=True)
    (box / ".hidden.terren").write_bytes(outside.read_bytes())
    (box / "notes.txt").write_text("x")
    os.mkfifo(box / "pipe.terren")
    (box / "dir.terren").mkdir()
    came = visit(center, box)
    assert (came.taken, came.left, came.ended) == ((), (), "done")


def test_nothing_is_written_through_a_link(center: Installation, box: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (box / own_folder(center.identity)).symlink_to(elsewhere, target_is_directory=True)
    came = visit(center, box)
    assert came.unwritten is not None
    assert came.unwritten.code == "folder_missing"
    assert list(elsewhere.iterdir()) == []


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "a flipped bit": lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
    "cut": lambda data: data[:-30],
    "emptied": lambda data: b"",
    "replaced by text": lambda data: b"x" * len(data),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("sealed", [False, True])
def test_an_own_file_that_was_damaged_is_written_anew(
    field: Installation, center: Installation, box: Path, damage: Callable[[bytes], bytes], sealed: bool
) -> None:
    """Also one before the last; and once the outbox has lost it, the newest tells all."""
    believe(center, field)
    paths = []
    for n in range(2):
        field.edit("1.1.1", "percent", n)
        written = exchange_folder(field.store, field.places, box, sealed=sealed).written
        assert written is not None
        paths.append(written.path)
    whole = hashes(box)
    for path in paths:
        path.write_bytes(damage(path.read_bytes()))
        os.utime(path, (1, 1))
        came = exchange_folder(field.store, field.places, box, sealed=sealed)
        assert (came.repaired, came.written, hashes(box)) == ((path,), None, whole)
        assert exchange_folder(field.store, field.places, box, sealed=sealed).repaired == ()
    shutil.rmtree(field.places.outbox)
    paths[1].write_bytes(damage(paths[1].read_bytes()))
    came = exchange_folder(field.store, field.places, box, sealed=sealed)
    assert came.written is not None
    assert came.repaired == ()
    assert sum(one.new for one in visit(center, box).taken) == 2


def test_an_own_file_behind_a_link_is_written_anew(
    field: Installation, center: Installation, box: Path, tmp_path: Path
) -> None:
    """Readers pass links over, so that it would reach nobody."""
    believe(center, field)
    field.edit("1.1.1", "percent", 1)
    written = visit(field, box).written
    assert written is not None
    elsewhere = tmp_path / "elsewhere"
    shutil.move(written.path, elsewhere)
    written.path.symlink_to(elsewhere)
    assert visit(field, box).repaired == (written.path,)
    assert sum(file.new for file in visit(center, box).taken) == 1


def test_on_two_sticks_the_same_is_written_once(field: Installation, box: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for n in range(2):
        field.edit("1.1.1", "percent", n)
        assert [visit(field, place).written is None for place in (box, other)] == [False, False]
        assert [visit(field, place).written for place in (box, other, box)] == [None, None, None]


def test_a_pipe_in_the_place_of_a_listed_file_is_not_waited_for(
    field: Installation, center: Installation, box: Path
) -> None:
    field.edit("1.1.1", "status", "implemented")
    paths = sorted(field.export(box).path for _ in range(2))

    def exchanged(done: int, total: int, name: str) -> None:
        if name == paths[1].name:
            paths[1].unlink()
            os.mkfifo(paths[1])

    came = exchange_folder(center.store, center.places, box, progress=exchanged)
    (left,) = came.left
    assert left.refusal is not None
    assert (left.path, left.refusal.code, left.refusal.params["detail"]) == (
        paths[1],
        "changeset_unreadable",
        "no regular file",
    )
    assert [one.new for one in came.taken] == [1]


def test_a_folder_that_vanishes_ends_the_visit(field: Installation, center: Installation, box: Path) -> None:
    for n in range(3):
        field.edit("1.1.1", "percent", n)
        field.export(box)
    steps: list[str] = []

    def progress(done: int, total: int, name: str) -> None:
        steps.append(name)
        if done == 1:
            shutil.rmtree(box)

    came = exchange_folder(center.store, center.places, box, progress=progress)
    assert (came.ended, len(came.taken), came.written) == ("gone", 1, None)
    assert len(steps) == 2
    with pytest.raises(UserError, match="folder_missing"):
        visit(center, box)


def test_a_visit_can_be_cancelled_between_files(field: Installation, center: Installation, box: Path) -> None:
    for n in range(3):
        field.edit("1.1.1", "percent", n)
        field.export(box)
    answers = iter([False, False, True])
    came = visit(center, box, lambda: next(answers))
    assert (came.ended, len(came.taken), came.written) == ("cancelled", 2, None)
    came = visit(center, box)
    assert (came.ended, len(came.taken), came.known) == ("done", 1, 2)


def test_from_a_read_only_folder_files_are_taken(
    monkeypatch: pytest.MonkeyPatch, field: Installation, center: Installation, box: Path
) -> None:
    field.edit("1.1.1", "status", "implemented")
    field.export(box)

    def refuse(*arguments: object, **options: object) -> None:
        raise UserError("folder_read_only", folder=str(box))

    with monkeypatch.context() as patched:
        patched.setattr("sync.send.own_files.export", refuse)
        came = visit(center, box)
    assert [one.new for one in came.taken] == [1]
    assert came.unwritten is not None
    assert (came.unwritten.code, came.written) == ("folder_read_only", None)


def test_a_stranger_in_the_mailbox_waits(field: Installation, box: Path, tmp_path: Path) -> None:
    field.edit("1.1.1", "status", "implemented")
    field.export(box)
    other = headquarters(tmp_path / "other")
    came = visit(other, box)
    assert [held.whom.replica for held in came.waiting] == [field.replica]
    assert other.state == []
    assert [held.whom.replica for held in visit(other, box).waiting] == [field.replica]


def test_what_has_waited_is_taken_once_its_sender_is_accepted_by_whomever(
    tmp_path: Path, field: Installation, center: Installation, box: Path
) -> None:
    other = installation(tmp_path / "other")
    believe(center, other)
    other.edit("1.1.1", "status", "in_progress")
    center.receive(other.export(tmp_path).path)
    other.edit("1.1.1", "status", "implemented")
    assert visit(other, box).written is not None
    waiting = visit(field, box)
    assert [one.waiting for one in waiting.taken] == ["stranger"]
    assert visit(field, box).taken == ()
    field.receive(center.export(tmp_path).path, accept=False)
    assert [register["value"] for register in field.state] == ["in_progress"]
    came = visit(field, box)
    assert (came.waiting, came.left) == ((), ())
    assert field.state == other.state


def test_a_name_that_is_no_text_keeps_nobody_out(
    tmp_path: Path, field: Installation, center: Installation, box: Path
) -> None:
    """Of a stranger's file, of an honest one, and of one that is damaged."""
    stranger = installation(tmp_path / "stranger", unit="23")
    field.edit("1.1.1", "status", "implemented")
    for n, (one, name) in enumerate(((stranger, "A\udcff.terren"), (field, "B\udced\udca0\udc80.terren"))):
        (tmp_path / str(n)).mkdir()
        one.export(tmp_path / str(n)).path.rename(box / name)
    (box / "C\udcfe.terren").write_bytes(b"\x89TRN\r\n\x1a\n" + bytes(200))
    os.utime(box / "C\udcfe.terren", (1, 1))
    field.edit("1.1.2", "status", "implemented")
    field.export(box)
    came = visit(center, box)
    assert sum(one.new for one in came.taken) == 2
    assert [one.waiting for one in came.taken if one.waiting] == ["stranger"]
    assert [one.why for one in came.left] == ["refused"]
    for held in came.waiting:
        held.name.encode()


def test_a_fault_of_ours_with_one_file_keeps_nobody_out(
    tmp_path: Path, field: Installation, center: Installation, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = field.export(box).path
    other = installation(tmp_path / "other", unit="23")
    believe(center, other)
    other.edit("1.1.1", "status", "implemented", unit="23")
    other.export(box)

    def failing(
        store: object, places: object, path: Path, data: bytes, *, sealed: bool, scrub: bool
    ) -> object:
        if path == bad:
            raise ZeroDivisionError("by zero")
        return receive_data(center.store, center.places, path, data, sealed=sealed, scrub=scrub)

    monkeypatch.setattr(sync.mailbox, "receive_data", failing)
    came = visit(center, box)
    assert [one.new for one in came.taken] == [1]
    (left,) = came.left
    assert left.refusal is not None
    assert (left.path, left.refusal.code) == (bad, "changeset_unexpected")


def test_what_was_refused_is_not_read_again_at_each_visit(
    field: Installation, center: Installation, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = field.export(box).path
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    os.utime(path, (1, 1))
    (first,) = visit(center, box).left
    monkeypatch.setattr(sync.mailbox, "receive_data", None)
    (again,) = visit(center, box).left
    assert first.refusal is not None
    assert again.refusal is not None
    assert again.refusal.code == first.refusal.code


def test_the_inbox_of_strangers_is_bounded(
    tmp_path: Path, center: Installation, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync.trust.admission, "MOST_WAITING", 5)
    monkeypatch.setattr(sync.trust.admission, "MOST_OF_ONE", 2)
    for n in range(4):
        stranger = installation(tmp_path / f"stranger{n}", unit="23")
        for _ in range(3):
            stranger.export(box)
    for _ in range(2):
        came = visit(center, box)
        assert len(came.waiting) == 5
        assert len([one for one in came.left if one.refusal and one.refusal.code == "inbox_full"]) == 7
    assert not (center.places.inbox / "refused").exists()
    one = came.waiting[0].whom.replica
    assert len(drop(center.store, center.places, one[:8])) == 2
    assert len(visit(center, box).waiting) == 5
    assert len(drop(center.store, center.places, "all")) == 5
    assert list(center.places.inbox.glob("*.terren")) == []


def test_what_does_not_fit_into_a_file_goes_once_its_reader_has_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.wire.body.MAX_CHANGES", 5)
    field, center = installation(tmp_path / "field"), headquarters(tmp_path / "center")
    believe(field, center)
    folder = tmp_path / "stick"
    folder.mkdir()
    for n in range(12):
        field.edit("1.1.2", "percent", n)
    visits = 0
    while any(exchange_folder(one.store, one.places, folder).written for one in (field, center)):
        visits += 1
        assert visits < 12, "every exchange comes to rest"
    assert center.store.conn.execute("SELECT count(*) FROM change").fetchone() == (12,)
    assert prove(field.store, field.places).faults == prove(center.store, center.places).faults == ()
