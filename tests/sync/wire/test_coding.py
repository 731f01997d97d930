"""Every history of the ledger is written as lines and read back: the same changes, the same hashes."""

from __future__ import annotations

import json
import unicodedata
from contextlib import suppress
from typing import Final
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.registers import type_of
from schema.types import is_day
from store.db.text import clean
from store.ledger.append import change_of_row
from store.ledger.change import GENESIS, Change, canonical_json, change_hash
from sync.wire import strict
from sync.wire.body import packed_section, unpacked_section
from sync.wire.decoding import decode_changes
from sync.wire.section import Section
from sync.wire.strict import _BESIDE, FormError, check_text, decode

REPLICA = "ab" * 16
OTHER = "0" * 31 + "1"

_text = st.text(max_size=12).map(lambda text: clean(text, newlines=True))
_name = st.sampled_from(("action", "1.1.1", "status", "x", '“ë” \\ "q"'))
_leaf = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | _text
_value = _leaf | st.lists(_leaf, max_size=3) | st.dictionaries(_text, _leaf, max_size=3)
_day = st.none() | st.dates().map(str) | st.sampled_from(("2022-02-30", "pranvera", "0000-00-00"))
_superseded = st.lists(
    st.integers(1, 12).map(lambda n: f"{REPLICA}:{n}")
    | st.integers(1, 12).map(lambda n: f"{OTHER}:{n}:{n:032x}"),
    max_size=3,
    unique=True,
)
_edit = st.tuples(
    st.integers(0, 3), st.integers(0, 2**33), st.sampled_from(("A", "B")),
    st.sampled_from(("17", "", "MPB")), st.sampled_from(("own", "as before", "u1", "1")),
    _name, _name, _name, _value, _day, _superseded, st.booleans(),
)  # fmt: skip


@st.composite
def histories(draw: st.DrawFn, lowest: int = 1) -> list[Change]:
    """Changes of one replica, most of which supersede what it last set."""
    start = draw(st.integers(0, 5))
    lamport, changes = draw(st.integers(lowest, 100)), list[Change]()
    last: dict[tuple[str, ...], str] = {}
    for n, edit in enumerate(draw(st.lists(_edit, min_size=1, max_size=12)), start + 1):
        grown, at, officer, unit, batch, kind, target, field, value, day, superseded, usual = edit
        lamport += grown
        key = (kind, target, unit, field)
        if batch == "own" or (batch == "as before" and not changes):
            batch = str(n)
        elif batch == "as before":
            batch = changes[-1].batch
        named = [name for name in superseded if name.count(":") > 1 or int(name.rpartition(":")[2]) < n]
        seen = (last[key],) if usual and key in last else tuple(named)
        names = (officer, unit, batch, kind, target, field)
        changes.append(Change(REPLICA, n, lamport, at, *names, canonical_json(value), day, seen))
        last[key] = f"{REPLICA}:{n}"
    return changes


def begun(changes: list[Change]) -> tuple[Section, list[bytes]]:
    """The section that a file has of these changes, and their hashes."""
    first, hashes = changes[0], list[bytes]()
    prev = head = GENESIS if first.seq == 1 else bytes(32)
    for change in changes:
        head = change_hash(change, head)
        hashes.append(head)
    section = Section(
        REPLICA, first.seq - 1, len(changes), prev, head, bytes(64),
        first.officer, first.unit, first.recorded_at, first.lamport - 1,
    )  # fmt: skip
    return section, hashes


@settings(deadline=None)
@given(histories(lowest=0), st.integers(0, 11))
def test_what_was_taken_can_be_written_from_any_change_on(changes: list[Change], after: int) -> None:
    written = begun(changes)[0]._replace(officer="another", unit="05", recorded_at=0, lamport=0)
    with suppress(FormError):
        read, lines = unpacked_section(packed_section(written, changes))
        taken = [change_of_row(row) for row, _ in decode_changes(read, iter(lines), lambda kind, unit: None)]
        for part in (taken, taken[after:] or taken):
            section, _ = begun(part)
            try:
                read, lines = unpacked_section(packed_section(section, part))
                again = [
                    change_of_row(row) for row, _ in decode_changes(read, iter(lines), lambda *given: None)
                ]
            except FormError as error:
                raise AssertionError(part) from error
            assert (read, again) == (section, part)


@settings(deadline=None)
@given(histories(), st.sampled_from((1, 2, 3, 65_536)))
def test_what_is_written_is_read_back_with_its_hashes(changes: list[Change], ring: int) -> None:
    section, hashes = begun(changes)
    with patch("sync.wire.encoding.RING", ring), patch("sync.wire.decoding.RING", ring):
        read, lines = unpacked_section(packed_section(section, changes))
        entries = list(decode_changes(read, iter(lines), lambda kind, unit: kind if unit == "MPB" else None))
    assert read == section
    assert [change_of_row(row) for row, _ in entries] == changes
    assert [supersedes for _, supersedes in entries] == [change.supersedes for change in changes]
    assert [row[13] for row, _ in entries] == hashes
    assert [row[14] for row, _ in entries] == [
        "form" if _is_misshapen(c) else c.kind if c.unit == "MPB" else None for c in changes
    ]


def _is_misshapen(change: Change) -> bool:
    shape, value = type_of(change.kind, change.field), change.decoded()
    no_day = change.effective_on is not None and not is_day(change.effective_on)
    return no_day or (shape is not None and value is not None and not shape.valid(value))


@given(st.text())
def test_whatever_a_person_may_type_can_be_exchanged(text: str) -> None:
    line = json.dumps(clean(text, newlines=True), ensure_ascii=False)
    assert decode(line, check_text(line)) == clean(text, newlines=True)


def test_every_character_of_the_plane_that_may_be_typed_can_be_exchanged() -> None:
    kept = clean("".join(map(chr, range(0x10000))), newlines=True)
    assert len(kept) > 60_000
    check_text(json.dumps(kept, ensure_ascii=False))


_OLD: Final = unicodedata.ucd_3_2_0
"""The tables of another version of Unicode, as another interpreter has them."""


def _judged(character: str) -> bool:
    return _BESIDE.match(character) is None


@given(st.text(st.characters(codec="utf-8").filter(lambda c: not _judged(c) or _OLD.category(c) != "Cn")))
def test_text_is_judged_alike_by_all_tables_of_unicode(text: str) -> None:
    """A text that one interpreter writes is taken by every other, and so is the file in which it stands."""
    check_text(json.dumps(clean(text), ensure_ascii=False))
    answers = []
    for tables in (unicodedata, _OLD):
        with patch.object(strict, "unicodedata", tables), suppress(FormError):
            check_text(text)
            answers.append(tables)
    assert len(answers) in (0, 2)


def test_characters_that_are_judged_have_long_been_assigned() -> None:
    judged = [chr(code) for code in range(0x110000) if _judged(chr(code))]
    assert len(judged) == 0x378 + 0x130 + 0x100
    assert [c for c in judged if unicodedata.category(c) == "Cn"] == []


def test_letters_of_the_languages_are_taken_in_one_form_alone() -> None:
    check_text("Gjakovë, Čačak, Ђаковица – „5 %“ x\u0301\U00010efd \U0001fae8\ufffe")
    for text in ("e\u0308", "\U0001fae8c\u030c", "\u0438\u0306"):
        with pytest.raises(FormError, match="NFC"):
            check_text(text)
