"""Sealed change sets: the signed file inside an age envelope that only those it is meant for can open.

A replica is sealed to by its Ed25519 key, which everybody knows from its grant (age's ``ssh-ed25519``
recipients), so that no further keys need to be exchanged. The reserve key of headquarters is an age key of
its own. pyrage is an optional extra and loaded only where something is sealed or opened.
"""

from __future__ import annotations

import re
import struct
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from store.db.errors import UserError
from store.db.places import Places
from store.db.regular import read_regular
from sync.wire.keys import key_pairs
from sync.wire.limits import MAX_ENVELOPE_HEADER, MAX_FILE, MAX_SEALED

MAGIC: Final = b"age-encryption.org/v1\n"
_HEADER_END: Final = b"\n--- "
_TYPE: Final = b"ssh-ed25519"
_MOST_KEY: Final = 65_536
"""Bytes that are read of the file with a reserve key."""
_RESERVE: Final = re.compile(r"^AGE-SECRET-KEY-1[0-9A-Z]+$", re.MULTILINE)


def is_sealed(data: bytes) -> bool:
    """Return True if a file is an age envelope."""
    return data.startswith(MAGIC)


def seal(data: bytes, keys: Iterable[bytes], reserves: Iterable[str], file: str) -> bytes:
    """``data`` so that the holders of these Ed25519 keys, and of these reserve keys, can read it.

    ``reserves`` are age recipients. Raises UserError ``seal_missing``, or ``seal_reserve`` where one is none.
    """
    age = _age(file)
    recipients: list[Any] = [age.ssh.Recipient.from_str(_ssh_line(key)) for key in sorted(set(keys))]
    for reserve in sorted(set(reserves)):
        try:
            recipients.append(age.x25519.Recipient.from_str(reserve))
        except age.RecipientError as error:
            raise UserError("seal_reserve", found=reserve) from error
    return bytes(age.encrypt(data, recipients))


def open_envelope(data: bytes, places: Places, file: str, *, reserve: Path | None = None) -> bytes:
    """The signed file inside an envelope; any other file as it is.

    It is opened by any key that lies here, or by the reserve key in a file. Raises UserError
    ``sealed_for_others``, ``sealed_damaged``, ``changeset_limit``, ``seal_missing``, or
    ``reserve_unreadable``.
    """
    if not is_sealed(data):
        return data
    header = data[: min(MAX_ENVELOPE_HEADER, len(data))].partition(_HEADER_END)
    if len(data) > MAX_SEALED or (not header[1] and len(data) >= MAX_ENVELOPE_HEADER):
        raise UserError("changeset_limit", file=file, detail="envelope")
    if not header[1]:
        raise UserError("sealed_damaged", file=file)
    named = set(re.findall(rb"^-> ssh-ed25519 (\S+) ", header[0], re.MULTILINE))
    pairs = [pair for pair in key_pairs(places) if _tag(pair[1]) in named]
    if not pairs and reserve is None:
        raise UserError("sealed_for_others", file=file)
    age = _age(file)
    identities: list[Any] = [age.ssh.Identity.from_buffer(_ssh_key(*pair)) for pair in pairs]
    if reserve is not None:
        identities.append(_reserve_identity(age, reserve))
    try:
        opened = bytes(age.decrypt(data, identities))
    except age.DecryptError as error:
        raise UserError("sealed_damaged" if pairs else "sealed_for_others", file=file) from error
    if len(opened) > MAX_FILE:
        raise UserError("changeset_limit", file=file, detail=f"more than {MAX_FILE} bytes")
    return opened


def new_reserve_key(file: str) -> tuple[str, str]:
    """A reserve key: the secret line, and the recipient that everybody may know.

    Raises UserError ``seal_missing``.
    """
    identity = _age(file).x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def _age(file: str) -> Any:
    try:
        import pyrage
    except ImportError as error:
        raise UserError("seal_missing", file=file) from error
    return pyrage


def _reserve_identity(age: Any, path: Path) -> Any:
    try:
        key = _RESERVE.search(read_regular(path, _MOST_KEY).decode("ascii"))
        if key is None:
            raise ValueError
        return age.x25519.Identity.from_str(key[0])
    except (OSError, ValueError, age.IdentityError) as error:
        raise UserError("reserve_unreadable", file=str(path)) from error


def _fields(*fields: bytes) -> bytes:
    """Each with its length before it, as SSH writes them."""
    return b"".join(struct.pack(">I", len(field)) + field for field in fields)


def _ssh_line(key: bytes) -> str:
    return f"ssh-ed25519 {b64encode(_fields(_TYPE, key)).decode()}"


def _tag(key: bytes) -> bytes:
    """By what an envelope names a recipient."""
    return b64encode(sha256(_fields(_TYPE, key)).digest()[:4]).rstrip(b"=")


def _ssh_key(seed: bytes, key: bytes) -> bytes:
    """The key in OpenSSH's own form without a passphrase, which age reads."""
    private = struct.pack(">II", 0, 0) + _fields(_TYPE, key, seed + key, b"")
    private += bytes(range(1, 1 + -len(private) % 8))
    whole = b"openssh-key-v1\0" + _fields(b"none", b"none", b"") + struct.pack(">I", 1)
    text = b64encode(whole + _fields(_fields(_TYPE, key), private)).decode()
    lines: Sequence[str] = [text[start : start + 70] for start in range(0, len(text), 70)]
    mark = "OPENSSH PRIVATE KEY"
    return "\n".join((f"-----BEGIN {mark}-----", *lines, f"-----END {mark}-----", "")).encode()
