"""What a dump's signs and spaces tell: marks of pages, blank cells, halves of words, dashes, lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from planreader.interpret.dump.pieces import Piece, pieces_of
from planreader.sources.text.lines import is_page_mark, logical_lines
from planreader.sources.text.words import kind_of
from planreader.vocabulary.money import is_admin
from store.plan.model import ADMIN
from tests.planreader.interpret.dump.test_dump_cells import PAGE, PLAIN, read_row


def test_numbers_between_dashes_may_be_amounts_between_blank_cells() -> None:
    assert [line.text for line in logical_lines("Faqe 3\n- 500 -\n3 | Faqe\n")] == ["- 500 -"]


@pytest.mark.parametrize("text", ["3 | P a g e", "12 | Faqe", "- 3 -", "P a g e  | 8"])
def test_marks_of_pages(text: str) -> None:
    assert is_page_mark(text)


@pytest.mark.parametrize("text", ["3 | 4", "3 | Programi", "P3", "f. 3a"])
def test_no_marks_of_pages(text: str) -> None:
    assert not is_page_mark(text)


def test_two_empty_lines_end_a_page_where_blank_paragraphs_are_told_from_them() -> None:
    text = "one \n\n \n\nafter a blank \n\n\nnext page \n"
    assert [line.page for line in logical_lines(text)] == [False, False, True]
    assert not any(line.page for line in logical_lines(text.replace(" \n", "\n")))


def test_an_amount_between_blank_years_is_no_page(tmp_path: Path) -> None:
    title, _deadline, _money, *rest = PLAIN
    found = read_row(tmp_path, title, ("2022 ",), ("500 - ",), *rest)
    assert found.budget == {2022: 50000, 2023: None}


def _chunks(*lines: str) -> list[Piece]:
    text = "".join(f"{line}\n" for line in lines)
    return pieces_of(logical_lines(text))


@pytest.mark.parametrize(
    "line", ["At least 18 workshops", "Najmanje 38 radionica", "Plani (faza 18)", "Platforma „e-Preko“"]
)
def test_what_stays_together_on_a_line(tmp_path: Path, line: str) -> None:
    *others, _output, documents = PLAIN
    assert read_row(tmp_path, *others, (f"{line} ",), documents).outputs == (line,)


def test_words_instead_of_an_amount_part_a_line() -> None:
    assert [chunk.text for chunk in _chunks("MPB as needed")] == ["MPB", "as needed"]


@pytest.mark.parametrize("text", ["as needed", "sipas nevojës", "po potrebi", "TBD"])
def test_words_instead_of_an_amount(text: str) -> None:
    assert kind_of(text) == "broken"


@pytest.mark.parametrize("text", ["Adm. troš.", "kosto adm.", "Admin. trošk.", "adm. cost"])
def test_administrative_cost_shortened(text: str) -> None:
    assert is_admin(text)


def test_no_administrative_cost() -> None:
    assert not is_admin("adm. jedinica")


def test_a_blank_cell_between_two_columns_is_left_out(tmp_path: Path) -> None:
    title, deadline, money, source, _lead, *rest = PLAIN
    found = read_row(tmp_path, title, deadline, money, source, (" ",), *rest)
    assert (found.funding, found.institutions.names, found.outputs) == (("BK",), (), ("Plani i miratuar",))


@pytest.mark.parametrize("words", [("as", "needed"), ("do të", "percaktohet"), ("to be", "determined")])
def test_words_instead_of_an_amount_over_lines(words: tuple[str, str]) -> None:
    found = _chunks("59000 ", *(f"{word} " for word in words))
    assert [(chunk.text, chunk.kinds) for chunk in found] == [
        ("59000", ["number"]),
        (" ".join(words), ["broken"]),
    ]


def test_a_dash_behind_a_quarter_leads_to_no_year_of_another_cell(tmp_path: Path) -> None:
    title, _deadline, _money, source, partners, output, references = PLAIN
    dated = (*references, *PAGE, "", "       2023 ")
    found = read_row(tmp_path, title, ("T1 2023 - ",), ("KA ",), source, partners, output, dated)
    assert (found.deadline.raw, found.budget) == ("T1 2023", {2022: None, 2023: ADMIN})
