"""What stands on the cover of every report: the institution's name, its emblem, and who signs.

Kind ``institution``, no target and no unit, fields as the schema has them: ``name.sq``, ``signatures.sq``,
``plan.sr`` (the plan's title where it is not printed in that language), ``emblem``. A name may have several
lines; of the signatures each line is a place for one. The emblem is a PNG in base64. Headquarters writes
them; they travel with the changes, so that every report can be drawn again.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from schema.registers import INSTITUTION, MAX_EMBLEM
from store.db.database import Store
from store.db.errors import UserError
from store.edits.assessment import WHOLE
from store.edits.edits import checked_values
from store.ledger.append import Edit, append
from store.ledger.change import Change
from store.ledger.identity import new_batch, refuse_if_not_allowed, write_transaction
from store.plan.lookup import current_revision
from store.plan.model import Plan

KIND: Final = "institution"
TARGET: Final = "cover"
EMBLEM: Final = "emblem"
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEPT: Final = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
"""The parts of a picture that draw it; whatever else a file holds (words, places, days) is left out."""
_WIDEST: Final = 2_000
"""Points of the longest side: what the fewest bytes can unpack to is bounded."""
MAX_BYTES: Final = MAX_EMBLEM * 3 // 4


class Institution(NamedTuple):
    """What headquarters set, by field; empty where it set nothing."""

    values: Mapping[str, str]

    def text(self, field: str, code: str) -> str:
        """Return ``name`` or ``signatures`` in a language, else in another in which there is one."""
        base = code.partition("-")[0]
        named = (name for name in INSTITUTION.names if name.partition(".")[0] == field)
        return next((self.values[name] for name in (f"{field}.{base}", *named) if name in self.values), "")

    def plan_title(self, plan: Plan, code: str) -> str:
        """Return the plan's title in a language, as it is printed where headquarters gave none in that."""
        base = code.partition("-")[0]
        return plan.title if base == plan.language else self.values.get(f"plan.{base}", plan.title)

    @property
    def emblem(self) -> bytes:
        """Return the picture, empty where there is none that can be drawn."""
        try:
            return checked_png(b64decode(self.values.get(EMBLEM, ""), validate=True))
        except (ValueError, UserError):
            return b""


def plan_language(conn: sqlite3.Connection) -> str:
    """Return the code of the language in which the plan is printed."""
    query = "SELECT language FROM plan WHERE revision = ?"
    return str(conn.execute(query, (current_revision(conn),)).fetchone()[0])


def read_institution(conn: sqlite3.Connection) -> Institution:
    """Return what headquarters set."""
    values = {
        field: value
        for field, text in conn.execute(
            "SELECT field, value FROM state WHERE kind = ? AND target = ? AND unit = ?", (KIND, TARGET, WHOLE)
        )
        if field in INSTITUTION.names and isinstance(value := json.loads(text), str)
    }
    return Institution(values)


def write_institution(
    store: Store, values: Mapping[str, str], *, seen: Collection[str] | None = ()
) -> list[Change]:
    """Record fields; an empty text clears one.

    Raises UserError ``headquarters_only``, ``text_too_long``, ``plan_title_printed`` for the language of the
    plan, or ``in_conflict`` (as ``store.ledger.append.append``).
    """
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, KIND, WHOLE)
        if values.get(f"plan.{plan_language(conn)}"):
            raise UserError("plan_title_printed")
        edits = [
            Edit(KIND, TARGET, WHOLE, field, value)
            for field, value in checked_values(INSTITUTION, values).items()
        ]
        return append(conn, identity, edits, batch=new_batch(conn, identity, None), seen=seen)


def emblem_text(picture: bytes) -> str:
    """Return a PNG as it is kept. Raises UserError ``emblem_unreadable`` or ``emblem_large``."""
    kept = checked_png(picture)
    if len(kept) > MAX_BYTES:
        raise UserError("emblem_large", found=len(kept), limit=MAX_BYTES)
    return b64encode(kept).decode("ascii")


def checked_png(picture: bytes) -> bytes:
    """Return a PNG with the parts that draw it alone. Raises UserError ``emblem_unreadable``."""
    if not picture.startswith(_SIGNATURE):
        raise UserError("emblem_unreadable")
    kept, at, last = [_SIGNATURE], len(_SIGNATURE), b""
    while at + 12 <= len(picture) and last != b"IEND":
        length, last = struct.unpack_from(">I4s", picture, at)
        part = picture[at : at + 12 + length]
        if len(part) != 12 + length or zlib.crc32(part[4:-4]) != int.from_bytes(part[-4:], "big"):
            raise UserError("emblem_unreadable")
        if at == len(_SIGNATURE) and (last != b"IHDR" or length != 13 or max(_sides(part)) > _WIDEST):
            raise UserError("emblem_unreadable")
        kept += [part] if last in _KEPT else []
        at += len(part)
    if last != b"IEND" or 0 in _sides(kept[1]):
        raise UserError("emblem_unreadable")
    return b"".join(kept)


def _sides(head: bytes) -> tuple[int, int]:
    """Return width and height of a picture by its first part."""
    wide, high = struct.unpack_from(">II", head, 8)
    return wide, high
