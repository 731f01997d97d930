"""PDF documents: lines put together to paragraphs, rules that a page leaves out, pages joined."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planreader import read
from planreader.sources.pdf.pdf_boxes import Box, closing_rules
from planreader.sources.pdf.pdf_lines import PdfLine, lines_of, parts_of_lines, tells_wraps, whole_words
from planreader.sources.pdf.pdf_reader import _goes_on, _pads, _PageRow
from planreader.sources.pdf.pdf_strips import Leaf
from planreader.sources.text.lines import BLANK, WRAP
from tests.support.paths import SET

_LEAF = Leaf([], [], ((0.0, 1),))


def _line(text: str, n: int = 0) -> PdfLine:
    """A line in a type of which every letter is 5 wide and 8 high."""
    return PdfLine(text, 0, 5.0 * len(text.rstrip()), 10.0 * n, 10.0 * n + 8, (5.0,) * len(text))


def _parts(
    *texts: str, width: float, telling: bool = True, known: tuple[str, ...] = ()
) -> list[tuple[str, int]]:
    lines = [_line(text, n) for n, text in enumerate(texts)]
    parts = parts_of_lines(lines, width, telling=telling, whole_words=known)
    return [(part.text.strip(), part.gap) for part in parts]


def test_lines_that_wrapped_are_one_paragraph_and_others_are_not() -> None:
    assert _parts("Ministria e ", "Drejtësisë", "MPB", width=60) == [
        ("Ministria e Drejtësisë", WRAP),
        ("MPB", BLANK),
    ]


def test_a_line_too_full_for_a_space_may_go_on() -> None:
    assert _parts("Instituti i", "Studimeve", width=57) == [("Instituti i", WRAP), ("Studimeve", WRAP)]


def test_where_a_space_would_just_have_fitted_a_line_may_go_on() -> None:
    assert _parts("Univerzitet Gornjeg", "Drima", width=100.0)[1] == ("Drima", WRAP)
    assert _parts("Univerzitet Gornjeg", "Drima", width=101.0)[1] == ("Drima", BLANK)


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (("2021-", "2023"), "2021-2023"),
        (("KOGB/", "INOE"), "KOGB/INOE"),
        (("30.11.20", "27"), "30.11.2027"),
        (("30.09.", "2026"), "30.09.2026"),
        (("30.10.2025", "."), "30.10.2025."),
        (("Novembe", "r 2026"), "November 2026"),
        (("Kontinuira", "no"), "Kontinuirano"),
        (("Indeks", "i i ajrit"), "Indeksi i ajrit"),
    ],
)
def test_what_was_cut_at_a_sign_or_an_edge_is_put_together(texts: tuple[str, str], whole: str) -> None:
    assert _parts(*texts, width=5.0 * len(texts[0])) == [(whole, WRAP)]


def test_a_word_that_stands_whole_elsewhere_was_not_cut() -> None:
    assert _parts("Ekonomike", "mbi", width=47) == [("Ekonomikembi", WRAP)]
    assert len(_parts("Ekonomike", "mbi", width=47, known=("Ekonomike",))) == 2


def test_a_word_that_a_page_may_have_cut_is_not_known_to_be_whole() -> None:
    lines = [_line("Forcimi i ", 0), _line("shoqërin", 1)]
    assert "shoqërin" in whole_words([(lines, 44.0)])
    assert "shoqërin" in whole_words([(lines, 60.0)], cut={0})
    assert "shoqërin" not in whole_words([(lines, 44.0)], cut={0})
    assert "Forcimi" in whole_words([(lines, 44.0)], cut={0})


def test_two_words_of_a_heading_are_two() -> None:
    assert len(_parts("Completion", "date", width=50)) == 2
    assert _parts("Timefra", "me", width=35) == [("Timeframe", WRAP)]


def test_a_letter_by_itself_was_cut() -> None:
    assert _parts("Kontinuiran", "o", width=55, known=("o",)) == [("Kontinuirano", WRAP)]
    assert _parts("Brendsh", "me", width=35, known=("me",)) == [("Brendshme", WRAP)]
    assert len(_parts("Kontinuirano", "o", width=60, known=("o", "Kontinuirano"))) == 2


def test_a_known_acronym_below_a_full_line_is_a_name_of_its_own() -> None:
    assert len(_parts("HELVETAS", "BK", width=45, known=("BK",))) == 2


def test_where_lines_do_not_tell_only_room_ends_a_paragraph() -> None:
    found = _parts("Zyra", "Ministria e", "Punës", width=80, telling=False)
    assert found == [("Zyra", WRAP), ("Ministria e", BLANK), ("Punës", WRAP)]


def test_whole_words_have_a_space_or_a_cell_on_both_sides() -> None:
    cells = [[_line("Oda Eko"), _line("nomike e re")], [_line("Zyra ", 0), _line("BK", 1)]]
    assert whole_words([(lines, 38) for lines in cells]) == {"Oda", "e", "re", "Zyra", "BK"}
    assert not tells_wraps(cells)


def test_a_word_with_room_behind_it_is_whole() -> None:
    lines = [_line("KOGB/"), _line("INOEBK"), _line("MPB")]
    assert whole_words([(lines, 36)]) >= {"INOEBK", "MPB"}
    assert "INOEBK" not in whole_words([(lines, 31)])


def _rule(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    kind = "h" if top == bottom else "v"
    return {"x0": x0, "top": top, "x1": x1, "bottom": bottom, "orientation": kind}


def test_a_table_without_its_closing_rule_gets_one() -> None:
    sides = [_rule(x, 10, x, 100) for x in (0, 50, 90)]
    found = closing_rules([*sides, _rule(0, 10, 90, 10), _rule(0, 60, 90, 60)])
    assert [(rule["top"], rule["x0"], rule["x1"]) for rule in found] == [(10, 0, 90), (100, 0, 90)]


def test_open_sides_are_closed() -> None:
    edges = [
        _rule(50, 10, 50, 100),
        _rule(90, 10, 90, 100),
        _rule(0, 11.5, 140, 11.5),
        _rule(0, 98.5, 140, 98.5),
    ]
    assert [rule["x0"] for rule in closing_rules(edges) if rule["orientation"] == "v"] == [0, 140]


@given(st.lists(st.sampled_from(["Zyra", "e", "Punës", "MPB"]), min_size=1, max_size=12))
def test_letters_in_any_order_give_their_lines(words: list[str]) -> None:
    chars = [
        {"text": letter, "x0": 5.0 * x, "x1": 5.0 * x + 5, "top": 10.0 * n, "bottom": 10.0 * n + 8}
        for n, word in enumerate(words)
        for x, letter in enumerate(word)
    ]
    assert [line.text for line in lines_of(chars[::-1])] == words


def test_rows_cut_by_a_page_are_whole_and_places_name_the_page() -> None:
    found = read(SET / "en-2y-6011-seeded.docx.pdf")
    whole = read(SET / "en-2y-6011-seeded.docx")
    assert list(found.actions()) == list(whole.actions())
    places = {p.place.split(",")[0] for p in found.provenance.values()}
    assert len(places) > 1
    assert all(place.startswith("page ") for place in places)


def test_the_end_of_an_adjective_is_no_word_for_numbers() -> None:
    assert _parts("Administrativ", "no uputstvo", width=68)[0][0] == "Administrativno uputstvo"


def test_figures_nearer_to_the_edge_leave_the_cells_as_wide_as_they_are() -> None:
    def row(left: float) -> _PageRow:
        return _PageRow(_LEAF, 0.0, 1, [Box(0.0, 0.0, 50.0, 8.0, lines=[replace(_line("text"), left=left)])])

    assert _pads([row(5.5)] * 6 + [row(5.4), row(3.5)]) == {1: 5.4}
    assert _pads([row(5.5), row(12.0), row(20.0), row(28.0)]) == {1: 5.5}


def test_a_line_outside_the_tables_without_room_goes_on_in_lower_case() -> None:
    def row(text: str, n: int) -> _PageRow:
        return _PageRow(_LEAF, 10.0 * n, 0, [Box(0.0, 10.0 * n, 0.0, 10.0 * n + 8, lines=[_line(text, n)])])

    above = row("Objektivi 1: Ndërtimi i", 0)
    assert _goes_on(above, row("kapaciteteve", 1), margin=130.0)
    assert not _goes_on(above, row("kapaciteteve", 1), margin=200.0)
    assert not _goes_on(above, row("Kapacitetet", 1), margin=130.0)
    assert not _goes_on(above, row("kapaciteteve", 3), margin=130.0)
