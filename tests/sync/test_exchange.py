"""Two installations and a stick: what is written by one stands at the other."""

from __future__ import annotations

import gc
import random
from datetime import date
from pathlib import Path
from time import time
from typing import Any
from unittest.mock import patch

import pytest

from benchmarks.workload import random_changes, write_history
from store.db.errors import UserError
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.edits.entries import add_evidence
from store.edits.recording import Recording
from store.exchange.change_sets import Author, introduce
from store.exchange.delivery import SentFile, Way, count_on_the_way, read_delivery
from store.exchange.receipts import read_waiting
from store.integrity.verify import verify
from store.ledger.append import Edit, record
from store.ledger.heads import state_form
from store.ledger.intake import Intake
from sync.receive.receive import receive
from sync.send.export import export
from sync.wire.inspect import inspect
from sync.wire.keys import create_key
from tests.support.check_codes import check_code_of
from tests.sync.world import UNIT, Installation, believe, headquarters, installation

TODAY = date(2022, 3, 14)


def find_conflicts(one: Installation) -> list[dict[str, Any]]:
    return [register for register in one.state if register["conflict"]]


def work(one: Installation) -> None:
    report = StatusReport("in_progress", percent=40, reason="procurement", next_steps="Tenderi\nnë maj")
    report_status(one.store, "1.1.1", report, today=TODAY, unit=UNIT)
    report_money(one.store, "1.1.2", 2022, {"capital.spent": Amount(12_345_678)}, Recording(unit=UNIT))
    add_note(one.store, "1.1.1", "Takim me “komunën” \\ ë ç š ž", unit=UNIT)
    add_evidence(one.store, "1.1.1", "Raporti", "nr. 12/2022", unit=UNIT)


def test_headquarters_sees_what_the_officer_wrote(
    field: Installation, center: Installation, stick: Path
) -> None:
    work(field)
    written = field.export(stick)
    taken = center.receive(written.path)
    assert center.state == field.state
    assert len(center.state) == 7
    assert (taken.changes, taken.new, taken.held, taken.parked, taken.conflicts) == (7, 7, 0, (), ())
    assert (taken.unit, taken.officer, taken.replica) == (UNIT, "Zyrtari", field.replica)
    assert taken.check_code == written.check_code == check_code_of(written.path.read_bytes())
    assert verify(center.store).faults == ()
    assert (center.places.archive / f"{inspect(written.path.read_bytes(), '').digest.hex()}.terren").is_file()


def test_a_late_file_reopens_what_was_decided(tmp_path: Path, center: Installation, stick: Path) -> None:
    """Its author had not seen the decision; a second decision has, and closes it everywhere."""
    one, other = installation(tmp_path / "one"), installation(tmp_path / "other")
    believe(one, other, center)
    for laptop, value in ((one, "in_progress"), (other, "not_started")):
        laptop.edit("1.1.1", "status", value)
        center.receive(laptop.export(stick).path)
    assert len(find_conflicts(center)) == 1
    center.edit("1.1.1", "status", "in_progress")
    assert find_conflicts(center) == []
    one.edit("1.1.1", "status", "implemented")
    late = center.receive(one.export(stick).path)
    assert (len(late.conflicts), find_conflicts(center)[0]["heads"]) == (
        1, sorted([f"{center.replica}:1", f"{one.replica}:2"]),
    )  # fmt: skip
    center.edit("1.1.1", "status", "implemented")
    for laptop in (one, other):
        laptop.receive(center.export(stick, laptop.replica).path)
        assert laptop.state == center.state
    assert find_conflicts(center) == []


def test_the_name_tells_unit_replica_day_and_range(field: Installation, stick: Path) -> None:
    work(field)
    first = field.export(stick)
    again = field.export(stick)
    assert first.path.name.startswith(f"TERREN_17_{field.replica[:8]}_")
    assert first.path.name.endswith("_1-7.terren")
    assert again.path.name.endswith("_1-7-2.terren")
    assert first.file_id != again.file_id
    assert sorted(path.suffix for path in stick.iterdir()) == [".terren", ".terren"]
    outbox = {path.read_bytes() for path in field.places.outbox.iterdir()}
    assert outbox == {first.path.read_bytes(), again.path.read_bytes()}


def test_a_file_taken_again_says_when_and_changes_no_byte(
    field: Installation, center: Installation, stick: Path
) -> None:
    work(field)
    file = field.export(stick).path
    center.receive(file)
    before = center.content()
    again = center.receive(file)
    assert again.already_received_at is not None
    assert (again.new, again.changes) == (0, 7)
    assert center.content() == before


