"""Nobody is believed for what a file claims: strangers wait, grants decide, revocation is dated."""

from __future__ import annotations

import shutil
import time
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from store.db.errors import UserError
from store.exchange.change_sets import Author
from store.exchange.delivery import change_states, target_states
from store.exchange.held_files import held_files
from store.exchange.standing import other_standing
from store.exchange.trust import grant_to, put_grant
from store.history.logbook import find_changes
from store.integrity.verify import verify
from store.ledger.branches import own_replicas
from sync.enrol import continue_with_new_identity
from sync.health import health
from sync.identity.opening import open_for_work
from sync.proof import prove
from sync.receive.refused import refused_files
from sync.receive.waiting import take_released, take_revoked
from sync.request import request, requested
from sync.trust.trust_report import trust_report
from sync.trusting import accept, accept_all, revoke
from sync.wire.check_code import check_code
from sync.wire.grants import fingerprint, sign_grant
from tests.sync.wire.test_damage import forged, introduced, opened
from tests.sync.world import UNIT, Installation, believe, copied, headquarters, installation


def inbox(one: Installation) -> list[Path]:
    return list(one.places.inbox.glob("*"))


def test_a_stranger_waits_and_is_taken_once_accepted(
    field: Installation, center: Installation, stick: Path
) -> None:
    field.edit("1.1.1", "status", "implemented")
    file = field.export(stick)
    held = center.receive(file.path, accept=False)
    assert (held.waiting, held.new, [one.replica for one in held.unaccepted]) == (
        "stranger",
        0,
        [field.replica],
    )
    assert center.state == []
    assert center.store.conn.execute("SELECT count(*) FROM change_set").fetchone() == (0,)
    assert [path.read_bytes() for path in inbox(center)] == [file.path.read_bytes()]
    before = center.content()
    assert center.receive(file.path, accept=False).waiting == "stranger"
    assert center.content() == before
    (waiting,) = trust_report(center.store)
    # what lets it in is for the person who calls to say
    assert (waiting.state, waiting.fingerprint) == ("waiting", "")
    heard = fingerprint(field.author.public_key)
    accepted = accept(center.store, center.places, heard.lower().replace("-", " "))
    assert [received.new for received in accepted.taken] == [1]
    assert center.state == field.state
    assert inbox(center) == []
    assert list(held_files(center.store.conn)) == []
    assert verify(center.store).faults == ()


@pytest.mark.parametrize("code", ["check", "fingerprint"])
def test_a_code_heard_on_the_telephone_accepts(
    field: Installation, center: Installation, stick: Path, code: str
) -> None:
    from sync.receive.receive import receive

    field.edit("1.1.1", "status", "implemented")
    file = field.export(stick)
    with pytest.raises(UserError, match="accept_differs"):
        receive(center.store, center.places, file.path, accept="AAAA-BBBB-CC")
    assert trust_report(center.store) == []
    heard = file.check_code if code == "check" else fingerprint(field.author.public_key)
    assert receive(center.store, center.places, file.path, accept=heard).new == 1


def test_the_sections_of_a_stranger_are_read_once_he_is_accepted(
    field: Installation, center: Installation, stick: Path
) -> None:
    """Whoever is not accepted costs no work; what is wrong with his file is said then, and once."""
    file = stick / "odd.terren"
    lines = [introduced(field), opened(field, 1, bytes(32)), '[["action","1.1.1","status"],1.5,0]']
    file.write_bytes(forged(field, lines, changes=1, sections=1))
    assert center.receive(file, accept=False).waiting == "stranger"
    assert prove(center.store, center.places).faults == ()
    accepted = accept(center.store, center.places, fingerprint(field.author.public_key))
    assert [refusal.code for refusal in accepted.refused] == ["changeset_body"]
    assert [one.refusal.code for one in refused_files(center.places)] == ["changeset_body"]
    assert [*held_files(center.store.conn), *center.places.inbox.glob("*.terren")] == []
    assert take_released(center.store, center.places) == ((), ())


def test_enrolment_files_both_ways(field: Installation, center: Installation, stick: Path) -> None:
    asked = request(field.store, field.places, stick)
    assert asked.fingerprint == fingerprint(field.author.public_key)
    with pytest.raises(UserError, match="changeset_enrolment"):
        center.receive(asked.path, accept=False)
    accept(center.store, center.places, asked.path)
    theirs = request(center.store, center.places, stick).path
    with pytest.raises(UserError, match="trust_headquarters"):
        accept(field.store, field.places, theirs)
    accept(field.store, field.places, theirs, role="headquarters")
    field.edit("1.1.1", "status", "implemented")
    assert center.receive(field.export(stick).path, accept=False).new == 1
    assert field.receive(center.export(stick).path, accept=False).waiting is None
    with pytest.raises(UserError, match="enrolment_changes"):
        accept(center.store, center.places, field.export(stick).path)
    with pytest.raises(UserError, match="trust_self"):
        accept(center.store, center.places, request(center.store, center.places, stick).path)


