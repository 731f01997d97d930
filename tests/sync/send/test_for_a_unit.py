"""What headquarters writes for a unit: receipts, its own word, the unit's laptops, nothing of other units."""

from __future__ import annotations

from pathlib import Path

from store.exchange.delivery import read_delivery
from store.exchange.trust import grants
from sync.wire.grants import sign_grant
from sync.wire.inspect import inspect
from tests.sync.world import believe, headquarters, installation

SECRET = "Vetëm për Gjakovën"


def test_a_unit_gets_what_concerns_it_and_nothing_else(tmp_path: Path) -> None:
    first, second = installation(tmp_path / "first"), installation(tmp_path / "second")
    other, center = installation(tmp_path / "other", unit="02"), headquarters(tmp_path / "center")
    everybody = (first, second, other, center)
    believe(*everybody)
    first.edit("1.1.1", "status", "implemented")
    second.edit("1.1.1", "status", "in_progress")
    other.edit("1.1.2", "text", SECRET, unit="02", kind="note")
    for laptop in (first, second, other):
        center.receive(laptop.export(tmp_path).path)
    center.edit("1.1.2", "verdict", "implemented", unit="", kind="assessment")
    center.edit("1.1.3", "cancelled", True, unit="", kind="decision")
    written = center.export(tmp_path, peer=first.identity.unit).path
    sections = {section.replica for section in inspect(written.read_bytes(), "").sections}
    assert sections == {first.replica, second.replica, center.replica}
    for laptop in (first, second):
        taken = laptop.receive(written)
        assert (taken.parked, taken.held, taken.unaccepted) == ((), 0, ())
        assert read_delivery(laptop.store.conn, laptop.identity).unconfirmed == 0
        assert {register["kind"] for register in laptop.state} == {"action", "assessment", "decision"}
        assert [register["conflict"] for register in laptop.state if register["kind"] == "action"] == [True]
        assert SECRET.encode() not in b"".join(
            path.read_bytes() for path in laptop.store.path.parent.glob("*.db*")
        )
    assert first.state == second.state
    # and so it goes on: what comes later continues what was sent
    second.edit("1.1.1", "percent", 50)
    center.receive(second.export(tmp_path).path)
    later = first.receive(center.export(tmp_path, peer=first.replica).path)
    assert (later.new, later.parked) == (1, ())


def test_a_file_for_another_headquarters_and_a_laptop_beside_it_holds_everything(tmp_path: Path) -> None:
    center, second = headquarters(tmp_path / "center"), headquarters(tmp_path / "second")
    beside, other = installation(tmp_path / "beside", unit="MPB"), installation(tmp_path / "other", unit="02")
    believe(center, second, beside, other)
    other.edit("1.1.2", "text", SECRET, unit="02", kind="note")
    center.receive(other.export(tmp_path).path)
    written = center.export(tmp_path, peer="MPB").path
    assert {section.replica for section in inspect(written.read_bytes(), "").sections} == {other.replica}
    assert second.receive(written).new == 1


def test_a_unit_is_told_whom_headquarters_accepted_of_it_before_they_wrote(tmp_path: Path) -> None:
    first, second = installation(tmp_path / "first"), installation(tmp_path / "second")
    other, center = installation(tmp_path / "other", unit="02"), headquarters(tmp_path / "center")
    believe(first, center)
    with center.store.writing() as conn:
        for laptop in (second, other):
            sign_grant(conn, center.places, center.replica, laptop.author)
    first.receive(center.export(tmp_path, peer=first.replica).path)
    with first.store.reading() as conn:
        assert {grant.replica for grant in grants(conn)} == {second.replica, first.replica, center.replica}


def test_a_decision_of_a_unit_reaches_its_other_laptop(tmp_path: Path) -> None:
    first, second = installation(tmp_path / "first"), installation(tmp_path / "second")
    center = headquarters(tmp_path / "center")
    believe(first, second, center)
    first.edit("1.1.1", "status", "implemented")
    second.edit("1.1.1", "status", "in_progress")
    for laptop in (first, second):
        center.receive(laptop.export(tmp_path).path)
    center.edit("1.1.1", "status", "implemented")
    for laptop in (first, second):
        laptop.receive(center.export(tmp_path, peer=laptop.replica).path)
    assert first.state == second.state == center.state
    assert not any(register["conflict"] for register in first.state)
