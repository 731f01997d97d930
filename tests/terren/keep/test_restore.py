"""Restoring a backup on the command line, and a laptop whose folder was copied."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from store.db.places import Places
from store.db.plan_digest import seal_plan
from store.exchange.change_sets import Author
from store.ledger.identity import read_identity
from store.opening.open_store import open_store
from sync.wire.grants import sign_grant
from tests.terren.conftest import At, Exchange


def values(at: At, who: str) -> list[tuple[str, str]]:
    return [(r["target"], r["value"]) for r in json.loads(at(who, "state", "--json").out)]


def test_what_was_sent_after_the_backup_comes_back(at: At, tmp_path: Path, exchange: Exchange) -> None:
    at("peja", "set", "1.1.1", "--status", "in_progress")
    copy = tmp_path / "copy.db"
    assert at("peja", "backup", "-o", copy).code == 0
    at("peja", "set", "1.1.2", "--status", "implemented")
    assert at("peja", "export", "--to", exchange.stick).code == 0
    before = values(at, "peja")
    form = json.loads(at("peja", "restore", copy, "--json").out)
    assert (form["changes"], form["refused"], form["kept"]) == (1, [], 1)
    assert Path(form["aside"]).is_file()
    assert values(at, "peja") == before
    assert at("peja", "verify").code == 0
    assert at("peja", "set", "1.1.3", "--status", "in_progress").code == 0


def test_a_copy_without_its_key_goes_on_by_restoring_itself(at: At, tmp_path: Path) -> None:
    at("peja", "set", "1.1.1", "--status", "in_progress")
    shutil.rmtree(tmp_path / "peja" / "keys")
    assert at("peja", "set", "1.1.2", "--status", "in_progress").code == 1
    database = tmp_path / "peja" / "terren.db"
    assert at("peja", "restore", database).code == 0
    assert at("peja", "set", "1.1.2", "--status", "in_progress").code == 0
    assert len(values(at, "peja")) == 2


def test_a_damaged_or_missing_backup_changes_nothing(at: At, tmp_path: Path) -> None:
    at("peja", "set", "1.1.1", "--status", "in_progress")
    before = values(at, "peja")
    bad = tmp_path / "bad.db"
    bad.write_bytes((tmp_path / "peja" / "terren.db").read_bytes()[:5000])
    for file in (bad, tmp_path / "missing.db", tmp_path / "plan.db"):
        result = at("peja", "restore", file)
        assert (result.code, result.out) == (1, ""), result.err
    assert values(at, "peja") == before
    assert not list((tmp_path / "peja").glob("*before-restore*"))
    assert not list((tmp_path / "peja").glob(".*partial*"))


def test_it_speaks_as_the_officer_does(at: At, tmp_path: Path) -> None:
    copy, database = tmp_path / "copy.db", tmp_path / "peja" / "terren.db"
    at("peja", "backup", "-o", copy)
    with sqlite3.connect(copy) as conn:
        conn.execute("UPDATE identity SET language = 'en'")
    conn.close()
    for path in database.parent.glob("terren.db*"):
        path.unlink()
    assert "under a new identity" in at("peja", "restore", copy).err


def swapped(at: At, tmp_path: Path) -> Path:
    """The backup of another installation, which accepts a headquarters that nobody here knows."""
    copy = tmp_path / "swapped.db"
    assert at("peja2", "backup", "-o", copy).code == 0
    places = Places(tmp_path / "peja2", tmp_path / "peja2")
    with open_store(copy) as store, store.writing() as conn:
        identity = read_identity(conn)
        assert identity is not None
        key = bytes(SigningKey.generate().verify_key)
        sign_grant(conn, places, identity.replica, Author("ab" * 16, "MPB", "headquarters", "Rrema", key))
    return copy


def accepted(at: At, who: str) -> set[str]:
    return {one["id"] for one in json.loads(at(who, "trust", "list", "--json").out)}


def test_a_backup_with_another_key_of_ones_own_is_refused(at: At, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    at("peja", "backup", "-o", copy)
    before = accepted(at, "peja")
    with sqlite3.connect(copy) as conn:
        key = bytes(SigningKey.generate().verify_key)
        conn.execute("UPDATE replica SET public_key = ? WHERE id = (SELECT replica FROM identity)", (key,))
        conn.execute("DELETE FROM trust")
    conn.close()
    refused = at("peja", "restore", copy, "--yes")
    assert (refused.code, "another key" in refused.err) == (1, True)
    assert accepted(at, "peja") == before
    assert not list((tmp_path / "peja").glob("*before-restore*"))


def test_what_a_backup_accepts_otherwise_is_listed_and_a_person_says_yes(at: At, tmp_path: Path) -> None:
    """Whether the database stands, or the keys alone say that another one stood."""
    copy = swapped(at, tmp_path)
    for stands in (True, False):
        if not stands:
            for path in (tmp_path / "peja").glob("terren*.db*"):
                path.unlink()
        refused = at("peja", "restore", copy)
        assert (refused.code, refused.out, "--yes" in refused.err) == (1, "", True)
        assert ("Rrema" in refused.err, "hq" in refused.err) == (True, not stands)
    assert at("peja", "restore", copy, "--yes").code == 0


def test_a_revocation_is_not_lost_with_a_backup_from_before_it(at: At, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    at("hq", "backup", "-o", copy)
    whom = next(one["id"] for one in json.loads(at("hq", "trust", "list", "--json").out))
    assert at("hq", "trust", "revoke", whom, "--from", "2022-01-01").code == 0
    refused = at("hq", "restore", copy)
    assert (refused.code, "2022" in refused.err) == (1, True)
    done = at("hq", "restore", copy, "--yes", "--json")
    assert (done.code, json.loads(done.out)["unproven"]) == (0, [])


def test_after_a_key_is_revoked_one_that_counts_vouches_for_who_goes_back_before_it(
    at: At, tmp_path: Path, exchange: Exchange
) -> None:
    """Headquarters renews its key, revokes the earlier one, and restores a backup from before: twice."""
    copy = tmp_path / "copy.db"
    at("hq", "backup", "-o", copy)
    with open_store(tmp_path / "hq" / "terren.db", read_only=True) as store:
        identity = read_identity(store.conn)
        assert identity is not None
    assert at("hq", "trust", "renew").code == 0
    assert at("hq", "trust", "revoke", identity.replica, "--from", "2022-01-01").code == 0
    exchange.carry("hq", "peja")
    for nr in ("1.1.2", "1.1.3"):
        assert at("hq", "restore", copy, "--yes").code == 0
        at("hq", "set", nr, "--unit", "17", "--status", "implemented")
        carried = exchange.carry("hq", "peja")
        assert (carried.code, "waits" in carried.err, nr in str(values(at, "peja"))) == (0, False, True)
        assert "Headquarters has revoked this" not in at("hq", "status").out
        assert at("hq", "verify").code == at("peja", "verify").code == 0


def test_on_a_new_disk_whom_the_backup_accepts_is_listed(at: At, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    at("peja", "backup", "-o", copy)
    before = accepted(at, "peja")
    shutil.rmtree(tmp_path / "peja")
    (tmp_path / "peja").mkdir()
    done = at("peja", "restore", copy, "--json")
    assert (done.code, {one["id"] for one in json.loads(done.out)["unproven"]}) == (0, before)
    assert "fingerprints" in done.err


def test_what_was_never_sent_is_told_and_a_person_says_yes(
    at: At, tmp_path: Path, exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.db"
    at("peja", "backup", "-o", copy)
    at("peja", "set", "1.1.2", "--status", "implemented")
    at("peja", "export", "--to", exchange.stick)
    at("peja", "set", "1.1.3", "--status", "implemented")
    at("peja", "note", "1.1.3", "Pas kopjes")
    before = values(at, "peja")
    told = "2 changes are neither in the backup nor in a file that comes back with it"
    rehearsed = at("peja", "restore", copy, "--dry-run")
    assert (rehearsed.code, told in rehearsed.err) == (0, True)
    with monkeypatch.context() as patched:
        patched.setattr("terren.asking.at_terminal", lambda: True)
        patched.setattr("sys.stdin", io.StringIO("no\n"))
        declined = at("peja", "restore", copy)
    assert (declined.code, told in declined.err, "terren export" in declined.err) == (1, True, True)
    assert values(at, "peja") == before
    done = at("peja", "restore", copy, "--json")
    assert (done.code, told in done.err) == (0, True)
    aside = json.loads(done.out)["aside"]
    assert len(values(at, "peja")) < len(before)
    # as it is told: from what is kept aside they come back
    assert at("peja", "restore", aside).code == 0
    assert values(at, "peja") == before


@pytest.mark.parametrize("damaged", [False, True])
def test_what_left_comes_back_however_many_restores_lie_between(
    at: At, tmp_path: Path, exchange: Exchange, damaged: bool
) -> None:
    """Each restore takes a new id, under which nothing may have left; the files tell how the ids are related,
    whatever their times are."""
    copy, database = tmp_path / "copy.db", tmp_path / "peja" / "terren.db"
    at("peja", "set", "1.1.1", "--status", "in_progress")
    at("peja", "backup", "-o", copy)
    for nr in ("1.1.2", "1.1.3"):
        assert at("peja", "restore", database).code == 0
        assert at("peja", "restore", database).code == 0
        at("peja", "set", nr, "--status", "implemented")
        assert at("peja", "export", "--to", exchange.stick).code == 0
    before = values(at, "peja")
    outbox = Places(tmp_path / "peja", tmp_path / "peja").outbox
    newest = sorted(outbox.glob("*.terren"), key=lambda path: path.stat().st_mtime_ns)
    for n, path in enumerate(reversed(newest)):
        os.utime(path, (1_700_000_000 + n, 1_700_000_000 + n))
    if damaged:
        database.write_bytes(bytes(5_000))
    done = at("peja", "restore", copy, "--json")
    assert (done.code, json.loads(done.out)["left"]) == (0, 0), done.err
    assert values(at, "peja") == before
    assert at("peja", "verify").code == 0


def test_what_headquarters_said_again_by_itself_is_not_told_as_lost(
    at: At, tmp_path: Path, exchange: Exchange
) -> None:
    """Nobody typed it, and it is said again."""
    copy = tmp_path / "copy.db"
    at("peja", "note", "1.1.1", "Arta")
    exchange.carry("peja", "hq")
    name = json.loads(at("hq", "redact", "1.1.1", "--json").out)[0]["entry"]
    at("hq", "backup", "-o", copy)
    assert at("hq", "redact", "1.1.1", name, "--yes").code == 0
    exchange.carry("hq", "peja")
    first = at("hq", "restore", copy)
    assert (first.code, "neither in the backup" in first.err) == (0, False)
    words = "SELECT count(*) FROM change WHERE field LIKE 'redaction.%'"
    with open_store(tmp_path / "hq" / "terren.db", read_only=True) as store:
        assert store.conn.execute(words).fetchone() == (2,)
    second = at("hq", "restore", copy)
    assert (second.code, "neither in the backup" in second.err) == (0, False)


def test_what_was_sent_under_another_enrolment_is_told(at: At, tmp_path: Path, exchange: Exchange) -> None:
    copy = tmp_path / "copy.db"
    at("peja", "backup", "-o", copy)
    assert at("peja", "correct-enrolment", "--unit", "18").code == 0
    at("peja", "set", "1.1.2", "--status", "implemented")
    at("peja", "export", "--to", exchange.stick)
    done = at("peja", "restore", copy, "--yes", "--json")
    assert (done.code, json.loads(done.out)["left"]) == (0, 1)
    assert "1 change is neither in the backup" in done.err
    assert "sent under another enrolment" in done.err


@pytest.mark.parametrize("damaged", [False, True])
def test_what_was_sent_after_the_backup_is_still_listed_as_sent(
    at: At, tmp_path: Path, exchange: Exchange, damaged: bool
) -> None:
    at("peja", "set", "1.1.1", "--status", "in_progress")
    at("peja", "export", "--to", exchange.stick)
    at("peja", "backup", "-o", tmp_path / "copy.db")
    at("peja", "set", "1.1.2", "--status", "implemented")
    at("peja", "export", "--to", exchange.stick)
    before = json.loads(at("peja", "sent", "--json").out)
    if damaged:
        (tmp_path / "peja" / "terren.db").write_bytes(bytes(5_000))
    assert at("peja", "restore", tmp_path / "copy.db").code == 0
    after = json.loads(at("peja", "sent", "--json").out)
    kept = ("check_code", "changes", "state") if damaged else ("check_code", "changes", "state", "name", "at")
    assert [[file[key] for key in kept] for file in after] == [[file[key] for key in kept] for file in before]
    assert before[0]["check_code"] in at("peja", "status").out


def test_what_was_sent_and_tidied_away_is_told(at: At, tmp_path: Path, exchange: Exchange) -> None:
    """A restore needs the files of the time since the newest backup alone; this one is older."""
    copy = tmp_path / "copy.db"
    at("peja", "backup", "-o", copy)
    at("peja", "set", "1.1.2", "--status", "implemented")
    at("peja", "export", "--to", exchange.stick)
    at("peja", "set", "1.1.3", "--status", "implemented")
    (file,) = Places(tmp_path / "peja", tmp_path / "peja").outbox.glob("*.terren")
    file.unlink()
    done = at("peja", "restore", copy)
    assert "2 changes are neither in the backup" in done.err


def test_what_is_told_of_files_stays_true(at: At, tmp_path: Path, exchange: Exchange) -> None:
    """One's own are no news, whatever the identity; what was seen is; each has the name that it came with."""
    at("peja", "set", "1.1.1", "--status", "in_progress")
    copy = tmp_path / "copy.db"
    at("peja", "backup", "-o", copy)
    for nr in ("1.1.2", "1.1.3"):
        at("peja", "set", nr, "--status", "implemented")
        exchange.carry("peja", "hq")
    at("hq", "set", "1.1.4", "--unit", "17", "--status", "implemented")
    exchange.carry("hq", "peja")
    assert "Came in since" in at("peja", "status").out
    last = json.loads(at("peja", "status", "--json").out)["last_received"]
    at("peja", "set", "1.1.1", "--status", "implemented")
    assert at("peja", "restore", copy).code == 0
    state = json.loads(at("peja", "status", "--json").out)
    assert (state["last_received"], state["arrived"]) == (last, [])
    for taken in json.loads(at("peja", "inbox", "--json").out)["taken"]:
        assert (taken["unit"], sum(taken["new_by_unit"].values()) <= taken["new"]) == ("MPB", True)
    assert at("peja", "verify").code == 0


