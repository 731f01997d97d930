"""A second reader of change sets, written from docs/exchange.md alone: it takes nothing from the project.

It reads signed files of trusted senders into changes and shows what stands; limits, trust and inbox are not
its business. What it needs to know and the page does not say would be a fault of the page.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from nacl.signing import VerifyKey

MAGIC = bytes.fromhex("8954524E0D0A1A0A")
END = bytes.fromhex("1A454E44")
MOST_BESIDE = 16
RING = 65_536


class Read(NamedTuple):
    """One change as the page describes it, with the hash that follows from it (hex)."""

    replica: str
    seq: int
    lamport: int
    recorded_at: int
    officer: str
    unit: str
    batch: str
    kind: str
    target: str
    field: str
    value: str
    effective_on: str | None
    supersedes: tuple[str, ...]
    prev: str
    hash: str


def text_of(value: object) -> str:
    """JSON without spaces, keys sorted, letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class SecondReader:
    """Header, what the sender tells, and changes of one file. Raises ValueError where it is not whole."""

    def __init__(self, data: bytes) -> None:
        length = int.from_bytes(data[10:14], "big")
        signed, at = data[: 14 + length], 14 + length
        _same(data[:8], MAGIC)
        _same(data[8:10], b"\0\1")
        _same(data[-12:-8], END)
        _same(int.from_bytes(data[-8:], "big"), len(data))
        self.header: dict[str, Any] = json.loads(signed[14:])
        VerifyKey(bytes.fromhex(self.header["sender"]["public_key"])).verify(signed, data[at : at + 64])
        body = data[at + 64 : -12]
        _same(self.header["body"], {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()})
        self.lines = [json.loads(line) for line in zlib.decompress(body).decode().splitlines()]
        self.authors = {line[1]: line for line in self.lines if line[0] == "author"}
        self.vector = {(line[1], line[3]): line[2] for line in self.lines if line[0] == "holds"}

    def changes(self) -> Iterator[Read]:
        """Every change of every section, in the order of the file."""
        at = 0
        while at < len(self.lines):
            line, at = self.lines[at], at + 1
            if line[0] == "section":
                yield from self._section(line, self.lines[at : at + line[3]])
                at += line[3]

    def _section(self, head: list[Any], lines: list[list[Any]]) -> Iterator[Read]:
        _, replica, start, length, prev, last, attestation, officer, unit, recorded_at, lamport = head
        stated = b"terren history 1\n" + text_of([replica, start + length, last]).encode()
        VerifyKey(bytes.fromhex(self.authors[replica][5])).verify(stated, bytes.fromhex(attestation))
        registers: list[list[str]] = []
        latest: dict[int, int] = {}
        batch = ""
        for seq, line in enumerate(lines, start + 1):
            usual: list[Any] = [None, 0, 0, 0, 0, None]
            register, value, seconds, day, supersedes, group, more, other, gone = [
                *line, *usual[len(line) - 3 :]
            ]  # fmt: skip
            if isinstance(register, list):
                registers.append(register)
                number = (len(registers) - 1) % RING
                latest.pop(number, None)
            else:
                number = register
                register = registers[_last_under(number, len(registers))]
            recorded_at, lamport = recorded_at + seconds, lamport + more + 1
            if supersedes == 0:
                supersedes = [seq - latest[number]] if number in latest else []
            seen = tuple(f"{replica}:{seq - one}" if isinstance(one, int) else one for one in supersedes)
            latest[number] = seq
            if group != 1:
                batch = group or str(seq)
            kind, target, field = register[:3]
            whose = register[3] if len(register) == 4 else unit
            fields = (replica, seq, lamport, recorded_at, other or officer, whose, batch, kind, target, field)
            effective = _day(day, recorded_at)
            value_digest = hashlib.sha256(text_of(value).encode()).hexdigest() if gone is None else gone[0]
            canonical = text_of([*fields, value_digest, effective, list(seen), prev])
            digest = hashlib.sha256(canonical.encode()).hexdigest()
            if gone is not None:
                _, signer, signature = gone
                key = self.authors[signer or replica][5]
                said = f"terren redaction 1\n{digest}".encode()
                VerifyKey(bytes.fromhex(key)).verify(said, bytes.fromhex(signature))
            before, prev = prev, digest
            yield Read(*fields, text_of(value), effective, seen, before, prev)
        _same(prev, last)


