"""What headquarters publishes of Terren itself: a statement that travels, and what is made of it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date, datetime, timezone
from pathlib import Path

import pytest

from language.registers import change
from schema.registers import KINDS
from store.db.errors import UserError
from store.edits.release import (
    RELEASE,
    Release,
    ReleaseFile,
    read_release,
    record_release,
    trusted_release,
    version_key,
    waiting_release,
)
from store.edits.words import signed_word
from store.ledger.append import Edit, record
from sync.trusting import revoke
from sync.wire.format import RELEASE as FORMAT_RELEASE
from sync.wire.keys import verify
from terren import __version__
from tests.sync.world import UNIT, Installation, believe, headquarters, installation

PYZ = ReleaseFile("pyz", "terren-0.2.0.pyz", 5, "ab" * 32)
WINDOWS = ReleaseFile("windows-x86_64", "terren-0.2.0-windows-x86_64.zip", 7, "cd" * 32)
RELEASED = Release("0.2.0", (PYZ,), "Ndryshime të vogla")


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Installation]:
    """A second headquarters."""
    yield headquarters(tmp_path / "other")


def carry(sender: Installation, receiver: Installation, stick: Path) -> None:
    receiver.receive(sender.export(stick).path, accept=False)


def refusal(one: Installation, running: str = "0.1.0") -> str:
    with pytest.raises(UserError) as refused, one.store.reading() as conn:
        trusted_release(conn, running, verify)
    return refused.value.code


def test_what_headquarters_publishes_waits_on_every_laptop(
    center: Installation, field: Installation, stick: Path
) -> None:
    believe(center, field)
    assert refusal(field) == "release_none"
    record_release(center.store, RELEASED)
    carry(center, field, stick)
    with field.store.reading() as conn:
        assert trusted_release(conn, "0.1.0", verify) == RELEASED
        assert waiting_release(conn, "0.1.9") == RELEASED
        assert waiting_release(conn, "0.2") is None
    assert refusal(field, "0.2.0") == refusal(field, "1.0") == "release_older"


def test_only_headquarters_publishes(field: Installation, center: Installation, stick: Path) -> None:
    with pytest.raises(UserError, match="headquarters_only"):
        record_release(field.store, RELEASED)
    believe(center, field)
    # an altered laptop writes it all the same: headquarters holds it
    record(field.store, [Edit(*RELEASE, {"version": "9.9", "files": []})])
    carry(field, center, stick)
    assert refusal(center) == "release_none"


def test_files_of_a_version_join_and_a_version_is_one_content(center: Installation) -> None:
    record_release(center.store, RELEASED)
    record_release(center.store, RELEASED._replace(files=(WINDOWS,)))
    with center.store.reading() as conn:
        assert read_release(conn) == RELEASED._replace(files=(PYZ, WINDOWS))
    altered = RELEASED._replace(files=(PYZ._replace(sha256="ef" * 32),))
    for release, code in (
        (altered, "release_differs"),
        (RELEASED._replace(version="0.1.9"), "release_older"),
        (RELEASED._replace(version="0.3.dev1"), "version_unreadable"),
    ):
        with pytest.raises(UserError) as refused:
            record_release(center.store, release)
        assert refused.value.code == code
    record_release(center.store, altered, force=True)
    record_release(center.store, RELEASED._replace(version="0.1.9"), force=True)
    with center.store.reading() as conn:
        # a step back takes no file of the other version along, and installs nothing
        assert read_release(conn) == RELEASED._replace(version="0.1.9")
    assert refusal(center, "0.2.0") == "release_older"


def test_two_that_differ_install_none_until_headquarters_decides(
    center: Installation, other: Installation, field: Installation, stick: Path
) -> None:
    believe(center, other, field)
    record_release(center.store, RELEASED)
    record_release(other.store, RELEASED._replace(files=(PYZ._replace(sha256="ef" * 32),)))
    for sender in (center, other):
        carry(sender, field, stick)
    assert refusal(field) == "release_conflict"
    with field.store.reading() as conn:
        assert waiting_release(conn, "0.1.0") is None
    carry(center, other, stick)
    record_release(other.store, RELEASED, force=True)
    carry(other, field, stick)
    with field.store.reading() as conn:
        assert trusted_release(conn, "0.1.0", verify) == RELEASED


def test_an_old_file_of_the_exchange_brings_no_old_version_back(
    center: Installation, field: Installation, stick: Path
) -> None:
    believe(center, field)
    record_release(center.store, RELEASED)
    first = center.export(stick).path
    record_release(center.store, RELEASED._replace(version="0.3.0"))
    carry(center, field, stick)
    field.receive(first, accept=False)
    with field.store.reading() as conn:
        assert trusted_release(conn, "0.1.0", verify).version == "0.3.0"


def test_what_was_recorded_before_the_revocation_installs_nothing(
    center: Installation, field: Installation, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a record stays in the ledger, and is no reason to run a program any more."""
    believe(center, field)
    with monkeypatch.context() as patched:
        patched.setattr("store.ledger.append.time.time", lambda: time.time_ns() / 1e9 - 3 * 86_400)
        record_release(center.store, RELEASED)
    carry(center, field, stick)
    revoke(field.store, field.places, center.replica, date(2999, 1, 1))
    with field.store.reading() as conn:
        assert trusted_release(conn, "0.1.0", verify) == RELEASED
    revoke(field.store, field.places, center.replica, datetime.now(timezone.utc).date())
    with field.store.reading() as conn:
        assert read_release(conn) == RELEASED
    assert refusal(field) == "release_revoked"


