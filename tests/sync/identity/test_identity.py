"""Keys, high-water marks, enrolment: who may write, and when a database is a copy."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from language.messages import message
from planreader.review.revised import revised_document
from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.edits.edits import add_note
from store.exchange.peers import hash_at
from store.exchange.trust import grants
from store.history.history import undo
from store.history.logbook import find_changes
from store.integrity.backup import backup
from store.integrity.verify import verify
from store.ledger.heads import state_form
from store.ledger.identity import read_identity
from store.opening.open_store import create_store, open_store
from store.plan.load import load_plan
from store.plan.save import save_plan
from sync.enrol import continue_with_new_identity, enrol
from sync.identity.high_water_mark import mark_path, read_mark
from sync.identity.opening import open_for_work
from sync.proof import prove
from sync.receive.receive import receive
from sync.restore import restore
from sync.send.export import export
from sync.wire.check_code import check_code
from sync.wire.keys import create_key, key_path, public_key, sign
from sync.wire.keys import verify as verify_signature
from tests.plans import small_plan
from tests.support.paths import ROOT
from tests.sync.world import headquarters


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data", tmp_path / "config")


def enrolled(
    places: Places, *, officer: str = "Arta Berisha", unit: str = "Pejë", role: str = "field"
) -> Store:
    return enrol(
        places, places.database, officer=officer, unit=unit, role=role, language="sq",
        plan=small_plan(), source_name="p", source_sha256="0",
    )  # fmt: skip


def from_published(places: Places, published: Path) -> Store:
    return enrol(
        places, places.database, officer="A", unit="MPB", role="headquarters", language="sr",
        published=published,
    )  # fmt: skip


def why(store: Store) -> str | None:
    return store.refusal.code if store.refusal is not None else None


def test_a_key_signs_and_only_its_owner_can_read_it(places: Places) -> None:
    key = create_key(places, "a" * 32)
    assert stat.S_IMODE(key_path(places, "a" * 32).stat().st_mode) == 0o600
    assert public_key(places, "a" * 32) == key
    signature = sign(places, "a" * 32, b"text")
    assert verify_signature(key, b"text", signature)
    assert not verify_signature(key, b"Text", signature)
    assert not verify_signature(key, b"text", signature[:-1])
    assert not verify_signature(key[:-1], b"text", signature)
    with pytest.raises(UserError, match="file_exists"):
        create_key(places, "a" * 32)
    with pytest.raises(UserError, match="key_missing"):
        sign(places, "b" * 32, b"text")


@pytest.mark.parametrize("text", ["not a key", "ab" * 31, "ab" * 33, "\u00eb"])
def test_a_damaged_key_is_said_to_be_damaged(places: Places, text: str) -> None:
    create_key(places, "a" * 32)
    key_path(places, "a" * 32).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="key_damaged"):
        sign(places, "a" * 32, b"text")


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES])
def test_a_key_that_cannot_be_read_is_not_said_to_be_missing(
    places: Places, tmp_path: Path, number: int
) -> None:
    """The database is read-only with the system's own reason, and a new identity keeps what was not sent."""

    def failing(path: Path) -> bytes:
        if path == broken:
            raise OSError(number, os.strerror(number), str(path))
        return path.read_bytes()

    with enrolled(places) as store:
        add_note(store, "1.1.1", "I padërguar")
        before = read_identity(store.conn)
    assert before is not None
    broken = key_path(places, before.replica)
    with patch("sync.wire.keys.read_regular", failing), open_for_work(places, places.database) as store:
        with pytest.raises(UserError, match="key_unreadable") as refused:
            add_note(store, "1.1.1", "x")
        assert refused.value.params == {"file": str(broken), "detail": os.strerror(number)}
        assert os.strerror(number) in message(refused.value.code, refused.value.params)
        identity = continue_with_new_identity(places, store)
        assert identity.replica != before.replica
        held = store.conn.execute("SELECT replica, value FROM change").fetchall()
        assert held == [(before.replica, '"I padërguar"')]
    with open_for_work(places, places.database) as store:
        assert add_note(store, "1.1.1", "y")


def test_check_codes_are_read_out_in_groups() -> None:
    assert check_code(bytes(32)) == "0000-0000-0000-0000"
    assert check_code(b"\xff" * 32) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert check_code(bytes.fromhex("0123456789abcdef") + bytes(24)) == "04HM-ASW9-NF6Y-Y000"