def test_what_has_a_receipt_waits_for_none(field: Installation, stick: Path) -> None:
    work(field)
    field.export(stick)
    # headquarters has not said yet that the changes count
    field.store.conn.execute("UPDATE change_set SET acknowledged_at = 1")
    field.edit("1.1.3", "percent", 30)
    later = field.export(stick)
    waiting = read_waiting(field.store.conn, field.identity, int(time()) + 20 * 86_400)
    assert len(waiting.days) == 1 and waiting.file is not None
    assert waiting.file.check_code == later.check_code


def test_what_was_recorded_after_a_file_is_in_none(field: Installation, stick: Path) -> None:
    work(field)
    assert read_delivery(field.store.conn, field.identity)[:3] == (7, 7, ())
    field.export(stick)
    field.edit("1.1.3", "percent", 30)
    field.edit("1.1.3", "percent", 40)
    delivery = read_delivery(field.store.conn, field.identity)
    counted = count_on_the_way(field.store.conn, field.identity)
    assert (delivery.unconfirmed, delivery.unsent, len(delivery.sent)) == (9, counted["local"], 1)
    assert counted == {"local": 2, "in_file": 7}


def test_what_a_file_of_somebody_else_brought_is_sent() -> None:
    # 3 to 5 have a receipt, which a restore has told of
    assert Way(1, 9, received=((3, 5),)).unsent == 1 + 4
    assert Way(1, 9, (SentFile("YP34", 0, 4),), ((3, 5), (8, 9))).unsent == 2
    assert Way(9, 9).unsent == 0


def test_a_receipt_confirms_and_only_the_rest_is_sent(
    field: Installation, center: Installation, stick: Path
) -> None:
    work(field)
    center.receive(field.export(stick).path)
    assert read_delivery(field.store.conn, field.identity).unconfirmed == 7
    answer = center.export(stick, peer=field.replica)
    assert answer.changes == 0
    field.receive(answer.path)
    delivery = read_delivery(field.store.conn, field.identity)
    assert (delivery.unconfirmed, delivery.sent) == (0, ())
    acknowledged = "SELECT acknowledged_at IS NOT NULL FROM change_set WHERE direction = 'sent'"
    assert field.store.conn.execute(acknowledged).fetchall() == [(1,)]
    add_note(field.store, "1.1.3", "Edhe një", unit=UNIT)
    assert field.export(stick).changes == 1


def test_a_unit_code_names_all_its_laptops(tmp_path: Path, center: Installation, stick: Path) -> None:
    one, two = installation(tmp_path / "one"), installation(tmp_path / "two")
    work(one)
    work(two)
    for laptop in (one, two):
        center.receive(laptop.export(stick).path)
    both = center.export(stick, peer=UNIT)
    assert both.changes == 14
    for laptop in (one, two):
        laptop.receive(both.path)
    assert one.state == two.state == center.state
    with pytest.raises(UserError, match="peer_unknown"):
        center.export(stick, peer="23")


def test_conflicts_are_kept_shown_and_closed(field: Installation, center: Installation, stick: Path) -> None:
    field.edit("1.1.1", "status", "in_progress")
    center.edit("1.1.1", "status", "implemented")
    taken = center.receive(field.export(stick).path)
    assert [register.field for register in taken.conflicts] == ["status"]
    field.receive(center.export(stick).path)
    assert field.state == center.state
    assert field.state[0]["conflict"]
    center.edit("1.1.1", "status", "implemented")
    closed = field.receive(center.export(stick).path)
    assert closed.conflicts == ()
    assert field.state == center.state
    assert not field.state[0]["conflict"]


def test_files_in_any_order_park_and_join(field: Installation, center: Installation, stick: Path) -> None:
    files = []
    for n in range(4):
        field.edit("1.1.1", "percent", n)
        files.append(field.export(stick).path)
        # as if headquarters had confirmed it: the next file begins where this one ends
        other = headquarters(stick.parent / f"copy{n}")
        for file in files:
            other.receive(file)
        field.receive(other.export(stick, peer=field.replica).path)
    third = center.receive(files[2])
    assert third.parked == ((field.replica, 1, 2),)
    assert third.new == 0
    fourth = center.receive(files[3])
    assert fourth.parked == ((field.replica, 1, 2),)
    second = center.receive(files[1])
    assert second.parked == ((field.replica, 1, 1),)
    assert center.state == []
    first = center.receive(files[0])
    assert (first.new, first.parked) == (4, ())
    assert center.state == field.state
    assert center.store.conn.execute("SELECT count(*) FROM parked_section").fetchone() == (0,)
    assert verify(center.store).faults == ()


def test_a_file_that_overlaps_what_is_held_adds_the_rest(
    field: Installation, center: Installation, stick: Path
) -> None:
    field.edit("1.1.1", "percent", 1)
    center.receive(field.export(stick).path)
    field.edit("1.1.1", "percent", 2)
    field.edit("1.1.2", "percent", 3)
    longer = center.receive(field.export(stick).path)
    assert (longer.changes, longer.new) == (3, 2)
    assert center.state == field.state
    assert verify(center.store).faults == ()


