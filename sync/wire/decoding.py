"""Reading the lines of a section, as :mod:`sync.wire.encoding` writes them, into changes for the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from itertools import islice
from json.encoder import encode_basestring
from typing import Any, Final

from schema.registers import fits_day, type_of
from store.ledger.append import LedgerEntry
from store.ledger.bounds import MAX_BATCH, MAX_VALUE, is_too_long
from store.ledger.change import MAX_LAMPORT, Change, Redaction, canonical_json
from sync.wire.format import hexadecimal, name
from sync.wire.limits import MAX_DEPTH, MAX_SUPERSEDED, MAX_TIME, RING
from sync.wire.lines import LimitError
from sync.wire.section import EPOCH_ORDINAL, SECONDS_A_DAY, Section
from sync.wire.strict import FormError, check_depth

_CHANGE_ID: Final = re.compile(r"[0-9a-f]{32}:[1-9][0-9]{0,15}:[0-9a-f]{32}")

MISSHAPEN: Final = "form"
"""Why a change is held whose value, or whose day, has not the form of its kind and field."""

BEYOND: Final = "role"
"""Why a change is held whose lamport is beyond those of its author's role."""

JudgeOf = Callable[[str, str], "str | None"]
"""From kind and unit to the reason why a change oversteps, or None."""

WITHHELD: Final = "redaction"
"""In the place of a reason: that nobody whom this reader believes vouches for a redaction."""

Vouch = Callable[[Change, Redaction, bytes], "Redaction | None"]
"""From a redacted change and its hash to the redaction that somebody vouches for, or None."""


def unvouched(_change: Change, redaction: Redaction, _digest: bytes) -> Redaction:
    """Take any redacted change: they are looked at elsewhere, or nothing of them is kept."""
    return redaction


