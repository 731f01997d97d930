"""Writing the lines of a section: one change a line, as what differs from the change before.

A line is ``[register, value, seconds, day, supersedes, batch, lamport, officer, redaction]``; what is at its
usual value is left out at the end. docs/exchange.md explains each element.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from store.ledger.change import Change, canonical_json
from sync.wire.limits import RING
from sync.wire.section import EPOCH_ORDINAL, SECONDS_A_DAY, Section

_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def encode_changes(section: Section, changes: Iterable[Change]) -> Iterator[str]:
    """The lines of a section's changes, in the order of their numbers."""
    slots: dict[tuple[str, ...], list[int]] = {}
    ring: list[tuple[str, ...] | None] = [None] * RING
    defined = 0
    recorded_at, lamport, batch = section.recorded_at, section.lamport, ""
    prefix = f"{section.replica}:"
    for change in changes:
        key = (change.kind, change.target, change.field, change.unit)
        slot = slots.get(key)
        if slot is None:
            if (old := ring[defined % RING]) is not None:
                del slots[old]
            ring[defined % RING] = key
            slot = slots[key] = [defined % RING, 0]
            defined += 1
            shown = key[:3] if change.unit == section.unit else key
            register = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
        else:
            register = str(slot[0])
        usual = (f"{prefix}{slot[1]}",) if slot[1] else ()
        gone = change.redaction
        fields = [
            register,
            change.shown,
            str(change.recorded_at - recorded_at),
            _day_code(change),
            "0" if change.supersedes == usual else _superseded_code(change, prefix),
            _batch_code(change, batch),
            str(change.lamport - lamport - 1),
            "0" if change.officer == section.officer else canonical_json(change.officer),
            "" if gone is None else canonical_json([gone.digest.hex(), gone.signer, gone.signature.hex()]),
        ]
        while len(fields) > 3 and fields[-1] == _USUAL[len(fields) - 1]:
            fields.pop()
        yield f"[{','.join(fields)}]"
        slot[1] = change.seq
        recorded_at, lamport, batch = change.recorded_at, change.lamport, change.batch


_USUAL: Final = ("", "", "", "null", "0", "0", "0", "0", "")


def _day_code(change: Change) -> str:
    day = change.effective_on
    if day is None:
        return "null"
    if _ISO_DAY.fullmatch(day):
        try:
            ordinal = date.fromisoformat(day).toordinal()
        except ValueError:
            return canonical_json(day)
        return str(ordinal - EPOCH_ORDINAL - change.recorded_at // SECONDS_A_DAY)
    return canonical_json(day)


def _superseded_code(change: Change, prefix: str) -> str:
    codes = []
    for superseded in change.supersedes:
        seq = superseded[len(prefix) :]
        own = superseded.startswith(prefix) and ":" not in seq and int(seq) < change.seq
        codes.append(change.seq - int(seq) if own else superseded)
    return canonical_json(codes)


def _batch_code(change: Change, before: str) -> str:
    if change.batch == str(change.seq):
        return "0"
    return "1" if change.batch == before else canonical_json(change.batch)
