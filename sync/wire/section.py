"""A section: a run of one replica's changes, and what its author and its bearer say of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final, NamedTuple

from store.ledger.change import GENESIS, history_form
from sync.wire.format import hexadecimal, name, number
from sync.wire.keys import SIGNATURE_BYTES
from sync.wire.limits import MAX_CHANGES, MAX_COUNT, MAX_TIME
from sync.wire.strict import FormError

TAG: Final = "section"
EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
SECONDS_A_DAY: Final = 86_400
"""Lines tell a day as its distance from the day on which the change was recorded."""


class Section(NamedTuple):
    """``length`` changes of ``replica`` after the first ``start``.

    ``prev`` and ``head`` are the hashes before the first and of the last (``prev`` is empty at the start);
    ``attestation`` is the author's signature over the history up to ``head``. Officer, unit, time and
    lamport are those from which the lines of the changes differ.
    """

    replica: str
    start: int
    length: int
    prev: bytes
    head: bytes
    attestation: bytes
    officer: str
    unit: str
    recorded_at: int
    lamport: int

    @property
    def end(self) -> int:
        """The number of the last change."""
        return self.start + self.length

    @property
    def attested(self) -> bytes:
        """What the attestation signs."""
        return history_form(self.replica, self.end, self.head)


def section_line(section: Section) -> str:
    """The line that opens a section."""
    fields = [value.hex() if isinstance(value, bytes) else value for value in section]
    return json.dumps([TAG, *fields], ensure_ascii=False, separators=(",", ":"))


def section_of_line(value: list[Any]) -> Section:
    """The section that a line opens. Raises FormError."""
    if len(value) != 11 or value[0] != TAG:
        raise FormError("section expected")
    _, replica, start, length, prev, head, signature, officer, unit, recorded_at, lamport = value
    section = Section(
        hexadecimal(replica, 16, "replica").hex(),
        number(start, MAX_COUNT, "start"),
        number(length, MAX_CHANGES, "length"),
        GENESIS if start == 0 and prev == "" else hexadecimal(prev, 32, "prev"),
        hexadecimal(head, 32, "head"),
        hexadecimal(signature, SIGNATURE_BYTES, "attestation"),
        name(officer, "officer", empty=True),
        name(unit, "unit", empty=True),
        number(recorded_at, MAX_TIME, "recorded_at"),
        number(lamport, MAX_COUNT, "lamport"),
    )
    if not section.length or section.end > MAX_COUNT or (section.start == 0) != (section.prev == GENESIS):
        raise FormError("section")
    return section
