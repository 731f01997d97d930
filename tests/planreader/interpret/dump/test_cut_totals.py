"""Totals above the heading that tells their years, and rests of rows that a page's end cut from them."""

from __future__ import annotations

import pytest

from planreader.build.namesigns import split_acronyms
from planreader.interpret.gridrows import read_grid
from planreader.sources.form import Sheet
from planreader.sources.grid import GridRow
from tests.planreader.interpret.dump.rows import HEAD, printed


def _read(*rows: GridRow) -> Sheet:
    title = printed(("1.1 Objektivi specifik: Uji",), 1, merged=6)
    first = printed(("1.1.1", "Hartimi", "Mars 2024", "1,000", "MPB", "Plani"), 1)
    return read_grid([title, printed(HEAD, 1), first, *rows], "plan.pdf")


@pytest.mark.parametrize("number", ["1.2", "1.1:"])
def test_the_number_of_a_totals_label_behind_a_page(number: str) -> None:
    total = printed(("", "Totali i objektivit specifik", "", "1,00", "", ""), 1)
    rest = printed(("", number, "", "0", "", ""), 2, cut=True)
    found = _read(total, rest).rows[-1]
    assert (found.text("label"), found.nr) == (f"Totali i objektivit specifik {number}", number.rstrip(":"))
    assert "stray" not in found.cells


def test_the_year_of_a_cut_deadline_heads_no_totals() -> None:
    half = printed(("1.1.2", "Trajnimi i", "Prill", "1,000", "MPB", "Raporti"), 1)
    rest = printed(("", "zyrtarëve", "2024", "", "", ""), 2, cut=True)
    found = _read(half, rest).rows[-1]
    assert (found.text("title"), found.text("deadline")) == ("Trajnimi i zyrtarëve", "Prill 2024")


def test_the_unions_fund_is_one_source() -> None:
    assert split_acronyms("BK EU IPA III UNDP") == ["BK", "EU IPA III", "UNDP"]
    assert split_acronyms("EU UNDP") == ["EU", "UNDP"]
