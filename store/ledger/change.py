"""A change: one edit, never altered once recorded, its canonical form, and which changes stand.

Heads of a register are its changes that no other change of the same register supersedes: the state is a
pure function of a set of changes. Of one history only the last change can be a head, with those that were
recorded beside it, and of one author those of MAX_HISTORIES histories. Several heads with different values
are a conflict; meanwhile every replica shows the same one (highest lamport, then replica, then seq). Clocks
decide nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

_encode: Final = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
).encode

GENESIS: Final = b""
"""What stands for the previous hash before a replica's first change."""

MAX_LAMPORT: Final = 2**53 - 1
"""Where lamport stays from then on: display order then falls to replica and number."""

FIELD_LAMPORT: Final = 2**52
"""Where it stays in the field: whatever a laptop claims, headquarters can still supersede it."""

LEAP: Final = 2**24
"""How far beyond all others a lamport may be: more than anybody counts before the rest hears of it."""

AHEAD: Final = "counter"
"""Why a change is held whose lamport no others lead to in steps of at most LEAP."""

MAX_HISTORIES: Final = 16
"""Histories of one author of which a register shows a head: more than honest copies of one database."""

MAX_BESIDE: Final = 16
"""Changes of one history that can stand beside each other: the values of a conflict that is open again."""

MAX_NAMED: Final = 50
"""Heads that a change recorded here supersedes."""

_REDACTED: Final = "~"
_REDACTION: Final = b"terren redaction 1\n"
_HISTORY: Final = b"terren history 1\n"


class Register(NamedTuple):
    """The one thing a change sets."""

    kind: str
    target: str
    unit: str
    field: str


class Chain(NamedTuple):
    """How much of a replica's history is held: the number of changes and the hash of the last."""

    length: int
    head: bytes


class Redaction(NamedTuple):
    """What stands in a change in place of a value that is gone: the value's hash, and who took it away.

    ``signer`` is the headquarters that has redacted it, or empty, where its author let go of the value before
    it left; ``signature`` is over :func:`redacted_form`.
    """

    digest: bytes
    signer: str
    signature: bytes

    @property
    def text(self) -> str:
        """The form in which it takes the place of a value; JSON never begins like it."""
        return f"{_REDACTED}{self.digest.hex()}:{self.signer}:{self.signature.hex()}"


class Change(NamedTuple):
    """One edit.

    ``value`` is canonical JSON text (``null`` clears), or the text of a Redaction. ``recorded_at`` is seconds
    since 1970 UTC and never used for order. ``supersedes`` holds the ids (``replica:seq``) of the heads that
    its author had seen.
    """

    replica: str
    seq: int
    lamport: int
    recorded_at: int
    officer: str
    unit: str
    batch: str
    kind: str
    target: str
    field: str
    value: str
    effective_on: str | None
    supersedes: tuple[str, ...]

    @property
    def id(self) -> str:
        """``replica:seq``."""
        return f"{self.replica}:{self.seq}"

    @property
    def register(self) -> Register:
        """The register that this change sets."""
        return Register(self.kind, self.target, self.unit, self.field)

    @property
    def redaction(self) -> Redaction | None:
        """What stands in place of a value that is gone; None where the value is here."""
        return redaction_of(self.value)

    @property
    def shown(self) -> str:
        """The value as it counts for the state: what is gone clears."""
        return shown_value(self.value)

    def decoded(self) -> Any:
        """The value as Python data; None where it is gone."""
        return json.loads(self.shown)


def highest_lamport(role: str) -> int:
    """The highest lamport that an author of a role can use."""
    return MAX_LAMPORT if role == "headquarters" else FIELD_LAMPORT


def canonical_json(value: object) -> str:
    """JSON in the one form in which it is stored, compared and hashed."""
    return _encode(value)


def redaction_of(value: str) -> Redaction | None:
    """Return what stands in place of a value, or None where it is one. Raises ValueError."""
    if not is_redacted(value):
        return None
    digest, signer, signature = value[len(_REDACTED) :].split(":")
    return Redaction(bytes.fromhex(digest), signer, bytes.fromhex(signature))


def is_redacted(value: str) -> bool:
    """Return True if a redaction stands in place of a value."""
    return value.startswith(_REDACTED)


def shown_value(value: str) -> str:
    """A value as it counts for the state: what is gone clears."""
    return "null" if is_redacted(value) else value


def redacted_form(digest: bytes) -> bytes:
    """Return what a redaction signs: the hash of the change, which tells all of it but the value."""
    return _REDACTION + digest.hex().encode()


def history_form(replica: str, length: int, head: bytes) -> bytes:
    """Return what an author signs of its own history: how long it is and the hash of its last change."""
    return _HISTORY + _encode([replica, length, head.hex()]).encode()


def value_hash(value: str) -> bytes:
    """SHA-256 of a value, which stays where the value goes. Raises ValueError."""
    return _sha256(value) if (gone := redaction_of(value)) is None else gone.digest


