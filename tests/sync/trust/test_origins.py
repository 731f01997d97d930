"""Where the trust in a grant begins: with what somebody granted here, also where another's word stands."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from store.exchange.change_sets import introduce
from store.exchange.trust import grant_to, grants, keep_beside, put_grant
from store.ledger.lineage import Lineage
from sync.enrol import continue_with_new_identity
from sync.proof import prove
from sync.trust.accept_grants import accept_grants
from sync.trust.origins import without_origin
from sync.trusting import accept, revoke
from sync.wire.grants import sign_grant
from tests.sync.world import Installation, believe, copied, installation

YESTERDAY = date.today() - timedelta(days=1)


def renewed(one: Installation) -> Installation:
    """It goes on under a new identity."""
    continue_with_new_identity(one.places, one.store)
    return one._replace(replica=one.identity.replica)


def told(center: Installation, laptop: Installation, stick: Path) -> None:
    """Headquarters takes a laptop's file and answers it, at nobody's word."""
    center.receive(laptop.export(stick).path, accept=False)
    laptop.receive(center.export(stick).path, accept=False)


def replaced(center: Installation, laptop: Installation, stick: Path) -> Installation:
    """Headquarters renews its key and revokes the earlier one, which a person at the laptop has accepted."""
    believe(laptop, center)
    told(center, laptop, stick)
    earlier, center = center.replica, renewed(center)
    revoke(center.store, center.places, earlier, YESTERDAY)
    told(center, laptop, stick)
    return center


def test_each_renews_and_the_earlier_keys_are_revoked(
    center: Installation, field: Installation, stick: Path
) -> None:
    center = replaced(center, field, stick)
    earlier, field = field.replica, renewed(field)
    told(center, field, stick)
    revoke(center.store, center.places, earlier, YESTERDAY)
    accept(center.store, center.places, field.replica)
    told(center, field, stick)
    for one in (center, field):
        assert prove(one.store, one.places).faults == ()


def test_what_was_granted_here_counts_by_its_signature_and_for_its_key_alone(
    center: Installation, field: Installation, stick: Path
) -> None:
    earlier, center = center.replica, replaced(center, field, stick)
    assert prove(field.store, field.places).faults == ()
    for altered in ("granted_by = ''", "public_key = zeroblob(32)", "signature = zeroblob(64)"):
        with field.store.writing() as conn:
            conn.execute("SAVEPOINT before")
            conn.execute(f"UPDATE replaced_trust SET {altered}")
            foreign = without_origin(conn, {field.replica}.__contains__)
            conn.execute("ROLLBACK TO before")
        assert {grant.replica for grant in foreign} >= {earlier, center.replica}


def test_what_was_granted_here_before_is_proven_in_every_column(
    center: Installation, field: Installation, stick: Path
) -> None:
    """All but the ends of histories, which say nothing beside no number of changes."""
    replaced(center, field, stick)
    (before,) = field.store.conn.execute("SELECT * FROM replaced_trust").fetchall()
    columns = [row[1] for row in field.store.conn.execute("PRAGMA table_info(replaced_trust)")]
    others = {"role": "'field'", "public_key": "zeroblob(32)", "signature": "zeroblob(64)", "kept": "3"}
    others |= dict.fromkeys(("at", "turn", "word"), "7")
    for column in columns:
        if column == "ends":
            continue
        with field.store.writing() as conn:
            conn.execute(f"UPDATE replaced_trust SET {column} = {others.get(column, repr('f' * 32))}")
        assert prove(field.store, field.places).faults != (), column
        with field.store.writing() as conn:
            conn.execute("DELETE FROM replaced_trust")
            conn.execute(f"INSERT INTO replaced_trust VALUES ({', '.join('?' * len(before))})", before)
    assert prove(field.store, field.places).faults == ()


def test_a_field_installation_grants_nothing_whatever_a_person_granted_before(
    tmp_path: Path, center: Installation, field: Installation
) -> None:
    """Whoever writes in the database moves a laptop to another unit with an accepted laptop's key."""
    one, other = installation(tmp_path / "one", unit="01"), installation(tmp_path / "other", unit="01")
    believe(field, one, other, center)
    own = grant_to(field.store.conn, one.replica)
    assert own is not None
    moved = one.author._replace(unit="23")
    with other.store.writing() as conn:
        grant = sign_grant(conn, other.places, other.replica, moved)
    with field.store.writing() as conn:
        introduce(conn, moved, field.replica)
        put_grant(conn, grant)
        keep_beside(conn, own)
    codes = {(fault.code, fault.place) for fault in prove(field.store, field.places).faults}
    assert ("grant_foreign", one.replica) in codes


@pytest.mark.parametrize("first", [0, 1])
def test_two_that_went_on_from_one_do_not_have_their_trust_from_each_other(
    tmp_path: Path, center: Installation, first: int
) -> None:
    """Headquarters restores a backup twice: which of the two words on the earlier id is newer is chance."""
    homes = [tmp_path / "one", tmp_path / "two"]
    for home in homes:
        shutil.copytree(center.places.data, home)
    later = [renewed(copied(home, center.replica)) for home in homes]
    told = [[*grants(one.store.conn)] for one in later]
    accepted, other = later[first], later[1 - first]
    laptop = installation(tmp_path / "laptop", unit="01")
    believe(laptop, accepted)
    links = tuple(Lineage(one.replica, center.replica, 0, b"") for one in later)
    with laptop.store.writing() as conn:
        for known in (told[first], [*told[first], *told[1 - first]]):
            accept_grants(conn, laptop.identity, known, {center.replica, other.replica}, links)
        assert {grant.replica for grant in grants(conn)} == {center.replica, *(one.replica for one in later)}
        assert without_origin(conn, {laptop.replica}.__contains__) == []
