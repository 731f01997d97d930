"""Documents that cannot be read: one refusal each, no traceback, nothing hanging."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planreader import read
from store.db.errors import UserError
from store.plan.model import Plan
from tests.support.lengths import WHOLE, cases
from tests.support.paths import SAMPLE, SET

TEXT = SAMPLE.read_text(encoding="utf-8")
SHORT = [
    (SET / f"{name}.cells.txt").read_bytes()
    for name in ("sq-1y-9001000", "sr-2y-9001001-seeded", "en-1y-9001005-seeded")
]
"""Whole plans of which a dozen are read while the real one is."""
DAMAGED = st.sampled_from([TEXT.encode()] if WHOLE else SHORT)
RELAXED = settings(
    max_examples=cases(20, 400),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _refusal(path: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        read(path)
    return caught.value


def _document(folder: Path, data: bytes) -> Path:
    path = folder / "plan.txt"
    path.write_bytes(data)
    return path


def _read_or_refuse(folder: Path, data: bytes) -> Plan | UserError:
    try:
        return read(_document(folder, data))
    except UserError as refusal:
        return refusal


_as_they_are: dict[bytes, Plan] = {}


def _read_as_it_is(data: bytes, folder: Path) -> Plan:
    """What a document says before anything is done to it, read once."""
    if data not in _as_they_are:
        _as_they_are[data] = read(_document(folder, data))
    return _as_they_are[data]


def test_missing(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "none.txt").code == "document_missing"
    assert _refusal(tmp_path).code == "document_missing"


@pytest.mark.parametrize("data", [b"", b" \n\n\t\n"])
def test_empty(tmp_path: Path, data: bytes) -> None:
    assert _refusal(_document(tmp_path, data)).code == "document_empty"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04\x14\0rest",
        b"SQLite format 3\0" + bytes(80),
        bytes(range(256)) * 20,
    ],
)
def test_binary(tmp_path: Path, data: bytes) -> None:
    assert _refusal(_document(tmp_path, data)).code == "document_binary"


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    with path.open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    assert _refusal(path).code == "document_too_large"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1250"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    for data in SHORT:
        assert read(_document(tmp_path, data.decode().encode(encoding))) == _read_as_it_is(data, tmp_path)


def test_windows_line_ends(tmp_path: Path) -> None:
    for data in SHORT:
        ours = read(_document(tmp_path, data.replace(b"\n", b"\r\n")))
        assert ours == _read_as_it_is(data, tmp_path)


def test_unknown_encoding_names_the_line(tmp_path: Path) -> None:
    damaged = TEXT.encode().replace(b"Vendqendrimin", b"Vendq\xb3\xffndrimin", 1)
    refusal = _refusal(_document(tmp_path, damaged))
    assert refusal.code == "document_encoding"
    assert refusal.params["line"] == 2723


def test_half_of_utf16(tmp_path: Path) -> None:
    data = codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")[:-1]
    assert _refusal(_document(tmp_path, data)).code == "document_encoding"


def test_no_plan_in_it(tmp_path: Path) -> None:
    refusal = _refusal(_document(tmp_path, "Një letër pa plan.\nMe përshëndetje\n".encode()))
    assert refusal.code == "document_no_heading"
    assert refusal.params["looked"]
    assert refusal.params["found"]


def test_objectives_without_actions(tmp_path: Path) -> None:
    text = "\n".join(TEXT.split("\n")[:66]) + "\n"
    assert _refusal(_document(tmp_path, text.encode())).code in ("document_no_actions", "document_truncated")


@pytest.mark.parametrize("lines", [120, 400, 1000, 2700, 3800, 3910])
def test_truncated_inside_a_table(tmp_path: Path, lines: int) -> None:
    text = "\n".join(TEXT.split("\n")[:lines])
    refusal = _refusal(_document(tmp_path, text.encode()))
    assert refusal.code == "document_truncated"
    assert isinstance(refusal.params["line"], int)


def test_a_number_twice_and_out_of_order(tmp_path: Path) -> None:
    twice = TEXT.replace("\n1.1.5 \n", "\n1.1.3 \n", 1)
    refusal = _refusal(_document(tmp_path, twice.encode()))
    assert (refusal.code, refusal.params["number"]) == ("document_number_twice_at", "1.1.3")
    disorder = TEXT.replace("\n2.2.1 \n", "\n2.2.9 \n", 1)
    assert _refusal(_document(tmp_path, disorder.encode())).code == "document_number_order_at"


@RELAXED
@given(whole=DAMAGED, data=st.data())
def test_any_truncation(tmp_path: Path, whole: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(whole)))
    assert isinstance(_read_or_refuse(tmp_path, whole[:cut]), (Plan, UserError))


@RELAXED
@given(
    whole=DAMAGED,
    flips=st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 7)), min_size=1, max_size=30),
)
def test_flipped_bits(tmp_path: Path, whole: bytes, flips: list[tuple[int, int]]) -> None:
    flipped = bytearray(whole)
    for at, bit in flips:
        flipped[at % len(flipped)] ^= 1 << bit
    assert isinstance(_read_or_refuse(tmp_path, bytes(flipped)), (Plan, UserError))


@RELAXED
@given(whole=DAMAGED, order=st.lists(st.integers(0, 39), min_size=1, max_size=40))
def test_shuffled_parts(tmp_path: Path, whole: bytes, order: list[int]) -> None:
    lines = whole.decode().split("\n")
    size = len(lines) // 40
    parts = ["\n".join(lines[n * size : (n + 1) * size]) for n in order]
    assert isinstance(_read_or_refuse(tmp_path, "\n".join(parts).encode()), (Plan, UserError))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=3000), st.text(max_size=3000).map(lambda text: text.encode())))
def test_garbage(tmp_path: Path, data: bytes) -> None:
    assert isinstance(_read_or_refuse(tmp_path, data), UserError)


HEADED = (
    "1. Strategic objective: A\n\n1.1 Specific objective: B\n\nNo.\n\nAction\n\nDeadline\n\nBudget\n\n"
    "Source of funding\n\nInstitution\n\nOutput\n\n2024\n\n2025\n\n"
)


PIECES = (
    "1.1.1 ", "1.1.2 ", "2024-2025", "KA KA", "10,000", "BK", "x" * 300, "1.1 Specific objective: C",
    "Total budget for specific objective 1.1: 5", " ", "", "\f", "€", "-", "(", "“",
)  # fmt: skip


@RELAXED
@given(tail=st.lists(st.sampled_from(PIECES), max_size=60))
def test_pieces_of_plans(tmp_path: Path, tail: list[str]) -> None:
    assert isinstance(_read_or_refuse(tmp_path, (HEADED + "\n".join(tail)).encode()), (Plan, UserError))


def test_two_plans_in_one_file(tmp_path: Path) -> None:
    refusal = _refusal(_document(tmp_path, f"{TEXT}\n{TEXT}".encode()))
    assert refusal.code == "document_two_plans"
    assert (refusal.params["place"], refusal.params["first"]) == ("line 3970", "line 26")


def test_an_objective_numbered_amiss_loses_no_table(tmp_path: Path) -> None:
    text = TEXT.replace("\n1.2 Objektivi", "\n1.1 Objektivi", 1)
    refusal = _refusal(_document(tmp_path, text.encode()))
    assert (refusal.code, refusal.params["number"]) == ("document_number_order_at", "1.2.1")


def test_a_year_twice_in_a_heading(tmp_path: Path) -> None:
    text = TEXT.replace("\n2022 \n", "\n2021 \n", 1)
    refusal = _refusal(_document(tmp_path, text.encode()))
    assert (refusal.code, refusal.params["year"]) == ("document_year_twice", 2021)


@pytest.mark.parametrize("tail", ["KA " * 5_000, "KA\n" * 50_000])
def test_endless(tmp_path: Path, tail: str) -> None:
    assert _refusal(_document(tmp_path, (HEADED + tail).encode())).code == "document_too_long"


def test_cells_in_another_order_are_refused(tmp_path: Path) -> None:
    rows = [f"1.1.{n} Training of staff" for n in range(1, 9)]
    others = ["2024", "10,000", "BK", "MPB", "Staff trained"] * 8
    text = HEADED + "\n\n".join([*rows, *others]) + "\n\nTotal budget for specific objective 1.1: 80,000\n"
    refusal = _refusal(_document(tmp_path, text.encode()))
    assert (refusal.code, refusal.params["of"]) == ("document_order_lost", 8)


def test_rows_whose_titles_stand_elsewhere_are_refused(tmp_path: Path) -> None:
    titles = [f"Training of staff for task {n}" for n in range(1, 9)]
    rows = [f"1.1.{n} 2024 10,000 BK MPB Staff trained" for n in range(1, 9)]
    text = HEADED + "\n\n".join([*titles, *rows]) + "\n\nTotal budget for specific objective 1.1: 80,000\n"
    refusal = _refusal(_document(tmp_path, text.encode()))
    assert refusal.code == "document_order_lost"
