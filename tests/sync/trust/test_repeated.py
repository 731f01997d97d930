"""A revocation leaves what came first, and reaches also those who believe another headquarters alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from unittest.mock import patch

from store.exchange.ends import first_ends, held_ends
from store.exchange.peers import held_by
from store.exchange.standing import other_standing
from store.exchange.trust import Grant, grant_to, put_grant, replaced_grants
from store.integrity.backup import backup
from store.ledger.branches import read_branches
from sync.proof import prove
from sync.restore import restore
from sync.send.draft import known_here
from sync.trusting import accept, revoke
from sync.wire.grants import MAX_ENDS, _signed, sign_grant
from sync.wire.keys import sign
from sync.wire.limits import MAX_TURN
from tests.sync.convergence.histories import opened
from tests.sync.trust.test_claims import forked
from tests.sync.trust.test_revoking import YESTERDAY, after_days, held, renewed, told
from tests.sync.trust.test_stolen_keys import written
from tests.sync.world import Installation, believe, headquarters, installation


def long_ago(act: Callable[[], object]) -> None:
    """Do something when it counts still."""
    after_days(-9, act)


def test_who_floods_with_histories_pushes_out_his_own_alone(
    center: Installation, field: Installation, stick: Path
) -> None:
    """What a laptop honestly reported counts, however many and long the histories of whoever has its key."""
    believe(center, field)
    for n in range(3):
        long_ago(partial(field.edit, f"1.1.{n + 1}", "comment", "said"))
        told(center, field, stick)
    center.receive(written(stick, forked(field, [(5, 1)] * (MAX_ENDS + 1))), accept=False)
    long_ago(partial(field.edit, "1.1.4", "comment", "later"))
    told(center, field, stick)
    with patch("store.exchange.trust.held_by", wraps=held_by) as asked:
        revoke(center.store, center.places, field.replica, YESTERDAY)
    # what is accepted of all histories costs one look, however many there are
    assert asked.call_count <= 3
    counting = {entry["target"] for entry in center.state if entry["field"] == "comment"}
    assert counting == {"1.1.1", "1.1.2", "1.1.3", "1.1.4"}
    grant = grant_to(center.store.conn, field.replica)
    assert grant is not None
    assert len(grant.accepted) == MAX_ENDS
    revoked = "SELECT count(*) FROM change WHERE held = 'revoked'"
    assert center.store.conn.execute(revoked).fetchone() == (10,)
    assert prove(center.store, center.places).faults == ()


def test_of_many_ends_one_that_continues_another_takes_its_place_and_no_other(
    center: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    """Also where each further history parts from the one before, and takes its name."""
    believe(center, field)
    for n in range(4):
        field.edit("1.1.1", "comment", str(n))
        told(center, field, stick)
    honest = held_ends(center.store.conn, field.replica, 1)
    for runs in ([(1, 1)], [(2, 1)] * 3, [(9, 2)]):
        center.receive(written(stick, forked(field, runs)), accept=False)
    conn = center.store.conn
    assert len(read_branches(conn)) > 2
    assert held_ends(conn, field.replica, 1) == honest
    several = held_ends(conn, field.replica, 99)
    assert held_ends(conn, field.replica, len(several)) == several
    assert set(held_ends(conn, field.replica, 3)) < set(several)
    field.edit("1.1.1", "comment", "more")
    told(center, field, stick)
    longer = held_ends(conn, field.replica, 1)
    assert longer[0][0] == 5
    assert first_ends(conn, field.replica, [*honest, *several, *longer], 1) == longer


def rounds(*office: Installation, folder: Path, n: int = 3) -> None:
    """Everybody takes everybody's file, so often."""
    for _ in range(n):
        for reader in office:
            for writer in office:
                if writer is not reader:
                    told(reader, writer, folder)


def two_centers(center: Installation, second: Installation, *laptops: Installation) -> None:
    """Two headquarters that believe each other and all laptops, which have accepted the first alone."""
    believe(center, second)
    for one in laptops:
        believe(center, one)
        with second.store.writing() as conn:
            sign_grant(conn, second.places, second.replica, one.author)


def counts(office: tuple[Installation, ...], replica: str) -> list[bool]:
    """Whether what a replica wrote counts, at each."""
    return [held(one, replica) == [None] for one in office]


