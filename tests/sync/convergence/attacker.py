"""An accepted laptop whose program asks for nothing, in the histories of histories.py.

It signs whatever it likes with its own key, as its own or under the ids of others. Each attack makes one
file, or several that contradict each other; whoever reads them may refuse them, or take its notes on its own
unit. Nothing else may follow: histories.py and test_convergence.py ask for that.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from store.ledger.change import (
    FIELD_LAMPORT,
    LEAP,
    MAX_HISTORIES,
    Chain,
    Change,
    Redaction,
    canonical_json,
    change_hash,
    redacted_form,
    value_hash,
)
from sync.wire.encoding import encode_changes
from sync.wire.keys import sign
from sync.wire.section import Section, section_line
from tests.sync.convergence import exchange_model as model
from tests.sync.wire.test_damage import forged
from tests.sync.world import UNIT, Installation, installation

if TYPE_CHECKING:
    from tests.sync.convergence.histories import Place, World

REPLICA: Final = "a" * 32
_CLOCK: Final = 1_600_000_000
_FORBIDDEN: Final[tuple[dict[str, Any], ...]] = (
    {"unit": "23", "kind": "action", "field": "next_steps", "value": "forged"},
    {"unit": "", "kind": "assessment", "field": "status", "value": "cancelled"},
    {"unit": "", "kind": "decision", "target": "plan", "field": "release", "value": {"version": "9"}},
    {"unit": "", "kind": "decision", "target": "plan", "field": "reserve_key", "value": "age1"},
)
"""Registers that are none of its own."""
_COLLEAGUES: Final = {"kind": "action", "field": "next_steps", "value": "forged"}


class Attack(tuple[bytes, tuple[model.Op, ...]]):
    """A file, and the ops in it."""

    __slots__ = ()


class Attacker:
    """The laptop. It knows whatever anybody here holds."""

    def __init__(self, folder: Path) -> None:
        self.one: Installation = installation(folder / "attacker", replica=REPLICA, officer="A")
        self.own = Chain(0, b"")
        """What it has last shown of its own history."""
        self.made = 0

    def attack(self, name: str, world: World, victim: Place, rng: random.Random) -> Sequence[Attack]:
        """The files of an attack by its name in ATTACKS."""
        self.made += 1
        return ATTACKS[name](self, world, victim, rng)

    def change(self, replica: str, seq: int, lamport: int, **fields: Any) -> Change:
        """A change that nobody's program would write."""
        usual: dict[str, Any] = {
            "unit": UNIT, "kind": "note", "target": "1.1.1", "field": f"{self.made:012x}", "value": "x",
        }  # fmt: skip
        form = {**usual, **fields}
        names = form["unit"], form.get("batch", str(seq)), form["kind"], form["target"], form["field"]
        value = canonical_json(form["value"])
        return Change(
            replica, seq, lamport, _CLOCK + self.made, "A", *names, value, None, form.get("seen", ())
        )

    def file(self, sections: Sequence[tuple[list[Change], Chain]], *told: str, named: bool = False) -> bytes:
        """A file with these runs of changes and what each begins behind, all signed by the attacker.

        ``named``: as the program that let somebody sign in another's place would have written it.
        """
        lines, count = list(told), 0
        for changes, before in sections:
            head = before.head
            for change in changes:
                head = change_hash(change, head)
            first = changes[0]
            section = Section(
                first.replica, before.length, len(changes), before.head, head, b"", first.officer, first.unit,
                first.recorded_at, first.lamport - 1,
            )  # fmt: skip
            line = section_line(section._replace(attestation=self.sign(section.attested)))
            lines += [line[:-1] + f',"{REPLICA}"]' if named else line, *encode_changes(section, changes)]
            count += len(changes)
        return forged(self.one, lines, changes=count, sections=len(sections), number=self.made)

    def sign(self, data: bytes) -> bytes:
        """Its signature."""
        return sign(self.one.places, REPLICA, data)


def introduced(one: Installation, key: bytes | None = None) -> str:
    """The line that introduces somebody, with another key where one is given."""
    whom = one.author
    return json.dumps(["author", *whom[:4], (key or whom.public_key).hex()], ensure_ascii=False)


def op_of(change: Change, prev: bytes, signer: str = "", *, counts: bool = True) -> model.Op:
    """A change, with the hash before it, as the model has it."""
    where = change.target, change.field, str(change.decoded())
    digest = change_hash(change, prev).hex()
    who = change.replica, change.seq, change.lamport, change.recorded_at
    redacted = change.redaction is not None
    return model.Op(*who, *where, (), prev.hex(), digest, change.batch, signer, counts, redacted)


def speak(attacker: Attacker, victim: Installation, rng: random.Random, back: int, **options: Any) -> Attack:
    """Something in the name of a victim, behind its last change or ``back`` before it."""
    conn, whose = victim.store.conn, victim.replica
    length, head = conn.execute("SELECT changes, head FROM replica WHERE id = ?", (whose,)).fetchone()
    start = max(0, length - back)
    row = conn.execute("SELECT hash FROM change WHERE replica = ? AND seq = ?", (whose, start)).fetchone()
    before = Chain(start, row[0] if row else b"") if start < length else Chain(length, head)
    (lamport,) = conn.execute("SELECT lamport FROM clock").fetchone()
    words = rng.choice((*_FORBIDDEN, _COLLEAGUES, {}))
    change = attacker.change(whose, before.length + 1, lamport + 1, **words)
    op = op_of(change, before.head, REPLICA)
    key = options.pop("key", None)
    told = introduced(attacker.one), introduced(victim, key)
    # of a section of another key nothing counts, and the rest of the file is taken
    return Attack((attacker.file([([change], before)], *told, **options), () if key else (op,)))


