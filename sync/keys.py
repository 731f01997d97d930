"""The signing key of a replica and its high-water mark: kept beside each other, never in the database.

A copied database lacks its key; a restored backup lags behind its mark. Both are told from what lies in
``places.keys``, without loading the cryptography.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, NamedTuple

from store.database import Store
from store.durable import told, write_durably
from store.errors import Refused
from store.identity import read_identity
from store.peers import hash_at
from store.places import Places

SIGNATURE_BYTES: Final = 64
_SEED_BYTES: Final = 32


class Mark(NamedTuple):
    """What has left in a file at the latest export: own changes, hash of the last (hex), file number."""

    seq: int
    hash: str
    number: int


def key_path(places: Places, replica: str) -> Path:
    """Where the replica's key lies."""
    return places.keys / f"{replica}.key"


def mark_path(places: Places, replica: str) -> Path:
    """Where the replica's high-water mark lies."""
    return places.keys / f"{replica}.mark"


def create_key(places: Places, replica: str) -> bytes:
    """Make the replica's Ed25519 key, readable by its owner alone; returns the public key.

    Raises Refused ``file_exists`` or what the disk says of the place.
    """
    from nacl.signing import SigningKey

    path = key_path(places, replica)
    with told(path):
        places.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = SigningKey.generate()
    write_durably(path, key.encode().hex().encode() + b"\n", mode=0o600)
    return bytes(key.verify_key)


def _seed(places: Places, replica: str) -> bytes:
    """The secret half. Raises Refused ``key_missing``, ``key_unreadable`` or ``key_damaged``."""
    path = key_path(places, replica)
    try:
        seed = bytes.fromhex(path.read_text("ascii"))
    except FileNotFoundError as error:
        raise Refused("key_missing", file=str(path)) from error
    except OSError as error:
        raise Refused("key_unreadable", file=str(path), detail=error.strerror or str(error)) from error
    except ValueError as error:
        raise Refused("key_damaged", file=str(path)) from error
    if len(seed) != _SEED_BYTES:
        raise Refused("key_damaged", file=str(path))
    return seed


def why_no_key(places: Places, replica: str) -> Refused | None:
    """Why nothing can be signed as this replica here, as :func:`sign` would raise it; else None."""
    try:
        _seed(places, replica)
    except Refused as refused:
        return refused
    return None


def sign(places: Places, replica: str, data: bytes) -> bytes:
    """The replica's signature of ``data`` (64 bytes).

    Raises Refused ``key_missing``, ``key_unreadable`` (with what the system says) or ``key_damaged``.
    """
    from nacl.signing import SigningKey

    return bytes(SigningKey(_seed(places, replica)).sign(data).signature)


def public_key(places: Places, replica: str) -> bytes:
    """The public half of the replica's key. Raises Refused as :func:`sign`."""
    from nacl.signing import SigningKey

    return bytes(SigningKey(_seed(places, replica)).verify_key)


def key_pairs(places: Places) -> list[tuple[bytes, bytes]]:
    """Seed and public key of every replica whose key lies here, the present and earlier ones."""
    from nacl.signing import SigningKey

    seeds: list[bytes] = []
    for path in sorted(places.keys.glob("*.key")):
        try:
            seeds.append(_seed(places, path.stem))
        except Refused:
            # a key that cannot be read opens nothing; the others may
            continue
    return [(seed, bytes(SigningKey(seed).verify_key)) for seed in seeds]


def verify(key: bytes, data: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is that of ``data`` under the public key."""
    from nacl.exceptions import BadSignatureError
    from nacl.exceptions import ValueError as NaClValueError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(key).verify(data, signature)
    except (BadSignatureError, NaClValueError):
        return False
    return True


def read_mark(places: Places, replica: str) -> Mark | None:
    """The high-water mark; None before the first export, and where it cannot be read."""
    try:
        form = json.loads(mark_path(places, replica).read_bytes())
        return Mark(int(form["seq"]), str(form["hash"]), int(form["number"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_mark(places: Places, replica: str, mark: Mark) -> None:
    """Write the mark durably, in place of the one before."""
    write_durably(
        mark_path(places, replica), json.dumps(mark._asdict()).encode() + b"\n", replace=True, mode=0o600
    )


def why_read_only(places: Places, store: Store) -> Refused | None:
    """Why nobody may write to this database, or None where its officer may or nobody is enrolled.

    ``key_missing``: it lies here without its key, so it is a copy. ``key_unreadable``, ``key_damaged``: the
    key lies here, and cannot be used. ``copied_database``: it lags behind what has already left in files, so
    it is a restored backup.
    """
    with store.reading() as conn:
        identity = read_identity(conn)
        if identity is None:
            return None
        keyless = why_no_key(places, identity.replica)
        if keyless is not None:
            return keyless
        mark = read_mark(places, identity.replica)
        if mark is None or not mark.seq:
            return None
        held = hash_at(conn, identity.replica, mark.seq)
    if held is None or held.hex() != mark.hash:
        return Refused("copied_database", file=str(store.path))
    return None
