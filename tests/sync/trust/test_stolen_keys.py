"""What the holder of a stolen key tries: to outlive its revocation, to make others, to speak in advance."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from nacl.signing import SigningKey

from store.db.errors import UserError
from store.exchange.change_sets import Author
from store.exchange.trust import Grant, grant_to, grants
from store.integrity.verify import verify
from store.ledger.change import GENESIS, Change, change_hash
from sync.enrol import continue_with_new_identity
from sync.proof import prove
from sync.receive.refused import keep_refused, refused_files
from sync.receive.waiting import take_revoked
from sync.trust.accept_grants import MAX_HEIRS
from sync.trusting import accept, revoke
from sync.wire import lines as body_lines
from sync.wire.encoding import encode_changes
from sync.wire.format import open_container
from sync.wire.grants import _FOLLOWS, _HEIR, _SIGNED, _signed, fingerprint, grant_lines
from sync.wire.keys import sign
from sync.wire.limits import MAX_BODY
from sync.wire.section import Section, section_line
from tests.support.lengths import cases, soak
from tests.sync.wire.test_damage import forged, introduced
from tests.sync.world import UNIT, Installation, believe, headquarters, installation

TODAY = date.today() - timedelta(days=1)
"""A day that has come wherever the tests run."""


Signer = Callable[[bytes], bytes]


def key_of(one: Installation) -> Signer:
    """What signs with an installation's key."""
    return lambda data: sign(one.places, one.replica, data)


def stated(by: Installation, whom: Author, *, at: int, heir: Signer | bool = False, first: str = "") -> Grant:
    """A grant that nobody's program would write; ``heir`` signs that it is one, or nobody does."""
    grant = Grant(*whom, at, first, by.replica, b"")
    signature = sign(by.places, by.replica, _signed(grant, _HEIR if heir else _SIGNED))
    if not isinstance(heir, bool):
        signature += heir(_signed(grant, _FOLLOWS))
    return grant._replace(signature=signature)


def granted(by: Installation, whom: Author, *, at: int, heir: Signer | bool = False, first: str = "") -> str:
    """The lines of such a grant."""
    return "\n".join(map(json.dumps, grant_lines(stated(by, whom, at=at, heir=heir, first=first))))


def written(stick: Path, data: bytes) -> Path:
    path = stick / f"{len(list(stick.iterdir()))}.terren"
    path.write_bytes(data)
    return path


def spoken(
    one: Installation, changes: list[Change], *, head: bytes | None = None, prev: bytes = GENESIS
) -> bytes:
    """A file of one's own with changes that nobody's program would write, behind the one with the hash
    ``prev``; ``head`` is signed as their end."""
    digest = prev
    for change in changes:
        digest = change_hash(change, digest)
    first, end = changes[0], head or digest
    section = Section(
        one.replica, first.seq - 1, len(changes), prev, end, b"", first.officer, first.unit,
        first.recorded_at, 0,
    )  # fmt: skip
    section = section._replace(attestation=sign(one.places, one.replica, section.attested))
    lines = [introduced(one), section_line(section), *encode_changes(section, changes)]
    return forged(one, lines, changes=len(changes), sections=1)


def said(one: Installation, value: str, supersedes: Iterable[str], *, lamport: int = 1) -> Change:
    now = int(time.time())
    return Change(
        *(one.replica, 1, lamport, now, "Z", UNIT, "1", "action", "1.1.1", "status"),
        json.dumps(value),
        None,
        tuple(supersedes),
    )