class _Day:
    """Days as text, by number since 1970; most changes of a section share a few."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def __call__(self, code: object, recorded_at: int) -> str | None:
        if code is None:
            return None
        if type(code) is int:
            number = code + recorded_at // SECONDS_A_DAY
            text = self._known.get(number)
            if text is None:
                try:
                    text = date.fromordinal(number + EPOCH_ORDINAL).isoformat()
                except (ValueError, OverflowError) as error:
                    raise FormError("day") from error
                if len(self._known) < RING:
                    self._known[number] = text
            return text
        return name(code, "day")


def decode_changes(
    section: Section,
    values: Iterator[Any],
    judge: JudgeOf,
    highest: int = MAX_LAMPORT,
    vouch: Vouch = unvouched,
    superseding: Callable[[int], None] = lambda count: None,
) -> Iterator[LedgerEntry]:
    """The changes of a section as the ledger takes them, with their hashes and the reason to hold one.

    ``highest`` is the highest lamport of its author's role, beyond which one is held; of one that is redacted
    ``vouch`` is asked, ``superseding`` told how many heads one names. The hashes are recomputed from
    ``section.prev`` on; the caller compares the last with ``section.head``.
    Raises FormError.
    """
    replica, seq, prev = section.replica, section.start, section.prev.hex()
    recorded_at, lamport, batch = section.recorded_at, section.lamport, ""
    author, author_text = section.officer, encode_basestring(section.officer)
    opening = f'["{replica}",'
    slots, day_of = _Slots(section.unit, judge), _Day()
    ring = slots.ring
    for line in islice(values, section.length):
        seq += 1
        width = len(line) if type(line) is list else 0
        if not 3 <= width <= 9:
            raise FormError("change")
        register, value, seconds = line[0], line[1], line[2]
        if type(register) is int:
            if not 0 <= register < len(ring):
                raise FormError("register")
            slot = ring[register]
        else:
            slot = slots.define(register)
        kind, target, field, unit, unit_text, register_text, reason, last, shape = slot
        slot[7] = seq
        if shape is not None and value is not None and not shape(value):
            reason = MISSHAPEN
        value = encode_basestring(value) if type(value) is str else _value_text(value)
        if is_too_long(value):
            raise LimitError(f"value longer than {MAX_VALUE} bytes")
        if type(seconds) is not int or not 0 <= recorded_at + seconds <= MAX_TIME:
            raise FormError("seconds")
        recorded_at += seconds
        lamport += 1
        before, batch = batch, str(seq)
        officer, officer_text, day, day_text = author, author_text, None, "null"
        supersedes: tuple[str, ...] = (f"{replica}:{last}",) if last else ()
        if width > 3:
            if (day := day_of(line[3], recorded_at)) is not None:
                day_text = encode_basestring(day)
                if (kind == "money" or type(line[3]) is str) and not fits_day(kind, field, day):
                    reason = MISSHAPEN
            if width > 4:
                supersedes = _superseded(line[4], replica, seq, supersedes)
                superseding(len(supersedes))
                batch, more, officer = _seldom(line, batch, before, author)
                officer_text = encode_basestring(officer)
                lamport += more
        if not 0 < lamport <= highest:
            if not 0 < lamport <= MAX_LAMPORT:
                raise FormError("lamport")
            # the role may have been another when it was recorded, and with others
            reason = reason or BEYOND
        superseded_text = '["' + '","'.join(supersedes) + '"]' if supersedes else "[]"
        if (gone := _redaction(line[8], value) if width > 8 else None) is None:
            value_digest = sha256(value.encode()).hexdigest()
        else:
            value_digest, value = gone.digest.hex(), gone.text
        digest = sha256(
            f"{opening}{seq},{lamport},{recorded_at},{officer_text}{unit_text}{encode_basestring(batch)}"
            f'{register_text}"{value_digest}",{day_text},{superseded_text},"{prev}"]'.encode()
        ).digest()
        if gone is not None:
            redacted = Change(
                replica, seq, lamport, recorded_at, officer, unit, batch, kind, target, field, value, day,
                supersedes,
            )  # fmt: skip
            if (vouched := vouch(redacted, gone, digest)) is None:
                reason = WITHHELD
            else:
                value = vouched.text
        prev = digest.hex()
        yield (
            (
                replica, seq, lamport, recorded_at, officer, unit, batch, kind, target, field, value, day,
                superseded_text, digest, reason,
            ),
            supersedes,
        )  # fmt: skip
    if seq != section.end:
        raise FormError("ends too early")


class _Slots:
    """The registers that a section has named so far, by the number under which a line may repeat them.

    An entry is kind, target, field, unit, the last two of the hash's texts, the reason why changes of it
    overstep, the number of the section's last change of it, and the form of its values.
    """

    def __init__(self, unit: str, judge: JudgeOf) -> None:
        self.ring: list[list[Any]] = []
        self._unit, self._judge, self._defined = unit, judge, 0

    def define(self, form: object) -> list[Any]:
        """The entry of a register named anew. Raises FormError."""
        if not isinstance(form, list) or len(form) not in (3, 4):
            raise FormError("register")
        kind, target, field = name(form[0], "kind"), name(form[1], "target"), name(form[2], "field")
        unit = name(form[3], "unit", empty=True) if len(form) == 4 else self._unit
        of = type_of(kind, field)
        text = f",{encode_basestring(kind)},{encode_basestring(target)},{encode_basestring(field)},"
        slot = [
            kind,
            target,
            field,
            unit,
            f",{encode_basestring(unit)},",
            text,
            self._judge(kind, unit),
            0,
            None if of is None else of.valid,
        ]
        if len(self.ring) < RING:
            self.ring.append(slot)
        else:
            self.ring[self._defined % RING] = slot
        self._defined += 1
        return slot


def _redaction(form: object, value: str) -> Redaction:
    """Return what stands in place of a value. Raises FormError."""
    if not isinstance(form, list) or len(form) != 3 or value != "null":
        raise FormError("redaction")
    signer = hexadecimal(form[1], 16, "redaction").hex() if form[1] != "" else ""
    digest, signature = hexadecimal(form[0], 32, "redaction"), hexadecimal(form[2], 64, "redaction")
    return Redaction(digest, signer, signature)


def _value_text(value: object) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if type(value) is int:
        return str(value)
    if value is None:
        return "null"
    check_depth(value, MAX_DEPTH - 1)
    return canonical_json(value)


def _seldom(line: list[Any], batch: str, before: str, officer: str) -> tuple[str, int, str]:
    """Batch, what lamport grows by beyond one, and officer of a line that has them."""
    more = 0
    if len(line) > 5:
        batch = _batch(line[5], batch, before)
    if len(line) > 6:
        more = line[6]
        if type(more) is not int:
            raise FormError("lamport")
    if len(line) > 7 and line[7] != 0:
        officer = name(line[7], "officer", empty=True)
    return batch, more, officer


def _batch(code: object, own: str, before: str) -> str:
    if type(code) is int:
        if code == 0:
            return own
        if code == 1 and before:
            return before
    return name(code, "batch", most=MAX_BATCH)


def _superseded(code: object, replica: str, seq: int, usual: tuple[str, ...]) -> tuple[str, ...]:
    if type(code) is int and code == 0:
        return usual
    if not isinstance(code, list) or len(code) > MAX_SUPERSEDED:
        raise FormError("supersedes")
    result = []
    for entry in code:
        if type(entry) is int and 0 < entry < seq:
            result.append(f"{replica}:{seq - entry}")
        elif isinstance(entry, str) and _CHANGE_ID.fullmatch(entry):
            result.append(entry)
        else:
            raise FormError("supersedes")
    if len(set(result)) != len(result):
        raise FormError("supersedes")
    return tuple(result)