def test_what_another_headquarters_revokes_and_takes_back_reaches_everybody(
    center: Installation, second: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    other = installation(tmp_path / "other")
    two_centers(center, second, field, other)
    field.edit("1.1.1", "comment", "said")
    office = center, second, other
    told(center, field, stick)
    rounds(*office, folder=stick, n=1)
    for _ in range(2):
        revoke(second.store, second.places, field.replica, YESTERDAY)
        rounds(*office, folder=stick)
        assert counts(office, field.replica) == [False] * 3
        accept(second.store, second.places, field.replica)
        rounds(*office, folder=stick)
        assert counts(office, field.replica) == [True] * 3
    assert [prove(one.store, one.places).faults for one in office] == [()] * 3


def words(one: Installation) -> list[object]:
    """All that an installation holds of whom somebody has accepted or revoked."""
    tables = (one.store.conn.execute(f"SELECT * FROM {table}") for table in ("trust", "replaced_trust"))
    return [row for rows in tables for row in rows]


def test_each_headquarters_repeats_a_revocation_once(
    center: Installation, second: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    """Three that believe each other come to rest, and each goes on saying its own."""
    third, other = headquarters(tmp_path / "third"), installation(tmp_path / "other")
    believe(center, second, third)
    two_centers(center, second, field, other)
    revoke(second.store, second.places, field.replica, YESTERDAY)
    office = center, second, third, other
    rounds(*office, folder=stick)
    before = [words(one) for one in office]
    rounds(*office, folder=stick)
    assert [words(one) for one in office] == before
    said = {}
    for one in (center, second, third):
        mine = [grant for grant in replaced_grants(one.store.conn, field.replica) if grant.revoked_from]
        present = grant_to(one.store.conn, field.replica)
        assert present is not None
        said[one.replica] = [grant for grant in (present, *mine) if grant.granted_by == one.replica]
    assert [(len(of_one), {grant.turn for grant in of_one}) for of_one in said.values()] == [(1, {1})] * 3
    accept(second.store, second.places, field.replica)
    rounds(*office, folder=stick)
    assert [grant.revoked_from for one in office if (grant := grant_to(one.store.conn, field.replica))] == [
        ""
    ] * 4


def test_what_is_repeated_is_told_where_nothing_else_is_new(
    center: Installation, second: Installation, field: Installation, stick: Path
) -> None:
    two_centers(center, second, field)
    seen = set()
    for act in (partial(revoke, day=YESTERDAY), accept, partial(revoke, day=YESTERDAY)):
        act(second.store, second.places, field.replica)
        told(center, second, stick)
        with center.store.reading() as conn:
            seen.add(known_here(conn))
    assert len(seen) == 3


def test_a_stolen_key_puts_no_number_into_the_mouth_of_another(
    center: Installation, second: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    """Whom the thief revoked for ever is accepted again by a headquarters that believed it."""
    other = installation(tmp_path / "other")
    two_centers(center, second, field, other)
    field.edit("1.1.1", "comment", "said")
    told(center, field, stick)
    first = YESTERDAY.isoformat()
    grant = Grant(*field.author, 0, first, second.replica, b"", kept=0, turn=MAX_TURN, word=MAX_TURN)
    with second.store.writing() as conn:
        put_grant(conn, grant._replace(signature=sign(second.places, second.replica, _signed(grant))))
    office = center, other
    told(center, second, stick)
    rounds(*office, folder=stick)
    assert counts(office, field.replica) == [False] * 2
    revoke(center.store, center.places, second.replica, YESTERDAY)
    accept(center.store, center.places, field.replica)
    rounds(*office, folder=stick)
    assert counts(office, field.replica) == [True] * 2


def test_that_a_headquarters_revokes_its_earlier_key_is_its_own_word(
    center: Installation, second: Installation, tmp_path: Path, stick: Path
) -> None:
    """Said by another before the new key is heard of, it would let the new one wait for a person."""
    laptop = installation(tmp_path / "laptop")
    believe(center, second, laptop)
    earlier, second = second.replica, renewed(second)
    revoke(second.store, second.places, earlier, YESTERDAY)
    told(center, second, stick)
    told(laptop, center, stick)
    second.edit("1.1.1", "verdict", "implemented", kind="assessment")
    told(laptop, second, stick)
    assert laptop.state != []
    assert prove(center.store, center.places).faults == ()


def test_what_was_repeated_under_an_earlier_key_is_said_by_the_present_one(
    center: Installation, second: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    """Of a revoked key nothing is believed newly."""
    two_centers(center, second, field)
    field.edit("1.1.1", "comment", "said")
    told(center, field, stick)
    revoke(second.store, second.places, field.replica, YESTERDAY)
    told(center, second, stick)
    earlier, center = center.replica, renewed(center)
    revoke(center.store, center.places, earlier, YESTERDAY)
    told(center, second, stick)
    late = installation(tmp_path / "late")
    believe(center, late)
    with late.store.writing() as conn:
        sign_grant(conn, late.places, late.replica, field.author)
    told(late, center, stick)
    assert counts((late,), field.replica) == [False]


def test_what_was_repeated_does_not_become_a_revocation_of_ones_own(
    center: Installation, second: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    """It comes back by a laptop, with a higher word; who revoked then accepts without having heard of it."""
    other = installation(tmp_path / "other")
    two_centers(center, second, field, other)
    for _ in range(2):
        accept(center.store, center.places, field.replica)
    field.edit("1.1.1", "comment", "said")
    told(center, field, stick)
    revoke(second.store, second.places, field.replica, YESTERDAY)
    told(center, second, stick)
    rounds(center, other, folder=stick)
    accept(second.store, second.places, field.replica)
    told(center, second, stick)
    rounds(center, other, folder=stick)
    assert counts((center, other), field.replica) == [True] * 2


def test_one_that_counts_vouches_for_who_goes_back_before_a_revocation(
    center: Installation, field: Installation, tmp_path: Path, stick: Path
) -> None:
    """Headquarters renews its key, revokes the one before, and restores backups from before both."""
    believe(center, field)
    backup(center.store, tmp_path / "backup.db")
    earlier, center = center.replica, renewed(center)
    revoke(center.store, center.places, earlier, YESTERDAY)
    told(field, center, stick)
    for n in ("1", "2"):
        center.store.close()
        restore(
            center.places,
            tmp_path / "backup.db",
            center.places.database,
            now=datetime(2022, 3, 14),
            confirm=lambda *_: True,
        )
        center = opened(center.places.data)
        center.edit(f"1.1.{n}", "verdict", "implemented", kind="assessment")
        told(field, center, stick)
        assert field.state == center.state != []
        assert other_standing(center.store.conn, center.identity) is None
        assert [prove(one.store, one.places).faults for one in (center, field)] == [(), ()]