def test_a_revoked_headquarters_makes_no_other(
    tmp_path: Path, field: Installation, center: Installation, second: Installation, stick: Path
) -> None:
    """Whatever date it writes, whoever carries it; what it had granted before stays, also for who is new."""
    third, late = installation(tmp_path / "third", unit="23"), installation(tmp_path / "late", unit="24")
    believe(field, center, second)
    believe(center, third)
    third.edit("1.1.1", "status", "implemented", unit="23")
    second.receive(center.export(stick).path, accept=False)
    center.receive(third.export(stick).path, accept=False)
    assert second.receive(center.export(stick).path, accept=False).new == 1
    for one in (second, field):
        revoke(one.store, one.places, center.replica, TODAY)
    accomplice = headquarters(tmp_path / "accomplice")
    accomplice.edit("1.1.1", "verdict", "implemented", kind="assessment")
    told = [
        granted(center, accomplice.author, at=int(time.time()) - 90 * 86_400, heir=heir)
        for heir in (False, key_of(accomplice))
    ]
    before = field.state, grants(field.store.conn)
    for carrier in (accomplice, center):
        file = written(stick, forged(carrier, [introduced(carrier), *told]))
        assert field.receive(file, accept=False).waiting in ("stranger", "revoked")
        assert (field.state, grants(field.store.conn)) == before
    field.receive(written(stick, forged(second, [introduced(second), *told])), accept=False)
    assert grant_to(field.store.conn, accomplice.replica) is None
    believe(late, second)
    late.receive(second.export(stick).path, accept=False)
    assert [one["target"] for one in late.state] == ["1.1.1"]


def test_what_a_stolen_key_of_headquarters_granted_ends_with_it_in_whatever_order_it_is_heard(
    tmp_path: Path, field: Installation, center: Installation, second: Installation, stick: Path
) -> None:
    """The thief accepts again whom the first headquarters had revoked, and makes itself a headquarters."""
    early, late = installation(tmp_path / "early", unit="23"), installation(tmp_path / "late", unit="24")
    for reader in (early, late):
        believe(reader, center, second)
    believe(center, field, second, early, late)
    field.edit("1.1.1", "status", "implemented")
    center.receive(field.export(stick).path, accept=False)
    revoke(center.store, center.places, field.replica, TODAY)
    for reader in (early, late):
        reader.receive(center.export(stick).path, accept=False)
    accomplice = headquarters(tmp_path / "accomplice")
    accomplice.edit("1.1.2", "verdict", "implemented", kind="assessment")
    revoked = grant_to(early.store.conn, field.replica)
    assert revoked is not None
    again = Grant(
        *field.author, int(time.time()), "", second.replica, b"", turn=1000, word=1000, answers=revoked.name
    )
    again = again._replace(signature=sign(second.places, second.replica, _signed(again)))
    told = [json.dumps(line) for line in grant_lines(again)]
    told.append(granted(second, accomplice.author, at=0, heir=key_of(accomplice)))
    stolen = written(stick, forged(second, [introduced(second), introduced(accomplice), *told]))
    theirs = accomplice.export(stick).path
    early.receive(stolen, accept=False)
    early.receive(theirs, accept=False)
    assert len(early.state) == 2
    revoke(center.store, center.places, second.replica, TODAY)
    for reader in (early, late):
        reader.receive(center.export(stick).path, accept=False)
    for file in (stolen, theirs):
        assert late.receive(file, accept=False).waiting is not None
    for reader in (early, late):
        known = grant_to(reader.store.conn, field.replica)
        assert known is not None
        assert (known.granted_by, known.revoked_from) == (center.replica, TODAY.isoformat())
        assert reader.state == center.state
        assert verify(reader.store).faults == ()


