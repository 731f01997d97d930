"""Prints of wide sheets: pages laid side by side by the rows that they share."""

from __future__ import annotations

from planreader import read
from planreader.sources.pdf.pdf_strips import Leaf, Object, PageRules, PagesBeside, laid, side_by_side
from tests.support.paths import SET

_FIRST, _SECOND = (50.0, 120.0, 400.0, 530.0), (50.0, 170.0, 290.0, 410.0)
_ROWS = (72.0, 140.6, 195.8, 277.8, 292.8)
_MORE = (72.0, 154.0, 169.3, 184.1, 199.7, 244.4)


def _page(
    levels: tuple[float, ...],
    sides: tuple[float, ...],
    numbered: bool = False,
) -> PageRules:
    return PageRules(levels, sides, numbered)


def _pages(outlines: list[PageRules]) -> list[tuple[int, ...]]:
    return [beside.pages for beside in side_by_side(outlines)]


def test_pages_with_the_same_rows_in_other_columns_lie_side_by_side() -> None:
    pages = [_page(_ROWS, _FIRST), _page(_MORE, _FIRST), _page(_ROWS, _SECOND), _page(_MORE, _SECOND)]
    assert side_by_side(pages) == [PagesBeside((0, 2), (0.0, 480.0)), PagesBeside((1, 3), (0.0, 480.0))]


def test_pages_of_one_table_after_another_stay_apart() -> None:
    pages = [_page(_ROWS, _FIRST), _page(_MORE, _FIRST), _page(_ROWS, _FIRST)]
    assert _pages(pages) == [(0,), (1,), (2,)]
    counted = [_page(_ROWS, _FIRST), _page(_MORE, _FIRST), _page(_ROWS, _SECOND, numbered=True)]
    assert _pages(counted) == [(0,), (1,), (2,)]


def test_rows_that_are_beside_each_other_by_chance_tell_nothing() -> None:
    pages = [_page(_ROWS, _FIRST), _page(_MORE, _FIRST), _page((72.0, 140.6, 195.8), _SECOND)]
    assert _pages(pages) == [(0,), (1,), (2,)]


def test_a_page_without_rules_has_none_beside_it() -> None:
    pages = [_page((), ()), _page(_ROWS, _FIRST), _page((), ()), _page(_MORE, _FIRST)]
    pages += [_page(_ROWS, _SECOND), _page(_MORE, _SECOND)]
    assert _pages(pages) == [(0,), (1, 4), (2,), (3, 5)]


def test_three_strips_of_columns_and_the_next_sheet() -> None:
    third = (40.0, 90.0, 210.0)
    sheet = [_page(_MORE, _FIRST), _page(_MORE, _SECOND), _page(_MORE, third)]
    rows = (80.0, *_MORE[1:-1], 301.0)
    found = side_by_side([*sheet, _page(rows, _FIRST), _page(rows, third)])
    assert [beside.pages for beside in found] == [(0, 1, 2), (3, 4)]
    assert [beside.shifts for beside in found] == [(0.0, 480.0, 850.0), (0.0, 490.0)]


def test_the_last_page_of_a_sheet_may_have_one_row() -> None:
    pages = [
        _page(_ROWS, _FIRST),
        _page((72.0, 87.0), (50.0,)),
        _page(_ROWS, _SECOND),
        _page((72.0, 87.0), (170.0,)),
    ]
    assert _pages(pages) == [(0, 2), (1, 3)]


def test_the_last_pages_of_a_strip_are_left_out_where_they_are_blank() -> None:
    third = (60.0, 130.0, 210.0, 290.0)
    pages = [*(_page(rows, _FIRST) for rows in (_ROWS, _MORE, third))]
    pages += [_page(_ROWS, _SECOND), _page(_MORE, _SECOND)]
    assert _pages(pages) == [(0, 3), (1, 4), (2,)]


def _letters(text: str, x: float, y: float) -> list[Object]:
    return [
        {"text": c, "x0": x + 5 * n, "x1": x + 5 * n + 5, "top": y, "bottom": y + 8}
        for n, c in enumerate(text)
    ]


def test_what_is_printed_on_both_pages_stands_once() -> None:
    first = Leaf([*_letters("Objektivi", 50, 20), *_letters("1.1.1", 50, 40)], [], ((0.0, 1),))
    rule: Object = {"x0": 50.0, "x1": 410.0, "orientation": "h"}
    second = Leaf([*_letters("Objektivi", -430, 20), *_letters("2024", 60, 40)], [rule], ((0.0, 4),))
    leaf = laid([first, second], (0.0, 480.0))
    assert "".join(char["text"] for char in leaf.chars if char["x0"] > 0) == "Objektivi1.1.12024"
    assert (leaf.number, leaf.page(60.0), leaf.page(535.0)) == (1, 1, 4)


def test_places_name_the_page_on_which_a_cell_is_printed() -> None:
    plan = read(SET / "sr-5y-6004.wide.pdf")
    action = next(iter(plan.actions()))
    where = {path: p.place for path, p in plan.provenance.items() if action.nr in path}
    assert {place.split(",")[0] for place in where.values()} == {"page 1", "page 4"}, where
