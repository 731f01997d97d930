"""Amounts of a dump that are read otherwise where the printed total speaks for it, and for nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planreader.build.budget import Line, place
from planreader.interpret.segments.regrouped import Piece, other_ways
from planreader.sources.text.lines import BLOCK, WRAP
from planreader.sources.text.words import SPACE

YEARS = (2024, 2025, 2026)


def test_groups_that_adjoin_may_be_amounts_in_every_way() -> None:
    pieces = [Piece("500 500", BLOCK, False), Piece("500", SPACE, False)]
    assert set(other_ways(pieces, 3)) == {("500", "500", "500"), ("500", "500 500"), ("500 500 500",)}


@pytest.mark.parametrize("gap", [BLOCK, BLOCK + 1])
def test_groups_in_cells_apart_are_amounts_of_their_own(gap: int) -> None:
    assert other_ways([Piece("500", BLOCK, False), Piece("500", gap, False)], 3) == ()


def test_no_amount_begins_with_nothing() -> None:
    assert other_ways([Piece("162 000", WRAP, False)], 3) == ()


def test_what_a_pages_end_cut_off_completes_any_amount_before_it() -> None:
    pieces = [Piece("€ 8 500", BLOCK, False), Piece("€ 1 014", BLOCK, False), Piece("000", SPACE, True)]
    assert ("€ 8 500", "€ 1 014 000") in other_ways(pieces, 3)


@given(st.lists(st.sampled_from(["500", "1 014", "000", "162", "9 500"]), max_size=6), st.integers(1, 5))
def test_ways_have_the_same_digits_and_no_more_cells(texts: list[str], cells: int) -> None:
    pieces = [Piece(text, SPACE, n > 3) for n, text in enumerate(texts)]
    for way in other_ways(pieces, cells):
        assert len(way) <= cells
        assert sorted("".join(way).replace(" ", "")) == sorted("".join(texts).replace(" ", ""))


def _line(*cells: int, others: tuple[tuple[int, ...], ...] = ()) -> Line:
    return Line("1.1.1", cells, (), (2024, 2026), others)


def test_the_total_decides_for_another_way() -> None:
    row = _line(500_500, 500, others=((500, 500, 500),))
    placed, _total = place([row], Line("1.1", (500, 500, 500)), YEARS)
    assert placed[0].cells == dict.fromkeys(YEARS, 500)
    assert placed[0].reason == "total"


@pytest.mark.parametrize("total", [(500_500, 0, 500), (7, 7, 7)])
def test_nothing_is_read_otherwise_where_the_total_is_none_the_better(total: tuple[int, ...]) -> None:
    row = _line(500_500, 500, others=((500, 500, 500),))
    placed, _total = place([row], Line("1.1", total), YEARS)
    assert 500_500 in placed[0].cells.values()


def test_without_a_total_the_first_way_stands() -> None:
    placed, _total = place([_line(500_500, 500, others=((500, 500, 500),))], None, YEARS)
    assert 500_500 in placed[0].cells.values()
