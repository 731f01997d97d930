"""Tables of a text dump in other templates: headings, sums beside the years, indicators, labels, pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from planreader.interpret.dump.pieces import pieces_of
from planreader.sources.text.lines import logical_lines
from store.db.errors import UserError
from store.plan.model import ADMIN, Target
from tests.planreader.dumps import CELLS, COLUMNS, MEASURES, blocks, dump, read_dump


def test_columns_in_another_order_with_a_sum_behind_the_years(tmp_path: Path) -> None:
    found = next(iter(read_dump(tmp_path, dump(*[CELLS] * 4)).actions()))
    assert found.title == "Zhvillimi i regjistrit elektronik të ndërtesave publike"
    assert found.outputs == ("Regjistri funksional",)
    assert (found.deadline.raw, found.institutions.names, found.funding) == (
        "2024-2025", ("MPB",), ("Fondacioni Lumina",),
    )  # fmt: skip
    assert found.documents == ("Ligji për mbrojtjen e mjedisit",)
    assert found.budget == {2024: 100000, 2025: 200000}


def test_one_amount_beside_its_sum_is_one(tmp_path: Path) -> None:
    own = [*CELLS[:2], ("2025 ",), *CELLS[3:5], ("  5,000 5,000 ",), *CELLS[6:]]
    found = list(read_dump(tmp_path, dump(CELLS, own, CELLS, CELLS)).actions())[1]
    assert found.budget == {2024: None, 2025: 500000}


def test_columns_of_remarks_bear_their_headings(tmp_path: Path) -> None:
    head = [*COLUMNS[:5], ("Personi kontaktues ",), ("Rreziku ",), *COLUMNS[5:]]
    own = [*CELLS, ("Vjosa Krasniqi ",), ("I ulët ",)]
    found = next(iter(read_dump(tmp_path, dump(*[own] * 4, head=head)).actions()))
    assert [(one.heading, one.text) for one in found.remarks] == [
        ("Personi kontaktues", "Vjosa Krasniqi"),
        ("Rreziku", "I ulët"),
    ]
    assert found.funding == ("Fondacioni Lumina",)


@pytest.mark.parametrize(
    "rows",
    [
        [("Numri i inspektimeve ", "brenda vitit "), ("5 ",), ("7 ",), ("9 ",), ("Rritje ",)],
        [("Numri i inspektimeve ",), ("5 (2023) 7 (2024) 9 (2025) ",)],
        [("Numri i inspektimeve ",), ("5% 7% ",), ("Rritje ",)],
    ],
)
def test_indicators_that_nothing_calls_so_are_refused(tmp_path: Path, rows: Sequence[Sequence[str]]) -> None:
    with pytest.raises(UserError) as caught:
        read_dump(tmp_path, dump(*[CELLS] * 4, above=f"{blocks(MEASURES)}{blocks(rows)}"))
    assert caught.value.code == "document_unlabelled"


def test_indicators_behind_their_label(tmp_path: Path) -> None:
    above = blocks([*MEASURES, ("Treguesi: Numri i ", "inspektimeve "), ("5 7% ",), ("9 ",), ("Rritje ",)])
    (objective,) = read_dump(tmp_path, dump(*[CELLS] * 4, above=above)).specific_objectives()
    (one,) = objective.indicators
    assert (one.title, one.result) == ("Numri i inspektimeve", "Rritje")
    assert (one.baseline, one.interim, one.final) == (
        Target("5", None),
        Target("7%", None),
        Target("9", None),
    )


def test_a_title_of_the_auditor_general_is_no_total(tmp_path: Path) -> None:
    cited = ("Raporti i Auditorit të ", "Përgjithshëm ", "Plani i Punës së Qeverisë ")
    own = [*CELLS[:4], cited, *CELLS[5:]]
    found = list(read_dump(tmp_path, dump(CELLS, own, CELLS, CELLS)).actions())
    assert [one.nr for one in found] == ["1.1.1", "1.1.2", "1.1.3", "1.1.4"]


@pytest.mark.parametrize(
    "lines",
    [
        ("Administrat ", "ivni ", "troškovi "),
        ("kosto admin ", "istrative "),
        ("Kosto ", "administrative "),
        ("Administrat ", "ivni trošak "),
    ],
)
def test_administrative_cost_that_a_narrow_cell_cut(lines: Sequence[str]) -> None:
    found = pieces_of(logical_lines("\n".join(lines) + "\n"))
    assert [chunk.kinds for chunk in found] == [["admin"]]


def test_an_empty_line_before_administrative_cost_leaves_its_year_inferred(tmp_path: Path) -> None:
    """Which year a blank cell stood for no space tells for sure: the amount is placed, and said to be."""
    own = [*CELLS[:5], (" ",), ("kosto admin ", "istrative "), *CELLS[6:]]
    plan = read_dump(tmp_path, dump(CELLS, own, CELLS, CELLS))
    found = list(plan.actions())[1]
    assert list(found.budget.values()).count(ADMIN) == 1
    year = next(year for year, cell in found.budget.items() if cell == ADMIN)
    assert not plan.provenance[f"{found.nr}/budget/{year}"].certain


def test_a_quarter_by_name(tmp_path: Path) -> None:
    own = [*CELLS[:2], ("Tremujori ", "III 2025 "), *CELLS[3:]]
    found = list(read_dump(tmp_path, dump(CELLS, own, CELLS, CELLS)).actions())[1]
    assert (found.deadline.raw, found.deadline.start_month, found.deadline.end_month) == (
        "Tremujori III 2025", 7, 9,
    )  # fmt: skip


def test_lists_with_numbers_are_references(tmp_path: Path) -> None:
    listed = ("1) Ligji për mbrojtjen ", "e mjedisit ", "2) Strategjia për zhvillim ")
    own = [*CELLS[:4], listed, *CELLS[5:]]
    found = next(iter(read_dump(tmp_path, dump(*[own] * 4)).actions()))
    assert found.documents == ("Ligji për mbrojtjen e mjedisit", "Strategjia për zhvillim")
    assert found.outputs == ("Regjistri funksional",)


def test_a_number_that_a_narrow_column_cut_is_one(tmp_path: Path) -> None:
    text = dump(*[CELLS] * 4).replace("1.1.3 \n", "1.1. \n3 \n")
    assert [one.nr for one in read_dump(tmp_path, text).actions()] == ["1.1.1", "1.1.2", "1.1.3", "1.1.4"]


def test_the_title_is_the_first_block_that_is_no_sentence(tmp_path: Path) -> None:
    above = "PLANI I VEPRIMIT 2024-2025 \nPËR ZHVILLIM LOKAL \n\nKy plan veprimi buron nga Strategjia. \n\n"
    assert (
        read_dump(tmp_path, above + dump(*[CELLS] * 4)).title
        == "PLANI I VEPRIMIT 2024-2025 PËR ZHVILLIM LOKAL"
    )


def test_a_heading_that_empty_lines_break(tmp_path: Path) -> None:
    head = [*COLUMNS]
    head[1:2] = [("Veprimi ", "Rezultati i pritur "), ("Periudha e ",), ("zbatimit ",), ("Institucioni ",)]
    found = next(iter(read_dump(tmp_path, dump(*[CELLS] * 4, head=head)).actions()))
    assert (found.deadline.raw, found.institutions.names) == ("2024-2025", ("MPB",))


def test_thousands_that_spaces_part_are_refused(tmp_path: Path) -> None:
    rows = [[*CELLS[:5], ("12 500 13 000 25 500 ",), CELLS[6]]] * 4
    with pytest.raises(UserError) as caught:
        read_dump(tmp_path, dump(*rows))
    assert caught.value.code == "document_spaced"


def test_a_total_that_looks_like_a_year_far_from_the_plan_is_a_total(tmp_path: Path) -> None:
    above = read_dump(tmp_path, dump(*[CELLS] * 4, behind="4,000 \n\n2000 \n\n"))
    objective = above.strategic_objectives[0].specific_objectives[0]
    assert objective.totals == {2024: 400000, 2025: 200000}