def test_enrolment_makes_a_database_of_ones_own(places: Places) -> None:
    with enrolled(places, officer="  Arta \n Berisha\u202e ") as store:
        identity = read_identity(store.conn)
        assert identity is not None
        assert (identity.officer, identity.unit, identity.role) == ("Arta Berisha", "17", "field")
        assert load_plan(store) == small_plan()
        assert (store.refusal, store.read_only) == (None, False)
        add_note(store, "1.1.1", "Fillimi")
        assert verify(store).faults == ()
    assert [path.name for path in places.keys.iterdir()] == [f"{identity.replica}.key"]
    assert [path.name for path in places.data.iterdir()] == ["terren.db"]


def test_two_enrolments_are_two_replicas(places: Places, tmp_path: Path) -> None:
    with enrolled(places) as one, enrolled(Places(tmp_path / "b", tmp_path / "b")) as other:
        first, second = read_identity(one.conn), read_identity(other.conn)
        assert first is not None and second is not None
        assert first.replica != second.replica


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"officer": " \n\u200f"}, "officer_empty"),
        ({"officer": "x" * 201}, "text_too_long"),
        ({"unit": "Atlantida"}, "unit_unknown"),
        ({"role": "king"}, "role_unknown"),
    ],
)
def test_a_refused_enrolment_leaves_nothing(places: Places, changed: dict[str, str], code: str) -> None:
    with pytest.raises(UserError, match=code):
        enrolled(places, **changed)
    assert not places.data.exists() or list(places.data.iterdir()) == []
    assert not places.keys.exists()


def test_an_existing_database_is_never_replaced(places: Places) -> None:
    enrolled(places).close()
    before = places.database.read_bytes()
    with pytest.raises(UserError, match="db_exists"):
        enrolled(places)
    assert places.database.read_bytes() == before


def test_a_published_plan_is_copied_and_a_personal_one_lends_its_plan_alone(
    places: Places, tmp_path: Path
) -> None:
    published = tmp_path / "plan.db"
    with create_store(published) as store:
        save_plan(store, small_plan(), source_name="p.txt", source_sha256="00")
    with from_published(places, published) as store:
        assert load_plan(store) == small_plan()
        add_note(store, "1.1.1", "E imja", unit="17")
    second = Places(tmp_path / "b", tmp_path / "b")
    with from_published(second, places.database) as store:
        assert load_plan(store) == small_plan()
        assert store.conn.execute("SELECT count(*) FROM change").fetchone() == (0,)
        assert store.conn.execute("SELECT count(*) FROM replica").fetchone() == (1,)
    with pytest.raises(UserError, match="db_missing"):
        from_published(Places(tmp_path / "c", tmp_path / "c"), tmp_path / "gone.db")


def test_of_a_foreign_database_the_plan_alone_is_taken(places: Places, tmp_path: Path) -> None:
    foreign = tmp_path / "plan.db"
    with create_store(foreign) as store:
        save_plan(store, small_plan(), source_name="p\u2028.txt", source_sha256="00")
        store.conn.execute("UPDATE action SET title = 'Një' || char(8232) || 'dy' WHERE nr = '1.1.1'")
        store.conn.execute(
            "INSERT INTO trust"
            " (replica, unit, role, officer, public_key, at, revoked_from, granted_by, signature) VALUES"
            " ('aa', 'MPB', 'headquarters', 'Q', x'00', 1, '', 'aa', x'00')"
        )
        store.conn.execute("CREATE TABLE more (id INTEGER)")
    with from_published(places, foreign) as store:
        assert grants(store.conn) == []
        assert next(iter(load_plan(store).actions())).title == "Një\ndy"
        assert verify(store).faults == ()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON change BEGIN UPDATE state SET value = '1'; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE VIRTUAL TABLE w USING fts5(x)",
    ],
)
def test_a_database_that_acts_is_not_opened(places: Places, tmp_path: Path, statement: str) -> None:
    foreign = tmp_path / "plan.db"
    with create_store(foreign) as store:
        save_plan(store, small_plan(), source_name="p.txt", source_sha256="00")
        store.conn.execute(statement)
    for way in (
        lambda: from_published(places, foreign),
        lambda: open_for_work(places, foreign),
        lambda: open_store(foreign, read_only=True),
        lambda: restore(places, foreign, places.database, now=datetime(2026, 1, 1)),
        lambda: revised_document(foreign, "Plani"),
    ):
        with pytest.raises(UserError, match="db_acts"):
            way()
    assert not places.database.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan SET years = '{'",
        "UPDATE plan SET content_sha256 = 'ab', in_force_from = '2022-01-01'",
        "UPDATE finding SET figures = '['",
    ],
)
def test_a_damaged_plan_is_refused(places: Places, tmp_path: Path, statement: str) -> None:
    foreign = tmp_path / "plan.db"
    with create_store(foreign) as store:
        save_plan(store, small_plan(), source_name="p.txt", source_sha256="00")
        store.conn.execute(statement)
    with pytest.raises(UserError, match=r"db_corrupt|db_row_damaged"):
        from_published(places, foreign)


