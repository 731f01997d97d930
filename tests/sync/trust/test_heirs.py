"""Who goes on from whom: what an identity hands on, and what ends with it."""

from __future__ import annotations

import json
import shutil
import time
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from nacl.signing import SigningKey

from store.db.errors import UserError
from store.edits.release import record_release, trusted_release
from store.edits.reserve import record_reserve, reserve_recipients
from store.exchange.change_sets import Author, introduce
from store.exchange.delivery import count_on_the_way
from store.exchange.trust import Grant, grant_to, put_grant
from store.history.history import undo
from store.ledger.branches import own_replicas
from sync.enrol import continue_with_new_identity
from sync.proof import prove
from sync.trusting import accept, revoke
from sync.wire.format import open_container
from sync.wire.grants import _FOLLOWS, _HEIR, _SIGNED, _signed, fingerprint, grant_lines, sign_grant
from sync.wire.keys import key_path, sign
from sync.wire.keys import verify as is_signature
from sync.wire.limits import MAX_TURN
from tests.sync.trust.test_stolen_keys import Signer, key_of, written
from tests.sync.update.test_release import RELEASED, refusal
from tests.sync.wire.test_damage import forged, introduced
from tests.sync.world import Installation, believe, headquarters, installation

YESTERDAY = date.today() - timedelta(days=1)


def handed_on(by: Installation, whom: Author, heir: Signer | None, **other: object) -> Grant:
    """A grant that ``by`` has signed; with ``heir`` the one that goes on from it, too."""
    blank = Grant(*whom, 0, "", by.replica, b"", word=1)._replace(**other)  # type: ignore[arg-type]
    signature = sign(by.places, by.replica, _signed(blank, _HEIR if heir else _SIGNED))
    return blank._replace(signature=signature + (heir(_signed(blank, _FOLLOWS)) if heir else b""))


def told(one: Installation, *grants: Grant) -> None:
    """Let an installation tell grants in its files."""
    with one.store.writing() as conn:
        for grant in grants:
            put_grant(conn, grant)


def lines(*grants: Grant) -> list[str]:
    return [json.dumps(line) for grant in grants for line in grant_lines(grant)]


def renewed(one: Installation) -> Installation:
    continue_with_new_identity(one.places, one.store)
    return one._replace(replica=one.identity.replica)


@pytest.mark.parametrize("role", ["field", "headquarters"])
def test_two_heirs_that_vouch_for_each_other_fall_with_who_was_accepted(
    tmp_path: Path, field: Installation, center: Installation, stick: Path, role: str
) -> None:
    """A circle of words leads to nobody whom somebody has accepted."""
    first = field if role == "field" else headquarters(tmp_path / "stolen")
    believe(center, first)
    make = installation if role == "field" else headquarters
    second, third = make(tmp_path / "second"), make(tmp_path / "third")
    circle = [
        handed_on(first, second.author, key_of(second), word=0),
        handed_on(second, third.author, key_of(third), word=0),
        handed_on(third, second.author, key_of(second), word=1),
    ]
    texts = [introduced(one) for one in (first, second, third)]
    center.receive(written(stick, forged(first, [*texts, *lines(*circle)])), accept=False)
    assert [grant_to(center.store.conn, one.replica) for one in (second, third)] == circle[:2]
    assert prove(center.store, center.places).faults == ()
    revoke(center.store, center.places, first.replica, YESTERDAY)
    third.edit("1.1.1", "status", "implemented")
    center.receive(third.export(stick).path, accept=False)
    assert center.state == []
    assert prove(center.store, center.places).faults == ()


@pytest.mark.parametrize(
    "more",
    [
        {"revoked_from": "9999-12-31", "kept": 2**53 - 1, "turn": 0, "word": 0},
        {"revoked_from": "2000-01-01", "turn": 0, "word": 0},
        {"answers": "00" * 16},
    ],
)
def test_an_heirs_statement_accepts_and_nothing_else(
    tmp_path: Path, field: Installation, center: Installation, stick: Path, more: dict[str, object]
) -> None:
    """One born revoked would outlive the revocation of its voucher, or go into everybody's files."""
    believe(center, field)
    heir = installation(tmp_path / "heir")
    grant = handed_on(field, heir.author, key_of(heir), **more)
    heir.edit("1.1.1", "status", "implemented")
    file = written(stick, forged(heir, [introduced(heir), *lines(grant)]))
    assert center.receive(file, accept=False).waiting == "stranger"
    assert grant_to(center.store.conn, heir.replica) is None


