"""What a revocation leaves, whoever says it again, and what the revoked are told."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest

from store.exchange.change_sets import Author
from store.exchange.delivery import change_states, count_on_the_way
from store.exchange.held_files import held_files
from store.exchange.trust import grant_to
from store.ledger.append import read_changes
from store.ledger.change import LEAP
from sync.enrol import continue_with_new_identity
from sync.receive.waiting import receive_each
from sync.trusting import accept, revoke
from sync.wire.grants import fingerprint, grant_lines, sign_grant
from sync.wire.keys import create_key
from tests.sync.convergence.histories import opened
from tests.sync.wire.test_damage import forged, introduced
from tests.sync.world import UNIT, Installation, believe, headquarters, installation

YESTERDAY = date.today() - timedelta(days=1)
TOMORROW = date.today() + timedelta(days=1)


@pytest.fixture
def second(tmp_path: Path) -> Installation:
    return headquarters(tmp_path / "second")


def renewed(one: Installation) -> Installation:
    """It goes on under a new identity."""
    continue_with_new_identity(one.places, one.store)
    return one._replace(replica=one.identity.replica)


def told(reader: Installation, writer: Installation, stick: Path) -> None:
    """One takes the other's file, at nobody's word."""
    reader.receive(writer.export(stick).path, accept=False)


def held(center: Installation, replica: str) -> list[str | None]:
    """Why each change of a replica is held somewhere."""
    rows = center.store.conn.execute("SELECT held FROM change WHERE replica = ? ORDER BY seq", (replica,))
    return [reason for (reason,) in rows]


def states(one: Installation) -> set[str]:
    """What a laptop says of its own changes."""
    changes = read_changes(one.store.conn, "WHERE replica = ?", (one.replica,))
    return {
        state.reason or state.state for state in change_states(one.store.conn, one.identity, changes).values()
    }


def after_days(days: int, act: Callable[[], object]) -> None:
    """Do something when the clock says so many days from now."""
    now = time.time() + days * 86_400
    with patch("time.time", lambda: now):
        act()


def pinned(center: Installation, field: Installation, stick: Path, carrier: Installation) -> None:
    """Headquarters revokes a laptop, and then hears what the thief wrote with an earlier day."""
    after_days(-30, lambda: field.edit("1.1.1", "next_steps", "said"))
    told(center, field, stick)
    revoke(center.store, center.places, field.replica, YESTERDAY)
    after_days(-30, lambda: field.edit("1.1.1", "next_steps", "forged"))
    told(carrier, field, stick)
    told(center, carrier, stick)
    assert held(center, field.replica) == [None, "revoked"]


def test_revoking_again_accepts_nothing_more(
    center: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    carrier = installation(tmp_path / "carrier")
    believe(center, field, carrier)
    pinned(center, field, stick, carrier)
    for day in (YESTERDAY, TOMORROW):
        revoke(center.store, center.places, field.replica, day)
        assert held(center, field.replica) == [None, "revoked"]


def test_another_revocation_that_knew_less_accepts_nothing_more(
    center: Installation, second: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    carrier = installation(tmp_path / "carrier")
    believe(center, second, field, carrier)
    accept(second.store, second.places, field.replica, unit=UNIT)
    pinned(center, field, stick, carrier)
    revoke(second.store, second.places, field.replica, TOMORROW)
    for _ in range(2):
        told(center, second, stick)
        told(second, center, stick)
        assert held(center, field.replica) == [None, "revoked"]


def test_what_one_revoked_under_an_earlier_id_is_said_again_too(
    center: Installation, second: Installation, field: Installation, stick: Path
) -> None:
    believe(center, second, field)
    field.edit("1.1.1", "next_steps", "said")
    told(center, field, stick)
    revoke(center.store, center.places, field.replica, YESTERDAY)
    center = renewed(center)
    revoke(second.store, second.places, field.replica, YESTERDAY)
    accept(second.store, second.places, field.replica)
    for _ in range(3):
        told(center, second, stick)
        told(second, center, stick)
    for one in (center, second):
        grant = grant_to(one.store.conn, field.replica)
        assert grant is not None
        assert grant.revoked_from


def test_a_revocation_of_a_day_to_come_is_pinned_also_by_a_later_id(
    field: Installation, tmp_path: Path, stick: Path
) -> None:
    thief, carrier = installation(tmp_path / "thief"), installation(tmp_path / "carrier")
    believe(field, thief, carrier)
    after_days(-9, lambda: thief.edit("1.1.1", "next_steps", "said"))
    after_days(-9, lambda: told(field, thief, stick))
    day = date.today() - timedelta(days=7)
    after_days(-9, lambda: revoke(field.store, field.places, thief.replica, day))
    after_days(-9, lambda: renewed(field))
    after_days(-6, lambda: told(field, carrier, stick))
    after_days(-9, lambda: thief.edit("1.1.1", "next_steps", "forged"))
    after_days(-5, lambda: told(carrier, thief, stick))
    after_days(-5, lambda: told(field, carrier, stick))
    assert held(field, thief.replica) == [None, "revoked"]


def test_what_waits_for_another_key_is_not_read_again_with_each_file(
    center: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    """Whoever signs under an id that is known by another key waits for a person."""
    believe(center, field)
    other = installation(tmp_path / "other", replica="ab" * 16)
    key = create_key(field.places, other.replica)
    with field.store.writing() as conn:
        heir = Author(other.replica, UNIT, "field", "Zyrtari", key)
        grant = sign_grant(conn, field.places, field.replica, heir, heir=True)
    lines = [
        introduced(field),
        json.dumps(["author", *heir[:4], key.hex()]),
        *(json.dumps(line) for line in grant_lines(grant)),
    ]
    (stick / "heir.terren").write_bytes(forged(field, lines, number=1, file_id="1" * 32))
    assert center.receive(stick / "heir.terren", accept=False).waiting is None
    other.edit("1.1.2", "next_steps", "said")
    assert center.receive(other.export(stick).path, accept=False).waiting == "stranger"
    field.edit("1.1.1", "next_steps", "said")
    assert len(list(receive_each(center.store, center.places, [field.export(stick).path]))) == 1


def test_of_the_strangers_of_one_carrier_so_many_wait_as_may(
    center: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    believe(center, field)
    for name in ("one", "other", "third"):
        stranger = installation(tmp_path / name)
        believe(field, stranger)
        stranger.edit("1.1.1", "next_steps", name)
        told(field, stranger, stick)
    with patch("sync.trust.admission.MOST_OF_CARRIER", 2):
        assert len(center.receive(field.export(stick).path, accept=False).unaccepted) == 3
    waiting = [file.whom.replica for file in held_files(center.store.conn)]
    assert len(waiting) == 2
    for whom in map(
        Author._make,
        field.store.conn.execute(
            "SELECT replica, unit, role, officer, public_key FROM trust WHERE replica <> ?", (center.replica,)
        ).fetchall(),
    ):
        with center.store.writing() as conn:
            sign_grant(conn, center.places, center.replica, whom)
    field.edit("1.1.2", "next_steps", "later")
    tuple(receive_each(center.store, center.places, [field.export(stick).path]))
    assert center.state == field.state


def test_files_under_ones_id_by_another_key_keep_nobody_out(
    center: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    impostor = installation(tmp_path / "impostor", replica=field.replica)
    with patch("sync.trust.admission.MOST_OF_ONE", 2):
        for n in range(2):
            impostor.edit("1.1.1", "next_steps", str(n))
            assert center.receive(impostor.export(stick).path, accept=False).waiting == "stranger"
        field.edit("1.1.1", "next_steps", "said")
        assert center.receive(field.export(stick).path, accept=False).waiting == "stranger"
    accept(center.store, center.places, fingerprint(field.author.public_key))
    assert center.state == field.state


def test_what_a_sender_says_of_itself_comes_before_what_a_carrier_tells(
    center: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    believe(center, field)
    arta = installation(tmp_path / "arta", officer="Arta")
    with field.store.writing() as conn:
        sign_grant(conn, field.places, field.replica, arta.author, unit="01")
    arta.edit("1.1.1", "next_steps", "said", unit="01")
    told(field, arta, stick)
    told(center, field, stick)
    name = fingerprint(arta.author.public_key)
    arta.edit("1.1.2", "next_steps", "said")
    center.receive(arta.export(stick).path, accept=False)
    assert accept(center.store, center.places, name).grant.unit == UNIT


def test_who_went_back_is_told_that_what_it_wrote_anew_is_held(
    center: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    """The numbers of the changes are accepted, in another history."""
    carrier = installation(tmp_path / "carrier")
    believe(center, field, carrier)
    after_days(-9, lambda: field.edit("1.1.1", "next_steps", "said"))
    told(field, center, stick)
    field.store.close()
    shutil.copytree(field.places.data, tmp_path / "image")
    field = opened(field.places.data)
    for value in ("first", "further"):
        record = partial(field.edit, "1.1.1", "comment", value)
        after_days(-9, record)
    told(center, field, stick)
    field.store.close()
    shutil.rmtree(field.places.data)
    shutil.copytree(tmp_path / "image", field.places.data)
    field = opened(field.places.data)
    after_days(-9, partial(field.edit, "1.1.2", "comment", "anew"))
    told(carrier, field, stick)
    revoke(center.store, center.places, field.replica, YESTERDAY)
    told(center, carrier, stick)
    told(field, center, stick)
    anew = list(read_changes(field.store.conn, "WHERE value = ?", ('"anew"',)))
    (state,) = change_states(field.store.conn, field.identity, anew).values()
    assert (state.state, state.reason) == ("held", "revoked")


def test_who_is_vouched_for_by_a_revoked_key_is_told_that_nothing_counts(
    center: Installation, second: Installation, field: Installation, stick: Path
) -> None:
    believe(center, second, field)
    field.edit("1.1.1", "next_steps", "said")
    told(center, field, stick)
    earlier, field = field.replica, renewed(field)
    field.edit("1.1.1", "next_steps", "renewed")
    told(second, field, stick)
    told(field, second, stick)
    assert states(field) == {"accepted"}
    revoke(center.store, center.places, earlier, YESTERDAY)
    told(second, center, stick)
    told(field, second, stick)
    assert set(held(second, field.replica)) == states(field) == {"revoked"}


def test_what_is_held_there_for_its_number_is_received_and_not_accepted(
    center: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    """Only this laptop has accepted somebody who leaps; with him it counts there as well."""
    leaping = installation(tmp_path / "leaping")
    believe(center, field)
    believe(field, leaping)
    told(field, center, stick)
    for n in range(300):
        with leaping.store.writing() as conn:
            conn.execute("UPDATE clock SET lamport = lamport + ?", (LEAP - 2,))
        leaping.edit("1.1.2", "comment", str(n))
    told(field, leaping, stick)
    field.edit("1.1.1", "next_steps", "said")
    told(center, field, stick)
    told(field, center, stick)
    assert held(center, field.replica) == ["counter"]
    assert states(field) == {"received"}
    assert count_on_the_way(field.store.conn, field.identity) == {"received": 1}
    accept(center.store, center.places, fingerprint(leaping.author.public_key))
    told(field, center, stick)
    assert held(center, field.replica) == [None]
    assert states(field) == {"accepted"}
    assert center.state == field.state
