"""Sealed change sets: read by whom they are for, the reserve key and their sender, and by nobody else."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from store.db.errors import UserError
from store.edits.reserve import RESERVE, record_reserve, reserve_recipients
from store.edits.words import signed_word
from store.integrity.verify import verify
from store.ledger.append import Edit, record
from sync.folder import COPYING
from sync.mailbox import exchange_folder
from sync.receive.receive import receive
from sync.receive.waiting import receive_each
from sync.send.export import Exported, export
from sync.trust.reserve import make_reserve
from sync.wire.envelope import MAGIC, is_sealed, open_envelope, seal
from sync.wire.keys import verify as is_signature
from sync.wire.limits import MAX_ENVELOPE_HEADER
from tests.support.lengths import cases
from tests.sync.world import Installation, believe, headquarters, installation


@pytest.fixture
def other(tmp_path: Path) -> Installation:
    return installation(tmp_path / "other", unit="23")


def sealed(one: Installation, folder: Path, peer: str | None = None) -> Exported:
    """Write a sealed change set."""
    return export(one.store, one.places, folder, peer=peer, sealed=True)


def taken(one: Installation, file: Path, reserve: Path | None = None) -> str:
    """What came of a file: ``taken``, or the code of the refusal."""
    (came,) = receive_each(one.store, one.places, [file], reserve=reserve)
    return came.code if isinstance(came, UserError) else "taken"


def test_headquarters_and_the_sender_open_it_and_nobody_else(
    field: Installation, other: Installation, center: Installation, stick: Path
) -> None:
    believe(field, other, center)
    field.edit("1.1.1", "next_steps", "Sekret")
    file = sealed(field, stick)
    data = file.path.read_bytes()
    assert is_sealed(data)
    assert (file.bytes, file.sealed, file.path.name.endswith("_sealed.terren")) == (len(data), True, True)
    before = other.content()
    assert taken(other, file.path) == "sealed_for_others"
    assert other.content() == before
    assert taken(field, file.path) == "changeset_own_file"
    came = receive(center.store, center.places, file.path)
    assert (came.new, came.check_code) == (1, file.check_code)
    assert center.state == field.state
    again = receive(center.store, center.places, file.path)
    assert again.already_received_at is not None
    # what lies in the archive is the signed file itself
    assert [path.read_bytes()[:8] for path in center.places.archive.glob("*")] == [b"\x89TRN\r\n\x1a\n"]


def test_headquarters_seals_to_the_laptops_of_a_unit_or_to_all(
    field: Installation, other: Installation, center: Installation, stick: Path
) -> None:
    believe(field, other, center)
    center.edit("1.1.1", "verdict", "implemented", kind="assessment")
    for_unit = sealed(center, stick, peer=other.identity.unit)
    assert [taken(one, for_unit.path) for one in (field, other)] == ["sealed_for_others", "taken"]
    for_all = sealed(center, stick)
    assert [taken(one, for_all.path) for one in (field, other)] == ["taken", "taken"]
    assert field.state == other.state == center.state


def test_whoever_is_revoked_reads_no_more(
    field: Installation, other: Installation, center: Installation, stick: Path
) -> None:
    from datetime import date, timedelta

    from sync.trusting import revoke

    believe(field, other, center)
    revoke(center.store, center.places, other.replica[:8], date.today() - timedelta(days=1))
    assert [taken(one, sealed(center, stick).path) for one in (field, other)] == [
        "taken",
        "sealed_for_others",
    ]


def test_the_reserve_key_opens_what_headquarters_cannot(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    with pytest.raises(UserError, match="headquarters_only"):
        make_reserve(field.store, tmp_path / "field.key")
    assert not (tmp_path / "field.key").exists()
    made = make_reserve(center.store, tmp_path / "reserve.key")
    if sys.platform != "win32":
        assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert made.path.read_text().splitlines()[-1].startswith("AGE-SECRET-KEY-1")
    field.receive(center.export(stick).path)
    assert reserve_recipients(field.store.conn, is_signature) == [made.recipient]
    field.edit("1.1.1", "status", "implemented")
    file = sealed(field, stick)
    # headquarters' laptop is lost with its keys; a new one begins
    successor = headquarters(tmp_path / "successor")
    believe(successor, field)
    assert taken(successor, file.path) == "sealed_for_others"
    assert taken(successor, file.path, file.path) == "reserve_unreadable"
    assert taken(successor, file.path, made.path) == "taken"
    assert [register["target"] for register in successor.state] == ["1.1.1"]
    with pytest.raises(UserError, match="file_exists"):
        make_reserve(center.store, made.path)
    assert reserve_recipients(center.store.conn, is_signature) == [made.recipient]
    assert verify(center.store).faults == ()


def test_nothing_is_sealed_to_nobody_nor_to_a_key_that_is_none(
    field: Installation, center: Installation, stick: Path
) -> None:
    with pytest.raises(UserError, match="seal_no_headquarters"):
        sealed(field, stick)
    believe(field, center)
    record_reserve(center.store, lambda: "age1none")
    (stick / "answer").mkdir()
    field.receive(center.export(stick / "answer").path, accept=False)
    with pytest.raises(UserError, match="seal_reserve"):
        sealed(field, stick)
    assert [path.name for path in stick.iterdir()] == ["answer"]


def test_nothing_is_sealed_to_a_reserve_key_that_headquarters_key_has_not_signed(
    field: Installation, center: Installation, stick: Path
) -> None:
    """What headquarters' history says alone opens nothing."""
    believe(field, center)
    with field.store.writing() as conn:
        said = signed_word(conn, field.replica, RESERVE, {"recipient": "age1none"})
    forged = {**said, "signer": center.replica}
    for value in ("age1none", {"recipient": "age1none"}, said, forged):
        record(center.store, [Edit(*RESERVE, value)])
        field.receive(center.export(stick).path, accept=False)
        assert reserve_recipients(field.store.conn, is_signature) == []
        assert reserve_recipients(center.store.conn, is_signature) == []