def test_what_a_laptop_carries_for_another_arrives(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    other = installation(tmp_path / "other")
    work(field)
    other.receive(field.export(stick).path)
    other.edit("1.1.1", "status", "implemented")
    taken = center.receive(other.export(stick).path)
    assert (taken.new, taken.held, taken.replica) == (8, 0, other.replica)
    assert center.state == other.state
    # the author's own file is then nothing new
    assert center.receive(field.export(stick).path).new == 0


def test_what_oversteps_is_held_and_changes_no_view(
    field: Installation, center: Installation, stick: Path
) -> None:
    field.edit("1.1.1", "status", "implemented", unit="23")
    field.edit("1.1.1", "verdict", "implemented", kind="assessment")
    field.edit("1.1.1", "status", "in_progress")
    taken = center.receive(field.export(stick).path)
    assert (taken.new, taken.held) == (3, 2)
    reasons = center.store.conn.execute("SELECT held FROM change ORDER BY seq").fetchall()
    assert reasons == [("unit",), ("role",), (None,)]
    assert [register["value"] for register in center.state] == ["in_progress"]
    assert verify(center.store).faults == ()


def test_unknown_kinds_pass_through_a_relay(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    relay = installation(tmp_path / "relay")
    field.edit("1.1.1", "colour", {"deep": [1, {"er": None}], "ë": True}, kind="of-a-later-version")
    relay.receive(field.export(stick).path)
    center.receive(relay.export(stick).path)
    assert center.state == field.state
    assert center.state[0]["kind"] == "of-a-later-version"


def test_an_export_with_nothing_to_send_is_a_file_with_a_vector(field: Installation, stick: Path) -> None:
    written = field.export(stick)
    assert (written.changes, written.sections) == (0, 0)
    assert written.path.name.endswith("_0-0.terren")
    assert inspect(written.path.read_bytes(), "").preamble.vector == {}


def test_numbers_of_files_are_never_used_twice(field: Installation, stick: Path) -> None:
    numbers = [inspect(field.export(folder).path.read_bytes(), "").header.number for folder in (stick, stick)]
    with pytest.raises(UserError, match="folder_missing"):
        field.export(stick / "gone")
    numbers.append(inspect(field.export(stick).path.read_bytes(), "").header.number)
    assert numbers == [1, 2, 4]


def test_progress_ends_at_the_total(field: Installation, center: Installation, stick: Path) -> None:
    record(field.store, [Edit("action", f"1.1.{n}", UNIT, "percent", n % 101) for n in range(2_500)])
    seen: list[tuple[int, int]] = []
    written = export(field.store, field.places, stick, progress=lambda *step: seen.append(step))
    assert seen[0] == (0, 2_500)
    assert seen[-1] == (2_500, 2_500)
    seen.clear()
    receive(
        center.store,
        center.places,
        written.path,
        accept=written.check_code,
        progress=lambda *step: seen.append(step),
    )
    assert seen == sorted(seen)
    assert seen[-1] == (2_500, 2_500)


def test_ten_thousand_random_edits_arrive_in_thirty_bytes_each(center: Installation, stick: Path) -> None:
    source = headquarters(stick.parent / "source")
    rng = random.Random(7)
    with source.store.writing() as conn:
        intake = Intake(conn)
        for n, length in enumerate((7_000, 3_000)):
            replica = f"{rng.getrandbits(128):032x}"
            introduce(conn, Author(replica, UNIT, "field", "Z", create_key(source.places, replica)), replica)
            write_history(conn, source.places, intake, replica, random_changes(replica, UNIT, length, n))
        intake.finish()
    written = source.export(stick)
    assert written.changes == 10_000
    assert written.bytes <= 30 * 10_000
    assert center.receive(written.path).new == 10_000
    assert state_form(center.store.conn) == source.state
    assert verify(center.store).faults == ()


def test_a_file_that_was_taken_leaves_nothing_to_the_collector(
    field: Installation, center: Installation, stick: Path
) -> None:
    """A visit takes hundreds: what each has read of all replicas must go with it."""
    for n in range(2):
        field.edit("1.1.1", "percent", n)
        file = field.export(stick).path
        gc.collect()
        gc.disable()
        try:
            center.receive(file)
            left = gc.collect()
        finally:
            gc.enable()
    assert left == 0


def test_a_clock_that_was_behind_meanwhile_makes_no_receipt_late(field: Installation) -> None:
    """What was recorded after a change has not waited longer than it; what has waited long is told still."""
    now = int(time())
    for off in (-3 * 86_400, -730 * 86_400, 730 * 86_400, -1 * 86_400):
        with patch("store.ledger.append.time.time", return_value=now + off):
            field.edit("1.1.1", "percent", off % 100)
    assert read_waiting(field.store.conn, field.identity, now).days == (3, 3, 1, 0)