def named(changes: Iterable[Read]) -> dict[str, tuple[str, int]]:
    """The ids under which changes are shown, by their hashes: replica or branch, and number."""
    following: dict[tuple[str, str], list[str]] = {}
    for change in (written := sorted(changes, key=lambda change: change.seq)):
        following.setdefault((change.replica, change.prev), []).append(change.hash)
    names: dict[str, tuple[str, int]] = {}
    for change in written:
        chain = names[change.prev][0] if change.prev else change.replica
        if change.hash != min(following[change.replica, change.prev]):
            text = f"terren branch 1\n{change.replica}\n".encode() + bytes.fromhex(change.hash)
            chain = "x" + hashlib.sha256(text).hexdigest()[:31]
        names[change.hash] = chain, change.seq
    return names


def _gone(changes: list[Read], counting: list[Read], names: dict[str, tuple[str, int]]) -> Iterator[str]:
    """The hashes of what is superseded, as far as it is here."""
    by_hash = {change.hash: change for change in changes}
    by_name = {f"{change.replica}:{change.seq}:{change.hash[:32]}": change.hash for change in changes}
    by_id = {f"{chain}:{seq}": digest for digest, (chain, seq) in names.items()}
    for change in counting:
        for name in change.supersedes:
            replica, _, seq = name.rpartition(":")
            if replica == change.replica:
                own = change
                while own.seq > int(seq):
                    own = by_hash[own.prev]
                yield own.hash
            else:
                yield by_name.get(name) or by_id.get(name, "")


def shown(
    changes: Iterable[Read], counts: Callable[[Read], bool] = lambda change: True
) -> Iterator[dict[str, Any]]:
    """What stands in each register of the changes that count, in the form of ``terren state --json``."""
    everything = list(changes)
    names = named(everything)
    counting = [change for change in everything if counts(change)]
    gone = set(_gone(everything, counting, names))
    registers: dict[tuple[str, str, str, str], list[Read]] = {}
    for change in counting:
        key = change.kind, change.target, change.unit, change.field
        registers.setdefault(key, []).append(change)
    for (kind, target, unit, field), written in sorted(registers.items()):
        last: dict[str, list[Read]] = {}
        for change in sorted(written, key=lambda change: change.seq):
            before = last.get(names[change.hash][0], [])
            beside = before if before and _stands_beside(change, before[-1]) else []
            last[names[change.hash][0]] = [*beside, change][-MOST_BESIDE:]
        heads = [change for run in last.values() for change in run if change.hash not in gone]
        heads.sort(key=lambda change: (change.lamport, *names[change.hash]))
        if heads:
            yield {
                "kind": kind, "target": target, "unit": unit, "field": field,
                "value": json.loads(heads[-1].value),
                "heads": sorted("{}:{}".format(*names[change.hash]) for change in heads),
                "conflict": len({change.value for change in heads}) > 1,
            }  # fmt: skip


def _stands_beside(change: Read, before: Read) -> bool:
    """Whether a change follows directly, in the same batch, and supersedes the same."""
    mine, others = (
        (change.seq - 1, change.batch, change.supersedes),
        (before.seq, before.batch, before.supersedes),
    )
    return mine == others


def _last_under(number: int, registers: int) -> int:
    """The index of the register that was given a number last."""
    return (registers - 1 - number) // RING * RING + number


def _day(code: Any, recorded_at: int) -> str | None:
    if not isinstance(code, int):
        return None if code is None else str(code)
    recorded = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=recorded_at)
    return (recorded.date() + timedelta(days=code)).isoformat()


def _same(found: object, expected: object) -> None:
    if found != expected:
        raise ValueError(f"{found!r} instead of {expected!r}")
