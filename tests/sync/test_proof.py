"""``verify`` notices whoever alters a ledger and its hashes, but has not the author's key."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from store.db.database import Connection
from store.db.errors import UserError
from store.exchange.change_sets import author, introduce
from store.exchange.trust import grants, keep_beside, put_grant
from store.integrity.verify import verify
from store.ledger.append import read_changes, rebuild_derived
from store.ledger.change import GENESIS, change_hash
from store.ledger.lineage import Lineage, record_lineage
from store.ledger.state import rebuild
from sync.enrol import continue_with_new_identity
from sync.identity.opening import open_for_work
from sync.mailbox import exchange_folder
from sync.proof import prove
from sync.quarantine.misheld import judge_again
from sync.send.draft import known_here, told_in_part
from sync.trusting import revoke
from sync.wire.grants import sign_grant
from tests.sync.world import Installation, believe, headquarters, installation

Pair = tuple[Installation, Installation]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return exchanged(tmp_path)


def exchanged(tmp_path: Path) -> Pair:
    """A laptop, and headquarters that holds its changes; both have exported."""
    field, center = installation(tmp_path / "field"), headquarters(tmp_path / "center")
    believe(field, center)
    for n in range(1, 4):
        field.edit("1.1.1", "percent", n)
        center.receive(field.export(tmp_path).path)
    field.receive(center.export(tmp_path).path)
    return field, center


def faults(one: Installation) -> list[str]:
    """What the proof finds, without ids."""
    return [f"{fault.code} {fault.place.rpartition(':')[2][:8]}" for fault in prove(one.store).faults]


def rewrite(conn: Connection, replica: str, officer: str) -> None:
    """Let a replica's changes be somebody else's, with hashes, vector and state that fit."""
    digest = GENESIS
    for change in list(read_changes(conn, "WHERE replica = ?", (replica,))):
        forged = change._replace(officer=officer)
        digest = change_hash(forged, digest)
        conn.execute(
            "UPDATE change SET officer = ?, hash = ? WHERE replica = ? AND seq = ?",
            (officer, digest, replica, change.seq),
        )
    conn.execute("UPDATE replica SET head = ? WHERE id = ?", (digest, replica))
    rebuild_derived(conn)


def test_all_is_well(pair: Pair) -> None:
    assert [faults(one) for one in pair] == [[], []]


@pytest.mark.parametrize("who", [0, 1])
def test_a_rewritten_history_is_noticed(pair: Pair, who: int) -> None:
    field = pair[0]
    with pair[who].store.writing() as conn:
        rewrite(conn, field.replica, "Tjetër")
    assert verify(pair[who].store).faults == ()
    assert faults(pair[who]) == ["signature 3"]


def test_changes_that_nobody_signed_are_noticed(pair: Pair) -> None:
    field, center = pair
    with center.store.writing() as conn:
        conn.execute("UPDATE replica SET attestation = NULL, attested = 0 WHERE id = ?", (field.replica,))
    assert faults(center) == ["unsigned 1"]


def test_one_signs_nothing_beyond_what_one_has_written(pair: Pair) -> None:
    """What stands under one's own id without one's signature, in a database that somebody has altered."""
    field = pair[0]
    (before,) = field.store.conn.execute("SELECT count(*) FROM change").fetchone()
    for alter in (
        "UPDATE replica SET attestation = NULL, attested = 0 WHERE id = ?",
        "UPDATE replica SET attestation = zeroblob(64), attested = changes WHERE id = ?",
    ):
        with field.store.writing() as conn:
            conn.execute(alter, (field.replica,))
        with pytest.raises(UserError, match="history_unsigned"):
            field.edit("1.1.2", "status", "implemented")
        assert field.store.conn.execute("SELECT count(*) FROM change").fetchone() == (before,)
    assert faults(field) == [f"signature {before}"]


def test_a_grant_that_nobody_signed_is_noticed(pair: Pair) -> None:
    field, center = pair
    with center.store.writing() as conn:
        conn.execute("UPDATE trust SET role = 'headquarters' WHERE replica = ?", (field.replica,))
    assert faults(center) == [f"grant {field.replica[:8]}"]


def test_a_grant_that_nobody_here_gave_is_noticed(pair: Pair) -> None:
    field, center = pair
    stranger = installation(center.places.data.parent.parent / "stranger")
    with stranger.store.writing() as conn:
        known = author(conn, stranger.replica)
        assert known is not None
        grant = sign_grant(conn, stranger.places, stranger.replica, known._replace(role="headquarters"))
    with field.store.writing() as conn:
        put_grant(conn, grant)
    assert faults(field) == [f"grant_foreign {stranger.replica[:8]}"]


def test_an_earlier_id_that_nothing_signed_names_is_noticed(pair: Pair, tmp_path: Path) -> None:
    """Whoever writes in the database makes a headquarters of his own an earlier id of the installation."""
    field, _ = pair
    stranger = headquarters(tmp_path / "stranger")
    with stranger.store.writing() as conn:
        grant = sign_grant(conn, stranger.places, stranger.replica, stranger.author)
        claimed = sign_grant(conn, stranger.places, stranger.replica, field.author)
    with field.store.writing() as conn:
        record_lineage(conn, Lineage(field.replica, stranger.replica, 0, b""))
        introduce(conn, stranger.author, field.replica)
        put_grant(conn, grant)
        keep_beside(conn, claimed)
    verdict = prove(field.store, field.places)
    assert [(fault.code, fault.place) for fault in verdict.faults] == [("lineage", stranger.replica)]


@pytest.mark.parametrize(
    ("table", "altered"),
    [
        ("trust", "turn = 1"),
        ("trust", "answers = 'x'"),
        ("trust", "ends = 'x'"),
        ("trust", "revoked_from = 'x'"),
        ("replaced_trust", "ends = 'x'"),
    ],
)
def test_a_grant_that_is_not_what_its_line_tells_is_noticed(pair: Pair, table: str, altered: str) -> None:
    """Of a grant without a word its turn is in no signature, and no later file could be written."""
    _, center = pair
    continue_with_new_identity(center.places, center.store)
    with center.store.writing() as conn:
        keep_beside(conn, grants(conn)[0])
    assert prove(center.store, center.places).faults == ()
    with center.store.writing() as conn:
        conn.execute(f"UPDATE {table} SET {altered} WHERE kept IS NULL")
    assert {fault.code for fault in prove(center.store, center.places).faults} == {"grant"}


@pytest.mark.parametrize(
    "altered", ["UPDATE lineage SET length = 0", "UPDATE lineage SET head = x''", "DELETE FROM lineage"]
)
def test_another_beginning_of_oneself_than_a_file_has_told_is_noticed(
    pair: Pair, tmp_path: Path, altered: str
) -> None:
    field, _ = pair
    continue_with_new_identity(field.places, field.store)
    field = field._replace(replica=field.identity.replica)
    field.edit("1.1.1", "percent", 50)
    field.export(tmp_path)
    assert prove(field.store, field.places).faults == ()
    with field.store.writing() as conn:
        conn.execute(altered)
    codes = {(fault.code, fault.detail) for fault in prove(field.store, field.places).faults}
    assert ("file_differs", "lineage") in codes


def test_changes_that_count_without_a_grant_are_noticed(pair: Pair) -> None:
    field, center = pair
    with center.store.writing() as conn:
        conn.execute("DELETE FROM trust WHERE replica = ?", (field.replica,))
    assert faults(center) == [f"unaccepted {field.replica[:8]}"]


def test_changes_that_count_against_a_grant_are_noticed(pair: Pair) -> None:
    field, center = pair
    with center.store.writing() as conn:
        granted = author(conn, field.replica)
        assert granted is not None
        sign_grant(conn, center.places, center.replica, granted, unit="01")
        conn.execute("UPDATE change SET held = NULL WHERE replica = ? AND seq > 1", (field.replica,))
        rebuild_derived(conn)
    assert faults(center) == ["misjudged 2"]
    with center.store.writing() as conn:
        sign_grant(conn, center.places, center.replica, granted, unit=granted.unit)
        conn.execute("UPDATE change SET held = 'unit' WHERE replica = ? AND seq > 1", (field.replica,))
        rebuild_derived(conn)
    assert faults(center) == ["misjudged 2"]


def test_a_parked_section_that_was_altered_is_noticed(tmp_path: Path) -> None:
    field, center = installation(tmp_path / "field"), headquarters(tmp_path / "center")
    believe(field, center)
    field.edit("1.1.1", "percent", 1)
    first = field.export(tmp_path)
    center.receive(first.path)
    field.receive(center.export(tmp_path).path)
    field.edit("1.1.1", "percent", 2)
    later = field.export(tmp_path)
    other = headquarters(tmp_path / "other")
    believe(field, other)
    other.receive(later.path)
    (parked,) = other.store.conn.execute("SELECT body FROM parked_section")
    assert faults(other) == []
    body = bytearray(parked[0])
    body[len(body) // 2] ^= 1
    with other.store.writing() as conn:
        conn.execute("UPDATE parked_section SET body = ?", (bytes(body),))
    assert faults(other) == ["parked 2"]


@pytest.mark.parametrize("columns", ["withheld = -1", "withheld = 1", "redacted = 1", "redacted = -1"])
def test_what_a_parked_section_had_redacted_is_compared_with_it(tmp_path: Path, columns: str) -> None:
    field, other = installation(tmp_path / "field"), headquarters(tmp_path / "other")
    believe(field, other)
    field.edit("1.1.1", "percent", 1)
    field.receive(other.export(tmp_path).path)
    other.receive(field.export(tmp_path).path)
    field.receive(other.export(tmp_path).path)
    field.edit("1.1.1", "percent", 2)
    later = headquarters(tmp_path / "later")
    believe(field, later)
    later.receive(field.export(tmp_path).path)
    with later.store.writing() as conn:
        assert conn.execute(f"UPDATE parked_section SET {columns}").rowcount == 1
    assert faults(later) == ["parked 2"]


def test_forks_and_new_identities_are_no_faults(pair: Pair, tmp_path: Path) -> None:
    field, center = pair
    field.edit("1.1.2", "status", "implemented")
    new = continue_with_new_identity(field.places, field.store)
    with open_for_work(field.places, field.places.database) as store:
        renewed = field._replace(store=store, replica=new.replica)
        assert faults(renewed) == []
        renewed.edit("1.1.3", "status", "implemented")
        center.receive(renewed.export(tmp_path).path)
        renewed.receive(center.export(tmp_path).path)
        assert [faults(one) for one in (renewed, center)] == [[], []]


ALTERED = (
    ("UPDATE identity SET officer = 'Tjetër'", "identity_differs officer"),
    ("UPDATE identity SET unit = '01'", "identity_differs unit"),
    ("UPDATE identity SET role = 'headquarters'", "identity_differs role"),
    ("UPDATE identity SET officer = 'X'; UPDATE replica SET officer = 'X'", "file_differs identity.officer"),
    ("UPDATE identity SET unit = '01'; UPDATE replica SET unit = '01'", "file_differs identity.unit"),
    ("UPDATE identity SET epoch = 99", "file_differs identity.epoch"),
    ("UPDATE identity SET file_number = 0", "file_number 3"),
    (
        "UPDATE replica SET public_key = zeroblob(32) WHERE id IN (SELECT replica FROM identity)",
        "identity_differs",
    ),
    ("UPDATE replica SET role = 'headquarters', unit = '01' WHERE role = 'field'", "identity_differs"),
    ("UPDATE replica SET unit = '01' WHERE id NOT IN (SELECT replica FROM identity)", "author_differs"),
    ("UPDATE clock SET lamport = 9007199254740991", "clock 3"),
    ("UPDATE change_set SET vector = '{'", "file_differs vector"),
    ("UPDATE change_set SET vector = '{}'", "file_differs vector"),
    ("UPDATE change_set SET number = number + 1", "file_differs number"),
    ("UPDATE change_set SET epoch = 7 WHERE direction = 'received'", "file_differs epoch"),
    ("UPDATE change_set SET sender = 'aa' WHERE direction = 'received'", "file_differs sender"),
    ("UPDATE change_set SET changes = 100", "file_differs changes"),
    ("UPDATE change_set SET check_code = ''", "file_differs check_code"),
    ("UPDATE change_set_section SET count = 100", "file_differs sections"),
    ("UPDATE change_set_section SET count = 1 WHERE count = 3", "file_differs sections"),
    ("UPDATE change_set_section SET start = 1, count = 2 WHERE count = 3", "file_differs sections"),
    ("DELETE FROM change_set_section", "file_differs sections"),
    ("UPDATE change_set SET sha256 = zeroblob(32) WHERE id = 1", "file_differs check_code"),
    (
        "UPDATE change_set SET sha256 = CAST(substr(sha256, 1, 31) || x'00' AS BLOB)",
        "file_differs sha256",
    ),
    ("UPDATE change_set_section SET replica = 'aa'", "file_differs sections"),
    ("UPDATE change_set SET told = x'00' WHERE direction = 'sent'", "file_differs told"),
    ("UPDATE change_set SET told = zeroblob(32) WHERE direction = 'received'", "file_differs told"),
    ("UPDATE change_set SET peer = 'aa'", "file_differs peer"),
    ("UPDATE change_set SET new_changes = 1 WHERE direction = 'sent'", "file_differs new_changes"),
    ("UPDATE replica SET officer = 'X' WHERE role = 'headquarters'", "author_differs"),
    ("UPDATE replica SET introduced_by = 'aa'", "author_differs"),
    ("UPDATE identity SET language = 'xx'", "identity_differs language"),
    ("DELETE FROM _sqlite_migrations WHERE name LIKE '0001%'", "schema _sqlite_migrations"),
    ("UPDATE _sqlite_migrations SET migration_set = 'x' WHERE id = 1", "schema _sqlite_migrations"),
)


@pytest.mark.parametrize(("altered", "fault"), ALTERED, ids=range(len(ALTERED)))
def test_what_the_database_says_of_itself_and_of_files_is_compared(
    pair: Pair, altered: str, fault: str
) -> None:
    """With what is signed, or lies outside of it: key, mark, archive and outbox."""
    field = pair[0]
    assert prove(field.store, field.places).faults == ()
    for statement in altered.split(";"):
        field.store.conn.execute(statement)
    found = {f"{one.code} {one.detail}" for one in prove(field.store, field.places).faults}
    assert any(one.startswith(fault) for one in found), found


def test_a_file_for_somebody_who_was_never_heard_from_is_no_fault(tmp_path: Path) -> None:
    """Whoever was accepted by an enrolment file can be written for before anything of his has come."""
    center, laptop = headquarters(tmp_path / "center"), installation(tmp_path / "laptop")
    (tmp_path / "stick").mkdir()
    believe(center, laptop)
    center.edit("1.1.1", "verdict", "implemented", kind="assessment")
    center.export(tmp_path / "stick", laptop.replica)
    assert prove(center.store, center.places).faults == ()


@pytest.mark.parametrize("told", [known_here, told_in_part])
def test_that_the_last_file_told_what_it_did_not_is_noticed(
    pair: Pair, told: Callable[[Connection], bytes]
) -> None:
    """It would keep the next exchange from writing one: a change, or a revocation."""
    field, center = pair
    for altered in (field, center):
        folder = altered.places.data / "stick"
        folder.mkdir()
        assert exchange_folder(altered.store, altered.places, folder).written is not None
        if altered is field:
            field.edit("1.1.2", "status", "implemented")
        else:
            revoke(center.store, center.places, field.replica, date(2099, 1, 1))
        assert prove(altered.store, altered.places).faults == ()
        altered.store.conn.execute(
            "UPDATE change_set SET told = ? WHERE id = (SELECT max(id) FROM change_set)",
            (told(altered.store.conn),),
        )
        assert [one.detail for one in prove(altered.store, altered.places).faults] == ["told"]


def test_a_receipt_that_nobody_sent_is_noticed(pair: Pair) -> None:
    """Unless a file has gone that may have told it."""
    field, center = pair
    field.edit("1.1.2", "status", "implemented")
    field.export(center.places.data)
    field.store.conn.execute("UPDATE change_set SET acknowledged_at = 1 WHERE acknowledged_at IS NULL")
    told = prove(field.store, field.places).faults
    assert {(one.code, one.detail) for one in told} == {("file_differs", "acknowledged_at")}
    shutil.rmtree(field.places.archive)
    assert prove(field.store, field.places).faults == ()


@pytest.mark.parametrize("reason", ["form", "other", "", "role", "unit", "revoked", "counter"])
@pytest.mark.parametrize("who", [0, 1])
def test_a_change_that_is_held_for_no_reason_is_noticed_and_judged_again(
    pair: Pair, who: int, reason: str
) -> None:
    one = pair[who]
    before = one.state
    with one.store.writing() as conn:
        conn.execute("UPDATE change SET held = ? WHERE seq = 3", (reason,))
        rebuild(conn)
    assert one.state != before
    (fault,) = faults(one)
    assert fault.split()[0] == ("misheld" if reason in ("form", "other", "") else "misjudged")
    judge_again(one.store)
    assert (faults(one), one.state) == ([], before)


def test_a_value_of_the_wrong_form_that_counts_is_noticed_and_judged_again(
    tmp_path: Path, center: Installation
) -> None:
    field = installation(tmp_path / "field")
    believe(field, center)
    field.edit("1.1.1", "percent", 1_000)
    field.edit("1.1.1", "status", "implemented")
    assert center.receive(field.export(tmp_path).path).held == 1
    assert [faults(one) for one in (field, center)] == [[], []]
    before = center.state
    with center.store.writing() as conn:
        conn.execute("UPDATE change SET held = NULL")
        rebuild_derived(conn)
    assert faults(center) == ["misheld 1"]
    judge_again(center.store)
    assert (faults(center), center.state) == ([], before)


WAITING = (
    "sha256 = zeroblob(32)", "whom = 'aa'", "unit = '01'", "role = 'headquarters'", "officer = 'X'",
    "public_key = zeroblob(32)", "sender = 'aa'",
)  # fmt: skip


@pytest.mark.parametrize("altered", WAITING)
@pytest.mark.parametrize("carried", [False, True])
def test_what_is_noted_of_a_file_that_waits_is_compared_with_it(
    tmp_path: Path, center: Installation, altered: str, carried: bool
) -> None:
    """Whether its sender waits, or one whose changes an accepted sender carries."""
    field, bystander = installation(tmp_path / "field"), installation(tmp_path / "bystander", unit="01")
    field.edit("1.1.1", "status", "implemented")
    file = field.export(tmp_path).path
    if carried:
        bystander.receive(file)
        believe(center, bystander)
        with center.store.writing() as conn:
            conn.execute("DELETE FROM trust WHERE replica = ?", (field.replica,))
        file = bystander.export(tmp_path).path
    center.receive(file, accept=False)
    assert prove(center.store, center.places).faults == ()
    assert center.store.conn.execute(f"UPDATE held_file SET {altered}").rowcount == 1
    told = [one.code for one in prove(center.store, center.places).faults]
    # what was taken may have been tidied away since
    assert told == ([] if carried and altered.startswith("sha256") else ["held_differs"])


def test_what_is_noted_of_a_section_that_waits_is_compared(tmp_path: Path, center: Installation) -> None:
    field, other = installation(tmp_path / "field"), headquarters(tmp_path / "other")
    believe(field, center, other)
    other.receive(center.export(tmp_path).path)
    for n in range(2):
        field.edit("1.1.1", "percent", n)
        last = field.export(tmp_path)
        if not n:
            center.receive(last.path)
            field.receive(center.export(tmp_path).path)
    other.receive(last.path)
    assert prove(other.store, other.places).faults == ()
    assert other.store.conn.execute("UPDATE parked_section SET change_set = 1").rowcount == 1
    assert [fault.code for fault in prove(other.store, other.places).faults] == ["file_differs"]


def test_an_own_change_that_counts_no_more_is_noticed(pair: Pair) -> None:
    field = pair[0]
    field.store.conn.execute(
        "UPDATE change SET held = 'role' WHERE seq = 3 AND replica = ?", (field.replica,)
    )
    with field.store.writing() as conn:
        rebuild_derived(conn)
    assert faults(field) == ["misjudged 3"]


def test_a_damaged_copy_of_a_file_is_told_and_a_missing_one_is_not(pair: Pair) -> None:
    field = pair[0]
    first, *others = sorted(field.places.outbox.glob("*.terren"))
    first.unlink()
    for other in others:
        other.write_bytes(other.read_bytes()[:-1])
    told = prove(field.store, field.places).faults
    assert len(others) == 2 and [fault.code for fault in told] == ["file_damaged"] * 2


def test_a_counter_ahead_of_all_changes_is_set_right(pair: Pair) -> None:
    field = pair[0]
    field.store.conn.execute("UPDATE clock SET lamport = 9007199254740991")
    with field.store.writing() as conn:
        rebuild_derived(conn)
    assert faults(field) == []
    field.edit("1.1.1", "percent", 9)
    assert field.store.conn.execute("SELECT max(lamport) FROM change").fetchone()[0] < 100