def test_a_plan_that_nobody_published_is_asked(at: At, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    at("hq", "backup", "-o", copy)
    with open_store(copy) as store, store.writing() as conn:
        conn.execute("UPDATE budget_cell SET cents = 777 WHERE cents IS NOT NULL")
        seal_plan(conn, 1)
    refused = at("hq", "restore", copy)
    assert (refused.code, "Revision 1 of the plan in the backup" in refused.err) == (1, True)
    assert at("hq", "restore", copy, "--yes").code == 0


def test_a_wrong_enrolment_is_corrected_by_a_command(at: At, exchange: Exchange) -> None:
    at("peja", "set", "1.1.1", "--status", "in_progress")
    before = values(at, "peja")
    rehearsed = at("peja", "correct-enrolment", "--unit", "Deçan", "--dry-run")
    assert (rehearsed.code, {one["unit"] for one in json.loads(at("peja", "state", "--json").out)}) == (
        0,
        {"17"},
    )
    done = at("peja", "correct-enrolment", "--unit", "Deçan", "--officer", "Ana")
    assert (done.code, values(at, "peja")) == (0, before), done.err
    (change,) = json.loads(at("peja", "log", "--json").out)
    assert (change["officer"], change["unit"]) == ("Ana", "01")
    assert at("peja", "correct-enrolment", "--unit", "Askund").code == 1
    assert at("peja", "verify").code == 0
