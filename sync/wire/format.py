"""The frame of a change set: magic, header, signature, body, end mark (docs/exchange.md: byte by byte)."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final, NamedTuple

from store.db.errors import UserError
from store.exchange.change_sets import Author
from store.ledger.bounds import MAX_NAME
from store.ledger.identity import ROLES
from sync.wire.keys import SIGNATURE_BYTES, verify
from sync.wire.limits import MAX_BODY, MAX_CHANGES, MAX_COUNT, MAX_FILE, MAX_HEADER
from sync.wire.strict import FormError, parse

MAGIC: Final = b"\x89TRN\r\n\x1a\n"
"""A high bit, both kinds of line end and the old end of text: whatever takes the file for text breaks it."""

VERSION: Final = 1
READER: Final = 1
"""The level of reading that this program masters; a file names the least level that it needs."""
RELEASE: Final = "0.1.0"
"""The first release that masters this level, for people."""

KIND: Final = "changes"
ENROLMENT: Final = "enrolment"
"""A file that only introduces its sender."""

_LEAD: Final = struct.Struct(">8sHI")
_END: Final = struct.Struct(">4sQ")
_END_MARK: Final = b"\x1aEND"
_MANGLED: Final = (
    b"\x09TRN",
    b"TRN\r\n",
    b"\x89TRN",
    b"\xc2\x89TRN",
    b"\xef\xbf\xbdTRN",
    b"?TRN",
    b"=89TRN",
    b"iVRSTg0KGgo",
)
"""How the magic begins after seven-bit mail, text mode, recoding, quoted-printable or base64."""


class Header(NamedTuple):
    """What a change set says of itself. ``changes`` and ``sections`` count what is in the body.

    ``unknown`` are keys of later versions: they are kept with the file and change nothing here.
    """

    file_id: str
    sender: Author
    epoch: int
    number: int
    plan_id: str
    plan_revision: int
    changes: int
    sections: int
    unknown: Mapping[str, Any] = {}


class Container(NamedTuple):
    """A file whose frame, checksum and signature are right. ``body``, a part of it, is still compressed."""

    header: Header
    body: memoryview
    digest: bytes
    """SHA-256 of the whole file."""


def compose(
    header: Header, body: bytes | bytearray, sign: Callable[[bytes], bytes], *, kind: str = KIND
) -> bytes:
    """The bytes of a change set. ``body`` is compressed; ``sign`` is the sender's."""
    sender = header.sender
    form = {
        **header.unknown,
        "file_id": header.file_id,
        "kind": kind,
        "sender": {**sender._asdict(), "public_key": sender.public_key.hex()},
        "epoch": header.epoch,
        "number": header.number,
        "plan": {"id": header.plan_id, "revision": header.plan_revision},
        "reader": {"least": READER, "release": RELEASE},
        "changes": header.changes,
        "sections": header.sections,
        "body": {"bytes": len(body), "sha256": sha256(body).hexdigest()},
    }
    text = json.dumps(form, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    signed = _LEAD.pack(MAGIC, VERSION, len(text)) + text
    total = len(signed) + SIGNATURE_BYTES + len(body) + _END.size
    return b"".join((signed, sign(signed), body, _END.pack(_END_MARK, total)))


def open_container(data: bytes, file: str, *, kind: str = KIND) -> Container:
    """Check a file's frame in the order limits, magic, lengths, checksum, signature.

    Raises UserError ``changeset_limit``, ``changeset_mangled``, ``changeset_magic``, ``changeset_truncated``,
    ``changeset_trailing``, ``changeset_newer``, ``changeset_header``, ``changeset_hash`` or
    ``changeset_signature``, each with the name of the file; ``changeset_enrolment`` or
    ``enrolment_changes`` where it is the other of the two kinds.
    """
    if len(data) > MAX_FILE:
        raise UserError("changeset_limit", file=file, detail=f"more than {MAX_FILE} bytes")
    header_end = _header_end(data, file)
    form = _header_form(data[_LEAD.size : header_end], file)
    _check_reader(form, file, kind)
    try:
        header, length, digest = _header(form)
    except FormError as error:
        raise UserError("changeset_header", file=file, detail=str(error)) from error
    if length > MAX_BODY or header.changes > MAX_CHANGES:
        raise UserError("changeset_limit", file=file, detail=f"{length} bytes, {header.changes} changes")
    body_start = header_end + SIGNATURE_BYTES
    needed = body_start + length + _END.size
    if len(data) < needed:
        raise UserError("changeset_truncated", file=file, found=len(data), needed=needed)
    if len(data) > needed:
        raise UserError("changeset_trailing", file=file, extra=len(data) - needed)
    body = memoryview(data)[body_start : body_start + length]
    if data[-_END.size :] != _END.pack(_END_MARK, needed) or sha256(body).digest() != digest:
        raise UserError("changeset_hash", file=file)
    if not verify(header.sender.public_key, data[:header_end], data[header_end:body_start]):
        raise UserError("changeset_signature", file=file)
    return Container(header, body, sha256(data).digest())


def _header_end(data: bytes, file: str) -> int:
    if not data.startswith(MAGIC):
        if MAGIC.startswith(data):
            raise UserError("changeset_truncated", file=file, found=len(data), needed=_LEAD.size)
        mangled = data.startswith(_MANGLED)
        raise UserError("changeset_mangled" if mangled else "changeset_magic", file=file)
    if len(data) < _LEAD.size:
        raise UserError("changeset_truncated", file=file, found=len(data), needed=_LEAD.size)
    _, version, length = _LEAD.unpack_from(data)
    if version != VERSION:
        raise UserError("changeset_newer", file=file, needed=_release_of_newer(data, length))
    if length > MAX_HEADER:
        raise UserError("changeset_limit", file=file, detail=f"header of {length} bytes")
    end = _LEAD.size + int(length)
    if len(data) < end + SIGNATURE_BYTES + _END.size:
        raise UserError(
            "changeset_truncated", file=file, found=len(data), needed=end + SIGNATURE_BYTES + _END.size
        )
    return end


def _release_of_newer(data: bytes, length: int) -> str:
    """Return what a file of a later version asks for; every version keeps the lead and ``reader.release``."""
    try:
        release = parse(data[_LEAD.size : _LEAD.size + min(length, MAX_HEADER)])["reader"]["release"]
    except (FormError, KeyError, TypeError, IndexError):
        return "?"
    return release if isinstance(release, str) and len(release) <= MAX_NAME else "?"


def _header_form(text: bytes, file: str) -> dict[str, Any]:
    try:
        form = parse(text)
    except FormError as error:
        raise UserError("changeset_header", file=file, detail=str(error)) from error
    if not isinstance(form, dict):
        raise UserError("changeset_header", file=file, detail="no object")
    return form


def _check_reader(form: dict[str, Any], file: str, wanted: str) -> None:
    try:
        reader = _object(form, "reader")
        least, kind = _number(reader, "least"), _text(form, "kind")
        release = _text(reader, "release")
    except FormError as error:
        raise UserError("changeset_header", file=file, detail=str(error)) from error
    if least > READER or kind not in (KIND, ENROLMENT):
        raise UserError("changeset_newer", file=file, needed=release)
    if kind != wanted:
        raise UserError("changeset_enrolment" if kind == ENROLMENT else "enrolment_changes", file=file)


_KNOWN: Final = frozenset(
    ("file_id", "kind", "sender", "epoch", "number", "plan", "reader", "changes", "sections", "body")
)


def _header(form: dict[str, Any]) -> tuple[Header, int, bytes]:
    sender, plan, body = _object(form, "sender"), _object(form, "plan"), _object(form, "body")
    header = Header(
        file_id=hexadecimal(form.get("file_id"), 16, "file_id").hex(),
        sender=author_of(
            sender.get("replica"),
            sender.get("unit"),
            sender.get("role"),
            sender.get("officer"),
            sender.get("public_key"),
        ),
        epoch=_number(form, "epoch"),
        number=_number(form, "number"),
        plan_id=_text(plan, "id"),
        plan_revision=_number(plan, "revision"),
        changes=_number(form, "changes"),
        sections=_number(form, "sections"),
        unknown={key: value for key, value in form.items() if key not in _KNOWN},
    )
    return header, _number(body, "bytes"), hexadecimal(body.get("sha256"), 32, "sha256")


def _object(form: dict[str, Any], key: str) -> dict[str, Any]:
    value = form.get(key)
    if not isinstance(value, dict):
        raise FormError(key)
    return value


def _number(form: dict[str, Any], key: str) -> int:
    return number(form.get(key), MAX_COUNT, key)


def _text(form: dict[str, Any], key: str) -> str:
    return name(form.get(key), key)


def number(value: object, limit: int, what: str) -> int:
    """A whole number from 0 to ``limit``. Raises FormError."""
    if type(value) is not int or not 0 <= value <= limit:
        raise FormError(what)
    return value


def name(value: object, what: str, *, empty: bool = False, most: int = MAX_NAME) -> str:
    """A short text of one line. Raises FormError."""
    if not isinstance(value, str) or len(value) > most or "\n" in value or not (value or empty):
        raise FormError(what)
    return value


def hexadecimal(value: object, size: int, what: str) -> bytes:
    """``size`` bytes written as lower-case hexadecimal digits. Raises FormError."""
    if isinstance(value, str) and len(value) == 2 * size and value.isascii():
        try:
            result = bytes.fromhex(value)
        except ValueError:
            result = b""
        if result.hex() == value:
            return result
    raise FormError(what)


def author_of(replica: object, unit: object, role: object, officer: object, public_key: object) -> Author:
    """A replica's introduction of itself from its form in a file. Raises FormError."""
    if role not in ROLES:
        raise FormError("role")
    return Author(
        hexadecimal(replica, 16, "replica").hex(),
        name(unit, "unit"),
        str(role),
        name(officer, "officer"),
        hexadecimal(public_key, 32, "public_key"),
    )
