"""The signing key of a replica: kept in ``places.keys``, never in the database.

A copied database lacks its key, which is told without loading the cryptography. Every change is signed as it
is recorded, so what is loaded for that is libsodium alone, as PyNaCl has compiled it: all of PyNaCl takes
forty times as long.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import Any, Final

from store.db.database import Store
from store.db.durable import translate_os_errors, write_durably
from store.db.errors import UserError
from store.db.places import Places
from store.db.private import FILE, create_private_folder
from store.db.regular import read_regular

SIGNATURE_BYTES: Final = 64
_SEED_BYTES: Final = 32
_KEY_BYTES: Final = 32


def key_path(places: Places, replica: str) -> Path:
    """Return where the replica's key lies."""
    return _path(places.keys, replica)


def _path(folder: Path, replica: str) -> Path:
    return folder / f"{replica}.key"


def create_key(places: Places, replica: str) -> bytes:
    """Make the replica's Ed25519 key, readable by its owner alone; returns the public key.

    Raises UserError ``file_exists`` or what the disk says of the place.
    """
    path = key_path(places, replica)
    with translate_os_errors(path):
        create_private_folder(places.keys)
    seed = os.urandom(_SEED_BYTES)
    write_durably(path, seed.hex().encode() + b"\n", mode=FILE)
    return _pair(seed)[0]


def _seed(path: Path) -> bytes:
    """The secret half. Raises UserError ``key_missing``, ``key_unreadable`` or ``key_damaged``."""
    try:
        seed = bytes.fromhex(read_regular(path).decode("ascii"))
    except FileNotFoundError as error:
        raise UserError("key_missing", file=str(path)) from error
    except OSError as error:
        raise UserError("key_unreadable", file=str(path), detail=error.strerror or str(error)) from error
    except ValueError as error:
        raise UserError("key_damaged", file=str(path)) from error
    if len(seed) != _SEED_BYTES:
        raise UserError("key_damaged", file=str(path))
    return seed


def why_no_key(places: Places, replica: str) -> UserError | None:
    """Return why nothing can be signed as this replica here, as :func:`sign` would raise it; else None."""
    try:
        _seed(key_path(places, replica))
    except UserError as refused:
        return refused
    return None


def sign(places: Places, replica: str, data: bytes) -> bytes:
    """The replica's signature of ``data`` (64 bytes).

    Raises UserError ``key_missing``, ``key_unreadable`` (with what the system says) or ``key_damaged``.
    """
    return _signature(_pair(_seed(key_path(places, replica)))[1], data)


def public_key(places: Places, replica: str) -> bytes:
    """The public half of the replica's key. Raises UserError as :func:`sign`."""
    return _pair(_seed(key_path(places, replica)))[0]


def key_pairs(places: Places) -> list[tuple[bytes, bytes]]:
    """Seed and public key of every replica whose key lies here, the present and earlier ones."""
    seeds: list[bytes] = []
    for path in sorted(places.keys.glob("*.key")):
        try:
            seeds.append(_seed(path))
        except UserError:
            # a key that cannot be read opens nothing; the others may
            continue
    return [(seed, _pair(seed)[0]) for seed in seeds]


def let_sign(store: Store, places: Places) -> None:
    """Let what is recorded in an open database be signed with the key of whoever records it."""
    store.let_sign(functools.partial(_sign_on, places.keys))


def _sign_on(folder: Path, replica: str, data: bytes, before: tuple[bytes, bytes] | None) -> bytes:
    """As :func:`sign`, where the key has signed what ``data`` goes on from: what, and the signature.

    Raises UserError ``history_unsigned`` where it has not: nobody signs what it did not write.
    """
    public, secret = _pair(_seed(_path(folder, replica)))
    if before is not None and not verify(public, *before):
        raise UserError("history_unsigned")
    return _signature(secret, data)


def verify(key: bytes, data: bytes, signature: bytes) -> bool:
    """Return True if ``signature`` is that of ``data`` under the public key."""
    if len(key) != _KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    ffi, lib = _sodium()
    signed = signature + data
    opened, length = ffi.new("unsigned char[]", len(signed)), ffi.new("unsigned long long *")
    return bool(lib.crypto_sign_open(opened, length, signed, len(signed), key) == 0)


def _pair(seed: bytes) -> tuple[bytes, bytes]:
    """The public and the secret key that follow from a seed."""
    ffi, lib = _sodium()
    public, secret = ffi.new("unsigned char[]", _KEY_BYTES), ffi.new("unsigned char[]", 2 * _KEY_BYTES)
    lib.crypto_sign_seed_keypair(public, secret, seed)
    return bytes(ffi.buffer(public)), bytes(ffi.buffer(secret))


def _signature(secret: bytes, data: bytes) -> bytes:
    ffi, lib = _sodium()
    signed, length = ffi.new("unsigned char[]", SIGNATURE_BYTES + len(data)), ffi.new("unsigned long long *")
    lib.crypto_sign(signed, length, data, len(data), secret)
    return bytes(ffi.buffer(signed, SIGNATURE_BYTES))


@functools.cache
def _sodium() -> tuple[Any, Any]:
    from nacl._sodium import ffi, lib  # type: ignore[import-not-found]  # compiled, without types

    lib.sodium_init()
    return ffi, lib
