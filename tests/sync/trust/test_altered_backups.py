"""A backup that somebody has altered: whom it makes of the officer, and whose changes it adds."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from store.db.errors import UserError
from store.exchange.trust import put_grant
from store.history.history import undo
from store.integrity.backup import backup
from store.ledger.branches import own_replicas
from store.opening.open_store import open_store
from sync.proof import prove
from sync.restore import Restored, restore
from sync.trust.backup_grants import GrantDifference
from sync.trusting import revoke
from sync.wire.grants import sign_grant
from tests.sync.world import Installation, believe, copied, headquarters, installation

YESTERDAY = date.today() - timedelta(days=1)


def made_officer(tmp_path: Path) -> Installation:
    """A laptop of unit 17 that has sent a file and heard of a colleague and of headquarters."""
    one = installation(tmp_path / "one")
    colleague, center = installation(tmp_path / "colleague"), headquarters(tmp_path / "center")
    believe(one, colleague, center)
    colleague.edit("1.1.1", "percent", 77)
    one.receive(colleague.export(tmp_path).path, accept=False)
    one.edit("1.1.2", "percent", 5)
    one.export(tmp_path)
    return one


@pytest.fixture
def officer(tmp_path: Path) -> Installation:
    return made_officer(tmp_path)


def altered(one: Installation, tmp_path: Path, *statements: str) -> Path:
    """A backup in which somebody has written."""
    copy = tmp_path / "copy.db"
    backup(one.store, copy)
    with closing(sqlite3.connect(copy)) as conn, conn:
        for statement in statements:
            conn.execute(statement)
    return copy


def put_back(
    one: Installation, copy: Path, asked: list[GrantDifference], *, answer: bool = False
) -> Restored:
    """Restore, and note what is asked."""
    one.store.close()

    def confirm(differing: tuple[GrantDifference, ...], _revisions: tuple[int, ...]) -> bool:
        asked.extend(differing)
        return answer

    return restore(one.places, copy, one.places.database, now=datetime(2026, 12, 1), confirm=confirm)


def test_what_a_colleague_wrote_does_not_become_ones_own(officer: Installation, tmp_path: Path) -> None:
    """An undo would take it back in the officer's name."""
    (colleague,) = officer.store.conn.execute(
        "SELECT DISTINCT replica FROM change WHERE replica <> ?", (officer.replica,)
    ).fetchone()
    link = f"SELECT '{officer.replica}', id, changes, head FROM replica WHERE id = '{colleague}'"
    copy = altered(officer, tmp_path, f"INSERT INTO lineage {link}")
    asked: list[GrantDifference] = []
    done = put_back(officer, copy, asked)
    assert (done.disowned, asked) == ((colleague,), [])
    again = copied(officer.places.database.parent, done.continued.new)
    assert colleague not in own_replicas(again.store.conn, again.replica)
    undo(again.store)
    with pytest.raises(UserError, match="nothing_to_undo"):
        undo(again.store)
    assert {state["target"]: state["value"] for state in again.state} == {"1.1.1": 77, "1.1.2": None}
    assert prove(again.store, again.places).faults == ()


@pytest.mark.parametrize("stands", [True, False], ids=["database", "outbox alone"])
@pytest.mark.parametrize("column", ["unit", "role", "officer"])
def test_another_unit_role_or_name_is_asked(
    officer: Installation, tmp_path: Path, column: str, stands: bool
) -> None:
    before = getattr(officer.author, column)
    other = {"unit": "01", "role": "headquarters", "officer": "Zyra"}[column]
    change = f"SET {column} = '{other}'"
    own = f"WHERE id = '{officer.replica}'"
    copy = altered(officer, tmp_path, f"UPDATE identity {change}", f"UPDATE replica {change} {own}")
    if not stands:
        officer.store.close()
        officer.places.database.unlink()
    asked: list[GrantDifference] = []
    with pytest.raises(UserError, match="restore_unconfirmed"):
        put_back(officer, copy, asked)
    says, stands_here = asked[0]
    assert (getattr(says, column), getattr(stands_here, column)) == (other, before)


@pytest.mark.parametrize("column", ["unit", "role"])
def test_verify_compares_the_unit_with_what_left_under_an_earlier_id(
    officer: Installation, tmp_path: Path, column: str
) -> None:
    """Somebody said yes to a backup of another unit all the same."""
    change = {"unit": "SET unit = '01'", "role": "SET role = 'headquarters'"}[column]
    own = f"WHERE id = '{officer.replica}'"
    copy = altered(officer, tmp_path, f"UPDATE identity {change}", f"UPDATE replica {change} {own}")
    done = put_back(officer, copy, [], answer=True)
    again = copied(officer.places.database.parent, done.continued.new)
    faults = {(fault.code, fault.detail) for fault in prove(again.store, again.places).faults}
    assert ("file_differs", f"identity.{column}") in faults


def test_what_a_revoked_key_signs_into_a_backup_is_asked(officer: Installation, tmp_path: Path) -> None:
    """The database is lost, so nothing but the keys says what was accepted."""
    home = tmp_path / "center"
    (key,) = (home / "keys").glob("*.key")
    center = copied(home, key.stem)
    revoke(officer.store, officer.places, center.replica, YESTERDAY)
    stranger = installation(tmp_path / "stranger", unit="23")
    with center.store.writing() as conn:
        grant = sign_grant(conn, center.places, center.replica, stranger.author)
    copy = tmp_path / "copy.db"
    backup(officer.store, copy)
    with open_store(copy) as altered_store, altered_store.writing() as conn:
        put_grant(conn, grant)
    officer.store.close()
    officer.places.database.unlink()
    asked: list[GrantDifference] = []
    with pytest.raises(UserError, match="restore_unconfirmed"):
        put_back(officer, copy, asked)
    assert [difference.grant for difference in asked] == [grant]


def test_what_a_file_said_that_lies_here_is_not_altered(officer: Installation, tmp_path: Path) -> None:
    """Else a change would be told as accepted that headquarters never got."""
    (head,) = officer.store.conn.execute(
        "SELECT hex(head) FROM replica WHERE id = ?", (officer.replica,)
    ).fetchone()
    vector = json.dumps({officer.replica: [[1, head.lower(), ""]]})
    statement = f"UPDATE change_set SET vector = '{vector}' WHERE direction = 'received'"
    copy = altered(officer, tmp_path, statement)
    with pytest.raises(UserError, match="backup_faulty") as refused:
        put_back(officer, copy, [], answer=True)
    assert str(refused.value.params["detail"]).endswith("vector")


def test_a_backup_is_taken_whatever_has_come_since(officer: Installation, tmp_path: Path) -> None:
    copy = altered(officer, tmp_path)
    stranger = installation(tmp_path / "stranger", unit="23")
    stranger.edit("1.1.1", "percent", 3)
    officer.receive(stranger.export(tmp_path).path, accept=False)
    officer.edit("1.1.3", "percent", 8)
    officer.export(tmp_path)
    asked: list[GrantDifference] = []
    done = put_back(officer, copy, asked)
    again = copied(officer.places.database.parent, done.continued.new)
    assert (asked, done.refused) == ([], ())
    assert {"1.1.2", "1.1.3"} <= {state["target"] for state in again.state}
