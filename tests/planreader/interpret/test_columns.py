"""Columns that other templates have: parts of a year, begin and end, codes, persons, tables of indicators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planreader import assembled, read
from planreader.build.names import Lexicon
from planreader.interpret.mapping.given import Mapping
from planreader.sources.form import Cell, Part
from planreader.sources.listing import COLUMN
from planreader.sources.text.lines import BLOCK
from planreader.sources.text.words import is_open
from planreader.sources.xlsx_reader import shown
from planreader.vocabulary import money, numbers
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import role_of
from store.db.errors import UserError
from store.plan.model import ADMIN, Plan
from tests.planreader.tables import HEAD, action, plan, workbook


def _sheet(path: Path, rows: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> Plan:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if value != "":
                sheet.cell(r, c).value = value
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(str(path))
    return read(path)


_PARTED = [
    ("1.1 Objektivi specifik: Uji", *[""] * 9),
    ("Nr.", "Veprimi", "Afati", "Buxheti", "", "", "", "Institucioni", "Produkti", "Dokumentet"),
    ("", "", "", 2024, "", 2025, "", "", "", ""),
    ("", "", "", "Kapitale", "Rrjedhëse", "Kapitale", "Rrjedhëse", "", "", ""),
    ("1.1.1", "Hartimi", "2024-2025", 1000, 500, "", "KA", "MPB", "Plani", "Ligji"),
    ("1.1.2", "Blerja", "2024-2025", 2000, "", "KA", 300, "MPB", "Plani", "Ligji"),
    ("Gjithsej 1.1", "", "", 3000, 500, "", 300, "", "", ""),
]
_MERGED = ("A1:J1", "D2:G2", "D3:E3", "F3:G3")


@pytest.mark.parametrize("parts", [("Kapitale", "Rrjedhëse"), ("BK", "Donatorët")])
def test_the_parts_of_a_year_are_asked_for_and_then_its_budget(tmp_path: Path, parts: Sequence[str]) -> None:
    rows = [list(row) for row in _PARTED]
    rows[3][3:7] = [*parts, *parts]
    with pytest.raises(UserError) as caught:
        _sheet(tmp_path / "plan.xlsx", rows, _MERGED)
    columns: Any = caught.value.params["columns"]
    assert caught.value.code == "document_unmapped"
    assert [one["role"] for one in columns[3:7]] == [
        "budget.2024",
        "budget.2024",
        "budget.2025",
        "budget.2025",
    ]
    found, _marks = assembled(tmp_path / "plan.xlsx", mapping=Mapping((("Afati", "deadline"),)))
    budgets = [one.budget for one in found.actions()]
    assert budgets == [{2024: 150000, 2025: ADMIN}, {2024: 200000, 2025: 30000}]
    assert next(found.specific_objectives()).totals == {2024: 350000, 2025: 30000}
    assert found.provenance["1.1.1/budget/2024"].reason == "sum_of_parts"


def test_columns_of_begin_and_end_are_one_deadline(tmp_path: Path) -> None:
    rows = [
        ("1.1 Objektivi specifik: Uji", *[""] * 7),
        ("Nr.", "Veprimi", "Fillimi", "Përfundimi", "Buxheti 2024", "Institucioni", "Produkti", "Dokumentet"),
        ("1.1.1", "Hartimi", "Mars 2024", "Maj 2024", 1000, "MPB", "Plani", "Ligji"),
        ("1.1.2", "Blerja", "2024", "2024", 1000, "MPB", "Plani", "Ligji"),
    ]
    found = _sheet(tmp_path / "plan.xlsx", rows, ("A1:H1",))
    deadlines = [one.deadline for one in found.actions()]
    assert deadlines[0] == ("Mars 2024 – Maj 2024", 2024, 2024, 3, 5)
    assert deadlines[1].raw == "2024"
    assert found.provenance["1.1.1/deadline"].reason == "begin_and_end"


def test_a_table_of_indicators_names_their_objectives(tmp_path: Path) -> None:
    rows = [
        *(list(row) for row in plan()),
        [
            "Objektivi",
            "Treguesi",
            "Vlera bazë (2021)",
            "Synimi 2022",
            "Synimi përfundimtar 2023",
            "Rezultati",
        ],
        ["Objektivi specifik 1.1", "Pjesa e ujit", "10%", "20%", "30%", "Ujë më i mirë"],
        ["Objektivi strategjik 1", "Besimi", "1", "2", "3", "Besim më i madh"],
    ]
    found = _sheet(tmp_path / "plan.xlsx", rows, ("A1:I1", "A2:I2", "D3:E3"))
    above = found.strategic_objectives[0]
    assert [one.title for one in above.indicators] == ["Besimi"]
    assert [one.title for one in above.specific_objectives[0].indicators] == ["Pjesa e ujit"]
    assert above.indicators[0].final == ("3", 2023)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("12,500.-", 1250000),
        ("Pa kosto", 0),
        ("Nuk ka kosto", 0),
        ("bez troškova", 0),
        ("Në kuadër të buxhetit të rregullt", ADMIN),
        ("u okviru redovnog budžeta", ADMIN),
        ("within the regular budget", ADMIN),
    ],
)
def test_amounts_in_words(text: str, cell: int | str) -> None:
    assert money.cell(text) == cell


def test_actions_counted_by_letters(tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "plan.xlsx", plan(action("1.1.a"), action("1.1.b"))))
    assert [one.nr for one in found.actions()] == ["1.1.a", "1.1.b"]
    assert numbers.follows("1.1.b", "1.1.a")
    assert not numbers.is_number("1.ab")


@pytest.mark.parametrize(
    ("printed", "nr"),
    [("1.1.2*", "1.1.2"), ("1.1.2 (e re)", "1.1.2"), ("1.1.1a", "1.1.1a"), ("1.1.1/a", "1.1.1a")],
)
def test_an_action_put_in_between_is_not_the_rest_of_the_one_above(
    tmp_path: Path, printed: str, nr: str
) -> None:
    found = read(workbook(tmp_path / "plan.xlsx", plan(action("1.1.1"), action(printed), action("1.1.3"))))
    assert [one.nr for one in found.actions()] == ["1.1.1", nr, "1.1.3"]


def test_an_amount_merged_over_actions_leaves_none_blank(tmp_path: Path) -> None:
    rows = plan(action("1.1.1", first="", second="1,000"), action("1.1.2", first="", second=""))
    found = read(workbook(tmp_path / "plan.xlsx", rows, lambda sheet: sheet.merge_cells("E5:E6")))
    assert [one.budget[2023] for one in found.actions()] == [100000, None]
    assert not [one.code for one in found.findings if one.code == "budget_blank"]


def _entries(*texts: str) -> list[tuple[str, ...]]:
    cells = [Cell("institutions", (Part(text),)) for text in texts]
    return [Lexicon(cells).entries(cell) for cell in cells]


def test_who_leads_and_who_supports_within_a_cell() -> None:
    assert _entries("Lead: MPB; Support: MD, MSH", "Udhëheqës: Komunat", "Faza: MPB") == [
        ("MPB", "MD", "MSH"),
        ("Komunat",),
        ("Faza: MPB",),
    ]


@pytest.mark.parametrize(
    ("parts", "lead", "support"),
    [
        ("MPB, MD, MSH", "MPB", "MD MSH"),
        ("Lead: MPB, MD; Support: komuna", "MPB MD", "komuna"),
        ("Nosilac: MPB|Podrška:|UNHCR", "MPB", "UNHCR"),
        ("Partnerët: GIZ, UNDP; Udhëheqës: MPB", "MPB", "GIZ UNDP"),
        ("Mbështetës: GIZ", "", "GIZ"),
        ("Bartës: MPB, Mbështetës: MF", "MPB", "MF"),
        ("Lead: MPB Support: MF", "MPB", "MF"),
        ("MPB Support: MF", "MPB", "MF"),
        ("Lead: MPB Supporting institutions: MF", "MPB", "MF"),
        ("• MPB • MF", "MPB", "MF"),
        ("", "", ""),
    ],
)
def test_a_cell_of_both_says_who_leads_or_the_first_does(parts: str, lead: str, support: str) -> None:
    cell = Cell("institutions", tuple(map(Part, parts.split("|"))))
    assert Lexicon([cell]).institutions(cell) == (tuple(lead.split()), tuple(support.split()))


@pytest.mark.parametrize(
    "partners", ["Institucionet mbështetëse", "Partnerët", "Supporting institutions/partners"]
)
def test_columns_of_who_leads_and_who_supports_are_kept_apart(tmp_path: Path, partners: str) -> None:
    told = (("MPB, MD", "GIZ; UNDP"), ("MF", "-"), ("", "UNHCR"))
    actions = [action(f"1.1.{n}", f"Masa {n}") for n in (1, 2, 3)]
    rows = [
        *((*row[:7], "", *row[7:]) for row in plan()[:2]),
        (*HEAD[0][:6], "Institucioni përgjegjës", partners, *HEAD[0][7:]),
        (*HEAD[1], ""),
        *((*row[:6], *both, *row[7:]) for row, both in zip(actions, told, strict=True)),
    ]
    found = read(workbook(tmp_path / "plan.xlsx", rows))
    assert [one.institutions for one in found.actions()] == [
        (("MPB", "MD"), ("GIZ", "UNDP")),
        (("MF",), ()),
        ((), ("UNHCR",)),
    ]
    blank = [one.where for one in found.findings if one.code == "institutions_blank"]
    assert blank == ["1.1.3"]
    assert {"1.1.1/lead", "1.1.1/support"} <= found.provenance.keys()


def test_slashes_between_spaces_part_names() -> None:
    assert _entries("MPB / MD", "MD/MPB", "MD / MPB / MSH") == [
        ("MPB", "MD"),
        ("MD/MPB",),
        ("MD", "MPB", "MSH"),
    ]


def test_names_of_two_columns_are_never_one() -> None:
    lead, support = Part("Agjencia për"), Part("zhvillim", COLUMN)
    assert Lexicon([]).entries(Cell("institutions", (lead, support))) == ("Agjencia për", "zhvillim")


@pytest.mark.parametrize("separator", [", ", "; "])
def test_a_low_quotation_mark_is_closed_behind_letters(separator: str) -> None:
    name = "Univerzitet „Petar Vala“"
    assert _entries(f"{name}{separator}MŽSV") == [(name, "MŽSV")]
    cell = Cell("institutions", (Part(name), Part("MŽSV", BLOCK)))
    assert Lexicon([cell]).entries(cell) == (name, "MŽSV")
    assert is_open("„") and is_open("“")


def test_a_semicolon_parts_whatever_follows() -> None:
    assert _entries("All line ministries; local self-government units") == [
        ("All line ministries", "local self-government units")
    ]


@pytest.mark.parametrize(
    ("number_format", "text"), [("yyyy", "2026"), ("mm/yyyy", "07/2026"), ("dd.mm.yyyy", "01.07.2026")]
)
def test_dates_as_their_format_shows_them(number_format: str, text: str) -> None:
    assert shown(date(2026, 7, 1), number_format) == text


def _near(tmp_path: Path, *names: str) -> list[str]:
    rows = [
        tuple(name if cell == "MPB" else cell for cell in action(f"1.1.{n}"))
        for n, name in enumerate(names, 1)
    ]
    found = read(workbook(tmp_path / "plan.xlsx", plan(*rows))).findings
    return [str(one.figures["found"]) for one in found if one.code == "acronym_near"]


def test_acronyms_with_a_letter_too_few_and_two_that_the_glossary_knows(tmp_path: Path) -> None:
    assert _near(tmp_path, "EULEX", "EULEX", "EULX") == ["EULX"]
    assert _near(tmp_path, "MESTI", "MESTI", "MESPI") == []
    assert _near(tmp_path, "MESTI", "MESTI", "MESTA") == ["MESTA"]


def test_a_printed_zero_is_no_money_outside_the_deadline(tmp_path: Path) -> None:
    rows = [(nr, "Hartimi", "2022", 1000, 0, "BK", "MPB", "Plani", "Ligji") for nr in ("1.1.1", "1.1.2")]
    found = read(workbook(tmp_path / "plan.xlsx", plan(*rows))).findings
    assert not [one for one in found if one.code == "deadline_money"]


def test_money_before_a_deadline_that_says_by_when_is_in_time(tmp_path: Path) -> None:
    deadlines = ("deri në fund të 2023", "2023", "Q4 2023", "31.12.2023", "Q1-Q4 2023")
    rows = [
        (f"1.1.{n}", "Hartimi", deadline, 1000, "", "BK", "MPB", "Plani", "Ligji")
        for n, deadline in enumerate(deadlines, 1)
    ]
    found = read(workbook(tmp_path / "plan.xlsx", plan(*rows))).findings
    assert [one.where for one in found if one.code == "deadline_money"] == ["1.1.2", "1.1.5"]


def test_what_does_not_apply_is_blank(tmp_path: Path) -> None:
    rows = [(nr, "Hartimi", "2022", 1000, "", "BK", "MPB", "n/a", "N/A") for nr in ("1.1.1", "1.1.2")]
    one = next(read(workbook(tmp_path / "plan.xlsx", plan(*rows))).actions())
    assert (one.outputs, one.documents) == ((), ())


def test_a_total_above_the_actions_is_no_indicator(tmp_path: Path) -> None:
    rows = [list(row) for row in plan()]
    targets: list[list[Any]] = [
        ["Treguesi", "Vlera bazë (2021)", "Synimi përfundimtar 2023", "Rezultati", *[""] * 5],
        ["Pjesa e ujit", "10%", "30%", "Ujë më i mirë", *[""] * 5],
        ["Gjithsej 1.1", "", "", 0, 2000, *[""] * 4],
    ]
    found = _sheet(tmp_path / "plan.xlsx", [*rows[:2], *targets, *rows[2:]], ("A1:I1", "A2:I2", "D6:E6"))
    objective = next(found.specific_objectives())
    assert [one.title for one in objective.indicators] == ["Pjesa e ujit"]


def test_a_column_of_units_is_no_baseline(tmp_path: Path) -> None:
    rows = [
        *(list(row) for row in plan()[:2]),
        ["Treguesi", "Njësia", "Vlera bazë (2021)", "Synimi 2022", "Synimi 2023", "Rezultati", *[""] * 3],
        ["Pjesa e ujit", "%", "10", "20", "30", "Ujë më i mirë", *[""] * 3],
        *(list(row) for row in plan()[2:]),
    ]
    found = _sheet(tmp_path / "plan.xlsx", rows, ("A1:I1", "A2:I2", "D5:E5"))
    (one,) = next(found.specific_objectives()).indicators
    assert (one.baseline, one.interim, one.final) == (("10", 2021), ("20", 2022), ("30", 2023))


def test_targets_with_labels_in_their_cells(tmp_path: Path) -> None:
    told = ["Treguesi: Uji", "Vlera bazë: 10% (2021)", "Synimi i përkohshëm: 20% (2022)"]
    rows = [
        *(list(row) for row in plan()[:2]),
        [*told, "Synimi përfundimtar (2023):", "Rezultati: Ujë më i mirë", *[""] * 4],
        *(list(row) for row in plan()[2:]),
    ]
    found = _sheet(tmp_path / "plan.xlsx", rows, ("A1:I1", "A2:I2", "D4:E4"))
    (one,) = next(found.specific_objectives()).indicators
    assert (one.title, one.baseline, one.interim) == ("Uji", ("10%", 2021), ("20%", 2022))


def test_what_stands_below_a_sheets_plan_is_no_part_of_its_last_action(tmp_path: Path) -> None:
    below = [
        [""] * 9,
        ["", "Përgatiti:", "", "Blerim Hoxha", "", "", "Miratoi:", "", ""],
        ["", "Pozita", "", "Drejtor", "", "", "", "Nënshkrimi ____", ""],
    ]
    found = _sheet(
        tmp_path / "plan.xlsx", [*(list(row) for row in plan()), *below], ("A1:I1", "A2:I2", "D3:E3")
    )
    last = list(found.actions())[-1]
    assert (last.title, last.institutions.names, last.outputs) == (
        "Trajnimi i zyrtarëve",
        ("MPB",),
        ("Plani i miratuar",),
    )
    assert not [one for one in found.findings if one.code == "amount_unreadable"]


@pytest.mark.parametrize("deadline", ["31.13.2024", "T5 2023", "2023-2022", "dhjetor-mars 2024"])
def test_deadlines_that_cannot_be_are_listed_and_nothing_else_of_them(tmp_path: Path, deadline: str) -> None:
    rows = [action("1.1.1"), ("1.1.2", "Blerja", deadline, "", 1000, "BK", "MPB", "Plani", "Ligji")]
    found = read(workbook(tmp_path / "plan.xlsx", plan(*rows))).findings
    assert "deadline_malformed" in [one.code for one in found if one.where == "1.1.2"]
    assert "deadline_no_money" not in [one.code for one in found if one.where == "1.1.2"]


def test_an_amount_that_cannot_be_read_is_not_called_missing_too(tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "plan.xlsx", plan(action("1.1.1", first="?? 5000")))).findings
    assert [one.code for one in found if one.where == "1.1.1"] == ["amount_unreadable"]


def test_names_in_quotes_and_capitals_within_names(tmp_path: Path) -> None:
    assert _entries('KB, IPA II, "Support for Reform"') == [("KB", 'IPA II, "Support for Reform"')]
    assert _entries('KB, "Alba Plus" Foundation') == [("KB", '"Alba Plus" Foundation')]
    assert _entries('MPB, NGO "Light, Hope and Life"') == [("MPB", 'NGO "Light, Hope and Life"')]
    assert _entries('Ekran 5", MPB') == [('Ekran 5"', "MPB")]
    rows = [
        tuple(name if cell == "BK" else cell for cell in action(f"1.1.{n}"))
        for n, name in enumerate(
            ("KfW", "KFW", "komunat", "Komunat", "Frontex", "FRONTEX", "SIDA", "Sida"), 1
        )
    ]
    found = read(workbook(tmp_path / "plan.xlsx", plan(*rows))).findings
    written = sorted(str(one.figures["found"]) for one in found if one.code == "spelling_variants")
    assert written == ["“KFW”, “KfW”", "“SIDA”, “Sida”"]


@pytest.mark.parametrize("years", [("", "", ""), (" (2021)", " (2022)", " (2023)")])
def test_targets_of_yes_and_no_are_no_heading(tmp_path: Path, years: tuple[str, str, str]) -> None:
    first, second, third = years
    named = [
        f"{text}{'' if first else year}"
        for text, year in zip(
            ("Baseline value", "Interim target", "Final target"), (" 2021", " 2022", " 2023"), strict=True
        )
    ]
    rows = [
        *(list(row) for row in plan()[:2]),
        ["Indicator", *named, "Result", *[""] * 4],
        ["Number of rules", f"No{first}", f"No{second}", f"Yes{third}", "Institutions apply", *[""] * 4],
        *(list(row) for row in plan()[2:]),
    ]
    found = _sheet(tmp_path / "plan.xlsx", rows, ("A1:I1", "A2:I2", "D5:E5"))
    (one,) = next(found.specific_objectives()).indicators
    assert (one.baseline, one.final) == (("No", 2021), ("Yes", 2023))


def test_a_total_that_a_narrow_column_hides_is_not_compared(tmp_path: Path) -> None:
    total = ("Buxheti i përgjithshëm për objektivin specifik 1.1", "", "", "0", "###", "", "", "", "")
    grand = ("Totali i planit", "", "", "0", "###", "", "", "", "")
    found = read(workbook(tmp_path / "plan.xlsx", [*plan(action("1.1.1")), total, grand])).findings
    assert [(one.code, one.where) for one in found] == [
        ("amount_unreadable", "1.1"),
        ("amount_unreadable", "plan"),
    ]


@pytest.mark.parametrize(
    "text", ["Required for CFO Act agencies", "Drejtoria e Arsimit", "Ministry of Health"]
)
def test_what_names_a_body_heads_no_column(text: str) -> None:
    assert role_of(text) == ""


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Directorate",
            "Responsible party",
            "Action owner",
            "Lead department",
            "Drejtoria",
            "Titullari",
            "Bartësi",
        ),
        *("Nositelj aktivnosti", "Nosilac", "Zadužena služba", "Nadležno tijelo"),
        *("Носител", "Задолжена институција", "Надлежен орган", "Одговорно министерство", "Носилац"),
    ],
)
def test_who_answers_for_actions_is_told_in_the_words_of_other_offices(heading: str) -> None:
    assert role_of(heading) == "institutions"


@pytest.mark.parametrize(
    ("heading", "role"),
    [("Мерка", "title"), ("Рок за спроведување", "deadline"), ("Соработници", "support"), ("Ќерка", "")],
)
def test_headings_in_macedonian(heading: str, role: str) -> None:
    assert role_of(heading) == role and fold("Ѓорѓи Ќамил Ѕвезда") == "gorgi kamil dzvezda"


@pytest.mark.parametrize("heading", ["Financing gap", "Co-financing", "Financuar nga donatorët"])
def test_a_column_of_figures_is_none_of_names(tmp_path: Path, heading: str) -> None:
    rows: list[list[Any]] = [
        ["Objective 1: Roads"],
        ["No.", "Action", "Lead institution", "Deadline", "Budget 2026", heading, "Source of funding"],
        ["1.1", "Repair", "MI", "2026", 500, 71, "KB"],
        ["1.2", "Build", "MI", "2026", 900, "53.75", "EU"],
    ]
    width = max(map(len, rows))
    found = read(workbook(tmp_path / "a.xlsx", [[*row, *[""] * (width - len(row))] for row in rows]))
    assert [one.funding for one in found.actions()] == [("KB",), ("EU",)]
    assert [[(r.heading, r.text) for r in one.remarks] for one in found.actions()] == [
        [(heading, "71")],
        [(heading, "53.75")],
    ]
