"""A change: one edit, never altered once recorded, and its canonical form."""

from __future__ import annotations

import json
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


class Register(NamedTuple):
    """The one thing a change sets."""

    kind: str
    target: str
    unit: str
    field: str


class Change(NamedTuple):
    """One edit.

    ``value`` is canonical JSON text (``null`` clears). ``recorded_at`` is seconds since 1970 UTC and never
    used for order. ``supersedes`` holds the ids (``replica:seq``) of the heads that its author had seen.
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

    def decoded(self) -> Any:
        """The value as Python data."""
        return json.loads(self.value)


def highest_lamport(role: str) -> int:
    """The highest lamport that an author of a role can use."""
    return MAX_LAMPORT if role == "headquarters" else FIELD_LAMPORT


def canonical(value: object) -> str:
    """JSON in the one form in which it is stored, compared and hashed."""
    return _encode(value)


def change_hash(change: Change, prev: bytes) -> bytes:
    """SHA-256 over the canonical JSON array of all fields and the previous hash of the same replica (hex)."""
    # OpenSSL costs a command that only reads more than reading does
    from hashlib import sha256

    return sha256(_encode([*change, prev.hex()]).encode()).digest()


def split_id(change_id: str) -> tuple[str, int] | None:
    """Replica and number of a change id; None where the text is no id that a change can have."""
    replica, colon, seq = change_id.rpartition(":")
    if not colon or len(seq) > 18 or not (seq.isascii() and seq.isdigit()) or seq[0] == "0":
        return None
    return replica, int(seq)


def order_key(change_id: str, lamport: int) -> tuple[int, str, int]:
    """The order in which heads are compared for display: lamport, then replica, then seq."""
    replica, _, seq = change_id.rpartition(":")
    return lamport, replica, int(seq)
