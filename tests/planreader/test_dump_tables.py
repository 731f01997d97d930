"""Tables of a text dump in other templates: headings, sums beside the years, indicators, labels, pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from planreader.interpret.dump.pages import without_page_numbers
from planreader.interpret.dump.starts import starts
from planreader.interpret.dump.texthead import heading_before
from planreader.interpret.dump.textlayout import TextLayout, layout_of
from planreader.interpret.dump.textmeasures import measures_at
from planreader.interpret.segments.chunks import chunks_of
from planreader.interpret.segments.figures import Figures
from planreader.sources.text.lines import logical_lines
from store.plan.model import ADMIN, Target
from tests.planreader.dumps import CELLS, COLUMNS, MEASURES, TITLE, blocks, dump, read_dump


def test_columns_in_another_order_with_a_sum_behind_the_years(tmp_path: Path) -> None:
    found = next(iter(read_dump(tmp_path, dump(*[CELLS] * 4)).actions()))
    assert found.title == "Zhvillimi i regjistrit elektronik të ndërtesave publike"
    assert found.product == "Regjistri funksional"
    assert (found.deadline.raw, found.institutions, found.funding) == (
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


def test_words_of_one_line_are_several_cells_of_a_heading() -> None:
    lines = logical_lines(
        "Nr. Aktivnosti Rok \n\nNosilac \naktivnosti \n\nPodržavajuće \ninstitucije \n\nProizvod \n\n"
        "Izvor \nsredstava \n\nGodina \n\n2024 \n\nGodina \n\n2025 \n\n"
    )
    found = heading_before(lines, 0, len(lines))
    assert found is not None
    assert [(column.role, column.year) for column in found.columns] == [
        ("nr", None), ("title", None), ("deadline", None), ("institutions", None), ("support", None),
        ("output", None), ("funding", None), ("budget", 2024), ("budget", 2025),
    ]  # fmt: skip
    assert layout_of(found.columns) == TextLayout(
        ("title", "deadline", "institutions", "output", "funding", "budget"), 0, {}, two=True
    )


@pytest.mark.parametrize(
    "text",
    [
        "Tregues \n\nVlera bazë \n\nSynimi \n\nNumri i zyrtarëve \n\n12 \n\n24 \n\n",
        "Veprimi ynë është i mirë \n\ndhe afati i tij i gjatë \n\n",
    ],
)
def test_what_is_no_heading_of_actions(text: str) -> None:
    lines = logical_lines(text)
    assert heading_before(lines, 0, len(lines)) is None


def test_indicators_without_labels_under_a_heading_with_years(tmp_path: Path) -> None:
    rows = (
        f"{blocks([('Numri i inspektimeve ', 'brenda vitit '), ('5 ',), ('7 ',), ('9 ',), ('Rritje ',)])} \n"
        f"{blocks([('Pjesa e grave ',), (' ',), ('28% ',), ('30% ',), ('Barazi e plotë ',)])} \n"
    )
    plan = read_dump(tmp_path, dump(*[CELLS] * 4, above=f"{blocks(MEASURES)}{rows}"))
    objective = next(iter(plan.specific_objectives()))
    assert objective.title == "Shërbimet"
    first, second = objective.indicators
    assert (first.title, first.result) == ("Numri i inspektimeve brenda vitit", "Rritje")
    assert (first.baseline, first.interim, first.final) == (
        Target("5", 2023), Target("7", 2024), Target("9", 2025),
    )  # fmt: skip
    assert (second.baseline, second.interim, second.final) == (
        Target(None, 2023), Target("28%", 2024), Target("30%", 2025),
    )  # fmt: skip
    assert [one.code for one in plan.findings if one.code == "target_blank"] == ["target_blank"]


def test_a_heading_of_indicators_ends_where_a_number_of_something_begins() -> None:
    lines = logical_lines(f"{blocks(MEASURES)}Numri i zyrtarëve \n\n12 \n\n24 \n\n36 \n\n")
    found = measures_at(lines, 0, len(lines))
    assert found is not None
    assert lines[found.end].text == "Numri i zyrtarëve"
    assert found.targets == (("baseline", 2023), ("interim", 2024), ("final", 2025))
    assert found.has_result


@pytest.mark.parametrize(
    ("label", "kind", "nr"),
    [
        ("Objektivi i veçantë 1.1 – Shërbimet për qytetarët ", "specific", "1.1"),
        ("Poseban cilj II.2 – Usluge ", "specific", "II.2"),
        ("Shtylla 1: Qeverisja e mirë ", "strategic", "1"),
        ("1.1 Shërbimet për qytetarët ", "specific", "1.1"),
    ],
)
def test_labels_in_other_words(label: str, kind: str, nr: str) -> None:
    lines = logical_lines(f"{label}\n\n{nr if nr[-2:-1] == '.' else '1.1'}.1 \n\nHartimi i planit \n\n")
    found = starts(lines)
    assert [(start.kind, start.nr) for start in found] == [(kind, nr)]


@pytest.mark.parametrize(
    "text", ["Fusha 3 programe të reja ", "TM 2 ", "Analiza udžbenika za razrede I-V sa osvrtom "]
)
def test_what_begins_no_objective(text: str) -> None:
    lines = logical_lines(f"{text}\n\n1.3.1 \n\n2.1.1 \n\nI.1.1 \n\n")
    assert starts(lines) == []


def test_a_title_of_the_auditor_general_is_no_total(tmp_path: Path) -> None:
    cited = ("Raporti i Auditorit të ", "Përgjithshëm ", "Plani i Punës së Qeverisë ")
    own = [*CELLS[:4], cited, *CELLS[5:]]
    found = list(read_dump(tmp_path, dump(CELLS, own, CELLS, CELLS)).actions())
    assert [one.nr for one in found] == ["1.1.1", "1.1.2", "1.1.3", "1.1.4"]


def test_numbers_of_pages_that_stand_alone_are_left_out() -> None:
    page = "1.1.1 \n" + "Hartimi \n" * 20
    text = "".join(f"{page}\n\n{n}\n\n \n" for n in (1, 2, 3, 4))
    assert [line.text for line in logical_lines(without_page_numbers(text)) if line.text.isdigit()] == []
    amounts = "".join(f"{page}\n\n{n}\n\n \n" for n in (5, 2, 9, 4))
    assert without_page_numbers(amounts) == amounts


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
    found = chunks_of(logical_lines("\n".join(lines) + "\n"), figures=Figures())
    assert [chunk.kinds for chunk in found] == [["admin"]]


def test_an_empty_line_is_a_blank_cell_before_administrative_cost(tmp_path: Path) -> None:
    own = [*CELLS[:5], (" ",), ("kosto admin ", "istrative "), *CELLS[6:]]
    found = list(read_dump(tmp_path, dump(CELLS, own, CELLS, CELLS)).actions())[1]
    assert found.budget == {2024: None, 2025: ADMIN}


def test_a_quarter_by_name_and_a_word_with_a_hyphen(tmp_path: Path) -> None:
    own = [("Trajnimi për komunitetet jo- ", "shumicë "), CELLS[1], ("Tremujori ", "III 2025 "), *CELLS[3:]]
    found = list(read_dump(tmp_path, dump(CELLS, own, CELLS, CELLS)).actions())[1]
    assert found.title == "Trajnimi për komunitetet jo-shumicë"
    assert (found.deadline.raw, found.deadline.start_month, found.deadline.end_month) == (
        "Tremujori III 2025", 7, 9,
    )  # fmt: skip


def test_lists_with_numbers_are_references(tmp_path: Path) -> None:
    listed = ("1) Ligji për mbrojtjen ", "e mjedisit ", "2) Strategjia për zhvillim ")
    own = [*CELLS[:4], listed, *CELLS[5:]]
    found = next(iter(read_dump(tmp_path, dump(*[own] * 4)).actions()))
    assert found.documents == ("Ligji për mbrojtjen e mjedisit", "Strategjia për zhvillim")
    assert found.product == "Regjistri funksional"


def test_a_note_behind_the_table_belongs_to_no_row(tmp_path: Path) -> None:
    note = "* Shumat janë të përafërta dhe do të rishikohen me ligjin vjetor për buxhet. \n\n"
    plan = read_dump(tmp_path, dump(*[CELLS] * 4, behind=note))
    assert not any(one.code == "totals_stray_text" for one in plan.findings)


def test_a_number_that_a_narrow_column_cut_is_one(tmp_path: Path) -> None:
    text = dump(*[CELLS] * 4).replace("1.1.3 \n", "1.1. \n3 \n")
    assert [one.nr for one in read_dump(tmp_path, text).actions()] == ["1.1.1", "1.1.2", "1.1.3", "1.1.4"]


def test_the_title_is_the_first_block_that_is_no_sentence(tmp_path: Path) -> None:
    above = "PLANI I VEPRIMIT 2024-2025 \nPËR ZHVILLIM LOKAL \n\nKy plan veprimi buron nga Strategjia. \n\n"
    assert (
        read_dump(tmp_path, above + dump(*[CELLS] * 4)).title
        == "PLANI I VEPRIMIT 2024-2025 PËR ZHVILLIM LOKAL"
    )


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("Gjithsej: ", ("total", "")),
        ("Totali 1.1: ", ("total", "1.1")),
        ("Subtotal 1.1 ", ("total", "1.1")),
        ("Ukupno: ", ("total", "")),
        ("Totali i planit të veprimit ", ("grand_total", "")),
    ],
)
def test_labels_of_totals(label: str, found: tuple[str, str]) -> None:
    lines = logical_lines(f"1.1 Objektivi specifik: Shërbimet \n\n1.1.1 \n\n{label}\n\n1,000 2,000 \n\n")
    assert [(start.kind, start.nr) for start in starts(lines)][1:] == [found]


def test_a_word_for_sums_alone_is_of_the_plan_where_only_one_stands() -> None:
    rows = "1.1 Objektivi specifik: Shërbimet \n\n1.1.1 \n\n1.2 Objektivi specifik: Uji \n\n1.2.1 \n\n"
    lines = logical_lines(f"{rows}Gjithsej: \n\n1,000 2,000 \n\n")
    assert starts(lines)[-1].kind == "grand_total"


@pytest.mark.parametrize("text", ["Totali \n1.1.1 \n\n", "Opšti cilj 1 – Usluge \n\n", "Totali \n\n"])
def test_what_is_no_total(text: str) -> None:
    lines = logical_lines(f"1.1 Objektivi specifik: Shërbimet \n\n{text}")
    assert not any("total" in start.kind for start in starts(lines))


@pytest.mark.parametrize(
    "above", ["nga të cilat rrjedhëse: 1,000 ", "Gjithsej: 1,000 ", "Od čega kapitalni: 1.000 "]
)
def test_an_objective_right_behind_a_total(above: str) -> None:
    label = " Objektivi operacional 1.2 – Uji i pijshëm \n\n1.2.1 \n\n"
    lines = logical_lines(f"1.1 Objektivi specifik: Shërbimet \n\n1.1.1 \n\n{above}\n{label}")
    assert (starts(lines)[-1].kind, starts(lines)[-1].nr) == ("specific", "1.2")


def test_targets_behind_commas_and_above_their_years(tmp_path: Path) -> None:
    rows = (
        f"{blocks([('Treguesi: Numri i pikave ',), ('440, 2023 545, 2024 635, 2025 ',), ('Rritje ',)])}"
        f"{blocks([('Outcome indicator: Pjesa e grave ',), ('2023 ', '(28%) '), ('2024 ', '(30%) ')])}"
        f"{blocks([('2025 ', '(35%) '), ('Barazi ',)])}"
    )
    plan = read_dump(tmp_path, dump(*[CELLS] * 4, above=f"{blocks(MEASURES)}{rows}"))
    first, second = next(iter(plan.specific_objectives())).indicators
    assert (first.title, first.baseline, first.final) == (
        "Numri i pikave", Target("440", 2023), Target("635", 2025),
    )  # fmt: skip
    assert (second.title, second.interim, second.result) == ("Pjesa e grave", Target("30%", 2024), "Barazi")


def test_numbered_names_tell_where_a_cell_begins(tmp_path: Path) -> None:
    head = [*COLUMNS[:1], ("Veprimi ",), ("Financuesi ",), ("Institucioni ",), ("Produkti ",), *COLUMNS[3:4]]
    head += [("2024 ",), ("2025 ",)]
    names = [("1. IOM ", "2. ", "Banka Botërore "), ("1. Policia e ", "Kosovës ", "2. MPB ")]
    own = [TITLE, *names, ("Regjistri funksional ",), ("1,000 2,000 ",)]
    found = next(iter(read_dump(tmp_path, dump(*[own] * 4, head=head)).actions()))
    assert found.funding == ("IOM", "Banka Botërore")
    assert found.institutions == ("Policia e Kosovës", "MPB")
    assert found.product == "Regjistri funksional"


def test_a_heading_that_empty_lines_break(tmp_path: Path) -> None:
    head = [*COLUMNS]
    head[1:2] = [("Veprimi ", "Rezultati i pritur "), ("Periudha e ",), ("zbatimit ",), ("Institucioni ",)]
    found = next(iter(read_dump(tmp_path, dump(*[CELLS] * 4, head=head)).actions()))
    assert (found.deadline.raw, found.institutions) == ("2024-2025", ("MPB",))


def test_groups_of_digits_begin_with_no_zero() -> None:
    figures = Figures(spaced=True, years=(2024, 2028))
    found = chunks_of(logical_lines("0 500 0 0 172 000 \n"), figures=figures)
    assert [chunk.text for chunk in found] == ["0", "500", "0", "0", "172 000"]


def test_a_total_that_looks_like_a_year_far_from_the_plan_is_a_total(tmp_path: Path) -> None:
    above = read_dump(tmp_path, dump(*[CELLS] * 4, behind="4,000 \n\n2000 \n\n"))
    objective = above.strategic_objectives[0].specific_objectives[0]
    assert objective.totals == {2024: 400000, 2025: 200000}
