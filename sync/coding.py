"""The lines of a section: one change a line, written as what differs from the change before.

A line is ``[register, value, seconds, day, supersedes, batch, lamport, officer]``; what is at its usual value
is left out at the end. docs/exchange.md explains each element.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any, Final

from store.change import MAX_LAMPORT, Change, canonical
from sync.format import name
from sync.limits import MAX_DEPTH, MAX_SUPERSEDED, MAX_TIME
from sync.section import Section
from sync.strict import FormError, check_depth

RING: Final = 65_536
"""Registers that a section remembers; the oldest gives way."""

_DAY: Final = 86_400
_EPOCH: Final = date(1970, 1, 1).toordinal()
_CHANGE_ID: Final = re.compile(r"[0-9a-f]{32}:[1-9][0-9]{0,15}")
_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

JudgeOf = Callable[[str, str], "str | None"]
"""From kind and unit to the reason why a change oversteps, or None."""


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
        fields = [
            register,
            change.value,
            str(change.recorded_at - recorded_at),
            _day_code(change),
            "0" if change.supersedes == usual else _superseded_code(change, prefix),
            _batch_code(change, batch),
            str(change.lamport - lamport - 1),
            "0" if change.officer == section.officer else canonical(change.officer),
        ]
        while len(fields) > 3 and fields[-1] == _USUAL[len(fields) - 1]:
            fields.pop()
        yield f"[{','.join(fields)}]"
        slot[1] = change.seq
        recorded_at, lamport, batch = change.recorded_at, change.lamport, change.batch


_USUAL: Final = ("", "", "", "null", "0", "0", "0", "0")


def _day_code(change: Change) -> str:
    day = change.effective_on
    if day is None:
        return "null"
    if _ISO_DAY.fullmatch(day):
        try:
            ordinal = date.fromisoformat(day).toordinal()
        except ValueError:
            return canonical(day)
        return str(ordinal - _EPOCH - change.recorded_at // _DAY)
    return canonical(day)


def _superseded_code(change: Change, prefix: str) -> str:
    codes = []
    for superseded in change.supersedes:
        replica, _, seq = superseded.rpartition(":")
        own = f"{replica}:" == prefix and int(seq) < change.seq
        codes.append(change.seq - int(seq) if own else superseded)
    return canonical(codes)


def _batch_code(change: Change, before: str) -> str:
    if change.batch == str(change.seq):
        return "0"
    return "1" if change.batch == before else canonical(change.batch)


class _Day:
    """Days as text, by number since 1970; most changes of a section share a few."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def __call__(self, code: object, recorded_at: int) -> str:
        if type(code) is int:
            number = code + recorded_at // _DAY
            text = self._known.get(number)
            if text is None:
                try:
                    text = date.fromordinal(number + _EPOCH).isoformat()
                except (ValueError, OverflowError) as error:
                    raise FormError("day") from error
                if len(self._known) < RING:
                    self._known[number] = text
            return text
        return name(code, "day")


def decode_changes(
    section: Section, values: Iterator[Any], judge: JudgeOf
) -> Iterator[tuple[Change, bytes, str | None]]:
    """The changes of a section with their hashes, and the reason where one oversteps.

    The hashes are recomputed from ``section.prev`` on; the caller compares the last with ``section.head``.
    Raises FormError.
    """
    replica, seq, end = section.replica, section.start, section.end
    recorded_at, lamport, batch = section.recorded_at, section.lamport, ""
    officer, default_officer = section.officer, section.officer
    officer_text, default_officer_text = encode_basestring(officer), encode_basestring(officer)
    prev = section.prev.hex()
    ring: list[Any] = []
    defined = 0
    day_of = _Day()
    make = Change._make
    while seq < end:
        seq += 1
        line = next(values, None)
        if type(line) is not list or not 3 <= (width := len(line)) <= 8:
            raise FormError("change")
        register = line[0]
        if type(register) is int:
            if not 0 <= register < len(ring):
                raise FormError("register")
            slot = ring[register]
        else:
            slot = _slot(register, section.unit, judge)
            if len(ring) < RING:
                ring.append(slot)
            else:
                ring[defined % RING] = slot
            defined += 1
        kind, target, field, unit, unit_text, register_text, held, last = slot
        value = _value_text(line[1])
        step = line[2]
        if type(step) is not int:
            raise FormError("seconds")
        recorded_at += step
        if not 0 <= recorded_at <= MAX_TIME:
            raise FormError("seconds")
        lamport += 1
        batch_before, batch = batch, str(seq)
        effective_on = None
        effective_text = "null"
        supersedes: tuple[str, ...] = (f"{replica}:{last}",) if last else ()
        if width > 3:
            if line[3] is not None:
                effective_on = day_of(line[3], recorded_at)
                effective_text = encode_basestring(effective_on)
            if width > 4:
                if line[4] != 0 or line[4] is False:
                    supersedes = _superseded(line[4], replica, seq)
                if width > 5:
                    batch = _batch(line[5], batch, batch_before)
                    if width > 6:
                        lamport += _step(line[6])
                        if width > 7:
                            officer = name(line[7], "officer")
        if lamport > MAX_LAMPORT:
            raise FormError("lamport")
        if officer is not default_officer:
            officer_text = encode_basestring(officer)
        slot[7] = seq
        if not supersedes:
            superseded_text = ""
        elif len(supersedes) == 1:
            superseded_text = f'"{supersedes[0]}"'
        else:
            superseded_text = '"' + '","'.join(supersedes) + '"'
        digest = sha256(
            f'["{replica}",{seq},{lamport},{recorded_at},{officer_text},{unit_text},'
            f"{encode_basestring(batch)},{register_text},{encode_basestring(value)},{effective_text},"
            f'[{superseded_text}],"{prev}"]'.encode()
        )
        prev = digest.hexdigest()
        yield (
            make(
                (
                    replica,
                    seq,
                    lamport,
                    recorded_at,
                    officer,
                    unit,
                    batch,
                    kind,
                    target,
                    field,
                    value,
                    effective_on,
                    supersedes,
                )
            ),
            digest.digest(),
            held,
        )
        if officer is not default_officer:
            officer, officer_text = default_officer, default_officer_text


def _slot(form: object, default_unit: str, judge: JudgeOf) -> list[Any]:
    if not isinstance(form, list) or len(form) not in (3, 4):
        raise FormError("register")
    kind, target, field = name(form[0], "kind"), name(form[1], "target"), name(form[2], "field")
    unit = name(form[3], "unit", empty=True) if len(form) == 4 else default_unit
    text = f"{encode_basestring(kind)},{encode_basestring(target)},{encode_basestring(field)}"
    return [kind, target, field, unit, encode_basestring(unit), text, judge(kind, unit), 0]


def _value_text(value: object) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if type(value) is int:
        return str(value)
    if value is None:
        return "null"
    check_depth(value, MAX_DEPTH - 1)
    return canonical(value)


def _step(code: object) -> int:
    if type(code) is not int or code < -1:
        raise FormError("lamport")
    return code


def _batch(code: object, own: str, before: str) -> str:
    if type(code) is int:
        if code == 0:
            return own
        if code == 1 and before:
            return before
    return name(code, "batch")


def _superseded(code: object, replica: str, seq: int) -> tuple[str, ...]:
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
