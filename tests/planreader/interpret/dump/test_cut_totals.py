"""Totals above the heading that tells their years, and rests of rows that a page's end cut from them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from planreader.build.names import split_acronyms
from planreader.interpret.gridrows import read_grid
from planreader.sources.form import Part, Sheet
from planreader.sources.grid import GridCell, GridRow

_HEAD = ("Nr.", "Veprimi", "Afati", "Buxheti 2024", "Institucioni", "Produkti")
_EDGES = (0.0, 30.0, 130.0, 170.0, 220.0, 300.0, 400.0)


def _row(texts: Sequence[str], table: int, *, cut: bool = False, merged: bool = False) -> GridRow:
    """A row of the table, or a line over all of it."""
    edges = (_EDGES[0], _EDGES[-1]) if merged else _EDGES
    cells = tuple(
        GridCell(left, right, (Part(text),) if text else (), f"page {table}")
        for left, right, text in zip(edges[:-1], edges[1:], texts, strict=True)
    )
    return GridRow(cells, f"page {table}", table, cut=cut)


def _read(*rows: GridRow) -> Sheet:
    title = _row(("1.1 Objektivi specifik: Uji",), 1, merged=True)
    first = _row(("1.1.1", "Hartimi", "Mars 2024", "1,000", "MPB", "Plani"), 1)
    return read_grid([title, _row(_HEAD, 1), first, *rows], "plan.pdf")


@pytest.mark.parametrize("number", ["1.2", "1.1:"])
def test_the_number_of_a_totals_label_behind_a_page(number: str) -> None:
    total = _row(("", "Totali i objektivit specifik", "", "1,00", "", ""), 1)
    rest = _row(("", number, "", "0", "", ""), 2, cut=True)
    found = _read(total, rest).rows[-1]
    assert (found.text("label"), found.nr) == (f"Totali i objektivit specifik {number}", number.rstrip(":"))
    assert "stray" not in found.cells


def test_the_year_of_a_cut_deadline_heads_no_totals() -> None:
    half = _row(("1.1.2", "Trajnimi i", "Prill", "1,000", "MPB", "Raporti"), 1)
    rest = _row(("", "zyrtarëve", "2024", "", "", ""), 2, cut=True)
    found = _read(half, rest).rows[-1]
    assert (found.text("title"), found.text("deadline")) == ("Trajnimi i zyrtarëve", "Prill 2024")


def test_the_unions_fund_is_one_source() -> None:
    assert split_acronyms("BK EU IPA III UNDP") == ["BK", "EU IPA III", "UNDP"]
    assert split_acronyms("EU UNDP") == ["EU", "UNDP"]