def test_what_a_stolen_key_hands_on_ends_with_it_at_the_heir_of_headquarters_too(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    new = renewed(center)
    field.receive(new.export(stick).path, accept=False)
    thief = headquarters(tmp_path / "thief")
    # the thief grants the heir of headquarters as well, so as to be the one before it
    made = handed_on(center, thief.author, key_of(thief)), handed_on(thief, new.author, None, word=5)
    with thief.store.writing() as conn:
        introduce(conn, new.author, thief.replica)
    told(thief, *made)
    thief.edit("1.1.2", "verdict", "implemented", kind="assessment", unit="")
    for one in (new, field):
        assert one.receive(thief.export(stick).path, accept=False).waiting is None
    revoke(new.store, new.places, center.replica, YESTERDAY)
    field.receive(new.export(stick).path, accept=False)
    for one in (new, field):
        assert one.receive(thief.export(stick).path, accept=False).waiting == "revoked"
        assert [row for row in one.state if row["kind"] == "assessment"] == []
        assert prove(one.store, one.places).faults == ()


def revoking(thief: Installation, whom: Author, word: int) -> Grant:
    """The word by which who was made with a stolen key revokes the key before its own."""
    blank = Grant(*whom, 0, "2000-01-01", thief.replica, b"", kept=0, turn=1, word=word)
    return blank._replace(signature=sign(thief.places, thief.replica, _signed(blank, _SIGNED)))


def made_with_a_stolen_key(folder: Path, stolen: Installation, stick: Path, word: int) -> list[Path]:
    """The files of a headquarters that a thief of a key has made, and that has revoked that key itself."""
    thief = headquarters(folder / "thief")
    thief.edit("1.1.2", "verdict", "implemented", kind="assessment", unit="")
    heir = handed_on(stolen, thief.author, key_of(thief))
    told_by_thief = [*lines(heir), *lines(revoking(thief, stolen.author, word))]
    return [
        written(stick, forged(stolen, [introduced(stolen), introduced(thief), *lines(heir)])),
        written(stick, forged(thief, [introduced(thief), *told_by_thief])),
        thief.export(stick).path,
    ]


@pytest.mark.parametrize("word", [1, MAX_TURN - 1])
@pytest.mark.parametrize("is_first", [True, False], ids=["the thief is heard first", "headquarters is"])
def test_what_a_stolen_key_made_does_not_save_itself_by_revoking_that_key(
    tmp_path: Path,
    field: Installation,
    center: Installation,
    second: Installation,
    stick: Path,
    word: int,
    is_first: bool,
) -> None:
    believe(center, second, field)
    made = made_with_a_stolen_key(tmp_path, second, stick, word)
    revoke(center.store, center.places, second.replica, YESTERDAY)
    said = [center.export(stick).path]
    for file in [*made, *said] if is_first else [*said, *made]:
        field.receive(file, accept=False)
    assert [row for row in field.state if row["kind"] == "assessment"] == []
    by = grant_to(field.store.conn, second.replica)
    assert by is not None
    assert by.granted_by == center.replica
    assert prove(field.store, field.places).faults == ()


@pytest.mark.parametrize("word", [1, MAX_TURN - 1])
def test_a_person_ends_what_a_stolen_key_made_before_its_heir_was_heard(
    tmp_path: Path, field: Installation, center: Installation, stick: Path, word: int
) -> None:
    """Two go on from one key, and each revokes it: nobody can tell them apart but a person."""
    believe(center, field)
    new = renewed(center)
    field.receive(new.export(stick).path, accept=False)
    for file in made_with_a_stolen_key(tmp_path, center, stick, word):
        assert field.receive(file, accept=False).waiting is None
    revoke(new.store, new.places, center.replica, YESTERDAY)
    waiting = new.export(stick).path
    assert field.receive(waiting, accept=False).waiting == "revoked"
    accept(field.store, field.places, new.replica, role="headquarters")
    field.receive(new.export(stick).path, accept=False)
    assert [row for row in field.state if row["kind"] == "assessment"] == []
    assert prove(field.store, field.places).faults == ()


def test_nobody_says_from_what_oneself_goes_on(
    field: Installation, center: Installation, second: Installation, stick: Path
) -> None:
    """With an earlier key of headquarters: its next undo would take back what a colleague typed."""
    believe(center, field, second)
    believe(field, center)
    field.edit("1.1.2", "status", "implemented")
    center.receive(field.export(stick).path)
    new = renewed(center)
    length, head = new.store.conn.execute(
        "SELECT changes, head FROM replica WHERE id = ?", (field.replica,)
    ).fetchone()
    claim = json.dumps(["continues", center.replica, field.replica, length, bytes(head).hex()])
    new.receive(written(stick, forged(center, [introduced(center), claim])), accept=False)
    assert own_replicas(new.store.conn, new.replica) == {new.replica, center.replica}
    with pytest.raises(UserError, match="nothing_to_undo"):
        undo(new.store)
    assert prove(new.store, new.places).faults == ()


def test_who_is_moved_to_another_unit_is_moved_with_whom_it_made(
    tmp_path: Path, field: Installation, center: Installation, second: Installation, stick: Path
) -> None:
    believe(center, field, second)
    believe(second, field, center)
    heir = installation(tmp_path / "heir")
    told(heir, handed_on(field, heir.author, key_of(heir)))
    heir.edit("1.1.1", "status", "in_progress")
    center.receive(heir.export(stick).path, accept=False)
    accept(center.store, center.places, field.replica, unit="18")
    heir.edit("1.1.3", "status", "implemented")
    # the other has heard of the move first, and not of the heir
    word = grant_to(center.store.conn, field.replica)
    assert word is not None
    second.receive(written(stick, forged(center, [introduced(center), *lines(word)])), accept=False)
    for one in (second, center):
        one.receive(heir.export(stick).path, accept=False)
    for one, other in ((second, center), (center, second), (second, center)):
        one.receive(other.export(stick).path, accept=False)
    assert center.state == second.state == []


def test_who_is_moved_is_followed_by_whom_it_made(
    field: Installation, center: Installation, stick: Path
) -> None:
    """An officer who has renewed the key, whom headquarters knows by the first id."""
    believe(center, field)
    new = renewed(field)
    center.receive(new.export(stick).path, accept=False)
    accept(center.store, center.places, field.replica, unit="18")
    granted = grant_to(center.store.conn, new.replica)
    assert granted is not None and (granted.unit, granted.granted_by) == ("18", center.replica)


def test_a_further_headquarters_ends_with_the_role_of_its_maker(
    tmp_path: Path, field: Installation, center: Installation, second: Installation, stick: Path
) -> None:
    believe(field, center, second)
    believe(center, second)
    made = headquarters(tmp_path / "made")
    told(made, handed_on(second, made.author, key_of(made)))
    made.edit("1.1.1", "verdict", "implemented", kind="assessment", unit="")
    assert field.receive(made.export(stick).path, accept=False).waiting is None
    colleague = installation(tmp_path / "colleague", unit="23")
    believe(second, colleague)
    colleague.edit("1.1.4", "status", "implemented", unit="23")
    second.receive(colleague.export(stick).path)
    field.receive(second.export(stick).path)
    for one in (center, field):
        accept(one.store, one.places, second.replica, role="field")
        assert prove(one.store, one.places).faults == ()
    field.receive(center.export(stick).path, accept=False)
    # whom it has accepted stays
    assert [(row["target"], row["value"]) for row in field.state] == [("1.1.4", "implemented")]
    assert prove(field.store, field.places).faults == ()


def test_the_key_before_that_of_a_headquarters_may_be_accepted_by_another(
    field: Installation, center: Installation, second: Installation, stick: Path
) -> None:
    believe(center, second)
    believe(field, center)
    new = renewed(second)
    # the heir is accepted by a person, the one before it by its heir, then by the other headquarters
    assert field.receive(new.export(stick).path, accept=False).waiting == "stranger"
    accept(field.store, field.places, fingerprint(new.author.public_key), role="headquarters")
    field.receive(center.export(stick).path, accept=False)
    granted = grant_to(field.store.conn, second.replica)
    assert granted is not None and granted.granted_by == center.replica
    assert prove(field.store, field.places).faults == ()


def test_a_false_word_does_not_stop_headquarters_from_changing_its_key(
    field: Installation, center: Installation, second: Installation, stick: Path, tmp_path: Path
) -> None:
    liar = installation(tmp_path / "liar")
    believe(field, center, liar)
    new = renewed(center)
    new.edit("1.1.1", "verdict", "implemented", kind="assessment", unit="")
    key = SigningKey.generate()
    whom = Author(new.replica, liar.author.unit, "field", "Z", bytes(key.verify_key))
    grant = handed_on(liar, whom, lambda data: bytes(key.sign(data).signature))
    claimed = json.dumps(["author", *whom[:4], whom.public_key.hex()])
    field.receive(written(stick, forged(liar, [introduced(liar), claimed, *lines(grant)])), accept=False)
    assert field.receive(new.export(stick).path, accept=False).waiting is None
    assert field.state == new.state != []


def test_headquarters_word_counts_before_that_of_a_person_on_a_laptop(
    field: Installation, center: Installation, second: Installation, stick: Path, tmp_path: Path
) -> None:
    laptop = installation(tmp_path / "laptop", unit="24")
    believe(laptop, center)
    # the last resort of the order is the signature
    words = (handed_on(laptop, field.author, None, at=n) for n in range(200))
    told(laptop, max(words, key=lambda grant: grant.signature))
    center.receive(field.export(stick).path, accept=False)
    accept(center.store, center.places, fingerprint(field.author.public_key), unit="18")
    field.edit("1.1.1", "status", "implemented")
    center.receive(field.export(stick).path, accept=False)
    laptop.receive(center.export(stick).path, accept=False)
    granted = grant_to(laptop.store.conn, field.replica)
    assert granted is not None and granted.unit == "18"


def test_a_fingerprint_revokes_who_is_accepted_whatever_waits_under_another_id(
    field: Installation, center: Installation, stick: Path, tmp_path: Path
) -> None:
    believe(center, field)
    other = installation(tmp_path / "other")
    shutil.copy(key_path(field.places, field.replica), key_path(other.places, other.replica))
    with other.store.writing() as conn:
        conn.execute(
            "UPDATE replica SET public_key = ? WHERE id = ?", (field.author.public_key, other.replica)
        )
    assert center.receive(other.export(stick).path, accept=False).waiting == "stranger"
    revoked = revoke(center.store, center.places, fingerprint(field.author.public_key), YESTERDAY)
    assert revoked.replica == field.replica


def test_of_two_words_with_the_last_turn_the_revocation_counts(
    field: Installation, center: Installation, second: Installation, stick: Path
) -> None:
    believe(second, center)
    with center.store.writing() as conn:
        put_grant(
            conn,
            handed_on(
                center, field.author, None, revoked_from="2022-01-01", turn=MAX_TURN - 1, word=MAX_TURN
            ),
        )
    accept(center.store, center.places, field.replica)
    second.receive(center.export(stick).path, accept=False)
    revoke(center.store, center.places, field.replica, YESTERDAY)
    second.receive(center.export(stick).path, accept=False)
    granted = grant_to(second.store.conn, field.replica)
    assert granted is not None and granted.revoked_from == YESTERDAY.isoformat()


def test_a_reserve_key_and_a_release_of_a_revoked_key_count_no_more(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    with patch("time.time", return_value=time.time() - 10 * 86400):
        record_reserve(center.store, lambda: "age1thief")
        record_release(center.store, RELEASED)
    field.receive(center.export(stick).path, accept=False)
    trusted_release(field.store.conn, "0.1.0", is_signature)
    for one in (field, center):
        assert reserve_recipients(one.store.conn, is_signature) == ["age1thief"]
    new = renewed(center)
    revoke(new.store, new.places, center.replica, YESTERDAY)
    field.receive(new.export(stick).path, accept=False)
    for one in (field, new):
        assert reserve_recipients(one.store.conn, is_signature) == []
        assert refusal(one) == "release_revoked"


def test_a_receipt_is_of_one_file_and_not_of_another_under_its_id(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    carrier = installation(tmp_path / "carrier", unit="23")
    believe(center, field, carrier)
    believe(field, center)
    field.edit("1.1.1", "status", "implemented")
    file = field.export(stick).path
    file_id = open_container(file.read_bytes(), "").header.file_id
    file.unlink()
    center.receive(written(stick, forged(carrier, [introduced(carrier)], file_id=file_id)), accept=False)
    field.receive(center.export(stick).path)
    assert dict(count_on_the_way(field.store.conn, field.identity)) == {"in_file": 1}


def test_a_granter_that_may_not_grant_that_is_noticed(
    tmp_path: Path, field: Installation, center: Installation
) -> None:
    """Who writes in the database has the key of a laptop that is accepted, and no other."""
    laptop, planted = installation(tmp_path / "laptop", unit="23"), headquarters(tmp_path / "planted")
    believe(field, center, laptop)
    with laptop.store.writing() as conn:
        grant = sign_grant(conn, laptop.places, laptop.replica, planted.author)
    told(field, grant)
    verdict = prove(field.store, field.places)
    assert [(fault.code, fault.place) for fault in verdict.faults] == [("grant_foreign", planted.replica)]


def test_a_link_to_ones_own_heir_is_noticed(tmp_path: Path, field: Installation) -> None:
    """The heir is a copy that went on: what it typed is not what is typed here."""
    copy = installation(tmp_path / "copy")
    told(field, handed_on(field, copy.author, key_of(copy)))
    with field.store.writing() as conn:
        introduce(conn, copy.author, field.replica)
        conn.execute("INSERT INTO lineage VALUES (?, ?, 0, x'')", (field.replica, copy.replica))
    faults = prove(field.store, field.places).faults
    assert ("lineage", copy.replica) in [(fault.code, fault.place) for fault in faults]


def test_what_a_sender_says_it_holds_is_bounded(
    field: Installation, center: Installation, stick: Path
) -> None:
    """It is kept with the file, and read again."""
    believe(center, field)
    holds = [json.dumps(["holds", f"{n:032x}", 1, "00" * 32]) for n in range(10_001)]
    with pytest.raises(UserError, match="changeset_limit"):
        center.receive(written(stick, forged(field, [introduced(field), *holds])), accept=False)
    file = written(stick, forged(field, [introduced(field), *holds[:-1]]))
    assert center.receive(file, accept=False).waiting is None