def test_without_the_extra_it_is_said_how_to_get_it(
    field: Installation, center: Installation, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    believe(field, center)
    file = sealed(field, stick)
    monkeypatch.setitem(sys.modules, "pyrage", None)
    assert taken(center, file.path) == "seal_missing"
    with pytest.raises(UserError, match="seal_missing"):
        sealed(field, stick)
    assert taken(center, field.export(stick).path) == "taken"


def test_damage_is_noticed_wherever_it_is(field: Installation, center: Installation, stick: Path) -> None:
    believe(field, center)
    field.edit("1.1.1", "status", "implemented")
    whole = sealed(field, stick).path.read_bytes()
    before = center.content()
    damaged = stick / "damaged.terren"
    for n in range(len(MAGIC), len(whole), cases(101, 7)):
        damaged.write_bytes(whole[:n] + bytes([whole[n] ^ 1 << n % 8]) + whole[n + 1 :])
        assert taken(center, damaged) in ("sealed_damaged", "sealed_for_others"), n
        damaged.write_bytes(whole[:n])
        assert taken(center, damaged) in ("sealed_damaged", "sealed_for_others"), n
    damaged.write_bytes(whole + b"more")
    assert taken(center, damaged) == "sealed_damaged"
    assert center.content() == before


def test_hostile_envelopes_are_bounded(field: Installation, center: Installation, stick: Path) -> None:
    believe(field, center)
    hostile, key = stick / "hostile.terren", [center.author.public_key]
    stanza = b"-> X25519 " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n"
    for data, code in (
        (MAGIC + stanza * (MAX_ENVELOPE_HEADER // len(stanza) + 1), "changeset_limit"),
        (MAGIC, "sealed_damaged"),
        (MAGIC + b"\n--- \n", "sealed_for_others"),
        (seal(b"no change set", key, [], ""), "changeset_magic"),
        (
            seal(seal(b"", key, [], ""), key, [], ""),
            "changeset_magic",
        ),
    ):
        hostile.write_bytes(data)
        assert taken(center, hostile) == code


def test_a_shared_folder_with_sealed_files_comes_to_rest(
    field: Installation, other: Installation, center: Installation, stick: Path
) -> None:
    believe(field, other, center)
    field.edit("1.1.1", "status", "implemented")
    other.edit("1.1.2", "status", "implemented", unit="23")
    parties = (field, other, center)
    for _ in range(4):
        came = [exchange_folder(one.store, one.places, stick, sealed=True) for one in parties]
    assert [one.written for one in came] == [None, None, None]
    assert [[left.why for left in one.left] for one in came[:2]] == [["sealed"] * len(came[0].left)] * 2
    assert field.state == center.state == other.state
    assert all(is_sealed(path.read_bytes()) for path in stick.glob("*/*.terren"))


def test_a_sealed_file_that_is_still_copied_is_left_alone(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    field.edit("1.1.1", "status", "implemented")
    file = sealed(field, stick).path
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert [left.why for left in exchange_folder(center.store, center.places, stick).left] == ["partial"]
    old = file.stat().st_mtime - 2 * COPYING
    os.utime(file, (old, old))
    assert [left.why for left in exchange_folder(center.store, center.places, stick).left] == ["refused"]
    file.write_bytes(whole)
    assert len(exchange_folder(center.store, center.places, stick).taken) == 1


def test_a_key_opens_only_what_is_sealed_to_it(field: Installation, other: Installation) -> None:
    for size in (0, 1, 65_535, 65_536, 200_000):
        data = os.urandom(size)
        outer = seal(data, [field.author.public_key], [], "")
        assert open_envelope(outer, field.places, "") == data
        with pytest.raises(UserError, match="sealed_for_others"):
            open_envelope(outer, other.places, "")
