"""Files that a malicious sender could make: right in their frame and signature, wrong anywhere else.

They grow from real files, the golden ones and one of a small office. The key in them is a test's own, so that
what is changed can be signed and attested again and gets past the first checks.
"""

from __future__ import annotations

import json
import zlib
from collections import deque
from copy import deepcopy
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st
from nacl.signing import SigningKey

from store.db.errors import UserError
from store.exchange.change_sets import Author
from sync.wire.decoding import decode_changes
from sync.wire.format import MAGIC, VERSION
from sync.wire.lines import LineReader
from sync.wire.section import TAG, section_line, section_of_line
from sync.wire.strict import FormError
from tests.sync.wire.test_golden import VERSIONS
from tests.sync.world import believe, headquarters, installation, quick_folder

KEY: Final = SigningKey(b"\x07" * 32)
PUBLIC: Final = bytes(KEY.verify_key)


class Source(NamedTuple):
    """A real file taken apart: the JSON of its header and of each line of its body."""

    header: dict[str, Any]
    lines: list[Any]

    @property
    def authors(self) -> list[Author]:
        """Everybody who speaks in it, with the key of the tests."""
        named = [
            Author(line[1], line[2], line[3], line[4], PUBLIC) for line in self.lines if line[0] == "author"
        ]
        sender = self.header["sender"]
        known = {one.replica: one for one in named}
        known[sender["replica"]] = Author(
            sender["replica"], sender["unit"], sender["role"], sender["officer"], PUBLIC
        )
        return list(known.values())


def _taken_apart(data: bytes) -> Source:
    length = int.from_bytes(data[10:14], "big")
    header = json.loads(data[14 : 14 + length])
    body = zlib.decompress(data[14 + length + 64 : -12])
    header["sender"]["public_key"] = PUBLIC.hex()
    lines = [json.loads(line) for line in body.decode().splitlines()]
    for line in lines:
        if line[0] == "author":
            line[5] = PUBLIC.hex()
    return Source(header, lines)


@lru_cache(maxsize=1)
def corpus() -> tuple[Source, ...]:
    """The files that others grow from."""
    made = [path.read_bytes() for path in VERSIONS]
    with quick_folder() as folder:
        one, other = installation(folder / "one", replica="1" * 32), installation(folder / "two", unit="23")
        center = headquarters(folder / "center", replica="f" * 32)
        believe(one, other, center)
        for n in range(3):
            one.edit("1.1.1", "status", "implemented")
            other.edit("1.1.2", "percent", n)
            for laptop in (one, other):
                center.receive(laptop.export(folder).path)
            other.receive(center.export(folder, other.replica).path)
            made.append(other.export(folder).path.read_bytes())
        made.append(center.export(folder, one.replica).path.read_bytes())
        one.receive(center.export(folder, one.replica).path)
        one.edit("1.1.3", "percent", 5)
        third = installation(folder / "three", unit="23")
        believe(one, third, center)
        third.receive(one.export(folder).path)
        made.append(third.export(folder).path.read_bytes())
        third.store.close()
        for installed in (one, other, center):
            installed.store.close()
    return tuple(_taken_apart(data) for data in made)


AWKWARD: Final = st.one_of(
    st.sampled_from(
        [0, 1, -1, 2, 3, 17, 65_535, 65_536, 2**31, 2**53, 2**53 + 1, 2**63 - 1, -(2**63), 2**63]
    ),
    st.sampled_from([None, True, False, "", [], {}, [0], [[]], {"a": 1}, ["", ""], 1.5, float("nan")]),
    st.sampled_from(
        ["0" * 32, "1" * 32, "f" * 32, "0" * 64, "0" * 128, "A" * 32, f"{'1' * 32}:1:{'1' * 32}", ":", "1:1"]
    ),
    st.sampled_from(["section", "author", "holds", "grant", "receipt", "continues", "changes"]),
    st.sampled_from(["action", "status", "1.1.1", "assessment", "decision", "x" * 201, "x" * 70_000]),
    st.sampled_from(
        ["\x1b[2J", "\u202etxt", "e\u0308", "\ud800", "[b]x[/b]", "=1+1", "../../x", "a\nb", "\0"]
    ),
    st.integers(-(2**64), 2**64),
    st.text(max_size=8),
    st.builds(lambda depth: _nested(depth), st.integers(1, 40)),
)


def _nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


