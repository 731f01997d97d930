"""Cells of a text dump that share lines, broken amounts, headings and indicators in further shapes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from planreader import read
from planreader.interpret.headings.labels import numbered
from planreader.sources.text.words import kind_of
from tests.planreader.dumps import dump, read_dump
from tests.planreader.interpret.dump.test_dump_cells import PLAIN, read_row

_HEAD: Sequence[Sequence[str]] = (
    ("Nr. Veprimi ",),
    ("Afati ",),
    ("Buxheti 2024 Buxheti 2025 ",),
    ("Burimi i ", "financimit ",),
    ("Institucioni ", "udhëheqës ",),
    ("Produkti ",),
    ("Dokumentet ", "referente ",),
)  # fmt: skip
_TITLES = (
    "Hartimi i planit për mjedisin ",
    "Blerja e pajisjeve të reja ",
    "Trajnimi i zyrtarëve të rinj ",
    "Ndërtimi i qendrës së re ",
)


def _plan(*rows: Sequence[str], head: Sequence[Sequence[str]] = _HEAD) -> str:
    """A dump of actions of which each cell is given as lines parted by bars."""
    return dump(*[[tuple(cell.split("|")) for cell in row] for row in rows], head=head)


@pytest.mark.parametrize("amount", ["18.00.0", "15O00", "1.100.00"])
def test_a_broken_amount_stands_in_its_year(tmp_path: Path, amount: str) -> None:
    rows: list[tuple[str, ...]] = [
        (title, "2024-2025 ", "1,000 2,000 ", "BK ", "MPB ", "Plani ", "Ligji ") for title in _TITLES
    ]
    rows[1] = (_TITLES[1], "2024-2025 ", f"1,000 {amount} BK ", "MPB ", "Pajisjet ", "Ligji ")
    found = read_dump(tmp_path, _plan(*rows))
    one = list(found.actions())[1]
    assert (one.budget, one.funding) == ({2024: 100000, 2025: None}, ("BK",))
    (unread,) = [finding for finding in found.findings if finding.code == "amount_unreadable"]
    assert (unread.where, unread.figures["found"]) == ("1.1.2", amount)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("18.00.0", "broken"),
        ("0?0", "broken"),
        ("4.3.4", "code"),
        ("1.250,50", "amount"),
    ],
)
def test_what_words_look_like(word: str, kind: str) -> None:
    assert kind_of(word) == kind


def test_a_law_and_its_number_are_one_reference(tmp_path: Path) -> None:
    law = ("Ligji nr. 04/L-125 për ndërtimin ",)
    assert read_row(tmp_path, *PLAIN[:-1], law).documents == ("Ligji nr. 04/L-125 për ndërtimin",)


@pytest.mark.parametrize("text", ["Q2-Q3 2025 APC 180,000", "T1-T3 2024"])
def test_a_quarter_is_no_label(text: str) -> None:
    assert numbered(text, {"1", "2"}) is None


def test_titles_that_stand_elsewhere_are_told_from_short_ones(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        _plan(*[(t, "2024 ", "1,000 2,000 ", "BK ", "MPB ", "Plani ", "Ligji ") for t in _TITLES])
    )
    assert [one.title for one in read(path).actions()] == [title.strip() for title in _TITLES]
