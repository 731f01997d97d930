"""The signing key of a replica: kept in ``places.keys``, never in the database.

A copied database lacks its key, which is told without loading the cryptography.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from store.db.durable import translate_os_errors, write_durably
from store.db.errors import Refused
from store.db.places import Places
from store.db.private import FILE, create_private_folder

SIGNATURE_BYTES: Final = 64
_SEED_BYTES: Final = 32


def key_path(places: Places, replica: str) -> Path:
    """Where the replica's key lies."""
    return places.keys / f"{replica}.key"


def create_key(places: Places, replica: str) -> bytes:
    """Make the replica's Ed25519 key, readable by its owner alone; returns the public key.

    Raises Refused ``file_exists`` or what the disk says of the place.
    """
    from nacl.signing import SigningKey

    path = key_path(places, replica)
    with translate_os_errors(path):
        create_private_folder(places.keys)
    key = SigningKey.generate()
    write_durably(path, key.encode().hex().encode() + b"\n", mode=FILE)
    return bytes(key.verify_key)


def _seed(places: Places, replica: str) -> bytes:
    """The secret half. Raises Refused ``key_missing``, ``key_unreadable`` or ``key_damaged``."""
    path = key_path(places, replica)
    try:
        seed = bytes.fromhex(path.read_bytes().decode("ascii"))
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