def test_opening_does_not_load_the_cryptography(places: Places) -> None:
    enrolled(places).close()
    script = (
        "import sys; from pathlib import Path; from store.db.places import Places\n"
        "from sync.identity.opening import *\n"
        f"open_for_work(Places(Path({str(places.data)!r}), Path({str(places.config)!r})),"
        f" Path({str(places.database)!r}))\n"
        "print('nacl' in sys.modules)"
    )
    opened = subprocess.run(
        [sys.executable, "-c", script], check=True, cwd=ROOT, capture_output=True, text=True
    )
    assert opened.stdout.strip() == "False"


def test_a_database_without_its_key_is_a_copy(places: Places, tmp_path: Path) -> None:
    """A stick with another officer's database: it can be read, and taken over under a new identity."""
    center = headquarters(tmp_path / "center")
    with enrolled(places) as store:
        add_note(store, "1.1.1", "I dërguar")
        center.receive(export(store, places, tmp_path).path)
        add_note(store, "1.1.2", "I padërguar")
        old = read_identity(store.conn)
    other = Places(tmp_path / "other", tmp_path / "other")
    other.data.mkdir()
    shutil.copy(places.database, other.database)
    with open_for_work(other, other.database) as copy:
        assert why(copy) == "key_missing"
        with pytest.raises(UserError, match="key_missing"):
            add_note(copy, "1.1.1", "x")
        shown = [(r["target"], r["value"]) for r in state_form(copy.conn)]
        identity = continue_with_new_identity(other, copy)
    assert old is not None
    assert identity.replica != old.replica
    assert (identity.officer, identity.unit, identity.role) == (old.officer, old.unit, old.role)
    with open_for_work(other, other.database) as copy:
        assert why(copy) is None
        assert [(r["target"], r["value"]) for r in state_form(copy.conn)] == shown
        assert verify(copy).faults == ()
        taken = center.receive(export(copy, other, tmp_path).path)
        assert taken.replica == identity.replica
        assert center.state == state_form(copy.conn)
        assert len(center.state) == 2


def test_a_restored_backup_lags_behind_its_mark(places: Places, tmp_path: Path) -> None:
    center = headquarters(tmp_path / "center")
    with enrolled(places) as store:
        add_note(store, "1.1.1", "Para")
        backup(store, tmp_path / "copy.db")
        add_note(store, "1.1.2", "Pas")
        center.receive(export(store, places, tmp_path).path)
    for path in places.data.glob("terren.db*"):
        path.unlink()
    shutil.copy(tmp_path / "copy.db", places.database)
    with open_for_work(places, places.database) as store:
        assert why(store) == "copied_database"
        identity = continue_with_new_identity(places, store)
    with open_for_work(places, places.database) as store:
        assert why(store) is None
        add_note(store, "1.1.3", "Tani")
        center.receive(export(store, places, tmp_path).path)
        answer = center.export(tmp_path, peer=identity.replica)
        receive(store, places, answer.path, accept=answer.check_code, role="headquarters")
        assert state_form(store.conn) == center.state
        assert len(center.state) == 3


def test_the_slower_of_two_exports_leaves_the_mark_where_the_other_set_it(
    places: Places, tmp_path: Path
) -> None:
    """What left meanwhile in a file is beyond what the slower one carries."""
    done: list[int] = []

    def meanwhile(written: int, total: int) -> None:
        if not done:
            done.append(total)
            with open_for_work(places, places.database) as other:
                add_note(other, "1.1.1", "Dy")
                backup(other, tmp_path / "between.db")
                add_note(other, "1.1.1", "Tre")
                export(other, places, tmp_path)

    with enrolled(places) as store:
        add_note(store, "1.1.1", "Një")
        export(store, places, tmp_path, progress=meanwhile)
        identity = read_identity(store.conn)
        assert identity is not None and done == [1]
        mark = read_mark(store.conn, places, identity.replica)
        assert mark is not None
        assert (mark.seq, mark.number) == (3, 2)
        assert hash_at(store.conn, identity.replica, 3) == bytes.fromhex(mark.hash)
        export(store, places, tmp_path)
        assert read_mark(store.conn, places, identity.replica) == mark._replace(number=3)
    for path in places.data.glob("terren.db*"):
        path.unlink()
    shutil.copy(tmp_path / "between.db", places.database)
    with open_for_work(places, places.database) as store:
        assert why(store) == "copied_database"


