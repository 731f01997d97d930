"""One installation under several identities: who believes it, what it is told, what a revocation leaves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, timezone
from pathlib import Path
from unittest.mock import patch

import pytest

from store.exchange.delivery import change_states, is_unconfirmed, read_delivery
from store.exchange.held_files import held_files
from store.exchange.trust import grant_to
from store.history.history import undo
from store.integrity.backup import backup
from store.ledger.append import read_changes
from store.ledger.lineage import MAX_EARLIER
from sync.enrol import continue_with_new_identity
from sync.mailbox import exchange_folder
from sync.proof import prove
from sync.receive.inbox import inbox
from sync.receive.waiting import receive_each
from sync.restore import restore
from sync.trusting import revoke
from sync.wire.grants import sign_grant
from tests.sync.convergence.histories import opened
from tests.sync.world import Installation, believe, headquarters, installation

NOW = datetime(2022, 3, 14)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[list[Installation]]:
    """Headquarters and two laptops of one unit that know nothing of each other."""
    (tmp_path / "stick").mkdir()
    center, one, two = (
        headquarters(tmp_path / "center"),
        installation(tmp_path / "one"),
        installation(tmp_path / "two"),
    )
    for laptop in (one, two):
        believe(center, laptop)
    with ExitStack() as stack:
        for each in (center, one, two):
            stack.callback(each.store.close)
        yield [center, one, two]


def renewed(one: Installation) -> Installation:
    """It goes on under a new identity."""
    continue_with_new_identity(one.places, one.store)
    one.store.close()
    return opened(one.places.data)


def gone_back(one: Installation, to: Path, *, new_disk: bool = False) -> Installation:
    """It is restored from a backup, on a new disk where the old one has died."""
    one.store.close()
    if new_disk:
        shutil.rmtree(one.places.data)
        one.places.data.mkdir()
    restore(one.places, to, one.places.database, now=NOW)
    return opened(one.places.data)


def told(center: Installation, *laptops: Installation, folder: Path) -> None:
    """Headquarters takes everybody's file and answers all, at nobody's word."""
    for one in laptops:
        center.receive(one.export(folder).path, accept=False)
    for one in laptops:
        one.receive(center.export(folder).path, accept=False)


def test_who_renews_before_writing_anything_is_believed_by_colleagues(
    office: list[Installation], tmp_path: Path
) -> None:
    center, one, two = office
    two = renewed(renewed(two))
    two.edit("1.1.1", "status", "implemented")
    told(center, two, one, folder=tmp_path / "stick")
    assert one.state == center.state == two.state != []
    assert prove(one.store).faults == ()


def test_headquarters_that_renews_twice_between_two_files_is_believed(
    office: list[Installation], tmp_path: Path
) -> None:
    center, one, _ = office
    center = renewed(renewed(center))
    center.edit("1.1.1", "status", "implemented")
    assert one.receive(center.export(tmp_path / "stick").path, accept=False).new == 1
    assert one.state == center.state


def test_who_accepts_a_renewed_headquarters_believes_what_it_wrote_before(
    office: list[Installation], tmp_path: Path
) -> None:
    """Twice its folder is what it was; the second time it has heard another headquarters' word on itself."""
    center, stick = office[0], tmp_path / "stick"
    other, joining = (
        headquarters(tmp_path / name, replica=digit * 32)
        for name, digit in (("other", "e"), ("joining", "f"))
    )
    believe(center, other)
    center.edit("1.1.1", "verdict", "implemented", kind="assessment")
    center.store.close()
    shutil.copytree(center.places.data, tmp_path / "again")
    first, again = renewed(opened(center.places.data)), opened(tmp_path / "again")
    for one in (first, other):
        again.receive(one.export(stick).path, accept=False)
    assert grant_to(again.store.conn, again.replica) is not None
    again = renewed(again)
    believe(again, other, joining)
    for one in (other, again):
        joining.receive(one.export(stick).path, accept=False)
    assert joining.state == again.state != []
    assert prove(joining.store).faults == prove(again.store, again.places).faults == ()
    for one in (first, again, other, joining):
        one.store.close()


@pytest.mark.parametrize("ahead", [600, 31_536_000, -31_536_000])
def test_a_grant_by_a_wrong_clock_keeps_nobody_writing(
    office: list[Installation], tmp_path: Path, ahead: int
) -> None:
    center, one, _ = office
    new = installation(tmp_path / "new")
    now = datetime.now(timezone.utc).timestamp()
    with center.store.writing() as conn, patch("sync.wire.grants.time.time", return_value=now + ahead):
        sign_grant(conn, center.places, center.replica, new.author)
    folder = tmp_path / "folder"
    folder.mkdir()
    wrote = [
        [exchange_folder(each.store, each.places, folder).written is not None for each in (center, one)]
        for _ in range(4)
    ]
    new.store.close()
    assert wrote[0] == [True, True]
    assert wrote[2:] == [[False, False]] * 2


def test_what_was_not_sent_stays_so_whatever_the_identity(office: list[Installation], tmp_path: Path) -> None:
    center, one, _ = office
    one.edit("1.1.1", "status", "implemented")
    told(center, one, folder=tmp_path / "stick")
    assert read_delivery(one.store.conn, one.identity).unconfirmed == 0
    backup(one.store, tmp_path / "backup.db")
    one.edit("1.1.2", "status", "implemented")
    one.export(tmp_path / "stick")
    for again in range(3):
        one = renewed(one) if again == 1 else gone_back(one, tmp_path / "backup.db")
        states = change_states(one.store.conn, one.identity, read_changes(one.store.conn))
        assert sorted(state.state for state in states.values()) == ["accepted", "in_file"]
        assert is_unconfirmed(one.store.conn, one.identity, "1.1.2")
        assert not is_unconfirmed(one.store.conn, one.identity, "1.1.1")
    told(center, one, folder=tmp_path / "stick")
    assert read_delivery(one.store.conn, one.identity).unconfirmed == 0


