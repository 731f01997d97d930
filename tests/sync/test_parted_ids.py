"""What a person was shown is what a decision or an undo acts on, whatever histories part meanwhile.

A laptop may record two histories under its id. The one with the smaller hash bears the id: a file that brings
it later makes an id that somebody has before them another change's.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from store.db.errors import UserError
from store.db.places import Places
from store.history.conflicts import conflicts
from store.history.resolve import decide_conflict, keep_head
from store.history.revert import revert
from store.history.steps import change_by_id
from store.integrity.backup import backup
from store.ledger.append import Edit, append
from store.ledger.branches import Histories, exact_name, read_branches
from store.ledger.change import GENESIS, Change, Register, canonical_json, change_hash
from store.ledger.heads import read_heads
from sync import file_proof
from sync.file_proof import read_signed
from sync.proof import prove
from sync.redaction import redact
from sync.retention import find_removable
from sync.server.held import extended
from sync.wire.encoding import encode_changes
from sync.wire.inspect import Inspected
from sync.wire.keys import sign
from sync.wire.section import Section, section_line
from tests.sync.wire.test_damage import forged, introduced
from tests.sync.world import UNIT, Installation, believe, headquarters, installation

TODAY = date(2022, 3, 14)
MONEY = Register("money", "1.1.2", UNIT, "2022.capital.spent")
STATUS = Register("action", "1.1.1", UNIT, "status")


class Office(NamedTuple):
    """A laptop that is not honest, and headquarters that has accepted it."""

    field: Installation
    center: Installation
    folder: Path

    def change(
        self,
        seq: int,
        lamport: int,
        register: Register,
        value: object,
        batch: str,
        supersedes: tuple[str, ...] = (),
    ) -> Change:
        """Return a change of the laptop, whatever stands at its number already."""
        kind, target, unit, field = register
        return Change(
            self.field.replica, seq, lamport, 1_640_000_000, "Zyrtari", unit, batch, kind, target, field,
            canonical_json(value), None, supersedes,
        )  # fmt: skip

    def send(self, changes: list[Change], number: int, *, prev: bytes = GENESIS) -> None:
        """Let headquarters take a file with these changes."""
        self.send_sections([changes], number, prev=prev)

    def send_sections(self, runs: list[list[Change]], number: int, *, prev: bytes = GENESIS) -> None:
        """Let headquarters take a file with a section for each of these histories behind ``prev``."""
        lines = [introduced(self.field)]
        for changes in runs:
            head, first = prev, changes[0]
            for change in changes:
                head = change_hash(change, head)
            section = Section(
                first.replica, first.seq - 1, len(changes), prev, head, b"", first.officer, first.unit,
                first.recorded_at, first.lamport - 1,
            )  # fmt: skip
            attestation = sign(self.field.places, self.field.replica, section.attested)
            signed = section._replace(attestation=attestation)
            lines += [section_line(signed), *encode_changes(signed, changes)]
        path, total = self.folder / f"{number}.terren", sum(map(len, runs))
        path.write_bytes(forged(self.field, lines, changes=total, sections=len(runs), number=number))
        self.center.receive(path, accept=False)

    def standing(self, register: Register) -> list[str]:
        """Return the values that stand at headquarters."""
        return [head.value for head in read_heads(self.center.store.conn, register)]


def made_office(folder: Path) -> Office:
    """Return a laptop and headquarters that have accepted each other."""
    field, center = installation(folder / "field"), headquarters(folder / "center")
    believe(field, center)
    return Office(field, center, folder)


@pytest.fixture
def parted(tmp_path: Path) -> Office:
    return made_office(tmp_path)


def test_a_decision_is_between_the_values_that_were_shown(parted: Office) -> None:
    first = parted.change(1, 1, MONEY, 500_000, "x")
    second = parted.change(2, 2, MONEY, 700_000, "x")
    ends = change_hash(first, GENESIS), change_hash(second, change_hash(first, GENESIS))
    parted.send([first, second], 1)
    (shown,) = conflicts(parted.center.store)
    wanted = next(head for head in shown.heads if head.value == 500_000)
    named = tuple(exact_name(parted.field.replica, n, end) for n, end in enumerate(ends, 1))
    other = next(
        change
        for n in count()
        if change_hash(change := parted.change(1, 11, MONEY, 90_000_000, f"b{n}", named), GENESIS) < ends[0]
    )
    beside = parted.change(2, 12, MONEY, 700_000, other.batch, named)
    parted.send([other, beside], 2)
    ids = {head.id for head in conflicts(parted.center.store)[0].heads}
    assert ids == {head.id for head in shown.heads}, "the same ids, of other changes"
    with pytest.raises(UserError, match="conflict_changed"):
        keep_head(parted.center.store, shown.code, wanted.name, seen=shown.seen)
    with pytest.raises(UserError, match="conflict_changed"):
        decide_conflict(parted.center.store, shown.code, 1, today=TODAY, seen=shown.seen)
    with pytest.raises(UserError, match="in_conflict"), parted.center.store.writing() as conn:
        append(conn, parted.center.identity, [Edit(*MONEY, 500_000)], seen=shown.seen)
    with pytest.raises(UserError, match="conflict_side"):
        keep_head(parted.center.store, shown.code, wanted.name)
    assert sorted(parted.standing(MONEY)) == ["700000", "90000000"]
    (now,) = conflicts(parted.center.store)
    keep_head(parted.center.store, now.code, now.heads[0].name, seen=now.seen)
    assert parted.standing(MONEY) == [canonical_json(now.heads[0].value)]


def test_a_change_that_is_taken_back_is_the_one_that_was_named(parted: Office) -> None:
    money = parted.change(1, 1, MONEY, 90_000_000, "1")
    status = parted.change(2, 2, STATUS, "implemented", "2")
    prev = change_hash(money, GENESIS)
    parted.send([money, status], 1)
    name = Histories(parted.center.store.conn).exact(status.id)
    assert change_by_id(parted.center.store.conn, name) == status
    other = next(
        change
        for n in count()
        if change_hash(change := parted.change(2, 2, MONEY, 500_000, f"b{n}", (money.id,)), prev)
        < change_hash(status, prev)
    )
    parted.send([other], 2, prev=prev)
    assert change_by_id(parted.center.store.conn, status.id) == other, "the id is another change's now"
    with pytest.raises(UserError) as refused:
        revert(parted.center.store, status.id)
    assert refused.value.code == "change_parted"
    assert name in str(refused.value.params["known"])
    assert revert(parted.center.store, name).change.register == STATUS
    assert parted.standing(MONEY) == ["500000"]
    with pytest.raises(UserError, match="change_unknown"):
        revert(parted.center.store, exact_name(parted.field.replica, 2, bytes(32)))


def test_what_an_author_replaced_itself_is_nobodys_standing_word(parted: Office) -> None:
    center = parted.center
    (slip,) = center.edit(MONEY.target, MONEY.field, 90_000_000, unit=UNIT, kind="money")
    (word,) = center.edit(MONEY.target, MONEY.field, 500_000, unit=UNIT, kind="money")
    histories = Histories(center.store.conn)
    slip_name, word_name = histories.exact(slip.id), histories.exact(word.id)
    own = parted.field.replica
    parted.send(
        [
            parted.change(1, 10, MONEY, 600_000, "1", (word_name,)),
            parted.change(2, 11, MONEY, 1, "2", (slip_name, f"{own}:1")),
            parted.change(3, 12, MONEY, 600_000, "u2", (f"{own}:2",)),
            parted.change(4, 13, MONEY, 90_000_000, "u2", (f"{own}:2",)),
        ],
        1,
    )
    (conflict,) = conflicts(center.store)
    assert {head.value for head in conflict.heads} == {600_000, 90_000_000}
    assert {head.replica for head in conflict.heads} == {own}, "headquarters does not say so any more"


def test_a_conflict_that_never_stood_is_not_opened(parted: Office) -> None:
    center = parted.center
    (slip,) = center.edit(MONEY.target, MONEY.field, 90_000_000, unit=UNIT, kind="money")
    (word,) = center.edit(MONEY.target, MONEY.field, 500_000, unit=UNIT, kind="money")
    histories = Histories(center.store.conn)
    named = histories.exact(slip.id), histories.exact(word.id)
    parted.send([parted.change(1, 10, MONEY, 1, "1", named)], 1)
    revert(center.store, f"{parted.field.replica}:1")
    assert parted.standing(MONEY) == ["500000"]
    assert conflicts(center.store) == []


def test_who_said_a_value_first_is_asked_through_a_bounded_number_of_reversals(parted: Office) -> None:
    changes = [parted.change(1, 1, MONEY, 1, "u1"), parted.change(2, 2, MONEY, 2, "u1")]
    own = parted.field.replica
    for n in range(1, 400, 2):
        before = f"{own}:{n}", f"{own}:{n + 1}"
        batch = f"u{n + 2}"
        changes += [
            parted.change(n + 2, n + 2, MONEY, 1, batch, before),
            parted.change(n + 3, n + 3, MONEY, 2, batch, before),
        ]
    parted.send(changes, 1)
    statements: list[str] = []
    parted.center.store.conn.set_trace_callback(statements.append)
    conflicts(parted.center.store)
    parted.center.store.conn.set_trace_callback(None)
    (conflict,) = conflicts(parted.center.store)
    assert {head.value for head in conflict.heads} == {1, 2}
    assert len(statements) < 2_000


def test_the_id_of_a_branch_is_no_replicas(parted: Office) -> None:
    """Whoever can compute it could else speak under it, or name by it what some hold and others not."""
    note = Register("note", "1.1.1", parted.field.identity.unit, "a1b2c3")
    first, second = (parted.change(1, 1, note, text, "x") for text in ("one", "two"))
    parted.send([first], 1)
    parted.send([second], 2)
    (branch,) = read_branches(parted.center.store.conn)
    digest = change_hash(first, GENESIS)
    naming = parted.change(2, 5, note, "naming", "x", (exact_name(branch.chain, 1, digest),))
    with pytest.raises(UserError, match="changeset_"):
        parted.send([naming], 3, prev=digest)
    under_it = parted.change(1, 9, note, "its own", "x")._replace(replica=branch.chain)
    with pytest.raises(UserError, match="changeset_"):
        parted.send([under_it], 4)


def test_the_files_that_waited_for_a_branch_are_ones_that_carried_it(
    parted: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    center = parted.center
    parted.send([parted.change(1, 1, STATUS, "in_progress", "1")], 1)
    (standing,) = center.store.conn.execute(
        "SELECT hash FROM change WHERE replica = ?", (parted.field.replica,)
    ).fetchone()
    began = next(
        change
        for n in count()
        if change_hash(change := parted.change(1, 1, STATUS, "implemented", f"b{n}"), GENESIS) > standing
    )
    entry = Register("note", "1.1.1", UNIT, "a1b2c3")
    texts = [parted.change(n, n, entry, f"ARDIT GASHI {n}", str(n)) for n in (2, 3)]
    # two carry the same, of which one is kept
    for number in (2, 3):
        parted.send(texts, number, prev=change_hash(began, GENESIS))
    parted.send([began], 4)
    redact(center.store, center.places, entry)
    backup(center.store, center.places.data / "terren-1.backup.db")
    read: list[Path] = []

    def noted(path: Path, places: Places) -> Inspected | None:
        read.append(path)
        return read_signed(path, places)

    monkeypatch.setattr(file_proof, "read_signed", noted)
    assert find_removable(center.store, center.places, now=0, days=0).backup and read == []
    removable = find_removable(center.store, center.places, now=0, days=0, redacted=True).files
    # however many texts it had, a file is read once
    assert len({*read}) == len(read) > 0
    assert {file.path.read_bytes() for file in removable} == {
        (parted.folder / f"{number}.terren").read_bytes() for number in (2, 3)
    }
    assert prove(center.store, center.places).faults == ()


def test_a_file_of_many_histories_is_asked_once_for_many_redacted_texts(parted: Office) -> None:
    center, texts, histories = parted.center, 12, 40
    entry, other = (Register("note", "1.1.1", UNIT, field) for field in ("a1b2c3", "d4e5f6"))
    parted.send([parted.change(n, n, entry, f"ARDIT GASHI {n}", str(n)) for n in range(1, texts + 1)], 1)
    runs = [
        [parted.change(n, n, other, f"{history}", str(n)) for n in range(1, texts + 1)]
        for history in range(histories)
    ]
    parted.send_sections(runs, 2)
    redact(center.store, center.places, entry)
    backup(center.store, center.places.data / "terren-1.backup.db")
    statements: list[str] = []
    center.store.conn.set_trace_callback(statements.append)
    removable = find_removable(center.store, center.places, now=0, days=0, redacted=True).files
    center.store.conn.set_trace_callback(None)
    # one for each text and each history, and some
    assert len(statements) < 2 * (texts + histories)
    assert [file.path.read_bytes() for file in removable] == [(parted.folder / "1.terren").read_bytes()]


def test_what_waits_of_another_history_is_no_part_of_the_one_that_bears_the_id(parted: Office) -> None:
    """A file that lies on a server with changes behind ones that are not held says nothing of others."""
    center, entry = parted.center, Register("note", "1.1.1", UNIT, "a1b2c3")
    changes = [parted.change(n, n, entry, f"text {n}", str(n)) for n in range(1, 5)]
    ends = [GENESIS]
    for change in changes:
        ends.append(change_hash(change, ends[-1]))
    parted.send(changes[:2], 1)
    parted.send(changes[2:], 2, prev=ends[2])
    others = [parted.change(n, n, entry, f"other {n}", str(n)) for n in range(2, 5)]
    between = change_hash(others[0], ends[1])
    parted.send(others[1:], 3, prev=between)

    def lying(*numbers: int) -> dict[str, list[str]]:
        paths = (parted.folder / f"{number}.terren" for number in numbers)
        digests = [sha256(path.read_bytes()).digest() for path in paths]
        with center.store.reading() as conn:
            held = extended(conn, center.places, {}, digests, center.replica)
        return {replica: [head for _, head, _ in of] for replica, of in held.items()}

    assert lying(1, 2) == {parted.field.replica: [ends[4].hex()]}
    assert lying(1, 3) == {parted.field.replica: [ends[2].hex()]}
    # also once it has joined as a history of its own
    parted.send(others[:1], 4, prev=ends[1])
    assert len(read_branches(center.store.conn)) == 1
    assert lying(1, 3) == {parted.field.replica: [ends[2].hex()]}
    assert lying(1, 2, 3) == {parted.field.replica: [ends[4].hex()]}