def _speaks_for(attacker: Attacker, world: World, victim: Place, rng: random.Random) -> Sequence[Attack]:
    """It goes on from a colleague or from headquarters, or leaves its history, and signs that itself."""
    back = rng.choice((0, 0, 1, 3))
    return [speak(attacker, victim.one, rng, back, named=rng.random() < 0.5)]


def _bears_a_key(attacker: Attacker, world: World, victim: Place, rng: random.Random) -> Sequence[Attack]:
    """The same, with its own key in the line that introduces the victim."""
    return [speak(attacker, victim.one, rng, 0, key=attacker.one.author.public_key)]


def _claims(attacker: Attacker, world: World, victim: Place, rng: random.Random) -> Sequence[Attack]:
    """It says that it continues the victim, and holds all that anybody has."""
    conn, whose = victim.one.store.conn, victim.one.replica
    length, head = conn.execute("SELECT changes, head FROM replica WHERE id = ?", (whose,)).fetchone()
    told = [introduced(attacker.one), json.dumps(["continues", REPLICA, whose, length, bytes(head).hex()])]
    # of whatever history: by its author's id
    ends = conn.execute(
        "SELECT coalesce(branch.replica, id), changes, head FROM replica LEFT JOIN branch ON chain = id"
        " WHERE changes > 0"
    ).fetchall()
    told += [json.dumps(["holds", author, count, bytes(end).hex()]) for author, count, end in ends]
    return [Attack((attacker.file([], *told), ()))]


def _oversteps(attacker: Attacker, world: World, victim: Place, rng: random.Random) -> Sequence[Attack]:
    """Its own words, beyond its unit and its role, and some within them."""
    started, changes, lamport = attacker.own, list[Change](), 10 * attacker.made
    for n, words in enumerate(({}, *_FORBIDDEN), 1):
        changes.append(attacker.change(REPLICA, started.length + n, lamport + n, **words))
    head, ops = started.head, list[model.Op]()
    for change in changes:
        ops.append(op_of(change, head, counts=change.unit == UNIT))
        head = change_hash(change, head)
    attacker.own = Chain(started.length + len(changes), head)
    return [Attack((attacker.file([(changes, started)], introduced(attacker.one)), tuple(ops)))]


def _shows(attacker: Attacker, *runs: tuple[list[Change], Chain]) -> Attack:
    """A file with runs of its own changes, each with what it begins behind."""
    ops: list[model.Op] = []
    for changes, before in runs:
        head = before.head
        for change in changes:
            ops.append(op_of(change, head))
            head = change_hash(change, head)
    return Attack((attacker.file(runs, introduced(attacker.one)), tuple(ops)))


def _after(change: Change, before: Chain) -> Chain:
    """Where its history stands once it has shown one more change."""
    return Chain(before.length + 1, change_hash(change, before.head))


def _lamport(victim: Place) -> int:
    (lamport,) = victim.one.store.conn.execute("SELECT lamport FROM clock").fetchone()
    return int(lamport)


def _floods(attacker: Attacker, world: World, victim: Place, rng: random.Random) -> Sequence[Attack]:
    """Many values in one register, of which none supersedes another: in one history, at once, or in many."""
    before, lamport, count = attacker.own, _lamport(victim), MAX_HISTORIES + rng.randint(1, 8)
    if attacker.made % 2:
        at_once = {"batch": "1"} if rng.random() < 0.5 else {}
        changes = [
            attacker.change(REPLICA, before.length + n, lamport + n, value=str(n), **at_once)
            for n in range(1, count + 1)
        ]
        for change in changes:
            attacker.own = _after(change, attacker.own)
        return [_shows(attacker, (changes, before))]
    faces = [
        attacker.change(REPLICA, before.length + 1, lamport + rng.randint(1, 3), value=str(n))
        for n in range(count)
    ]
    attacker.own = _after(faces[-1], before)
    return [_shows(attacker, *(([change], before) for change in faces))]


def _jumps(attacker: Attacker, world: World, victim: Place, rng: random.Random) -> Sequence[Attack]:
    """A number far ahead, and steps that lead to one, each shown to somebody else first."""
    before, lamport = attacker.own, _lamport(victim)
    numbers = rng.choice(((FIELD_LAMPORT,), (lamport + LEAP + 1,), (lamport + LEAP, lamport + 2 * LEAP)))
    faces = [attacker.change(REPLICA, before.length + 1, number) for number in numbers]
    attacker.own = _after(faces[-1], before)
    return [_shows(attacker, ([change], before)) for change in faces]


def _two_faces(attacker: Attacker, world: World, victim: Place, rng: random.Random) -> Sequence[Attack]:
    """One change: its text for some, for others redacted by its author."""
    before = attacker.own
    change = attacker.change(REPLICA, before.length + 1, _lamport(victim) + 1)
    digest = change_hash(change, before.head)
    gone = Redaction(value_hash(change.value), "", attacker.sign(redacted_form(digest)))
    attacker.own = _after(change, before)
    faces = [change, change._replace(value=gone.text)]
    rng.shuffle(faces)
    return [_shows(attacker, ([face], before)) for face in faces]


ATTACKS: Final[dict[str, Callable[[Attacker, World, Place, random.Random], Sequence[Attack]]]] = {
    "speaks for another": _speaks_for,
    "bears another's key": _bears_a_key,
    "claims": _claims,
    "oversteps": _oversteps,
    "floods": _floods,
    "jumps": _jumps,
    "two faces": _two_faces,
}
"""By name. Whoever adds one returns its files: the first goes to the first who reads, the next to the next,
and from the beginning again."""