def change_hash(change: Change, prev: bytes) -> bytes:
    """SHA-256 over the canonical JSON array of all fields, with the value's hash (hex) for the value, and the
    previous hash of the same replica (hex): the same where the value is gone. Raises ValueError.
    """
    fields = [*change[:10], value_hash(change.value).hex(), *change[11:], prev.hex()]
    return _sha256(_encode(fields))


def _sha256(text: str) -> bytes:
    # OpenSSL costs a command that only reads more than reading does
    from hashlib import sha256

    return sha256(text.encode()).digest()


def split_id(change_id: str) -> tuple[str, int] | None:
    """Replica and number of a change id; None where the text is no id that a change can have."""
    replica, colon, seq = change_id.rpartition(":")
    if not colon or len(seq) > 18 or not (seq.isascii() and seq.isdigit()) or seq[0] == "0":
        return None
    return replica, int(seq)


def split_batch(name: str) -> tuple[str, str]:
    """Author's id, empty where none is named, and batch of a batch's name, ``replica:17@meeting``.

    The id of a meeting, behind the number, is of others and may have any signs.
    """
    author, colon, _ = name.partition("@")[0].rpartition(":")
    return author, name.removeprefix(author + colon)


def order_key(change_id: str, lamport: int) -> tuple[int, str, int]:
    """The order in which heads are compared for display: lamport, then replica, then seq."""
    replica, _, seq = change_id.rpartition(":")
    return lamport, replica, int(seq)


class Head(NamedTuple):
    """A change that nothing supersedes, with what of it is shown."""

    id: str
    lamport: int
    value: str
    effective_on: str | None

    def decoded(self) -> Any:
        """The value as Python data."""
        return json.loads(self.value)


Heads = tuple[Head, ...]
"""The heads of one register, the shown one first."""


def sort_heads(heads: Iterable[Head]) -> Heads:
    """Heads with the shown one first."""
    return tuple(sorted(heads, key=lambda head: order_key(head.id, head.lamport), reverse=True))


def in_conflict(heads: Heads) -> bool:
    """Return True if at least two heads have different values."""
    return len(heads) > 1 and len({head.value for head in heads}) > 1


def standing_histories(ranks: Mapping[str, int]) -> set[str]:
    """Return which histories of one author may have a head, by the highest lamport in each."""
    ranked = sorted(ranks, key=lambda chain: (ranks[chain], chain), reverse=True)
    return set(ranked[:MAX_HISTORIES])


def heads_of(
    changes: Iterable[Change],
    seen: Callable[[Change], Iterable[str]] = lambda change: change.supersedes,
    author: Callable[[str], str] = lambda chain: chain,
    ends: Mapping[str, int] | None = None,
) -> Heads:
    """The heads of one register from all its changes, in whatever order they come.

    With ``ends``, the number of each history's last change, they are read one by one, those of a history in
    their order, and only what can tell is kept.

    ``seen`` tells the ids here of what a change supersedes, ``author`` whose history a chain is. A change
    supersedes the earlier ones of its own history but those that it stands beside (:func:`stands_beside`),
    and of others what it names that has a lower lamport: more its author cannot have seen.
    """
    if ends is None:
        changes = sorted(changes, key=lambda change: change.seq)
        ends = {change.replica: change.seq for change in changes}
    last: dict[str, list[Change]] = {}
    below: dict[str, int] = {}
    named: set[str] = set()
    ranks: dict[str, dict[str, int]] = {}
    for change in changes:
        chain = change.replica
        run = last.get(chain, [])
        last[chain] = [*run, change][-MAX_BESIDE:] if run and stands_beside(change, run[-1]) else [change]
        of_author = ranks.setdefault(author(chain), {})
        of_author[chain] = max(of_author.get(chain, 0), change.lamport)
        for superseded in seen(change):
            of, seq = split_id(superseded) or ("", 0)
            # nothing else can stand
            if not ends.get(of, 0) - MAX_BESIDE < seq <= ends.get(of, 0):
                continue
            if of != chain:
                below[superseded] = max(below.get(superseded, 0), change.lamport)
            elif seq < change.seq:
                named.add(superseded)
    standing = {chain for of_author in ranks.values() for chain in standing_histories(of_author)}
    return sort_heads(
        Head(change.id, change.lamport, change.shown, change.effective_on)
        for chain, run in last.items()
        for change in run
        if chain in standing and change.id not in named and below.get(change.id, 0) <= change.lamport
    )


def stands_beside(change: Change, before: Change) -> bool:
    """Return True if a change was recorded beside the one before it in its history, which it then leaves
    standing.

    So the values of a conflict come back together: both are of one batch and register and supersede the same.
    """
    return before.seq + 1 == change.seq and all(
        getattr(before, name) == getattr(change, name)
        for name in ("replica", "batch", "register", "supersedes")
    )
