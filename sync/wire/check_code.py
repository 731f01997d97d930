"""The check code of a file: short enough to be read out on the telephone."""

from __future__ import annotations

from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SYMBOLS: Final = 16


def grouped(digest: bytes, symbols: int) -> str:
    """The first ``symbols`` times five bits (at most 80) of a hash, four symbols a group."""
    bits = int.from_bytes(digest[:10], "big") >> (80 - 5 * symbols)
    text = "".join(_ALPHABET[bits >> (5 * position) & 31] for position in reversed(range(symbols)))
    return "-".join(text[n : n + 4] for n in range(0, symbols, 4))


def check_code(digest: bytes) -> str:
    """The first 80 bits of a SHA-256 in Crockford's base 32, as ``K7QF-2M9X-AB3D-5EFG``."""
    return grouped(digest, _SYMBOLS)


def typed_code(text: str) -> str:
    """A code as a person types it, without dashes; letters that are taken for digits become digits."""
    plain = "".join(text.upper().split()).replace("-", "").replace("O", "0")
    return plain.replace("I", "1").replace("L", "1")


def is_code(text: str) -> bool:
    """Return True if a text can be a check code or a fingerprint, so that nothing else is meant by it."""
    return len(plain := typed_code(text)) == _SYMBOLS and set(plain) <= set(_ALPHABET)