def test_a_reader_from_before_takes_the_file_and_passes_it_on(
    center: Installation, field: Installation, tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a version without this knows: a decision of a field that it has no form for."""
    relay = installation(tmp_path / "relay")
    believe(center, field, relay)
    center.edit("1.1.1", "comment", "Mirë", kind="assessment", unit="")
    record_release(center.store, RELEASED)
    file = center.export(stick).path
    decision = KINDS["decision"]
    before = decision._replace(fields=tuple(field for field in decision.fields if field.name != "release"))
    with monkeypatch.context() as patched:
        patched.setitem(KINDS, "decision", before)
        taken = relay.receive(file, accept=False)
        assert (taken.new, taken.held) == (2, 0)
        passed = relay.export(stick, peer=UNIT).path
    field.receive(passed, accept=False)
    with field.store.reading() as conn:
        assert trusted_release(conn, "0.1.0", verify) == RELEASED


@pytest.mark.parametrize(
    "value",
    [
        None,
        5,
        {},
        {"version": 5},
        {"version": "0.2.0", "files": 5},
        {"version": "0.2.0", "files": [5, {}, {"kind": "pyz", "name": 1, "bytes": "x", "sha256": None}]},
    ],
)
def test_what_has_another_form_is_none_or_has_no_files(center: Installation, value: object) -> None:
    record(center.store, [Edit(*RELEASE, value)])
    with center.store.reading() as conn:
        release = read_release(conn)
        assert release is None or release.files == ()
        waiting_release(conn, "0.1.0")


def test_a_release_is_installed_only_where_headquarters_key_has_signed_it_itself(
    center: Installation, field: Installation, stick: Path
) -> None:
    """Not a history that holds it: the change is headquarters', and what it says is not."""
    believe(center, field)
    record_release(center.store, RELEASED)
    ((value,),) = center.store.conn.execute("SELECT value FROM state WHERE field = 'release'").fetchall()
    altered = {**json.loads(value), "version": "0.3.0"}
    unsigned = {name: part for name, part in altered.items() if name != "signature"}
    with field.store.writing() as conn:
        another = signed_word(conn, field.replica, RELEASE, unsigned)
    for said in (altered, unsigned, another):
        record(center.store, [Edit(*RELEASE, said)])
        carry(center, field, stick)
        assert read_release(field.store.conn) is not None
        assert refusal(field) == refusal(center) == "release_revoked"


def test_versions_are_compared_by_their_numbers() -> None:
    order = ["0.1", "0.1.1", "0.2.0", "0.10", "1", "1.0.0.1"]
    assert sorted(order, key=version_key) == order
    assert version_key("1") == version_key("1.0.0")
    for text in ("", "1.", "1.0rc1", "1.0.0.0.0", "v1", "../1", "1/2", "9" * 7, "١"):
        with pytest.raises(UserError, match="version_unreadable"):
            version_key(text)


def test_it_is_said_in_words() -> None:
    value = {"version": "0.2.0", "note": "", "files": []}
    assert change("decision", "plan", "release", None, value).endswith(" → 0.2.0")


def test_no_release_is_advised_that_is_later_than_this_program() -> None:
    assert version_key(FORMAT_RELEASE) <= version_key(__version__)
