"""Words of headquarters that act: its key signs each by itself, whatever history holds it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import Any, Final

from store.exchange.change_sets import author
from store.exchange.trust import authority_of
from store.ledger.append import signer_of
from store.ledger.change import Register, canonical_json
from store.ledger.identity import Identity

Verify = Callable[[bytes, bytes, bytes], bool]
"""Whether a public key has signed some bytes: key, bytes, signature."""

_OPENING: Final = b"terren word 1\n"


def signed_word(conn: sqlite3.Connection, replica: str, register: Register, word: dict[str, Any]) -> Any:
    """The value of a register, signed as its own word by a replica whose key lies here."""
    signed = {**word, "signer": replica}
    signature = signer_of(conn, replica)(replica, _form(register, signed), None)
    return {**signed, "signature": signature.hex()}


def signer_of_word(conn: sqlite3.Connection, register: Register, value: Any, verify: Verify) -> str | None:
    """The replica whose key has signed the value of a register itself; None where it is nobody's."""
    if type(value) is not dict or not isinstance(value.get("signer"), str):
        return None
    word = {name: part for name, part in value.items() if name != "signature"}
    whose = author(conn, value["signer"])
    try:
        signature = bytes.fromhex(value["signature"])
    except (KeyError, TypeError, ValueError):
        return None
    is_signed = whose is not None and verify(whose.public_key, _form(register, word), signature)
    return value["signer"] if is_signed else None


def is_in_force(conn: sqlite3.Connection, identity: Identity, replica: str) -> bool:
    """Return True if a replica is headquarters that is accepted now; an earlier id of one's own like any."""
    if replica == identity.replica:
        return identity.is_headquarters
    granted = authority_of(conn, identity, replica)
    if granted is None or granted.role != "headquarters" or granted.kept is not None:
        return False
    return granted.until is None or time.time() < granted.until


def _form(register: Register, word: dict[str, Any]) -> bytes:
    return _OPENING + canonical_json([*register, word]).encode()
