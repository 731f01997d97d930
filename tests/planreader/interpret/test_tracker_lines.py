"""Lines above a tracker's table and between its rows, and of whom they say that the rows are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest

from planreader import tracked
from planreader.interpret.mapping.given import Mapping
from planreader.interpret.trackedrows import Tracking
from tests.planreader.interpret.trackers import DONE, HEAD, acts, read, told
from tests.planreader.tables import word

PLAN = ("MPB", "Ministria e Financave", "Komunat")
TABLE = [(*HEAD, "Statusi"), *acts(DONE)]


def units(tracking: Tracking) -> list[str]:
    """Of whom the rows are that tell a status: the unit, else who is named."""
    return [row.unit or row.lead for row in tracking.rows if "status" in row.cells]


@pytest.mark.parametrize(
    "lines",
    [
        [["Komuna e Prizrenit"]],
        [["KOMUNA E PRIZRENIT – TM3 2026"], ["Raport për TM3 2026"]],
        [["REPUBLIKA E KOSOVËS"], ["Komuna e Prizrenit"], ["Ministria e Financave"]],
        [["Komuna:", "Prizren"], ["Gjendja më 30.09.2026"]],
        [["Komuna", "Prizreni"]],
        [["Komuna: Prizren"]],
        [["Komuna:", "Prizren", "Periudha:", "TM3 2026"]],
        [["Opština: Prizren"]],
        [["Institucioni raportues:", "Komuna e Prizrenit"]],
        [["Raport i Komunës së Prizrenit, gjendja më 30.09.2026"]],
        [["Raporti i Prizrenit"]],
        [["Izveštaj opštine Prizren"]],
        [["Извештај општине Призрен, стање 30.9.2026."]],
        [["Progress report – Municipality of Prizren"]],
        [["Tabela e monitorimit të Komunës së Prizrenit"]],
        [["Prizren – TM3 2026"]],
        [["Komuna e Prizrenit"], ["Prishtinë, 12.10.2026"]],
        [["KOMUNA E PRIZRENIT / OPŠTINA PRIZREN"]],
        [["Komuna e Prizrenit & Opština Prizren & Municipality of Prizren"]],
        [["REPUBLIKA E KOSOVËS\nKOMUNA E PRIZRENIT\nOPŠTINA PRIZREN"]],
        [["KOMUNA E PRIZRENIT", "", "OPŠTINA PRIZREN"]],
        [["Komuna/Opština/Municipality: Prizren"]],
        [["Komuna/Opština:", "Prizren"]],
        [["Emri i komunës: Prizren"]],
        [["Kuvendi Komunal i Prizrenit"]],
        [["Grad Prizren"]],
        [["Prizren Municipality"]],
        [["Drejtoria e Arsimit – Komuna e Prizrenit"]],
        [["Plani i veprimit i Komunës së Prizrenit 2025–2027"]],
        [["Ministria e Punëve të Brendshme"], ["Komuna: Prizren"]],
        [["Ministria e Punëve të Brendshme"], ["Emri i komunës: Prizren"]],
        [["Ministarstvo unutrašnjih poslova"], ["Opština: Prizren"]],
        [["Për: MPB"], ["Nga: Prizren"]],
        [["Emri i institucionit: Komuna e Prizrenit"]],
        [["Organizata buxhetore: Komuna e Prizrenit"]],
        [["Odgovorna institucija: Opština Prizren"]],
        [["Одговорна институција: Општина Призрен"]],
        [["Responsible: Municipality of Prizren"]],
        [["Plani: Komuna e Prizrenit"]],
        [["Dokumenti: Raporti i Komunës së Prizrenit"]],
        [["Statusi i zbatimit: Komuna e Prizrenit"]],
        [["Viti: 2026, Komuna: Prizren"]],
        [["Viti: 2026 – Komuna e Prizrenit"]],
        [["Data: 30.09.2026, Komuna e Prizrenit"]],
        [["Zbatimi i planit të veprimit në Komunën e Prizrenit"]],
        [["Sprovođenje plana u opštini Prizren"]],
        [["Lista e aktiviteteve për Komunën e Prizrenit"]],
        [["Pasqyra financiare e Komunës së Prizrenit për periudhën janar – qershor 2026"]],
    ],
)
def test_a_line_above_the_table_says_whose_its_rows_are(
    tmp_path: Path, lines: Sequence[Sequence[object]]
) -> None:
    found = read(tmp_path, [*lines, *TABLE], TABLE, institutions=PLAN)
    assert units(found) == ["20"] * 3 + [""] * 3
    assert told(found).keys() <= {"rows_earlier"}


@pytest.mark.parametrize(
    "line",
    [
        "Plani i veprimit për komunat 2025–2027",
        "Objektivi 1: Komuna e Prizrenit",
        "Prishtinë, 12.10.2026",
        "Prishtinë, tetor 2026",
        "Prishtinë, 2026",
        "Viti 2026",
        "Në Komunën e Prizrenit u mbajtën tri trajnime me nxënës.",
        "Ministria e Punëve të Brendshme dhe Ministria e Financave",
        "Komuna",
        "Qeveria",
        "Drejtoria për Arsim",
        "Raporti 2026",
        "Republika e Kosovës / Republika Kosovo",
        "Kontakti: Ana Krasniqi, Prishtinë",
    ],
)
def test_titles_places_of_signing_and_sentences_say_not_whose_rows_are(tmp_path: Path, line: str) -> None:
    found = read(tmp_path, [[line], *TABLE], institutions=PLAN)
    assert units(found) == [""] * 3 and told(found) == {}


@pytest.mark.parametrize("edge", ["oddHeader", "oddFooter"])
def test_what_stands_at_the_edges_of_pages_says_whose_the_sheet_is(tmp_path: Path, edge: str) -> None:
    def write(sheet: Any) -> None:
        getattr(sheet, edge).center.text = "Komuna e Prizrenit – faqja &P"
        getattr(sheet, edge).left.text = "Plani i komunave"

    found = read(tmp_path, TABLE, TABLE, change=write, institutions=PLAN)
    assert (units(found), told(found)) == (["20"] * 3 + [""] * 3, {})
    lines = read(tmp_path, [["Komuna e Pejës"], *TABLE], change=write, institutions=PLAN)
    assert units(lines) == ["17"] * 3


@pytest.mark.parametrize(
    "line",
    [
        ["KOMUNA E PRIZRENIT", "", "OPŠTINA PRIZREN"],
        ["Komuna/Opština:", "Prizren"],
        ["Republika e Kosovës", "", "Republika Kosovo"],
    ],
)
@pytest.mark.parametrize("merged", [(), ("A2:D2",)])
def test_a_title_below_a_letterhead_in_two_cells_is_of_no_heading(
    tmp_path: Path, line: list[str], merged: tuple[str, ...]
) -> None:
    table = [(*HEAD, "Statusi", "Shpenzuar 2026"), *acts(DONE, (1, 2, 3))]
    found = read(tmp_path, [line, ["Raporti TM3 2026"], *table], merged=merged, institutions=PLAN)
    assert units(found) == ["" if "Republika" in line[0] else "20"] * 3
    assert found.roles == ("status", "spent.2026")


def test_lines_between_rows_say_whose_the_rows_behind_them_are(tmp_path: Path) -> None:
    first, second, third = acts(DONE)
    parts: list[Sequence[object]] = [
        ["Komuna e Pejës"],
        first,
        ["II. Prizren"],
        second,
        ["Masat e tjera"],
        third,
    ]
    found = read(tmp_path, [TABLE[0], *parts], institutions=PLAN)
    assert (units(found), told(found)) == (["17", "20", "Masat e tjera"], {})
    parts = [first, ["Komuna e Pejës"], second, ["Ministria e Financave"], third]
    found = read(tmp_path, [["Komuna e Prizrenit"], TABLE[0], *parts], institutions=PLAN)
    assert units(found) == ["20", "17", "Ministria e Financave"]
    # a body that the plan does not name is no municipality's part
    parts = [["Komuna e Pejës"], first, ["Objektivi 1: Policia"], second, ["Policia e Kosovës"], third]
    found = read(tmp_path, [TABLE[0], *parts], institutions=PLAN)
    assert units(found) == ["17", "17", "Policia e Kosovës"]


@pytest.mark.parametrize(
    "line",
    [
        ["PRIZREN:"],
        ["K. e Prizrenit"],
        ["2", "Prizren"],
        ["", "Komuna e Prizrenit", 7],
        ["Komuna e Prizrenit – Drejtoria e Shëndetësisë"],
        ["17 | Prizren"],
        ["a)", "Prizren"],
        ["Nr. 2", "Prizren"],
    ],
)
def test_a_line_between_rows_may_have_its_number_and_its_sum_beside_it(
    tmp_path: Path, line: Sequence[object]
) -> None:
    first, second, third = acts(DONE)
    found = read(tmp_path, [TABLE[0], first, ["PEJË"], second, line, third], institutions=PLAN)
    assert (units(found), told(found)) == (["", "17", "20"], {})


@pytest.mark.parametrize(("amount", "whose"), [(70, "20"), (4, "Komuna e Prizrenit | 4")])
def test_a_line_with_an_amount_that_is_no_sum_of_the_rows_behind_it_may_be_a_part_of_the_row_before(
    tmp_path: Path, amount: int, whose: str
) -> None:
    head = (*HEAD, "Statusi", "Shpenzuar 2026")
    first, *others = acts(DONE, (7, 30, 40))
    rows = [head, first, ["", "Komuna e Pejës", "", 3], ["", "Komuna e Prizrenit", "", amount], *others]
    assert units(read(tmp_path, rows, institutions=PLAN)) == ["", whose, whose]
    before = Mapping(assume=(("unit.Komuna e Prizrenit | 4", "-"),))
    part = "Komuna e Pejës | 3"
    both = Mapping(assume=(*before.assume, (f"unit.{part}", "-")))
    answered = [units(read(tmp_path, rows, institutions=PLAN, mapping=said)) for said in (before, both)]
    assert amount == 70 or answered == [["", part, part], ["", "", ""]]


@pytest.mark.parametrize(
    "line",
    [
        ["", "Prizren", "", 3],
        ["Projekte në Pejë"],
        ["Vërejtje: në Prizren vonohet"],
        ["Objektivi: Ujësjellësi i Prizrenit"],
    ],
)
def test_a_part_of_a_row_and_a_remark_between_rows_say_nothing_of_whose_rows_are(
    tmp_path: Path, line: Sequence[object]
) -> None:
    first, *others = acts(DONE)
    found = read(tmp_path, [TABLE[0], first, line, *others], institutions=PLAN)
    assert units(found)[-2:] == ["", ""]


@pytest.mark.parametrize(
    "lines",
    [
        [["Viti: 2026"]],
        [["VITI", 2026]],
        [["Viti (2026)"]],
        [["Viti buxhetor: 2026"]],
        [["Raporti – Viti: 2026"]],
        [["Viti\n2026"]],
        [["VITI 2026"]],
        [["Burimi: MF"]],
        [["Rr. Luan Haradinaj, Prishtinë"]],
        [["Prishtinë, Kosovë"]],
        [["Republika e Kosovës, Prishtinë"]],
        [["Burimi i të dhënave: Komuna e Lipjanit"]],
    ],
)
def test_a_year_a_source_and_an_address_are_no_municipality(
    tmp_path: Path, lines: Sequence[Sequence[object]]
) -> None:
    found = read(tmp_path, [*lines, *TABLE], TABLE, institutions=PLAN)
    assert units(found) == [""] * 6


@pytest.mark.parametrize(
    "lines",
    [
        [["MPB – Prishtinë"]],
        [["MPB Prishtinë"]],
        [["MPB, Prishtinë"]],
        [["Ministria e Punëve të Brendshme – Prishtinë"]],
        [["Ministarstvo unutrašnjih poslova - Priština"]],
        [["Ministria e Financave", "", "Prishtinë"]],
        [["MINISTRIA E FINANCAVE"], ["Prishtinë"]],
        [["MINISTRIA E PUNËVE TË BRENDSHME, PRISHTINË"]],
        [["MPB", "", "Prishtinë"]],
        [["MINISTRIA E TË TJERAVE"], ["Prishtinë"]],
    ],
)
def test_an_institution_is_itself_wherever_it_sits(tmp_path: Path, lines: Sequence[Sequence[object]]) -> None:
    found = read(tmp_path, [*lines, *TABLE], institutions=("MPB", "Ministria e Financave", "Komunat"))
    assert "19" not in units(found)


@pytest.mark.parametrize("line", ["Qendra për Punë Sociale Prizren", "Prizren dhe Gjakova"])
def test_what_contains_the_name_of_a_municipality_is_of_nobody_who_is_known(
    tmp_path: Path, line: str
) -> None:
    first, *others = acts(DONE)
    assert units(read(tmp_path, [TABLE[0], first, [line], *others], institutions=PLAN)) == ["", line, line]
    for line in (
        "Dega Prizren",
        "Plani i Prizrenit",
        "Viti",
        "Burimi",
        "Raport për vizitat e ministrit në Prizren",
        "Projekti: Ujësjellësi Prizren – Suharekë",
        "Drejtoria e Arsimit, Lipjan",
        "Prizren, Drejtoria e Arsimit",
        "Lipjan, Kosovë",
        "Drejtoria Komunale e Arsimit dhe Shkencës Prizren",
        "Opštinska direkcija za zdravstvo i socijalnu zaštitu Prizren",
        "1. Drejtoria e Arsimit Prizren",
        "drejtoria e arsimit Prizren",
        "Drejtoria e Arsimit: Prizren",
        "Raport për MPB – Lipjan",
    ):
        above = read(tmp_path, [[line], ["Raporti TM3 2026"], *TABLE], institutions=PLAN)
        assert units(above) == [line] * 3
    # the municipality of the sheet, or headquarters, has offices
    of_sheet = read(tmp_path, [["Dega Prizren"], *TABLE], names=["Prizren"], institutions=PLAN)
    assert units(of_sheet) == ["20"] * 3
    read(tmp_path, [["Dega Prizren"], *TABLE])
    assert units(tracked(tmp_path / "t.xlsx", institutions=PLAN, own="20")) == [""] * 3
    assert units(tracked(tmp_path / "t.xlsx", institutions=("Drejtoria e Arsimit",))) == [""] * 3


@pytest.mark.parametrize(
    "line",
    [
        "Të gjitha komunat",
        "Niveli qendror",
        "Centralni nivo",
        "Të tjera",
        "UNDP",
        "Kosova",
        "Prizren, Gjakovë",
        "Lipian",
    ],
)
def test_behind_a_section_of_a_unit_any_other_line_is_of_nobody_who_is_known(
    tmp_path: Path, line: str
) -> None:
    first, second, third = acts(DONE)
    rows: list[Sequence[object]] = [first, ["Komuna e Pejës"], second, [line], third]
    assert units(read(tmp_path, [TABLE[0], *rows], institutions=PLAN)) == ["", "17", line]


def test_of_a_place_below_a_ministry_that_is_not_the_capital_somebody_says_whose_it_is(
    tmp_path: Path,
) -> None:
    beside = read(tmp_path, [["Ministria e Financave", "", "Prizren"], *TABLE], institutions=PLAN)
    assert units(beside) == ["Ministria e Financave | Prizren"] * 3
    lines = [["Ministria e Punëve të Brendshme"], ["Prizren"]]
    read(tmp_path, [*lines, *TABLE])
    assert units(tracked(tmp_path / "t.xlsx", institutions=PLAN)) == ["Prizren"] * 3
    # headquarters' own name is a letterhead
    own = tracked(tmp_path / "t.xlsx", institutions=PLAN, own="MPB")
    assert units(own) == ["20"] * 3


def test_a_body_that_nobody_knows_is_none_before_the_first_that_is_known(tmp_path: Path) -> None:
    first, second, third = acts(DONE)
    rows: list[Sequence[object]] = [["Policia e Kosovës"], first, ["PEJË"], second, ["Totali"], third]
    found = read(tmp_path, [TABLE[0], *rows], institutions=PLAN)
    assert (units(found), told(found)) == (["Policia e Kosovës", "17"], {"rows_of_all": 1})
    # sections of one office are no units
    rows = [["Drejtoria e Arsimit"], first, ["Drejtoria e Financave"], second, ["Totali"], third]
    assert units(read(tmp_path, [TABLE[0], *rows], institutions=PLAN)) == [""] * 3


def test_a_line_of_a_later_table_on_the_sheet_is_of_that_one(tmp_path: Path) -> None:
    again = [TABLE[0], *acts(DONE, first=4)]
    rows = [["Komuna e Pejës"], *TABLE, *again, ["Raporti i Komunës së Prizrenit"], *again]
    assert units(read(tmp_path, rows, institutions=PLAN)) == ["17"] * 6 + ["20"] * 3
    # where the first was signed is of none
    signed = [*TABLE, ["Prishtinë, 12.10.2026"], *again]
    assert units(read(tmp_path, signed, institutions=PLAN)) == [""] * 6


def test_a_document_s_first_lines_are_of_all_its_tables(tmp_path: Path) -> None:
    texts = [
        [[str(cell) for cell in row] for row in rows] for rows in (TABLE, [TABLE[0], *acts(DONE, first=4)])
    ]

    def title(document: object) -> None:
        paragraph = document.tables[0]._element  # type: ignore[attr-defined]
        line = document.add_paragraph("Raport i Komunës së Pejës, gjendja më 30.09.2026")  # type: ignore[attr-defined]
        paragraph.addprevious(line._element)

    assert units(tracked(word(tmp_path / "t.docx", texts, title))) == ["17"] * 6


def test_an_institution_s_line_counts_like_a_row_that_names_it(tmp_path: Path) -> None:
    found = read(tmp_path, [["Ministria e Financave"], *TABLE], institutions=PLAN)
    assert [(row.unit, row.lead) for row in found.rows] == [("", "Ministria e Financave")] * 3
    head = (*HEAD, "Bartësi", "Statusi")
    found = read(tmp_path, [["MPB"], head, *acts(("MF", "", "Pejë"), DONE)], institutions=PLAN)
    assert [row.lead for row in found.rows] == ["MF", "MPB", "Pejë"]
    several = read(tmp_path, [["MPB"], ["Ministria e Financave"], *TABLE], institutions=PLAN)
    assert (units(several), told(several)) == ([""] * 3, {})


def test_headquarters_name_is_a_letterhead(tmp_path: Path) -> None:
    read(tmp_path, [["Komuna e Prizrenit"], *TABLE])
    assert units(tracked(tmp_path / "t.xlsx", institutions=PLAN, own="20")) == [""] * 3
    # and so is that of the municipality of a plan in which no municipality reports
    soft = tracked(tmp_path / "t.xlsx", institutions=("Drejtoria e Arsimit",))
    assert {(row.unit, row.lead) for row in soft.rows} == {("", "Komuna e Prizrenit")}


@pytest.mark.parametrize(
    "line",
    [
        "Komuna e Pejës dhe Komuna e Prizrenit",
        "Raport i Komunës së Pejës dhe Prizrenit",
        "Komuna: Pejë, Prizren",
    ],
)
def test_a_line_of_several_municipalities_is_told_and_says_nothing(tmp_path: Path, line: str) -> None:
    found = read(tmp_path, [[line], *TABLE], institutions=PLAN)
    assert units(found) == [""] * 3
    assert [(one.code, one.place, one.is_left) for one in found.told] == [
        ("units_several", "sheet Fleta 1, cell A1", False)
    ]


def test_a_name_of_several_municipalities_stays_as_it_is(tmp_path: Path) -> None:
    assert units(read(tmp_path, [["Mitrovica"], *TABLE], institutions=PLAN)) == ["Mitrovica"] * 3


def test_a_line_of_another_municipality_than_the_sheet_leaves_its_rows_out(tmp_path: Path) -> None:
    found = read(tmp_path, [["Komuna e Pejës"], *TABLE], names=["Prizren"], institutions=PLAN)
    assert (units(found), [(one.code, one.is_left) for one in found.told]) == (
        [],
        [("line_against_sheet", True)],
    )
    same = read(tmp_path, [["Komuna e Prizrenit"], *TABLE], names=["Prizren"], institutions=PLAN)
    other = read(tmp_path, [["Ministria e Financave"], *TABLE], names=["Prizren"], institutions=PLAN)
    assert units(same) == units(other) == ["20"] * 3 and told(same) == told(other) == {}


@pytest.mark.parametrize(
    "line",
    [
        "Opština Prizrena",
        "Izveštaj Prizrena",
        "Општина Призрена",
        "Raport për Prizrenin",
        "Izveštaj iz Prizrena",
    ],
)
def test_a_municipality_is_known_in_the_cases_of_its_name(tmp_path: Path, line: str) -> None:
    assert units(read(tmp_path, [[line], *TABLE], institutions=PLAN)) == ["20"] * 3


@pytest.mark.parametrize(
    "line",
    [
        "Komuna e Lipianit",
        "Opština Atlantida",
        "Përfituesi: Komuna e Prizrenit",
        "Partneri: Komuna e Prizrenit",
    ],
)
def test_a_municipality_that_nobody_knows_or_another_label_names_is_asked_about(
    tmp_path: Path, line: str
) -> None:
    assert units(read(tmp_path, [[line], *TABLE], institutions=PLAN)) == [line] * 3


@pytest.mark.parametrize("line", ["Qeveria e Kosovës", "Policia e Kosovës", "Agjencia për Shëndet"])
def test_the_capital_below_a_ministry_is_where_it_sits(tmp_path: Path, line: str) -> None:
    lines = [["Republika e Kosovës"], [line], ["MPB"], ["Prishtinë"]]
    assert units(read(tmp_path, [*lines, *TABLE], institutions=PLAN)) == ["MPB"] * 3


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Niveli qendror", "Niveli qendror"),
        ("Gjakovë dhe Lipian", "Gjakovë dhe Lipian"),
        ("Tabela 2: Aktivitetet", "17"),
        ("Objektivi 2: Ujë", "17"),
        ("Raporti TM3 2026", "17"),
        ("1. Migrimi", "17"),
        ("2. Migrimi", "2. Migrimi"),
        ("1. Ministria e Shëndetësisë", "1. Ministria e Shëndetësisë"),
        ("Tabela 2. Niveli qendror", "Tabela 2. Niveli qendror"),
        ("Raporti i Policisë", "Raporti i Policisë"),
    ],
)
def test_a_table_behind_that_of_a_unit_is_of_another_where_its_title_says_so(
    tmp_path: Path, line: str, unit: str
) -> None:
    first, second, third = acts(DONE)
    rows: list[Sequence[object]] = [["Komuna e Pejës"], TABLE[0], first, [], [line], TABLE[0], second, third]
    assert units(read(tmp_path, rows, institutions=PLAN)) == ["17", unit, unit]
    # of a letterhead above the first table the sheet is no other one
    on_sheet = read(tmp_path, [["MPB"], *rows[1:]], names=["Peja"], institutions=PLAN)
    assert units(on_sheet) == ["17", unit, unit]


@pytest.mark.parametrize(
    ("between", "line"),
    [
        ([["Komuna", "Prizren", "Viti", "2026"]], "20"),
        ([["Komuna e Prizrenit", "Opština Prizren", "Municipality of Prizren"]], "Komuna e Prizrenit | O"),
        ([["Ministria e Shëndetësisë"], ["Viti", "2026", "Tremujori"]], "Ministria e Shëndetësisë"),
    ],
)
def test_a_row_of_several_cells_hides_no_name_above_a_second_table(
    tmp_path: Path, between: Sequence[Sequence[object]], line: str
) -> None:
    first, second, third = acts(DONE, ("x", "y", "z"))
    head = (*HEAD, "Statusi", "Komente")
    rows: list[Sequence[object]] = [["Komuna e Pejës"], head, first, [], *between, head, second, third]
    found = read(tmp_path, rows, institutions=PLAN)
    assert units(found)[0] == "17" and all(unit.startswith(line) for unit in units(found)[-2:])


@pytest.mark.parametrize(
    "sheets",
    [
        [[["Republika e Kosovës"], ["Komuna e Lipjanit"]], [["Raporti TM3"], *TABLE]],
        [[*TABLE, [], ["Komuna e Lipjanit"], [], ["Përgatiti:", "Kontrolloi:", "Aprovoi:"]]],
        [[[*TABLE[0], "", "", "Komuna e Lipjanit"], *TABLE[1:]]],
    ],
)
def test_names_on_a_cover_behind_a_table_and_beside_its_heading_are_kept_with_its_rows(
    tmp_path: Path, sheets: Sequence[Sequence[Sequence[object]]]
) -> None:
    found = read(tmp_path, *sheets, institutions=PLAN)
    assert {"Komuna e Lipjanit" in row.around for row in found.rows if "status" in row.cells} == {True}


def test_a_person_says_that_who_leads_tells_of_a_section(tmp_path: Path) -> None:
    first, second, third = acts(DONE)
    rows: list[Sequence[object]] = [TABLE[0], first, ["Komuna e Pejës"], second, ["Niveli qendror"], third]
    read(tmp_path, rows, institutions=PLAN)
    said = Mapping(assume=(("unit.Niveli qendror", "lead"),))
    assert units(tracked(tmp_path / "t.xlsx", said, PLAN)) == ["", "17", "lead"]


def test_a_table_with_nothing_above_it_goes_on_with_the_one_before_only_by_headings_and_numbers(
    tmp_path: Path,
) -> None:
    first, second, third = acts(DONE)
    begin: list[Sequence[object]] = [["Komuna e Pejës"], TABLE[0], second, []]
    assert units(read(tmp_path, [*begin, TABLE[0], third], institutions=PLAN)) == ["17", "17"]
    # its numbers begin anew, or it has other columns
    head = " | ".join(map(str, TABLE[0]))
    assert units(read(tmp_path, [*begin, TABLE[0], first], institutions=PLAN)) == ["17", head]
    led = [(*TABLE[0], "Institucioni"), (*third, "MPB")]
    assert units(read(tmp_path, [*begin, *led], institutions=PLAN)) == ["17", f"{head} | Institucioni"]
    mapping = Mapping(assume=((f"unit.{head}", "Prizren"),))
    said = read(tmp_path, [*begin, TABLE[0], first], institutions=PLAN, mapping=mapping)
    assert units(said) == ["17", "20"]
    # a label without a name says that it is another's
    labelled = [*begin, ["Njësia:"], TABLE[0], third]
    assert units(read(tmp_path, labelled, institutions=PLAN)) == ["17", "Njësia:"]


def test_headquarters_section_beside_those_of_others_is_its_own(tmp_path: Path) -> None:
    first, second, third = acts(DONE)
    read(tmp_path, [TABLE[0], ["Komuna e Pejës"], first, ["MPB"], second, third])
    own = tracked(tmp_path / "t.xlsx", institutions=PLAN, own="MPB")
    assert units(own) == ["17", "MPB", "MPB"]


@pytest.mark.parametrize("gap", [0, 1])
@pytest.mark.parametrize("label", [("Emri i komunës", "Data"), ("Komuna", "Periudha"), ("Opština", "Datum")])
def test_labels_and_what_they_say_in_one_row_name_the_unit_of_each_table(
    tmp_path: Path, label: tuple[str, str], gap: int
) -> None:
    rows: list[Sequence[object]] = []
    for who in ("Pejë", "Lipjan"):
        rows += [
            (label[0], who, label[1], "30.06.2026"),
            *[("",)] * gap,
            (*HEAD, "Statusi"),
            *acts(DONE),
            ("",),
        ]
    assert [row.unit for row in read(tmp_path, rows).rows] == ["17"] * 3 + ["13"] * 3


@pytest.mark.parametrize("further", [(), (("Data", "30.06.2026"),)])
def test_a_small_table_of_labels_names_the_unit_of_the_next_table(
    tmp_path: Path, further: Sequence[tuple[str, str]]
) -> None:
    document = docx.Document()
    for who in ("Pejë", "Lipjan"):
        for rows in ([("Komuna", who), *further], [(*HEAD, "Statusi"), *acts(DONE)]):
            table = document.add_table(0, len(rows[0]))
            for row in rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = str(text)
            document.add_paragraph()
    document.save(str(tmp_path / "t.docx"))
    found = tracked(tmp_path / "t.docx", Mapping())
    assert [row.unit for row in found.rows] == ["17"] * 3 + ["13"] * 3
