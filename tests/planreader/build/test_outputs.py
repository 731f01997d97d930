"""Outputs: an entry each paragraph or item of a list, none for a line that wrapped."""

from __future__ import annotations

import pytest

from planreader.build.entries import outputs
from planreader.sources.form import Cell, Part
from planreader.sources.text.lines import BLANK, BLOCK, WRAP


def entries(*parts: tuple[str, int]) -> tuple[str, ...]:
    return outputs(Cell("output", tuple(Part(text, gap) for text, gap in parts)))


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([("5 autoklava të instaluara", 0), ("40 teknikë të trajnuar", BLANK)], 2),
        ([("Plani i", 0), ("Qendrës i miratuar", WRAP)], 1),
        ([("4 zyrtarë dhe", 0), ("286 policë", BLOCK)], 1),
        ([("Krijimi i grupeve", 0), ("teknike", BLOCK)], 1),
        ([("Raste të hetuara;", 0), ("takime të përbashkëta", BLOCK)], 2),
        ([("Plani (i", 0), ("Ri)", BLOCK)], 1),
        ([("Ndryshimi i udhëzimeve:", 0), ("UA 1/2015", BLOCK), ("UA 2/2015", BLOCK)], 1),
        ([("Trajnimi për:", 0), ("• policë", BLANK), ("• gjykatës", BLANK), ("Raporti", BLANK)], 4),
        ([("në këto fusha:", 0), ("1. E para", WRAP), ("Rritja e cilësisë", BLANK)], 2),
        ([("Plani i miratuar nga Qeveria", 0), ("1 raport", WRAP)], 2),
        ([("Plani për vitin", 0), ("2022 i miratuar", WRAP)], 1),
        ([("1. takime", 0), ("2. raporte", BLANK)], 2),
        ([("–", 0)], 0),
    ],
)
def test_paragraphs_and_items_are_entries(parts: list[tuple[str, int]], found: int) -> None:
    assert len(entries(*parts)) == found


def test_signs_and_numbers_of_a_list_are_no_text() -> None:
    assert entries(("• policë", 0), ("- gjykatës", BLANK)) == ("policë", "gjykatës")
    assert entries(("1. policë", 0), ("2. gjykatës", BLANK)) == ("policë", "gjykatës")
