"""What a person reads out on the telephone of a file at hand."""

from __future__ import annotations

from hashlib import sha256

from sync.wire.check_code import check_code


def check_code_of(data: bytes) -> str:
    """The check code of a whole file."""
    return check_code(sha256(data).digest())
