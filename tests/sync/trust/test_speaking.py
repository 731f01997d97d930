"""Who speaks for whom: nobody signs for another, and nobody signs what it did not write."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from store.db.errors import Refused
from store.db.places import Places
from store.exchange.trust import grants
from store.integrity.verify import verify
from store.ledger.append import Edit, record, row_of_change
from store.ledger.chains import read_chains
from store.ledger.change import change_hash
from store.ledger.intake import Intake
from store.opening.open_store import open_store
from sync.enrol import continue_with_new_identity
from sync.identity.opening import open_for_work
from sync.proof import prove
from sync.restore import restore
from sync.wire.keys import create_key, key_path
from tests.support.paths import ROOT
from tests.sync.convergence.attacker import Attacker, speak
from tests.sync.world import Installation, believe, copied, headquarters, installation


class Office(NamedTuple):
    """Headquarters, a laptop, and an accepted one whose program asks for nothing."""

    center: Installation
    field: Installation
    attacker: Attacker
    stick: Path


@pytest.fixture
def office(tmp_path: Path) -> Office:
    center, field = headquarters(tmp_path / "center"), installation(tmp_path / "field")
    attacker = Attacker(tmp_path)
    believe(center, field, attacker.one)
    (tmp_path / "stick").mkdir()
    field.edit("1.1.1", "status", "in_progress")
    center.edit("1.1.1", "status", "implemented", kind="assessment", unit="")
    center.receive(field.export(tmp_path / "stick").path, accept=False)
    field.receive(center.export(tmp_path / "stick").path, accept=False)
    return Office(center, field, attacker, tmp_path / "stick")


def everything(one: Installation) -> tuple[object, ...]:
    """What an installation shows, holds, is called and believes."""
    rows = one.store.conn.execute("SELECT replica, seq, hash, held FROM change ORDER BY 1, 2").fetchall()
    return one.identity.replica, one.state, rows, grants(one.store.conn), prove(one.store).faults


@pytest.mark.parametrize("named", [False, True], ids=["as its author", "as its attester"])
@pytest.mark.parametrize("back", [0, 1], ids=["beyond", "instead"])
@pytest.mark.parametrize("victim", ["center", "field"])
def test_nobody_signs_for_another(office: Office, victim: str, back: int, named: bool) -> None:
    """Not for headquarters and not for a colleague of its own unit; nobody takes a new identity for it."""
    whose: Installation = getattr(office, victim)
    for n in range(6):
        office.attacker.made += 1
        data, _ = speak(office.attacker, whose, random.Random(n), back, named=named)
        file = office.stick / f"{n}.terren"
        file.write_bytes(data)
        for reader in (office.center, office.field):
            before = everything(reader)
            with pytest.raises(Refused, match=r"changeset_body|changeset_signature"):
                reader.receive(file, accept=False)
            assert everything(reader) == before
    office.center.edit("1.1.2", "status", "implemented", kind="assessment", unit="")
    office.field.receive(office.center.export(office.stick).path, accept=False)
    assert office.field.state == office.center.state
    assert all(prove(one.store).faults == () for one in (office.center, office.field))


def test_what_somebody_put_under_ones_own_id_is_never_signed(office: Office) -> None:
    """Straight into the database: it does not leave, nothing is recorded beyond it, and verify tells."""
    field = office.field
    length, head = read_chains(field.store.conn)[field.replica]
    forged = field.edit("1.1.1", "status", "implemented")[0]._replace(seq=length + 2, officer="Z")
    length, head = read_chains(field.store.conn)[field.replica]
    with field.store.writing() as conn:
        intake = Intake(conn)
        intake.extend(
            field.replica, iter([(row_of_change(forged, change_hash(forged, head), None), forged.supersedes)])
        )
        intake.finish()
    assert verify(field.store).faults == ()
    assert [fault.code for fault in prove(field.store).faults] == ["unsigned"]
    with pytest.raises(Refused, match="history_unsigned"):
        field.edit("1.1.2", "status", "implemented")
    for _ in range(2):
        office.center.receive(field.export(office.stick).path, accept=False)
    assert read_chains(office.center.store.conn)[field.replica].length == length
    # the way out keeps what one has written, and no more of it is signed
    continue_with_new_identity(field.places, field.store)
    renewed = copied(field.places.data, field.identity.replica)
    renewed.edit("1.1.2", "status", "implemented")
    office.center.receive(renewed.export(office.stick).path, accept=False)
    assert read_chains(office.center.store.conn)[field.replica].length == length
    assert read_chains(office.center.store.conn)[renewed.replica].length == 1


def test_a_lost_key_leaves_nothing_unsigned(office: Office) -> None:
    """What had not left arrives as what its author wrote, and is judged by the grant to the author alone."""
    field = office.field
    field.edit("1.1.2", "status", "implemented")
    key_path(field.places, field.replica).unlink()
    continue_with_new_identity(field.places, field.store)
    renewed = copied(field.places.data, field.identity.replica)
    office.center.receive(renewed.export(office.stick).path)
    assert read_chains(office.center.store.conn)[field.replica].length == 2
    assert office.center.state == renewed.state
    assert prove(office.center.store).faults == ()


def test_a_history_that_another_signed_is_told_by_verify(tmp_path: Path) -> None:
    """In a database of the form before, of a program that let somebody sign in another's place."""
    path = tmp_path / "terren.db"
    shutil.copy(ROOT / "tests/store/opening/golden/form-5.db", path)
    with closing(sqlite3.connect(path)) as conn, conn:
        (chain,) = conn.execute("SELECT id FROM replica WHERE attestation IS NOT NULL LIMIT 1").fetchone()
        conn.execute("UPDATE replica SET attested_by = ? WHERE id = ?", ("a" * 32, chain))
    with open_store(path) as store:
        found = {(fault.code, fault.place) for fault in prove(store).faults}
    assert ("unsigned", f"{chain}:1") in found


def test_what_an_earlier_form_had_not_sent_is_signed_once_with_the_key_here(tmp_path: Path) -> None:
    """Forms before 6 signed a history when it first left in a file."""
    home = Places(tmp_path, tmp_path)
    database = tmp_path / "terren.db"
    shutil.copy(ROOT / "tests/store/opening/golden/form-5.db", database)
    with closing(sqlite3.connect(database)) as conn:
        replica = conn.execute("SELECT replica FROM identity").fetchone()[0]
        conn.execute("UPDATE replica SET public_key = ? WHERE id = ?", (create_key(home, replica), replica))
        # what others wrote hangs on grants by the key that made the golden database
        for table in ("trust", "change_set_section", "change_set", "parked_section", "held_file"):
            conn.execute(f"DELETE FROM {table}")
        conn.execute("DELETE FROM change WHERE replica <> ?", (replica,))
        conn.execute("DELETE FROM replica WHERE id <> ?", (replica,))
        conn.commit()
    backup = tmp_path / "backup.db"
    shutil.copy(database, backup)
    with open_for_work(home, database) as store:
        record(store, [Edit("assessment", "1.1.1", "", "comment", "seen")])
        assert [fault.code for fault in prove(store).faults] == []
    restored = restore(home, backup, database, now=datetime(2026, 11, 30), confirm=lambda _: True)
    assert restored.continued.kept == 1
    with open_for_work(home, database) as store:
        assert [fault.code for fault in prove(store).faults] == []
