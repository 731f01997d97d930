"""Text dumps of other hands: targets, lists and columns in other orders, cells that share a line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from planreader.build.citations import documents
from planreader.build.listhabits import habits_of
from planreader.build.names import Lexicon
from planreader.interpret.dump.indicators import parted
from planreader.interpret.dump.sections import total_at
from planreader.interpret.dump.starts import starts
from planreader.interpret.dump.targetforms import are_years_first, is_bare, words_of
from planreader.interpret.dump.textfront import owned_indicators
from planreader.interpret.dump.texthead import end_above_objective, heading_before
from planreader.interpret.dump.textmeasures import measures_at
from planreader.sources.form import Cell, Part
from planreader.sources.text.lines import BLOCK, WRAP, logical_lines
from planreader.vocabulary.fold import begins_document
from store.plan.model import Target
from tests.planreader.dumps import CELLS, COLUMNS, MEASURES, blocks, dump, read_dump


def _lines(text: str) -> list[str]:
    return [line.text for line in parted(logical_lines(text), 3)]


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        (["Humbjet (2023) 20% (2025) 45% (2026) 49%"], True),
        (["(2021) 4 (2023) 10 (2024) 11 Raportet botohen"], True),
        (["Humbjet 20% (2023) 45% (2025) 49% (2026)"], False),
        (["(2023) 45% (2025) 49% (2026)"], False),
    ],
)
def test_years_in_front_of_targets(texts: Sequence[str], first: bool) -> None:
    assert are_years_first(texts) is first


def test_targets_behind_their_years(tmp_path: Path) -> None:
    row = blocks((("Numri i komunave ",),)) + "(2023) 4 (2024) 10 (2025) 11 Raportet botohen \n\n"
    above = blocks(MEASURES) + row
    found = read_dump(tmp_path, dump(CELLS, CELLS, above=above))
    (indicator,) = next(iter(found.specific_objectives())).indicators
    assert indicator.title == "Numri i komunave"
    assert (indicator.baseline, indicator.final) == (Target("4", 2023), Target("11", 2025))
    assert indicator.result == "Raportet botohen"


def test_targets_right_between_a_title_and_a_result() -> None:
    assert _lines("Numri i \nkurseve \n88% 46% 10% \nQasje më e mirë \n\n") == [
        "Numri i",
        "kurseve",
        "88% 46% 10%",
        "Qasje më e mirë",
    ]
    found = parted(logical_lines("Numri i \nkurseve \n88% 46% 10% \nQasje më e mirë \n\n"), 3)
    assert [line.gap >= BLOCK for line in found[1:]] == [False, True, True]


def test_a_value_with_a_space_more_ends_no_title() -> None:
    assert _lines("Numri i kurseve  36 \n\n54 80 \n\n") == ["Numri i kurseve", "36", "54 80"]
    assert _lines("Numri i kurseve 36 \n\n") == ["Numri i kurseve 36"]


def test_a_year_below_its_value_is_of_it() -> None:
    text = "Numri i kurseve \n340 \n(2020) \n\n330 \n (2023) \n\n"
    assert _lines(text)[-1] == "330 (2023)"


def test_thousands_that_stand_apart_are_one_value() -> None:
    assert words_of("36 000 54 050 7") == ["36 000", "54 050", "7"]
    assert is_bare("36 000 54 000")


def test_the_currency_behind_a_totals_number() -> None:
    found = total_at(logical_lines("Subtotal for specific objective 1.1 (EUR): 580,000 \n\n"), 0)
    assert found is not None
    assert (found.nr, found.rest) == ("1.1", "Subtotal for specific objective 1.1 (EUR):")


def test_a_heading_behind_a_total_stays_with_its_actions(tmp_path: Path) -> None:
    head, below = dump(CELLS, CELLS).split("Numri \n", 1)
    text = f"{head}Totali i objektivit specifik 1.1 2,000 4,000 6,000 \n\nNumri \n{below}"
    (found,) = read_dump(tmp_path, text.rpartition("Totali i objektivit")[0]).specific_objectives()
    assert found.totals == {2024: 200000, 2025: 400000}
    assert found.actions[0].product == "Regjistri funksional"


def test_institutions_before_their_sources(tmp_path: Path) -> None:
    order = [COLUMNS[0], COLUMNS[1], ("Financuesi ",), *COLUMNS[2:4], *COLUMNS[5:]]

    def row(*names: Sequence[str]) -> list[Sequence[str]]:
        return [*CELLS[:3], *names, *CELLS[4:6]]

    rows = [
        row(("MPB ",), ("Fondacioni ", "Lumina ")),
        row(("MPB ",), ("Komunat ",), ("Fondacioni ", "Lumina ")),
        row(("Komunat ",), ("Fondacioni ", "Lumina ")),
        row(("MPB ", "Komunat "), ("BK ",)),
        row(("Komunat ",), ("BK ",)),
    ]
    found = [
        (one.institutions, one.funding) for one in read_dump(tmp_path, dump(*rows, head=order)).actions()
    ]
    assert found == [
        (("MPB",), ("Fondacioni Lumina",)),
        (("MPB", "Komunat"), ("Fondacioni Lumina",)),
        (("Komunat",), ("Fondacioni Lumina",)),
        (("MPB", "Komunat"), ("BK",)),
        (("Komunat",), ("BK",)),
    ]


def _cell(*texts: str, role: str = "institutions") -> Cell:
    """A cell of pieces, each a block of its own unless a ``|`` begins it."""
    parts = (Part(text.lstrip("|"), WRAP if text.startswith("|") else BLOCK) for text in texts)
    return Cell(role, tuple(parts))


def test_pieces_that_always_stand_together_are_one_name() -> None:
    cells = [
        _cell("MPB", "MD"),
        _cell("MPB", "Drejtoritë", "|Komunale të", "|Arsimit", "MD"),
        _cell("MD", "MPB", "Drejtoritë", "|Komunale të", "|Arsimit"),
        _cell("MPB", "MD", "MFPT"),
    ]
    assert Lexicon(cells).entries(cells[1]) == ("MPB", "Drejtoritë Komunale të Arsimit", "MD")
    other = [*cells[:1], _cell("Drejtoritë", "|Komunat"), _cell("Komunat", "Drejtoritë"), _cell("MPB", "MD")]
    assert Lexicon(other).entries(other[1]) == ("Drejtoritë", "Komunat")


def test_slashes_part_no_names_where_paragraphs_do() -> None:
    alone = [_cell("USAID"), _cell("USAID/EU")]
    assert habits_of([*alone, _cell("BK", "EU")]).parts_at_slash("USAID", "EU")
    assert not habits_of([*alone, _cell("BK", "EU"), _cell("KB", "USAID")]).parts_at_slash("USAID", "EU")


def test_who_supports_on_the_line_of_who_leads(tmp_path: Path) -> None:
    head = [*COLUMNS[:1], (*COLUMNS[1], "Partnerët "), *COLUMNS[2:]]
    own = [*CELLS[:3], ("MPB Komunat ",), *CELLS[4:]]
    rows = [own, [*CELLS[:3], ("MPB MD ",), *CELLS[4:]], own]
    found = [one.institutions for one in read_dump(tmp_path, dump(*rows, head=head)).actions()]
    assert found == [("MPB", "Komunat"), ("MPB", "MD"), ("MPB", "Komunat")]


@pytest.mark.parametrize(
    ("text", "begins"),
    [("UA MBPZHR Nr. 09/2022", True), ("UA MBPZHR miratuar", False), ("UA 09/2022", True)],
)
def test_instructions_of_a_ministry_are_references(text: str, begins: bool) -> None:
    assert begins_document(text.split()) is begins


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        (("AI 09/2023", "|Annual Work Plan"), ("AI 09/2023", "Annual Work Plan")),
        (("Rule of Law", "|Strategy 2021-2026"), ("Rule of Law Strategy 2021-2026",)),
        (("Law on Trade", "|Strategy 2021-2026"), ("Law on Trade", "Strategy 2021-2026")),
    ],
)
def test_where_references_go_on(pieces: Sequence[str], found: tuple[str, ...]) -> None:
    assert documents(_cell(*pieces, role="documents")) == found


@pytest.mark.parametrize(
    "text",
    [
        "Objective / indicator Baseline 2020 Target 2022 \nTarget \n2023 \n\nOutcome \n\n",
        "Outcome indicator Baseline Interim target Target of the last year Result \n\n",
    ],
)
def test_headings_of_indicators_in_other_words(text: str) -> None:
    lines = logical_lines(f"{text}Share of inhabitants with water \n\n10% 20% 30% \n\n")
    found = measures_at(lines, 0, len(lines))
    assert found is not None
    assert found.roles == ("title", "baseline", "interim", "final", "result")


def test_an_objective_right_below_the_targets_of_another() -> None:
    lines = logical_lines(
        "Strategic objective A – Trade \n\nNumber of cases 35 41 61 \nSub-objective A.1 – Markets \n\n"
    )
    assert [start.nr for start in starts(lines)] == ["A", "A.1"]


@pytest.mark.parametrize(
    "above",
    [
        "Table 2: Actions, deadlines and budget",
        "Baseline (2020): 35%; Interim target (2022): 55%; Final target (2023): 75%",
    ],
)
def test_what_stands_above_a_heading(above: str) -> None:
    head = "No. Action \n\nDeadline \n\nBudget \n\n2024 \n\nOutput \n\nFunding \n\nInstitutions \n\n"
    lines = logical_lines(f"{above} \n\n{head}")
    found = heading_before(lines, 0, len(lines))
    assert found is not None
    assert (found.columns[0].role, found.years) == ("nr", [2024])


def test_a_heading_above_an_objective_in_a_column_of_its_own() -> None:
    head = "No. Action \n\nDeadline \n\nBudget \n\n2024 \n\nOutput \n\nFunding \n\nInstitutions \n\n"
    lines = logical_lines(f"{head}1. \nSafe infrastructure of \nthe municipality \n\n1.1 Data \n\n")
    end = len(lines) - 1
    assert heading_before(lines, 0, end) is None
    assert lines[end_above_objective(lines, end)].text == "1."


def test_indicators_right_below_the_title_of_an_objective() -> None:
    lines = logical_lines(
        "1. Strategic objective: Trade \nObjective Indicator Baseline Interim target Final target \n\n"
        "1 Number of markets 3 5 7 \n\n1.1 Share of shops 10% 20% 30% \n\n"
        "1.1 Specific objective: Shops \n\n"
    )
    found = owned_indicators(lines, starts(lines))
    assert {nr: len(own) for nr, own in found.items()} == {"1": 1, "1.1": 1}