def test_a_mark_with_another_history_is_noticed(places: Places) -> None:
    with enrolled(places) as store:
        identity = read_identity(store.conn)
        assert identity is not None
        add_note(store, "1.1.1", "Një")
        export(store, places, places.data)
        mark = read_mark(store.conn, places, identity.replica)
        assert mark is not None
        assert (mark.seq, mark.number) == (1, 1)
    path = mark_path(places, identity.replica)
    path.write_text(path.read_text().replace(mark.hash, "0" * 64))
    with open_for_work(places, places.database) as store:
        assert why(store) == "copied_database"


def _gone(path: Path) -> None:
    path.unlink()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _untrue(path: Path) -> None:
    path.write_text(path.read_text().replace('"seq": 2', '"seq": -2'))


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("done", "code"),
    [
        (_gone, "mark_missing"),
        (_cut, "mark_damaged"),
        (_empty, "mark_damaged"),
        (_untrue, "mark_damaged"),
        (_a_folder, "mark_unreadable"),
    ],
)
def test_where_the_mark_tells_nothing_a_backup_is_not_taken_for_the_original(
    places: Places, tmp_path: Path, done: Callable[[Path], None], code: str
) -> None:
    """It can be read, says why, and goes on under a new identity without a number used twice."""
    center = headquarters(tmp_path / "center")
    with enrolled(places) as store:
        identity = read_identity(store.conn)
        assert identity is not None
        add_note(store, "1.1.1", "E para")
        center.receive(export(store, places, tmp_path).path)
        backup(store, tmp_path / "copy.db")
        add_note(store, "1.1.2", "Pas kopjes")
        center.receive(export(store, places, tmp_path).path)
    for path in places.data.glob("terren.db*"):
        path.unlink()
    shutil.copy(tmp_path / "copy.db", places.database)
    mark = mark_path(places, identity.replica)
    done(mark)
    with open_for_work(places, places.database) as store:
        with pytest.raises(UserError, match=code) as refused:
            add_note(store, "1.1.1", "x")
        assert str(mark) in message(code, refused.value.params)
        continue_with_new_identity(places, store)
    with open_for_work(places, places.database) as store:
        add_note(store, "1.1.3", "Tani")
        taken = center.receive(export(store, places, tmp_path).path)
        assert (taken.forks, taken.parked) == ((), ())
    assert sorted(one["value"] for one in center.state) == ["E para", "Pas kopjes", "Tani"]


def test_before_the_first_file_there_is_no_mark(places: Places) -> None:
    with enrolled(places) as store:
        add_note(store, "1.1.1", "E para")
    with open_for_work(places, places.database) as store:
        assert why(store) is None


def test_a_number_that_the_mark_has_seen_is_not_given_again(places: Places, tmp_path: Path) -> None:
    """A backup that lacks no change, only the count of files."""
    with enrolled(places) as store:
        add_note(store, "1.1.1", "Një")
        backup(store, tmp_path / "copy.db")
        export(store, places, tmp_path)
    for path in places.data.glob("terren.db*"):
        path.unlink()
    shutil.copy(tmp_path / "copy.db", places.database)
    with open_for_work(places, places.database) as store:
        assert why(store) is None
        assert prove(store, places).faults == ()
        export(store, places, tmp_path)
        identity = read_identity(store.conn)
        assert identity is not None
        assert identity.file_number == 2


def test_a_published_plan_has_nobody_to_refuse(tmp_path: Path, places: Places) -> None:
    path = tmp_path / "plan.db"
    with create_store(path) as store:
        save_plan(store, small_plan(), source_name="p.txt", source_sha256="00")
    with open_for_work(places, path) as store:
        assert why(store) is None
        with pytest.raises(UserError, match="no_identity"):
            export(store, places, tmp_path)
        with pytest.raises(UserError, match="no_identity"):
            continue_with_new_identity(places, store)
    with open_store(path, read_only=True) as store:
        assert store.conn.execute("SELECT count(*) FROM identity").fetchone() == (0,)


def test_undo_goes_on_after_a_new_identity(places: Places, tmp_path: Path) -> None:
    with enrolled(places) as store:
        add_note(store, "1.1.1", "I dërguar")
        export(store, places, tmp_path)
        undo(store)
        add_note(store, "1.1.2", "I padërguar")
    other = Places(tmp_path / "other", tmp_path / "other")
    other.data.mkdir()
    shutil.copy(places.database, other.database)
    with open_for_work(other, other.database) as copy:
        continue_with_new_identity(other, copy)
    with open_for_work(other, other.database) as copy:
        assert [step.change.batch for step in find_changes(copy)] == ["3", "u1", "1"]
        undo(copy)
        shown = {r["target"]: r["value"] for r in state_form(copy.conn)}
        assert shown == {"1.1.1": None, "1.1.2": None}
