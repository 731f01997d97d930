"""Who speaks for whom: nobody signs for another, and nobody signs what it did not write."""

from __future__ import annotations

import random
from pathlib import Path
from typing import NamedTuple

import pytest

from store.db.errors import UserError
from store.exchange.trust import grants
from store.history.minutes import minutes
from store.integrity.verify import verify
from store.ledger.append import Edit, append, row_of_change
from store.ledger.chains import read_chains
from store.ledger.change import change_hash
from store.ledger.intake import Intake
from sync.enrol import continue_with_new_identity
from sync.proof import prove
from sync.wire.keys import key_path
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
            with pytest.raises(UserError, match=r"changeset_body|changeset_signature"):
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
    with pytest.raises(UserError, match="history_unsigned"):
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


def test_minutes_hold_what_their_holder_recorded(
    field: Installation, center: Installation, stick: Path
) -> None:
    """A laptop marks its words as said in headquarters' meeting, and gives its own meeting the same id."""
    believe(field, center)
    (opened,) = center.edit("269c1304cadb", "about", _meeting("Komiteti"), unit="MPB", kind="meeting")
    for one, text in ((center, "Qendra"), (field, "Komuna")):
        with one.store.writing() as conn:
            said = Edit("resolution", "1.1.1", one.identity.unit, f"{text:x<12}", {"text": text})
            append(conn, one.identity, [said], batch=f"9@{opened.target}")
    field.edit(opened.target, "about", _meeting("Tjetër"), kind="meeting")
    center.receive(field.export(stick).path, accept=False)
    field.receive(center.export(stick).path, accept=False)
    for one, own in ((center, "Qendra"), (field, "Komuna")):
        for name in (opened.target, opened.target[:6], f"{one.identity.unit}:{opened.target}"):
            assert _agreed(one, name) == [own]
        # each is named with its unit, wherever one is
        assert (_agreed(one, f"MPB:{opened.target}"), _agreed(one, f"17:{opened.target}")) == (
            ["Qendra"],
            ["Komuna"],
        )


def _meeting(title: str) -> dict[str, object]:
    return {"title": title, "date": "2022-03-14", "agenda": ["1.1.1"]}


def _agreed(one: Installation, meeting: str) -> list[str]:
    held = minutes(one.store, meeting)
    return [line.after["text"] for item in held.items for line in item.lines]