_number: Final = st.integers(0, 2**16 - 1)
_snippet: Final = st.sampled_from([*'\\"[]{},:0e-. \n\t\x7f\x9fé', "\ud800"])
EDITS: Final = st.lists(
    st.one_of(
        st.tuples(st.just("value"), _number, st.lists(_number, max_size=3), AWKWARD),
        st.tuples(st.just("nudge"), _number, st.lists(_number, max_size=3), st.integers(-3, 3)),
        st.tuples(st.just("insert"), _number, _number, AWKWARD),
        st.tuples(st.just("remove"), _number, _number),
        st.tuples(st.just("drop"), _number),
        st.tuples(st.just("repeat"), _number, _number),
        st.tuples(st.just("splice"), _number, _number, _number),
        st.tuples(st.just("text"), _number, _number, _snippet),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip
DAMAGE: Final = st.lists(
    st.tuples(st.sampled_from("fcir"), st.integers(0, 2**20), st.integers(0, 255)), max_size=2
)


class Hostile(NamedTuple):
    """What is done to one file of the corpus. ``damage`` is done to its bytes in the end."""

    source: int
    edits: list[tuple[Any, ...]]
    repaired: bool
    damage: list[tuple[str, int, int]]

    def data(self) -> bytes:
        """The file."""
        sources = corpus()
        source = sources[self.source % len(sources)]
        header = json.loads(json.dumps(source.header))
        lines: list[Any] = [*json.loads(json.dumps(source.lines))]
        texts: dict[int, tuple[int, str]] = {}
        for edit in self.edits:
            _edited(edit, header, lines, texts, sources)
        if self.repaired:
            _repair(header, lines)
        return _damaged(_composed(header, lines, texts), self.damage)


FILES: Final = st.builds(Hostile, _number, EDITS, st.booleans(), st.one_of(st.just([]), st.just([]), DAMAGE))


def _edited(
    edit: tuple[Any, ...],
    header: dict[str, Any],
    lines: list[Any],
    texts: dict[int, tuple[int, str]],
    sources: tuple[Source, ...],
) -> None:
    # what is put in is changed by later edits, and would else be in itself
    kind, at, *rest = deepcopy(edit)
    index = at % (len(lines) + 1)
    value: Any = header if index == len(lines) else lines[index]
    if kind == "text":
        texts[index] = rest[0], rest[1]
    elif kind == "splice":
        other = sources[rest[0] % len(sources)].lines
        lines.insert(index, json.loads(json.dumps(other[rest[1] % len(other)])))
    elif kind in ("drop", "repeat") and index < len(lines):
        line = lines.pop(index)
        if kind == "repeat":
            lines[index:index] = [line, json.loads(json.dumps(line))]
    elif kind in ("insert", "remove"):
        _sized(kind, value, rest)
    elif kind in ("value", "nudge"):
        _replaced(kind, value, rest)


def _sized(kind: str, value: Any, rest: list[Any]) -> None:
    if isinstance(value, list):
        if kind == "insert":
            value.insert(rest[0] % (len(value) + 1), rest[1])
        elif value:
            del value[rest[0] % len(value)]
    elif isinstance(value, dict):
        if kind == "insert":
            value[f"x{rest[0]}"] = rest[1]
        elif value:
            del value[sorted(value)[rest[0] % len(value)]]


def _replaced(kind: str, value: Any, rest: list[Any]) -> None:
    """Put something else in the place that a path leads to."""
    path, instead = rest
    for step, at in enumerate(path or [0]):
        if isinstance(value, dict) and value:
            key: Any = sorted(value)[at % len(value)]
        elif isinstance(value, list) and value:
            key = at % len(value)
        else:
            return
        if step == max(len(path) - 1, 0) or not isinstance(value[key], (list, dict)):
            if kind == "value":
                value[key] = instead
            elif type(value[key]) is int:
                value[key] += instead
            return
        value = value[key]


def _repair(header: dict[str, Any], lines: list[Any]) -> None:
    """Count, chain and attest again what can be, so that the file gets past those checks too."""
    counts = [0, 0]
    for at, line in enumerate(lines):
        if not isinstance(line, list) or not line or line[0] != TAG:
            continue
        try:
            section = section_of_line(line)
            texts = "".join(f"{_text(one)}\n" for one in lines[at + 1 : at + 1 + section.length])
            read = LineReader(zlib.compress(texts.encode()))
            last = deque(decode_changes(section, iter(read), lambda kind, unit: None), maxlen=1)
            section = section._replace(head=last[0][0][13])
            section = section._replace(attestation=KEY.sign(section.attested).signature)
        except (FormError, UnicodeEncodeError, ValueError, IndexError, KeyError, TypeError):
            continue
        lines[at] = json.loads(section_line(section))
        counts = [counts[0] + 1, counts[1] + section.length]
    header["sections"], header["changes"] = counts


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _composed(header: dict[str, Any], lines: list[Any], texts: dict[int, tuple[int, str]]) -> bytes:
    written = [_text(line) for line in (*lines, header)]
    for index, (at, snippet) in texts.items():
        if index < len(written):
            text = written[index]
            written[index] = text[: at % (len(text) + 1)] + snippet + text[at % (len(text) + 1) :]
    *texts_of_lines, _ = written
    body = zlib.compress("".join(f"{line}\n" for line in texts_of_lines).encode("utf-8", "surrogatepass"), 1)
    if isinstance(header.get("body"), dict):
        header["body"] = {"bytes": len(body), "sha256": sha256(body).hexdigest()}
    lead = _text(header) if len(lines) not in texts else written[-1]
    form = lead.encode("utf-8", "surrogatepass")
    signed = MAGIC + VERSION.to_bytes(2, "big") + len(form).to_bytes(4, "big") + form
    total = len(signed) + 64 + len(body) + 12
    return signed + KEY.sign(signed).signature + body + b"\x1aEND" + total.to_bytes(8, "big")


def _damaged(data: bytes, damage: list[tuple[str, int, int]]) -> bytes:
    made = bytearray(data)
    for kind, at, byte in damage:
        at %= max(len(made), 1)
        if kind == "f" and made:
            made[at] ^= 1 << byte % 8
        elif kind == "c":
            del made[at:]
        elif kind == "i":
            made.insert(at, byte)
        else:
            made += made[at : at + byte]
    return bytes(made)


def is_told(refusal: UserError) -> bool:
    """Whether a refusal says what is wrong with the file and with which."""
    named = "file" in refusal.params and refusal.code.startswith(("changeset_", "enrolment_"))
    return named or refusal.code in ("trust_key_differs",)
