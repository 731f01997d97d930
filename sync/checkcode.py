"""The check code of a file: short enough to be read out on the telephone."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SYMBOLS: Final = 10


def check_code(digest: bytes) -> str:
    """The first 50 bits of a SHA-256 in Crockford's base 32, as ``K7QF-2M9X-AB``."""
    bits = int.from_bytes(digest[:8], "big") >> 14
    symbols = "".join(_ALPHABET[bits >> (5 * position) & 31] for position in reversed(range(_SYMBOLS)))
    return f"{symbols[:4]}-{symbols[4:8]}-{symbols[8:]}"


def check_code_of(data: bytes) -> str:
    """The check code of a whole file."""
    return check_code(sha256(data).digest())