def test_what_a_lost_key_never_signed_reaches_everybody(office: list[Installation], tmp_path: Path) -> None:
    center, one, two = office
    one.edit("1.1.1", "status", "in_progress")
    one.edit("1.1.1", "status", "implemented")
    backup(one.store, tmp_path / "backup.db")
    one = gone_back(one, tmp_path / "backup.db", new_disk=True)
    one.edit("1.1.1", "percent", 50)
    first = one.export(tmp_path / "stick").path
    assert center.receive(first, accept=False).waiting == "stranger"
    center.receive(first)
    told(center, one, two, folder=tmp_path / "stick")
    assert center.state == one.state == two.state
    assert len(list(read_changes(two.store.conn))) == 3
    assert [prove(each.store).faults for each in (center, one, two)] == [(), (), ()]
    assert undo(one.store, 3)


def test_ones_own_file_is_taken_again_where_the_backup_does_not_know_who_wrote_it(
    office: list[Installation], tmp_path: Path
) -> None:
    _, one, _ = office
    one.edit("1.1.1", "status", "implemented")
    backup(one.store, tmp_path / "backup.db")
    one = gone_back(one, tmp_path / "backup.db", new_disk=True)
    one.edit("1.1.1", "percent", 50)
    one.export(tmp_path / "stick")
    one = gone_back(one, tmp_path / "backup.db")
    assert {row["value"] for row in one.state} == {"implemented", 50}
    assert not list(held_files(one.store.conn))
    assert read_delivery(one.store.conn, one.identity).unconfirmed == 2
    assert undo(one.store, 2)


def test_a_fork_is_told_until_it_is_healed(office: list[Installation], tmp_path: Path) -> None:
    center, one, _ = office
    shutil.copytree(one.places.data, tmp_path / "twin")
    twin = opened(tmp_path / "twin")
    for n, each in enumerate((one, twin)):
        each.edit("1.1.1", "percent", n)
        each.edit("1.1.2", "percent", n)
    for each in (one, twin):
        taken = center.receive(each.export(tmp_path / "stick").path, accept=False)
    ((fork,), waiting) = taken.forks, inbox(center.store, center.places)
    assert (fork.replica, fork.first, fork.last) == (one.replica, 1, 2)
    assert waiting.forks == (fork,) and waiting.waits
    told(center, one, twin, folder=tmp_path / "stick")
    told(center, opened(one.places.data), opened(twin.places.data), folder=tmp_path / "stick")
    assert not inbox(center.store, center.places).waits
    twin.store.close()


@pytest.mark.parametrize("value", range(4))
def test_another_history_of_a_revoked_key_counts_nowhere(
    office: list[Installation], tmp_path: Path, value: int
) -> None:
    """Whichever of the two the hashes let bear the id."""
    center, one, two = office
    shutil.copytree(one.places.data, tmp_path / "thief")
    thief = opened(tmp_path / "thief")
    with patch("store.ledger.append.time.time", return_value=1_700_000_000):
        one.edit("1.1.1", "percent", 10)
        one.edit("1.1.1", "percent", 20)
        thief.edit("1.1.1", "percent", value)
        thief.edit("1.1.2", "percent", value)
    told(center, one, two, folder=tmp_path / "stick")
    two.receive(thief.export(tmp_path / "stick").path, accept=False)
    revoke(center.store, center.places, one.replica, date.today())
    center.receive(two.export(tmp_path / "stick").path, accept=False)
    shown = [(row["target"], row["value"], row["conflict"]) for row in center.state]
    assert shown == [("1.1.1", 20, False)]
    two.receive(center.export(tmp_path / "stick").path, accept=False)
    assert two.state == center.state
    assert prove(center.store).faults == prove(two.store).faults == ()
    thief.store.close()


def test_a_laptop_on_a_new_disk_may_be_restored_again_and_again(
    office: list[Installation], tmp_path: Path
) -> None:
    """Its first key is gone with the disk, and some of its later ids have told nobody of themselves."""
    center, one, _ = office
    one.edit("1.1.1", "next_steps", "said")
    center.receive(one.export(tmp_path / "stick").path, accept=False)
    copy = tmp_path / "copy.db"
    backup(one.store, copy)
    one = gone_back(one, copy, new_disk=True)
    for n in range(MAX_EARLIER + 3):
        if n % 2:
            one.export(tmp_path / "stick")
        one = gone_back(one, copy)
        assert prove(one.store, one.places).faults == ()
    center.receive(one.export(tmp_path / "stick").path)
    assert one.state == center.state


def test_what_a_laptop_is_restored_from_may_tell_of_files_that_are_gone(
    office: list[Installation], tmp_path: Path
) -> None:
    """A file that waited then has gone with the disk: it waits no longer, and may come again."""
    center, one, _ = office
    stranger = installation(tmp_path / "stranger")
    stranger.edit("1.1.2", "next_steps", "told")
    file = stranger.export(tmp_path / "stick").path
    assert center.receive(file, accept=False).waiting == "stranger"
    copy = tmp_path / "copy.db"
    backup(center.store, copy)
    center = gone_back(center, copy, new_disk=True)
    assert prove(center.store, center.places).faults == ()
    assert list(held_files(center.store.conn)) != []
    one.edit("1.1.1", "next_steps", "said")
    tuple(receive_each(center.store, center.places, [one.export(tmp_path / "stick").path]))
    assert center.state == one.state
    assert list(held_files(center.store.conn)) == []
    assert center.receive(file).new == 1
    assert prove(center.store, center.places).faults == ()