def test_whoever_is_revoked_again_keeps_the_unit_that_was_granted(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    accept(center.store, center.places, field.replica, unit="18")
    revoke(center.store, center.places, field.replica, TODAY)
    assert center.receive(field.export(stick).path, accept=False).waiting == "revoked"
    again = revoke(
        center.store, center.places, fingerprint(field.author.public_key), TODAY - timedelta(days=1)
    )
    assert (again.unit, again.role) == ("18", "field")


def test_whoever_only_waits_is_not_revoked(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    thief = installation(tmp_path / "thief", replica=field.replica)
    claimed = fingerprint(thief.author.public_key)
    assert center.receive(thief.export(stick).path, accept=False).waiting == "stranger"
    for day in (TODAY, TODAY + timedelta(days=1)):
        with pytest.raises(UserError, match="trust_not_accepted"):
            revoke(center.store, center.places, claimed, day)
    # a word on the id would have bound it to the key that the file claims
    center.receive(field.export(stick).path, accept=False)
    accept(center.store, center.places, fingerprint(field.author.public_key))
    with pytest.raises(UserError, match="trust_not_accepted"):
        revoke(center.store, center.places, claimed, TODAY)
    grant = grant_to(center.store.conn, field.replica)
    assert grant is not None and not grant.revoked_from
    center.export(stick)


def test_a_further_headquarters_is_a_persons_decision(
    tmp_path: Path, field: Installation, center: Installation, second: Installation, stick: Path
) -> None:
    believe(field, center)
    believe(center, second)
    second.edit("1.1.1", "verdict", "implemented", kind="assessment")
    center.receive(second.export(stick).path, accept=False)
    taken = field.receive(center.export(stick).path, accept=False)
    assert [one.replica for one in taken.unaccepted] == [second.replica]
    assert field.state == []
    accept(field.store, field.places, fingerprint(second.author.public_key), role="headquarters")
    assert field.state == center.state


def test_nobody_else_says_from_whom_headquarters_goes_on(
    tmp_path: Path, field: Installation, center: Installation, second: Installation, stick: Path
) -> None:
    carrier = installation(tmp_path / "carrier", unit="23")
    believe(field, center, carrier)
    believe(center, second)
    grant = grant_to(center.store.conn, second.replica)
    assert grant is not None
    told = [*grant_lines(grant), ["continues", center.replica, second.replica, 0, ""]]
    data = forged(carrier, [introduced(carrier), *(json.dumps(line) for line in told)])
    (stick / "a.terren").write_bytes(data)
    field.receive(stick / "a.terren", accept=False)
    assert grant_to(field.store.conn, second.replica) is None


def test_back_dated_changes_of_a_revoked_laptop_are_held_whoever_carries_them(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    honest, bystander = installation(tmp_path / "honest", unit="23"), installation(tmp_path / "by", unit="24")
    believe(field, center, honest)
    believe(center, bystander)
    with patch("time.time", return_value=time.time() - 60 * 86_400):
        field.edit("1.1.1", "status", "in_progress")
    center.receive(field.export(stick).path, accept=False)
    revoke(center.store, center.places, field.replica, TODAY)
    shown = center.state
    assert len(shown) == 1
    with patch("time.time", return_value=time.time() - 40 * 86_400):
        field.edit("1.1.2", "status", "implemented")
        stolen = field.export(stick)
    honest.receive(stolen.path, accept=False)
    carried = center.receive(honest.export(stick).path, accept=False)
    assert (carried.new, carried.held, center.state) == (1, 1, shown)
    # everybody counts the same, also who has it otherwise
    bystander.receive(center.export(stick).path, accept=False)
    honest.receive(center.export(stick).path, accept=False)
    assert bystander.state == honest.state == shown
    assert verify(center.store).faults == ()
    # a person may still say of a file that it was honest
    assert center.receive(stolen.path, accept=False).waiting == "revoked"
    assert take_revoked(center.store, center.places, stolen.check_code).held == 0
    assert [one["target"] for one in center.state] == ["1.1.1", "1.1.2"]


def test_a_revocation_of_a_day_to_come_is_pinned_when_it_has_come(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    field.edit("1.1.1", "status", "in_progress")
    center.receive(field.export(stick).path, accept=False)
    day = date.today() + timedelta(days=2)
    assert revoke(center.store, center.places, field.replica, day).kept is None
    field.edit("1.1.2", "status", "in_progress")
    assert center.receive(field.export(stick).path, accept=False).held == 0
    field.edit("1.1.3", "status", "implemented")
    last = field.export(stick)
    with patch("time.time", return_value=time.time() + 4 * 86_400):
        assert center.receive(last.path, accept=False).waiting == "revoked"
        grant = grant_to(center.store.conn, field.replica)
        assert grant is not None
        assert (grant.kept, grant.revoked_from) == (2, day.isoformat())
        assert len(center.state) == 2
        assert take_revoked(center.store, center.places, last.check_code).held == 0
        assert len(center.state) == 3


def test_whom_a_revoked_laptop_vouches_for_counts_nothing_more(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    other = installation(tmp_path / "other", unit="23")
    believe(field, center, other)
    heir = installation(tmp_path / "heir")
    with patch("time.time", return_value=time.time() - 60 * 86_400):
        heir.edit("1.1.1", "status", "implemented")
    # the heir's file as its own program writes it, with what vouches for it
    with heir.store.writing() as conn:
        grant = stated(field, heir.author, at=5, heir=key_of(heir))
        conn.execute("INSERT INTO trust VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", grant)
    heir.edit("1.1.2", "status", "implemented")
    vouched = heir.export(stick).path
    assert other.receive(vouched, accept=False).new == 2
    assert len(other.state) == 2
    revoke(center.store, center.places, field.replica, TODAY)
    other.receive(center.export(stick).path, accept=False)
    assert other.state == []
    assert center.receive(vouched, accept=False).waiting == "stranger"


def test_nothing_of_a_stranger_is_kept_but_his_file(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    stranger = installation(tmp_path / "stranger")
    keys = [SigningKey.generate() for _ in range(50)]
    told = [
        granted(
            field, Author(f"{n:032x}", UNIT, "field", "Z", bytes(key.verify_key)), at=n, heir=_signer(key)
        )
        for n, key in enumerate(keys, 1)
    ]
    before = grants(center.store.conn)
    file = written(stick, forged(stranger, [introduced(stranger), *told]))
    assert center.receive(file, accept=False).waiting == "stranger"
    assert grants(center.store.conn) == before


def _signer(key: SigningKey) -> Signer:
    return lambda data: bytes(key.sign(data).signature)


def test_heirs_are_bounded_and_a_flood_of_them_costs_little(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    keys = [SigningKey.generate() for _ in range(10 * MAX_HEIRS)]
    whom = [Author(f"{n:032x}", UNIT, "field", "Z", bytes(key.verify_key)) for n, key in enumerate(keys, 1)]
    lines = [introduced(field)]
    lines += [json.dumps(["author", *one[:4], one.public_key.hex()]) for one in whom]
    lines += [
        granted(field, one, at=n, heir=_signer(key))
        for n, (one, key) in enumerate(zip(whom, keys, strict=True))
    ]
    started = time.process_time()
    center.receive(written(stick, forged(field, lines)), accept=False)
    assert time.process_time() - started < 10
    assert len(grants(center.store.conn)) == 1 + MAX_HEIRS


def test_an_id_taken_by_a_false_word_goes_back_to_its_owner(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    owner, double = installation(tmp_path / "owner", unit="23"), tmp_path / "double"
    other = installation(tmp_path / "other", unit="24")
    believe(field, center, other)
    evil = installation(double, replica=owner.replica)
    evil.edit("1.1.1", "status", "implemented")
    with evil.store.writing() as conn:
        grant = stated(field, evil.author, at=5, heir=key_of(evil))
        conn.execute("INSERT INTO trust VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", grant)
    file = evil.export(stick).path
    for one in (center, other):
        assert one.receive(file, accept=False).new == 1
    owner.edit("1.1.2", "status", "implemented", unit="23")
    asked = owner.export(stick).path
    assert center.receive(asked, accept=False).waiting == "stranger"
    accepted = accept(center.store, center.places, fingerprint(owner.author.public_key))
    assert [one.new for one in accepted.taken] == [1]
    assert [one["target"] for one in center.state] == ["1.1.2"]
    other.receive(center.export(stick).path, accept=False)
    assert other.state == center.state
    # a key that headquarters has granted stays: the file of the other is refused
    with pytest.raises(UserError, match="changeset_signature"):
        center.receive(evil.export(stick).path, accept=False)
    assert verify(center.store).faults == ()


def test_a_carrier_of_a_false_section_is_taken_all_the_same(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """Whoever was deceived once is not shut out for it."""
    owner, carrier = installation(tmp_path / "owner", unit="23"), installation(tmp_path / "c", unit="24")
    evil = installation(tmp_path / "double", replica=owner.replica)
    evil.edit("1.1.1", "status", "implemented")
    believe(carrier, evil)
    believe(carrier, center)
    believe(center, owner)
    carrier.receive(evil.export(stick).path, accept=False)
    carrier.edit("1.1.1", "status", "in_progress", unit="24")
    taken = center.receive(carrier.export(stick).path, accept=False)
    assert (taken.new, taken.unaccepted) == (1, ())


def test_nothing_is_superseded_in_advance(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    colleague = installation(tmp_path / "colleague")
    believe(field, center, colleague)
    ahead = [f"{one.replica}:{n}:{n:032x}" for one in (center, colleague) for n in range(1, 51)]
    center.receive(written(stick, spoken(field, [said(field, "implemented", ahead)])), accept=False)
    center.edit("1.1.1", "status", "in_progress")
    assert [(one["value"], one["conflict"]) for one in center.state] == [("in_progress", False)]
    colleague.edit("1.1.1", "status", "not_implemented")
    taken = center.receive(colleague.export(stick).path, accept=False)
    assert len(taken.conflicts) == 1
    assert verify(center.store).faults == ()


def test_however_much_one_author_names_in_advance_the_carriers_file_is_taken(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """A reader who lacks all of it keeps no more of it than its lines tell."""
    colleague = installation(tmp_path / "colleague")
    believe(field, center, colleague)
    named = [f"{'9' * 32}:{n}:{n:032x}" for n in range(1, 101)]
    changes = [
        said(field, str(n), named, lamport=n)._replace(seq=n, batch=str(n), field=f"{n:0200}")
        for n in range(1, cases(20, 1_020))
    ]
    center.receive(written(stick, spoken(field, changes)), accept=False)
    assert colleague.receive(center.export(stick).path, accept=False).new == len(changes)
    (awaited, told) = colleague.store.conn.execute(
        "SELECT (SELECT sum(length(superseded) + length(replica)) FROM awaited_supersession),"
        " (SELECT sum(length(supersedes)) FROM change)"
    ).fetchone()
    assert 0 < awaited < 2 * told
    queries: list[str] = []
    center.store.conn.set_trace_callback(queries.append)
    center.edit("1.1.2", "percent", 1)
    center.store.conn.set_trace_callback(None)
    looked = [one for one in queries if "awaited_supersession" in one]
    assert looked
    assert all("WHERE superseded IN " in one or "EXISTS" in one for one in looked)
    assert verify(center.store).faults == ()


def test_a_grant_of_any_date_can_be_revoked(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    from sync.wire.limits import MAX_TIME

    believe(field, center)
    heir = installation(tmp_path / "heir")
    for at in (MAX_TIME + 1, MAX_TIME):
        lines = [introduced(field), json.dumps(["author", *heir.author[:4], heir.author.public_key.hex()])]
        data = forged(field, [*lines, granted(field, heir.author, at=at, heir=key_of(heir))])
        if at > MAX_TIME:
            with pytest.raises(UserError, match="changeset_body"):
                center.receive(written(stick, data), accept=False)
        else:
            center.receive(written(stick, data), accept=False)
    revoked = revoke(center.store, center.places, heir.replica, TODAY)
    other = installation(tmp_path / "other", unit="23")
    believe(other, center)
    other.receive(written(stick, data), accept=False)
    other.receive(center.export(stick).path, accept=False)
    assert grant_to(other.store.conn, heir.replica) == revoked


def test_a_laptop_vouches_for_one_like_itself_alone(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    for n, (unit, role, heir) in enumerate(
        (("23", "field", True), (UNIT, "headquarters", True), (UNIT, "field", False))
    ):
        asked = installation(tmp_path / f"other{n}")
        other = asked.author._replace(unit=unit, role=role)
        lines = [introduced(field), json.dumps(["author", *other[:4], other.public_key.hex()])]
        file = written(
            stick, forged(field, [*lines, granted(field, other, at=5, heir=heir and key_of(asked))])
        )
        center.receive(file, accept=False)
        assert grant_to(center.store.conn, other.replica) is None, (unit, role, heir)


def test_nobody_is_made_an_heir_who_has_not_signed_it(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """An accepted laptop carries a newcomer's section and says that she continues it: a person is asked."""
    believe(field, center)
    newcomer = installation(tmp_path / "newcomer")
    newcomer.edit("1.1.1", "status", "implemented")
    asked = newcomer.export(stick).path
    lines, section = [introduced(field), introduced(newcomer)], section_lines(asked)
    other = key_of(installation(tmp_path / "other"))
    for heir in (True, key_of(field), other):
        told = [*lines, granted(field, newcomer.author, at=5, heir=heir), *section]
        center.receive(written(stick, forged(field, told, changes=1, sections=1)), accept=False)
        assert grant_to(center.store.conn, newcomer.replica) is None
        assert center.state == []
    assert center.receive(asked, accept=False).waiting == "stranger"
    accepted = accept(center.store, center.places, fingerprint(newcomer.author.public_key))
    assert (accepted.grant.unit, accepted.grant.granted_by) == (UNIT, center.replica)
    assert [one["target"] for one in center.state] == ["1.1.1"]
    # whoever goes on from a laptop says so by its own key, whoever carries it
    believe(newcomer, center)
    continue_with_new_identity(newcomer.places, newcomer.store)
    renewed = newcomer._replace(replica=newcomer.identity.replica)
    renewed.edit("1.1.2", "status", "implemented")
    body = [introduced(renewed), *grant_texts(renewed), *section_lines(renewed.export(stick).path)]
    center.receive(written(stick, forged(field, [*lines, *body], changes=2, sections=2)), accept=False)
    heir_grant = grant_to(center.store.conn, renewed.replica)
    assert heir_grant is not None
    assert heir_grant.granted_by == newcomer.replica
    assert len(center.state) == 2
    assert prove(center.store).faults == ()


def grant_texts(one: Installation) -> list[str]:
    """The lines of the grant to an installation, as it tells them."""
    grant = grant_to(one.store.conn, one.replica)
    assert grant is not None
    return [json.dumps(line) for line in grant_lines(grant)]


def section_lines(path: Path) -> list[str]:
    """The lines of the sections in a file."""
    body = zlib.decompress(bytes(open_container(path.read_bytes(), "").body)).decode().splitlines()
    return body[next(n for n, line in enumerate(body) if line.startswith('["section"')) :]


def test_an_old_grant_takes_nothing_back(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    other = installation(tmp_path / "other", unit="23")
    believe(field, center)
    believe(other, center)
    other.receive(center.export(stick).path, accept=False)
    old = grant_to(center.store.conn, field.replica)
    assert old is not None
    revoked = revoke(center.store, center.places, field.replica, TODAY)
    other.receive(center.export(stick).path, accept=False)
    for carrier in (center, other):
        file = written(stick, forged(carrier, [introduced(carrier), *map(json.dumps, grant_lines(old))]))
        for one in (other, center):
            if one is not carrier:
                one.receive(file, accept=False)
                assert grant_to(one.store.conn, field.replica) == revoked


def test_names_are_headquarters_word(field: Installation, center: Installation, stick: Path) -> None:
    believe(field, center)
    field.edit("institution", "MPB", "MPJ", kind="name", unit="")
    field.edit("institution", "MPB", "MPJ", kind="name")
    assert center.receive(field.export(stick).path, accept=False).held == 2


def test_a_body_has_a_limit(field: Installation, center: Installation, stick: Path) -> None:
    """Looked at with a body of a 64th of the length, since reading a whole one takes five seconds."""
    believe(field, center)
    assert MAX_BODY == 2**28
    line = b'["x","' + b"y" * 60_000 + b'"]\n'
    body = zlib.compress(line * (MAX_BODY // 64 // len(line) + 1), 1)
    with (
        patch.object(body_lines, "MAX_BODY", vars(body_lines)["MAX_BODY"] // 64),
        pytest.raises(UserError, match="changeset_limit"),
    ):
        center.receive(written(stick, forged(field, body)), accept=False)


@soak
def test_refused_files_have_a_limit(center: Installation) -> None:
    for n in range(205):
        keep_refused(center.places, f"{n}.terren", str(n).encode(), UserError("changeset_hash", file="x"))
    assert len(refused_files(center.places)) == 200
    assert len(list((center.places.inbox / "refused").iterdir())) == 400