def test_an_enrolment_file_is_read_while_others_may_write(
    field: Installation, center: Installation, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, free = request(field.store, field.places, stick).path, list[bool]()

    def read(path: Path) -> Author:
        free.append(not center.store.conn.in_transaction)
        return requested(path)

    monkeypatch.setattr("sync.trusting.requested", read)
    accept(center.store, center.places, path)
    assert free == [True]


def test_the_grant_decides_not_the_claim(field: Installation, center: Installation, stick: Path) -> None:
    field.edit("1.1.1", "status", "implemented")
    field.edit("1.1.2", "status", "implemented", unit="23")
    accept(center.store, center.places, request(field.store, field.places, stick).path, unit="23")
    taken = center.receive(field.export(stick).path, accept=False)
    assert (taken.new, taken.held) == (2, 1)
    assert [register["target"] for register in center.state] == ["1.1.2"]
    accept(center.store, center.places, field.replica[:8], unit=UNIT)
    assert [register["target"] for register in center.state] == ["1.1.1"]
    assert verify(center.store).faults == ()


def test_a_stranger_who_calls_himself_headquarters_changes_nothing(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    field.edit("1.1.1", "status", "implemented")
    impostor = headquarters(tmp_path / "impostor")
    impostor.edit("1.1.1", "verdict", "implemented", kind="assessment")
    before = field.state
    assert field.receive(impostor.export(stick).path, accept=False).waiting == "stranger"
    assert field.state == before


def test_a_revoked_key_waits_and_its_changes_are_held_from_that_day(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    other = installation(tmp_path / "other")
    believe(field, center, other)
    field.edit("1.1.1", "status", "in_progress")
    center.receive(field.export(stick).path)
    tomorrow, today = date.today() + timedelta(days=2), date.today() - timedelta(days=1)
    revoke(center.store, center.places, field.replica[:8], tomorrow)
    assert len(center.state) == 1
    revoke(center.store, center.places, fingerprint(field.author.public_key), today)
    assert center.state == []
    field.edit("1.1.2", "status", "implemented")
    file = field.export(stick)
    assert center.receive(file.path, accept=False).waiting == "revoked"
    other.receive(file.path)
    brought = center.receive(other.export(stick).path, accept=False)
    assert (brought.new, brought.held, center.state) == (1, 1, [])
    assert center.receive(file.path).held == 0
    accept(center.store, center.places, field.replica[:8])
    assert center.state == field.state
    assert verify(center.store).faults == ()


def test_a_file_of_a_revoked_key_is_taken_once_from_the_inbox(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    other = installation(stick.parent / "other", unit="23")
    field.edit("1.1.1", "status", "in_progress")
    first = field.export(stick)
    field.edit("1.1.2", "status", "implemented")
    second = field.export(stick)
    other.edit("1.1.3", "status", "implemented")
    stranger = other.export(stick)
    assert center.receive(stranger.path, accept=False).waiting == "stranger"
    revoke(center.store, center.places, field.replica[:8], date.today() + timedelta(days=1))
    later = time.time() + 3 * 86_400
    with patch("sync.trust.admission.time.time", return_value=later):
        for written in (first, second):
            assert center.receive(written.path, accept=False).waiting == "revoked"
            # the stick has gone
            written.path.unlink()
        with pytest.raises(UserError, match="trust_revoked"):
            accept(center.store, center.places, first.check_code)
        for code in ("0000-0000-00", stranger.check_code):
            with pytest.raises(UserError, match="held_unknown"):
                take_revoked(center.store, center.places, code)
        taken = take_revoked(center.store, center.places, first.check_code.lower())
    assert (taken.waiting, taken.new, taken.held, len(center.state)) == (None, 1, 0, 1)
    with center.store.reading() as conn:
        waiting = {check_code(held.sha256) for held in held_files(conn)}
        assert waiting == {second.check_code, stranger.check_code}
        revoked = grant_to(conn, field.replica)
    assert revoked is not None
    assert revoked.revoked_from


def test_what_is_taken_of_a_revoked_key_is_held_from_its_day_on(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    field.edit("1.1.1", "status", "in_progress")
    written = field.export(stick)
    revoke(center.store, center.places, field.replica[:8], date.today() - timedelta(days=1))
    assert center.receive(written.path, accept=False).waiting == "revoked"
    taken = take_revoked(center.store, center.places, written.check_code)
    assert (taken.new, taken.held, center.state) == (1, 1, [])


def test_a_revocation_travels_with_headquarters(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    other = installation(tmp_path / "other")
    believe(field, center, other)
    field.edit("1.1.1", "status", "in_progress")
    other.receive(field.export(stick).path)
    assert len(other.state) == 1
    revoke(center.store, center.places, field.replica[:8], date.today() - timedelta(days=1))
    other.receive(center.export(stick).path)
    assert other.state == []


def test_the_section_of_a_stranger_is_passed_over(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    relay = installation(tmp_path / "relay")
    field.edit("1.1.1", "status", "in_progress")
    relay.receive(field.export(stick).path)
    relay.edit("1.1.2", "status", "implemented")
    believe(relay, center)
    taken = center.receive(relay.export(stick).path, accept=False)
    assert (taken.new, taken.waiting, [one.replica for one in taken.unaccepted]) == (1, None, [field.replica])
    assert [register["target"] for register in center.state] == ["1.1.2"]
    accepted = accept(center.store, center.places, fingerprint(field.author.public_key))
    assert [received.new for received in accepted.taken] == [1]
    assert center.state == relay.state
    assert take_released(center.store, center.places) == ((), ())


def test_headquarters_grants_reach_the_laptops(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    other = installation(tmp_path / "other")
    believe(center, field)
    believe(center, other)
    field.edit("1.1.1", "status", "in_progress")
    center.receive(field.export(stick).path)
    taken = other.receive(center.export(stick).path, accept=False)
    assert (taken.new, taken.unaccepted) == (1, ())


@pytest.mark.parametrize("role", ["field", "headquarters"])
def test_a_renewed_key_is_believed_by_the_word_of_the_old(
    field: Installation, center: Installation, stick: Path, role: str
) -> None:
    believe(field, center)
    one, other = (field, center) if role == "field" else (center, field)
    one.edit("1.1.1", "status", "implemented")
    other.receive(one.export(stick).path, accept=False)
    new = continue_with_new_identity(one.places, one.store)
    with open_for_work(one.places, one.places.database) as store:
        renewed = one._replace(store=store, replica=new.replica)
        renewed.edit("1.1.2", "status", "implemented")
        taken = other.receive(renewed.export(stick).path, accept=False)
        assert (taken.waiting, taken.new) == (None, 1)
        grant = grant_to(other.store.conn, new.replica)
        assert grant is not None
        assert grant.role == role


def test_whom_one_accepted_stays_when_the_key_that_did_it_is_revoked(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    other = installation(tmp_path / "other")
    believe(center, field)
    believe(center, other)
    other.edit("1.1.3", "status", "implemented")
    center.receive(other.export(stick).path)
    field.edit("1.1.1", "status", "implemented")
    center.receive(field.export(stick).path)
    new = continue_with_new_identity(field.places, field.store)
    revoke(center.store, center.places, field.replica[:8], date.today() + timedelta(days=1))
    with open_for_work(field.places, field.places.database) as store:
        renewed = field._replace(store=store, replica=new.replica)
        center.receive(renewed.export(stick).path, accept=False)
        # the first file brings the revocation, the second what is believed after it
        for title in ("1.1.1", "1.1.2"):
            center.edit(title, "verdict", "implemented", kind="assessment")
            renewed.receive(center.export(stick).path, accept=False)
        third = installation(tmp_path / "third")
        believe(center, third)
        third.edit("1.1.4", "status", "implemented")
        center.receive(third.export(stick).path)
        renewed.receive(center.export(stick).path, accept=False)
        assert renewed.state == center.state


def test_whoever_vouched_for_each_other_is_taken_as_before(tmp_path: Path, stick: Path) -> None:
    one, other, third = (installation(tmp_path / name) for name in ("one", "other", "third"))
    for granted, by in ((one, other), (other, one)):
        with one.store.writing() as conn:
            grant = sign_grant(conn, by.places, by.replica, granted.author)
        with third.store.writing() as conn:
            put_grant(conn, grant)
    new = continue_with_new_identity(one.places, one.store)
    with open_for_work(one.places, one.places.database) as store:
        renewed = one._replace(store=store, replica=new.replica)
        renewed.edit("1.1.1", "status", "implemented")
        taken = third.receive(renewed.export(stick).path, accept=False)
    assert (taken.waiting, taken.new) == (None, 1)


def test_nobody_becomes_headquarters_without_a_person_saying_so(
    tmp_path: Path, field: Installation, stick: Path
) -> None:
    from sync.receive.receive import receive

    impostor = headquarters(tmp_path / "impostor")
    impostor.edit("1.1.1", "verdict", "implemented", kind="assessment")
    file = impostor.export(stick)
    sighted = receive(field.store, field.places, file.path, first_sight=True)
    assert (sighted.waiting, field.state) == ("stranger", [])
    with pytest.raises(UserError, match="trust_headquarters"):
        receive(field.store, field.places, file.path, accept=file.check_code)
    key = fingerprint(impostor.author.public_key)
    with pytest.raises(UserError, match="trust_headquarters"):
        accept(field.store, field.places, key)
    with pytest.raises(UserError, match="role_unknown"):
        accept(field.store, field.places, key, role="minister")
    # accepted as a laptop of the field it may not assess
    assert [one.held for one in accept(field.store, field.places, key, role="field").taken] == [1]
    assert field.state == []
    accept(field.store, field.places, key, role="headquarters")
    assert len(field.state) == 1


def test_a_laptop_of_the_field_cannot_be_accepted_as_headquarters(
    field: Installation, center: Installation, stick: Path
) -> None:
    asked = request(field.store, field.places, stick)
    with pytest.raises(UserError, match="trust_role_differs"):
        accept(center.store, center.places, asked.path, role="headquarters")
    assert trust_report(center.store) == []


def test_many_are_accepted_at_once(tmp_path: Path, center: Installation, stick: Path) -> None:
    laptops = [installation(tmp_path / f"laptop{n}", unit=f"{n:02}") for n in range(1, 9)]
    for laptop in laptops:
        request(laptop.store, laptop.places, stick)
    late = installation(tmp_path / "late")
    late.edit("1.1.1", "status", "implemented")
    center.receive(late.export(tmp_path / "late").path, accept=False)
    (stick / "torn.terren-enrol").write_bytes(b"torn")
    names = (str(stick), fingerprint(late.author.public_key), str(tmp_path / "late"), "ZZZZ")
    done = accept_all(center.store, center.places, names, confirm=lambda whom: len(whom) == 8)
    assert {one.grant.replica for one in done.accepted} == {one.replica for one in (*laptops, late)}
    assert [sum(received.new for received in one.taken) for one in done.accepted if one.taken] == [1]
    assert [one.code for one in done.refused] == ["changeset_magic", "enrolment_none", "trust_unknown"]
    assert center.state == late.state


def test_headquarters_takes_a_new_key_and_the_old_one_stops_counting(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    shutil.copytree(tmp_path / "center", tmp_path / "thief")
    new = continue_with_new_identity(center.places, center.store)
    yesterday = date.today() - timedelta(days=1)
    with open_for_work(center.places, center.places.database) as store:
        renewed = center._replace(store=store, replica=new.replica)
        revoke(store, center.places, center.replica[:8], yesterday)
        renewed.edit("1.1.1", "verdict", "implemented", kind="assessment")
        assert field.receive(renewed.export(stick).path, accept=False).new == 1
    before = field.state
    thief = copied(tmp_path / "thief", center.replica)
    thief.edit("1.1.2", "verdict", "implemented", kind="assessment")
    accomplice = installation(tmp_path / "accomplice")
    accept(thief.store, thief.places, request(accomplice.store, accomplice.places, stick).path)
    accomplice.edit("1.1.3", "status", "implemented")
    assert field.receive(thief.export(stick).path, accept=False).waiting == "revoked"
    assert field.receive(accomplice.export(stick).path, accept=False).waiting == "stranger"
    assert field.state == before


def test_what_one_has_written_is_superseded_also_where_it_is_held(
    field: Installation, center: Installation, stick: Path
) -> None:
    """Headquarters revokes an earlier key, the officer sets the value anew, and the key is accepted again."""
    believe(field, center)
    field.edit("1.1.1", "next_steps", "old")
    continue_with_new_identity(field.places, field.store)
    field = field._replace(replica=field.identity.replica)
    (earlier,) = own_replicas(field.store.conn, field.replica) - {field.replica}
    revoke(center.store, center.places, earlier, date.today() - timedelta(days=1))
    field.receive(center.export(stick).path, accept=False)
    assert field.state == []
    (held,) = find_changes(field.store)
    told = change_states(field.store.conn, field.identity, [held.change])[held.change.id]
    assert (told.state, told.reason) == ("held", "revoked")
    for value in ("new", "newer"):
        field.edit("1.1.1", "next_steps", value)
    newer, new, _ = (step.change for step in find_changes(field.store))
    # each once: what was superseded is not named again
    assert len(new.supersedes) == len(newer.supersedes) == 1
    accept(center.store, center.places, earlier)
    assert center.receive(field.export(stick).path).new == 3
    field.receive(center.export(stick, field.replica).path, accept=False)
    assert field.state == center.state
    assert [(one["value"], one["conflict"]) for one in center.state] == [("newer", False)]
    assert verify(field.store).faults == verify(center.store).faults == ()


def test_that_a_key_counts_again_is_told_also_where_nothing_else_is_new(
    field: Installation, center: Installation, tmp_path: Path, stick: Path
) -> None:
    """A second laptop of the unit holds the first one's changes, and hears of revocation and acceptance."""
    second = installation(tmp_path / "second", officer="Zyrtarja")
    for one in (field, second):
        believe(one, center)
    field.edit("1.1.1", "next_steps", "said")
    center.receive(field.export(stick).path)
    center.receive(second.export(stick).path)
    second.receive(center.export(stick, second.replica).path)
    center.receive(second.export(stick).path)
    assert second.state == center.state != []
    revoke(center.store, center.places, field.replica, date.today() - timedelta(days=1))
    second.receive(center.export(stick, second.replica).path, accept=False)
    center.receive(second.export(stick).path)
    accept(center.store, center.places, field.replica)
    second.receive(center.export(stick, second.replica).path, accept=False)
    (known,) = [one for one in (grant_to(second.store.conn, field.replica),) if one is not None]
    assert known.revoked_from == ""
    assert second.state == center.state != []


def test_what_ones_own_revoked_key_vouched_for_stands_on_headquarters_word(
    field: Installation, center: Installation, tmp_path: Path, stick: Path
) -> None:
    """The earlier key is revoked, and headquarters accepts the present one by its own fingerprint."""
    believe(field, center)
    continue_with_new_identity(field.places, field.store)
    field = field._replace(replica=field.identity.replica)
    (earlier,) = own_replicas(field.store.conn, field.replica) - {field.replica}
    field.edit("1.1.1", "next_steps", "said")
    center.receive(field.export(stick).path)
    revoke(center.store, center.places, earlier, date.today() - timedelta(days=1))
    accept(center.store, center.places, field.replica)
    continue_with_new_identity(field.places, field.store)
    field.receive(center.export(stick).path, accept=False)
    assert center.state != []
    assert field.state == center.state


def test_whoever_is_revoked_and_hears_of_it_is_not_told_that_he_counts(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    field.edit("1.1.1", "status", "implemented")
    center.receive(field.export(stick).path, accept=False)
    revoke(center.store, center.places, field.replica, date.today() - timedelta(days=1))
    (step,) = find_changes(field.store)
    field.receive(center.export(stick).path, accept=False)
    told = change_states(field.store.conn, field.identity, [step.change])[step.change.id]
    assert (told.state, told.reason, center.state) == ("held", "revoked", [])
    standing = other_standing(field.store.conn, field.identity)
    assert standing is not None
    assert standing.revoked_from == (date.today() - timedelta(days=1)).isoformat()
    field.store.close()
    checks = health(field.places, field.places.database, running="0.1.0", now=time.time(), receipt_days=14)
    assert "exchange_revoked" in [check.code for check in checks]


def test_what_headquarters_holds_is_not_told_as_accepted(
    field: Installation, center: Installation, stick: Path
) -> None:
    """It grants another unit than the laptop is enrolled for, which hears of it."""
    believe(field, center)
    (change,) = field.edit("1.1.1", "status", "implemented")
    center.receive(field.export(stick).path, accept=False)
    for unit, counts in (("18", False), (UNIT, True)):
        accept(center.store, center.places, field.replica, unit=unit)
        field.receive(center.export(stick).path, accept=False)
        states = change_states(field.store.conn, field.identity, [change])
        assert states[change.id].state == ("accepted" if counts else "held")
        assert (target_states(field.store.conn, field.identity) == {}) is counts
        assert bool(center.state) is counts
        # whoever is enrolled for another unit has a sound database, and goes on from a backup of it
        assert prove(field.store, field.places).faults == ()
