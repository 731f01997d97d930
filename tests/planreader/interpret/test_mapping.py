"""Tables whose columns the reader does not know, read by what somebody says they are."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from docx import Document
from openpyxl import load_workbook

from language.messages import message
from planreader import assembled
from planreader.findings.findings import find
from planreader.interpret.mapping.entry import read_tables
from planreader.interpret.mapping.given import Mapping
from planreader.review.decisions import read_decisions
from planreader.review.mapped import Questions, keep_mapping, mapping_typed
from planreader.review.reading import DocumentReading, read_reviewed
from planreader.review.review import DocumentReview
from planreader.sources.grid import GridCell, GridRow, parts_of
from store.db.errors import UserError
from store.plan.model import Action, Plan
from tests.planreader.tables import plan as family
from tests.planreader.tables import word, workbook
from tests.support.paths import MAPPED

LIST_COLUMNS: Final = ("Puna=action", "Kush e bën=lead", "Si e dimë që u krye=outputs")
LIST_ASSUMED: Final = ("deadline=2025", "objective=Lagjet tona")
CARD_COLUMNS: Final = ("Do kada?=deadline", "Vodi=lead", "Pomažu=support", "Šta će se videti=outputs")
CARD_ASSUMED: Final = ("objective=Zapošljavanje mladih",)

_LIST: Final[Sequence[Sequence[Any]]] = (
    ("What we do", "Who", "By when", "State pays 2024", "Donor pays 2024", "How it stands"),
    ("12 - Refresh the campaign", "Press office", "May 2024", "1,000", "500", "Done"),
    ("14 - Print the leaflet", "Press office", "2024", "", "700", "Open"),
    ("15 - Call the schools", "Education", "2024", "KA", "", ""),
)
_MONEY: Final = ("State pays 2024=budget.2024", "Donor pays 2024=budget.2024")
_NAMED: Final = ("What we do=action", "Who=lead", "By when=deadline", *_MONEY)


def read(path: Path, columns: Sequence[str] = (), assume: Sequence[str] = ()) -> Plan:
    return assembled(path, mapping=mapping_typed(columns, assume, str(path)))[0]


def refusal(path: Path, columns: Sequence[str] = (), assume: Sequence[str] = ()) -> UserError:
    with pytest.raises(UserError) as caught:
        read(path, columns, assume)
    return caught.value


def listed(folder: Path, rows: Sequence[Sequence[Any]] = _LIST) -> Path:
    return workbook(folder / "list.xlsx", rows)


def by_number(plan: Plan) -> Pairs[str, Action]:
    return {action.nr: action for action in plan.actions()}


def test_a_flat_list_of_eighty_actions_is_refused_with_its_columns_and_read_by_a_mapping() -> None:
    refused = refusal(MAPPED / "list.xlsx")
    assert refused.code == "document_unmapped"
    columns: Any = refused.params["columns"]
    assert [(one["name"], one["role"]) for one in columns] == [
        ("Puna", ""),
        ("Më hollësisht", ""),
        ("Si e dimë që u krye", ""),
        ("Kush e bën", "lead"),
        ("Gjendja", "status"),
        ("Lajmi i fundit", ""),
    ]
    assert all(len(one["samples"]) == 3 for one in columns)
    assert (refused.params["place"], refused.params["missing"]) == (
        "sheet Puna 2025, row 5",
        ["action", "deadline", "objective", "title"],
    )
    plan, marks = assembled(MAPPED / "list.xlsx", mapping=mapping_typed(LIST_COLUMNS, LIST_ASSUMED, ""))
    assert [passed.place for passed in marks.passed] == ["sheet Ngjyrat, row 1", "sheet Puna 2025, row 89"]
    actions = by_number(plan)
    assert len(actions) == 80 and plan.years == (2025,)
    assert [objective.title for objective in plan.specific_objectives()] == ["Lagjet tona"]
    assert "1.1.2" not in actions and actions["1.1.105"].title.startswith("Asfaltimi")
    assert [remark.heading for remark in actions["1.1.1"].remarks] == ["Më hollësisht", "Gjendja"]
    assert actions["1.1.1"].institutions.names == ("Drejtoria e Mjedisit", "Ndërmarrja Pastrimi")
    assert plan.provenance["1.1.1/deadline"].decided == "given"


def test_cards_are_rows_and_their_labels_columns() -> None:
    plan = read(MAPPED / "cards.docx", CARD_COLUMNS, CARD_ASSUMED)
    actions = by_number(plan)
    assert len(actions) == 12 and plan.years == (2024, 2025)
    first, last = actions["1.1.1"], actions["1.1.12"]
    assert (first.title, first.deadline.raw, first.budget) == (
        "Prvi posao",
        "jun 2024",
        {2024: 1_200_000, 2025: 1_500_000},
    )
    assert first.institutions.names[0] == "Kancelarija za mlade" and len(first.institutions.names) == 3
    assert last.title == "Praćenje", "the abbreviations behind the cards are none of them"
    assert plan.provenance["1.1.12/title"].place == "table 12, row 1, column 2"


def test_a_list_of_eighty_actions_in_bands_with_totals_comes_in_with_every_amount() -> None:
    path = MAPPED / "bands_sr.xlsx"
    assert refusal(path).params["missing"] == [], "its bands are objectives, its title is printed"
    plan, marks = assembled(path, mapping=mapping_typed(["Šifra=number"], [], ""))
    lines: list[Any] = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))
    office = [row for row in lines if str(row[1]).startswith("EE-")]
    assert len(office) == 80 and plan.currency == "RSD"
    assert [_amounts(row[6:9], 100_000) for row in office] == [
        [action.budget.get(year) for year in (2024, 2025, 2026)] for action in plan.actions()
    ]
    above = plan.provenance["1/title"]
    assert (above.certain, above.decided, above.reason) == (False, "", "objective_by_title")
    actions = list(plan.actions())
    assert [row[2] for row in office] == [action.title for action in actions]
    assert [list(action.funding) for action in actions] == [row[10].split(", ") for row in office]
    assert all(
        {"Šifra": row[1], "Stanje na dan 30.6.2025.": row[11]}.items()
        <= {remark.heading: remark.text for remark in action.remarks}.items()
        for row, action in zip(office, actions, strict=True)
    )
    assert {"EPS AD", "AERS", "GIZ"} <= {name for action in actions for name in action.institutions.names}
    sums = [_amounts(row[6:9], 100_000) for row in lines if str(row[0]).startswith(("Svega", "UKUPNO"))]
    objectives = list(plan.specific_objectives())
    assert [[one.totals[year] for year in plan.years] for one in objectives] == sums[:-1]
    bands = [row[0] for row in lines if str(row[0]).startswith("CILJ")]
    assert [one.title for one in objectives] == [str(band).partition(": ")[2] for band in bands]
    assert marks.grand_total is not None and list(marks.grand_total.values()) == sums[-1]
    assert all(found.code != "totals_stray_text" for found in find(plan, marks)), "left out is left out"


def test_cards_below_headings_of_objectives_come_in_with_every_amount() -> None:
    path = MAPPED / "cards_sq.docx"
    assert refusal(path).params["missing"] == []
    plan = read(path, ["Nga vijnë paratë=funding", "Me kë bashkë=support"])
    cards = [[row.cells[1].text for row in table.rows] for table in Document(str(path)).tables]
    actions = list(plan.actions())
    assert len(cards) == 20 and plan.currency == "ALL"
    assert [(c[1], c[4]) for c in cards] == [(action.title, action.deadline.raw) for action in actions]
    assert [[int(t.replace(".", "")) * 100 if t else None for t in c[5:7]] for c in cards] == [
        [action.budget.get(year) for year in (2025, 2026)] for action in actions
    ]
    paid = [c[7].replace("; ", ", ").split(", ") for c in cards]
    assert paid == [list(action.funding) for action in actions]
    assert [(o.nr, o.title, len(o.actions)) for o in plan.specific_objectives()] == [
        ("1.1", "Shtigje të sigurta dhe të shënuara", 7),
        ("1.2", "Bujtina dhe produkte vendore", 7),
        ("1.3", "Mjedis i pastër dhe menaxhim i mbetjeve", 6),
    ]


def _amounts(cells: Sequence[Any], unit: int) -> list[int | None]:
    return [None if one is None else round(one * unit) for one in cells]


def test_objectives_that_are_listed_in_front_of_the_cards_are_none_of_theirs(tmp_path: Path) -> None:
    document = Document()
    for line in ("Objektivi 1. Rrugët", "Objektivi 2. Uji", "Objektivi 3. Drita"):
        document.add_paragraph(line)
    for title in ("Shtro rrugën", "Pastro burimin"):
        table = document.add_table(0, 2)
        for pair in (("Masa", title), ("Kush", "Komuna"), ("Deri kur", "2025")):
            for cell, text in zip(table.add_row().cells, pair, strict=True):
                cell.text = text
        document.add_paragraph()
    document.save(str(tmp_path / "front.docx"))
    assert refusal(tmp_path / "front.docx", ["Masa=action"]).params["missing"] == ["objective", "title"]


def test_what_several_pay_of_a_year_is_summed_and_each_part_kept(tmp_path: Path) -> None:
    actions = by_number(read(listed(tmp_path), _NAMED, ["objective=All"]))
    assert [actions[nr].budget[2024] for nr in ("1.1.12", "1.1.14", "1.1.15")] == [150_000, 70_000, "admin"]
    assert [(one.heading, one.text) for one in actions["1.1.12"].remarks] == [
        ("State pays 2024", "1,000"),
        ("Donor pays 2024", "500"),
        ("How it stands", "Done"),
    ]


_PAYERS: Final = ("R.br.", "Mera", "Nosilac", "Rok")


@pytest.mark.parametrize(
    ("money", "unlike"),
    [
        (("Budžet RS (u 000 RSD)", "Donacije (u 000 RSD)", "Kredit (u 000 RSD)", "Ukupno (u 000 RSD)"), {}),
        (("Buxheti i shtetit", "Donatorë", "Kredi", "Gjithsej"), {}),
        (("Budget: state", "Budget: donors", "Budget: loan", "Budget: total"), {}),
        (("State budget", "Donors", "Budget spent", "Pupils"), {"Budget spent": "spent", "Pupils": ""}),
        (("Sredstva RS (RSD)", "Donacije (RSD)", "Sredstva (EUR)", "%"), {"Sredstva (EUR)": "", "%": ""}),
    ],
)
def test_who_pays_what_without_a_year_is_money_and_its_total_is_left_out(
    tmp_path: Path, money: Sequence[str], unlike: Pairs[str, str]
) -> None:
    rows = [
        (1, "Otvoriti rudnik", "Ministarstvo", "2025", 100, "", 30, 130),
        (2, "Zatvoriti rudnik", "Ministarstvo", "2026", 100, 50, "", 150),
    ]
    path = listed(tmp_path, [(*_PAYERS, *money), *rows])
    questions = Questions(refusal(path))
    roles = {one.name: one.role for one in questions.columns[4:]}
    assert roles == {**dict(zip(money, ("budget", "budget", "budget", "leave"), strict=True)), **unlike}
    questions.assume("objective", "Rudnici")
    questions.assume("title", "Rudnici")
    plan = assembled(path, mapping=questions.mapping())[0]
    scale = 1000 if "000" in money[0] else 1
    first, second = (action.budget_total for action in plan.actions())
    assert (first, second) == ((100 if unlike else 130) * scale * 100, 150 * scale * 100)
    paid = [(one.heading, one.text) for one in by_number(plan)["1.1.2"].remarks][:2]
    assert paid == [(money[0], "100"), (money[1], "50")]


@pytest.mark.parametrize(
    "money",
    [
        ("State budget", "Donors", "Total"),
        ("Budžet RS", "Donacije", "Ukupno"),
        ("Buxheti i Kosovës", "Donatorët", "Gjithsej"),
    ],
)
def test_a_plan_that_could_be_read_with_part_of_its_money_asks(tmp_path: Path, money: Sequence[str]) -> None:
    rows: list[Sequence[Any]] = [
        ("Plani i veprimit 2026", "", "", ""),
        ("Nr.", "Veprimi", "Afati", *money, "Bartës"),
        ("1", "Objektivi strategjik 1: Energjia", "", ""),
        ("1.1", "Objektivi specifik 1.1: Rrjeti", "", ""),
        ("1.1.1", "Hartimi", "2026", 100, 40, 140, "MPB"),
        ("1.1.2", "Blerja", "2026", 200, "", 250, "MPB"),
        ("1.1.3", "Shitja", "2026", "", 70, 70, "MPB"),
    ]
    path = listed(tmp_path, rows)
    questions = Questions(refusal(path))
    assert [one.role for one in questions.columns[3:6]] == ["budget", "budget", "leave"]
    plan, marks = assembled(path, mapping=questions.mapping())
    assert [action.budget for action in plan.actions()] == [{2026: 14_000}, {2026: 20_000}, {2026: 7_000}]
    (wrong,) = [one for one in find(plan, marks) if "sum" in one.code]
    assert (wrong.where, wrong.figures["printed"]) == ("1.1.2", 25_000)


@pytest.mark.parametrize(
    ("whole", "others"),
    [
        ("Budget 2026", ["of which donors 2026", "Funding gap 2026"]),
        ("Budžet 2026", ["Od toga EU 2026", "Nedostajuća sredstva 2026"]),
        ("Buxheti 2026", ["Nga kjo donatorët 2026", "Hendeku financiar 2026"]),
        ("Planned budget 2026", ["Approved budget 2026", "Revised budget 2026"]),
        ("Needed funds 2026", ["Secured funds 2026", "Funding gap 2026"]),
        ("Budget 2026", ["Capital 2026", "Recurrent 2026"]),
        ("Buxheti 2026", ["Pagesat 2026", "Buxheti i ndarë 2026"]),
    ],
)
def test_money_that_a_budget_beside_it_holds_is_not_proposed_once_more(
    tmp_path: Path, whole: str, others: Sequence[str]
) -> None:
    rows = [(*_PAYERS, whole, *others), *((n, "Otvoriti", "Vlada", "2026", 1000, 400, 600) for n in (1, 2))]
    columns: Any = refusal(listed(tmp_path, rows)).params["columns"]
    money = [one["role"] for one in columns if one["role"].startswith("budget")]
    assert [one["role"] for one in columns if one["name"] == whole] == money == ["budget.2026"]


def test_a_blank_column_before_the_total_is_what_somebody_pays(tmp_path: Path) -> None:
    def roles(money: Sequence[str], *amounts: object) -> list[str]:
        rows = [(n, "Otvoriti rudnik", "Vlada", "2025", *amounts) for n in (1, 2)]
        columns: Any = refusal(listed(tmp_path, [(*_PAYERS, *money), *rows])).params["columns"]
        return [one["role"] for one in columns][4:]

    money = ("Budžet (RSD)", "Donatori", "Kredit", "Ukupno (RSD)")
    assert roles(money, 100, "", "", 100) == ["budget", "budget", "budget", "leave"]
    assert roles(("Trošak", "Izvor finansiranja"), 100, "") == ["budget", "funding"]


def test_prices_and_quantities_are_not_added(tmp_path: Path) -> None:
    rows: list[Sequence[Any]] = [(*_PAYERS, "Cost per unit (EUR)", "Number of units", "Total (EUR)")]
    rows += [(n, "Buy buses", "City", "2025", 100, 3, 300) for n in (1, 2)]
    plan = read(listed(tmp_path, rows), (), ["objective=Buses"])
    assert [action.budget for action in plan.actions()] == [{2025: 30_000}] * 2


def test_what_several_pay_in_a_plan_of_one_year_is_inferred(tmp_path: Path) -> None:
    rows = [(*_PAYERS, "Budžet", "Donatori"), (1, "Otvoriti rudnik", "Ministarstvo", "2025", 100, 30)]
    plan = read(listed(tmp_path, [*rows, (2, "Zatvoriti", "Vlada", "2025", "", 5)]), (), ["objective=R"])
    assert [action.budget for action in plan.actions()] == [{2025: 13_000}, {2025: 500}]
    assert plan.provenance["1.1.1/budget/2025"].reason == "sum_of_parts"
    assert plan.provenance["1.1.2/budget/2025"].certain


@pytest.mark.parametrize(
    ("money", "due"),
    [
        (("Budžet (000 RSD)", "Donatori (000 RSD)"), "2025"),
        (("Budžet (000 RSD)", "Donatori (000 RSD)"), "2025-2026"),
        (("Budžet 2025 (000 RSD)", "Donatori 2025 (000 RSD)"), "2025"),
    ],
)
def test_the_document_shows_what_its_cells_print(tmp_path: Path, money: Sequence[str], due: str) -> None:
    rows = [(*_PAYERS, *money), (1, "Otvoriti", "Vlada", "2025", 100, 30)]
    path = listed(tmp_path, [*rows, (2, "Zatvoriti", "Vlada", due, "", 5)])
    _plan, marks = assembled(path, mapping=mapping_typed([], ["objective=R"], ""))
    field = "budget/2025" if due == "2025" else "budget_total"
    assert [marks.sources[f"{nr}/{field}"] for nr in ("1.1.1", "1.1.2")] == ["100 · 30", "5"]


def test_numbers_are_no_source_of_funding(tmp_path: Path) -> None:
    rows = [("Mera", "Rok", "Donatori", "Izvor finansiranja"), ("Otvoriti", "2025", 7, "Budžet RS")]
    columns: Any = refusal(listed(tmp_path, [*rows, ("Zatvoriti", "2025", 9, "EU")])).params["columns"]
    assert [one["role"] for one in columns][2:] == ["", "funding"]


def test_a_total_that_somebody_calls_the_money_takes_the_place_of_its_parts(tmp_path: Path) -> None:
    rows = [(*_PAYERS, "Budžet", "Donatori", "Ukupno"), (1, "Otvoriti", "Vlada", "2025", 100, 30, 130)]
    path = listed(tmp_path, [*rows, (2, "Zatvoriti", "Vlada", "2025", 1, 2, 3)])
    plan = read(path, ["Ukupno=budget"], ["objective=Rudnici"])
    assert [action.budget for action in plan.actions()] == [{2025: 13_000}, {2025: 300}]


def test_money_of_a_year_beside_money_without_one_is_refused(tmp_path: Path) -> None:
    rows = [(*_PAYERS, "Budžet", "Donatori"), (1, "Otvoriti rudnik", "Ministarstvo", "2025", 100, 30)]
    path = listed(tmp_path, [*rows, (2, "Zatvoriti", "Vlada", "2025", "", 5)])
    for columns in (["Budžet=budget", "Donatori=budget.2025"], ["Donatori=budget.2025"]):
        refused = refusal(path, columns, ["objective=Rudnici"])
        told = {refused.params["first"], refused.params["name"]}
        assert (refused.code, told) == ("mapping_dated", {"Budžet", "Donatori"})
    questions = Questions(refusal(path))
    questions.call("Donatori", "budget.2025")
    with pytest.raises(UserError, match="mapping_dated"):
        questions.mapping()
    questions.call("Budžet", "budget.2025")
    assert dict(questions.mapping().columns)["Donatori"] == "budget.2025"


def test_what_columns_seem_to_be_is_told_by_their_headings(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Measure", "Year", "2024", ""),
        ("", "", "", "State", "Donor"),
        ("EN-1", "Plant trees", "2024", "1,000", "500"),
        ("EN-2", "Clean the river", "June 2024", "20", ""),
    ]

    def merged(sheet: Any) -> None:
        for cells in ("A1:A2", "D1:E1"):
            sheet.merge_cells(cells)

    path = workbook(tmp_path / "payers.xlsx", rows, merged)
    columns: Any = refusal(path).params["columns"]
    told = [(one["name"], one["role"]) for one in columns]
    assert told == [
        ("Ref", "number"),
        ("Measure", "action"),
        ("Year", ""),
        ("2024 State", "budget.2024"),
        ("2024 Donor", "budget.2024"),
    ]
    first = by_number(read(path, ["Year=deadline"], ["objective=All", "lead=-"]))["EN-1"]
    assert first.budget == {2024: 150_000}
    assert [one.text for one in first.remarks] == ["1,000", "500"]


def test_a_plan_whose_columns_name_nobody_who_is_responsible_asks(tmp_path: Path) -> None:
    head = ("Nr.", "Veprimi", "Kabineti", "Afati", "Buxheti 2025", "Komente")
    rows = [
        head,
        ("1", "Objektivi 1: Rrugët", "", "", "", ""),
        ("1.1", "Objektivi specifik 1.1: Urat", *[""] * 4),
    ]
    rows += [
        (f"1.1.{n}", f"Ura {n}", name, "2025", str(n), "ok")
        for n, name in enumerate(("MIT", "MPB", "MIT, MF"), 1)
    ]
    path = listed(tmp_path, rows)
    questions = Questions(refusal(path))
    assert questions.missing == [] and dict(questions.proposed)["Kabineti"] == "lead"
    assert [one.institutions.names for one in read(path, ["Kabineti=lead"]).actions()] == [
        ("MIT",),
        ("MPB",),
        ("MIT", "MF"),
    ]
    nobody = refusal(path, ["Kabineti=remark"])
    assert "lead" in Questions(nobody).missing and Questions(nobody).suggestion("lead") == "-"
    assert not any(one.institutions.names for one in read(path, ["Kabineti=remark"], ["lead=-"]).actions())
    whole = read(path, ["Kabineti=remark"], ["lead=Kryetari"])
    assert {one.institutions.names for one in whole.actions()} == {("Kryetari",)}
    assert whole.provenance["1.1.1/lead"].reason == "given"


def test_columns_that_became_remarks_are_told_with_values_and_can_be_named(tmp_path: Path) -> None:
    rows = family()
    told = ("Kabineti", "", "MIT", "MPB")
    rows = [*rows[:2], *((*row, text) for row, text in zip(rows[2:], told, strict=True))]
    path = workbook(tmp_path / "plan.xlsx", [(*row, "") if len(row) < 10 else row for row in rows])
    reading = read_reviewed(path)
    assert reading.kept == (("Kabineti", "", ("MIT", "MPB")),), "the plan names others who lead"
    named = read_reviewed(path, mapping=mapping_typed(["Kabineti=support"], [], ""))
    assert named.kept == () and [one.institutions.names for one in named.plan.actions()] == [
        ("MPB", "MIT"),
        ("MPB", "MPB"),
    ]
    remark = read_reviewed(path, mapping=mapping_typed(["Kabineti=remark"], [], ""))
    assert remark.kept == reading.kept, "an answer that was taken as proposed hides nothing"


def test_a_column_without_a_heading_is_kept_under_its_place(tmp_path: Path) -> None:
    rows = [*family()[:4], *((*row, text) for row, text in zip(family()[4:], ("MIT", "MPB"), strict=True))]
    rows = [(*row, "") if len(row) < 10 else row for row in rows]
    for path in (workbook(tmp_path / "plan.xlsx", rows), word(tmp_path / "plan.docx", [rows])):
        assert read_reviewed(path).kept == (("#10", "", ("MIT", "MPB")),)
        named = read(path, ["#10=support"])
        assert [one.institutions.names for one in named.actions()] == [("MPB", "MIT"), ("MPB", "MPB")]


def test_a_row_with_a_number_is_no_heading(tmp_path: Path) -> None:
    rows = [(1, "Build the school", "2024", "Ministry"), (2, "Buy desks", "2025", "Ministry")]
    assert refusal(workbook(tmp_path / "bare.xlsx", rows)).code == "document_no_heading"


def test_a_column_of_cost_without_a_year_stands_in_that_of_the_deadline(tmp_path: Path) -> None:
    rows = [row[:4] for row in _LIST]
    columns = (*_NAMED[:3], "State pays 2024=budget")
    actions = by_number(read(listed(tmp_path, rows), columns, ["objective=All"]))
    assert actions["1.1.12"].budget == {2024: 100_000}


def test_begin_and_end_are_one_deadline_and_what_is_left_out_is_gone(tmp_path: Path) -> None:
    rows = [
        (*row[:2], year, row[2], row[5]) for row, year in zip(_LIST, ("Since", 2023, 2023, 2024), strict=True)
    ]
    columns = ("What we do=action", "Since=deadline.from", "By when=deadline.to", "How it stands=leave")
    actions = by_number(read(listed(tmp_path, rows), columns, ["objective=All"]))
    assert (actions["1.1.14"].deadline.start, actions["1.1.14"].deadline.end) == (2023, 2024)
    assert actions["1.1.14"].remarks == ()


def test_lines_over_the_table_and_a_column_of_objectives_are_objectives(tmp_path: Path) -> None:
    band = ("Schools", *[""] * 5)
    rows = [_LIST[0], ("Press", *[""] * 5), *_LIST[1:3], band, _LIST[3]]

    def merged(sheet: Any) -> None:
        for row in (2, 5):
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=6)

    plan = read(workbook(tmp_path / "bands.xlsx", rows, merged), _NAMED, ["objective=All"])
    assert [(o.nr, o.title, len(o.actions)) for o in plan.specific_objectives()] == [
        ("1.1", "Press", 2),
        ("1.2", "Schools", 1),
    ]
    assert [objective.title for objective in plan.strategic_objectives] == ["All"]
    named = read(listed(tmp_path), (*_NAMED[:1], *_NAMED[2:], "Who=objective"), ["lead=-"])
    assert [(o.title, [a.nr for a in o.actions]) for o in named.specific_objectives()] == [
        ("Press office", ["1.1.12", "1.1.14"]),
        ("Education", ["1.2.15"]),
    ]


def test_a_title_behind_its_number_may_begin_with_a_digit(tmp_path: Path) -> None:
    texts = ("8 - 5 workshops", "9. 2026 survey", "011 – 24/7 line", "12-Refresh", "13 - 1.2 million trees")
    rows = [_LIST[0], *((text, *_LIST[1][1:]) for text in texts)]
    plan, marks = assembled(listed(tmp_path, rows), mapping=mapping_typed(_NAMED, ["objective=All"], ""))
    assert {nr: action.title for nr, action in by_number(plan).items()} == {
        "1.1.8": "5 workshops",
        "1.1.9": "2026 survey",
        "1.1.011": "24/7 line",
        "1.1.12": "Refresh",
        "1.1.13": "1.2 million trees",
    }
    assert not marks.passed


def _numbered(folder: Path, *texts: str) -> tuple[dict[str, str], Plan]:
    rows = [_LIST[0], *((text, *_LIST[1][1:]) for text in texts)]
    plan, marks = assembled(listed(folder, rows), mapping=mapping_typed(_NAMED, ["objective=All"], ""))
    assert not marks.passed
    return {nr: action.title for nr, action in by_number(plan).items()}, plan


def test_where_most_rows_have_a_number_one_without_is_no_action_and_a_finding(tmp_path: Path) -> None:
    texts = ("3 - Refresh", "3a - Print", "105/b – Call", "Measure 7: Ask", "Nr.9 - Tell", "Phase 2: Build")
    rows = [_LIST[0], *((text, *_LIST[1][1:]) for text in (*texts, "13  Two spaces"))]
    plan, marks = assembled(listed(tmp_path, rows), mapping=mapping_typed(_NAMED, ["objective=All"], ""))
    found = {nr: action.title for nr, action in by_number(plan).items()}
    assert found == {
        "1.1.3": "Refresh",
        "1.1.3a": "Print",
        "1.1.105b": "Call",
        "1.1.7": "Ask",
        "1.1.9": "Tell",
    }
    missed = [one for one in find(plan, marks) if one.code == "row_passed"]
    assert [(one.where, str(one.figures["text"])[:14]) for one in missed] == [
        ("1.1.9", "Phase 2: Build"),
        ("1.1.9", "13 Two spaces "),
    ]
    assert not marks.passed, "it is told once"


def test_a_list_in_which_many_rows_and_not_most_have_a_number_is_refused(tmp_path: Path) -> None:
    rows = [_LIST[0], *((text, *_LIST[1][1:]) for text in ("1 - Ask", "2 - Call", "of all", "and more"))]
    refused = refusal(listed(tmp_path, rows), _NAMED, ["objective=All"])
    told = {key: refused.params[key] for key in ("place", "found", "of")}
    assert refused.code == "document_numbers_few"
    assert told == {"place": "sheet Plani, row 4", "found": 2, "of": 4}
    assert "Word" in message(refused.code, refused.params), "what else to import"


def _print_of(*pages: Sequence[Sequence[str]]) -> list[GridRow]:
    """The rows of tables as a print has them, a page each."""
    rows: list[GridRow] = []
    for page, table in enumerate(pages, 1):
        for n, texts in enumerate(table, 1):
            place = f"page {page}, table {page}, row {n}"
            cells = [GridCell(c, c + 1, parts_of([text], 0), place) for c, text in enumerate(texts)]
            rows.append(GridRow(tuple(cells), place, page, cut=n == 1 and page > 1))
    return rows


_HEAD: Final = ("Action", "Who", "By when", "2025", "Status")


def test_rows_of_a_list_that_a_print_cuts_are_parts_of_the_action_above() -> None:
    pages = (
        [
            _HEAD,
            ("1 - Build the", "Ministry", "2025", "1,000", ""),
            ("2 - Ask every", "Agency", "Q1 2025", "", ""),
        ],
        [_HEAD, ("school", "of Health", "", "200", "Open"), ("3 - Print", "Agency", "2025", "", "")],
        [("leaflets", "", "", "", ""), ("", "", "", "", "for all"), ("4 - Go", "Agency", "2025", "5", "")],
        [_HEAD, ("5 - End", "Agency", "2025", "7", ""), ("More", "Agency", "2025", "9", "")],
    )
    mapping = mapping_typed(["Status=remark"], ["objective=All"], "")
    sheet = read_tables(_print_of(*pages), "list.pdf", mapping)
    actions = [row for row in sheet.rows if row.kind == "action"]
    assert [(row.nr, row.text("title")) for row in actions] == [
        ("1.1.1", "Build the"),
        ("1.1.2", "Ask every school"),
        ("1.1.3", "Print leaflets"),
        ("1.1.4", "Go"),
        ("1.1.5", "End"),
    ]
    assert actions[1].text("institutions") == "Agency of Health" and actions[1].budget is not None
    assert actions[1].budget[2025].text == "200" and actions[2].remarks["Status"].text == "for all"
    assert [(nr, one.text) for nr, one in sheet.missed] == [("1.1.5", "More · Agency · 2025 · 9")]


def test_a_code_of_an_offices_own_is_the_number_of_its_action(tmp_path: Path) -> None:
    head = ("Ref", "What we do", "Who", "By when")
    numbers = ("OGP-3", "1.2.1", "1.2.2", "2.1.1", "A1", "EE-01/24", "2.3")
    rows = [(nr, f"Do {nr}", "Ministry", "2025") for nr in numbers]
    mapping = mapping_typed(["Ref=number", *_NAMED[:3]], ["objective=All"], "")
    plan, marks = assembled(listed(tmp_path, [head, *rows]), mapping=mapping)
    assert [(o.nr, [a.nr for a in o.actions]) for o in plan.specific_objectives()] == [
        ("1.1", ["OGP-3", "A1", "EE-01-24", "1.1.2.3"]),
        ("1.2", ["1.2.1", "1.2.2"]),
        ("2.1", ["2.1.1"]),
    ]
    assert [one.nr for one in plan.strategic_objectives] == ["1", "2"] and not list(marks.passed)
    assert [one.text for one in by_number(plan)["EE-01-24"].remarks] == ["EE-01/24"], "as it is printed"
    assert not any(where.reason for path, where in plan.provenance.items() if path.endswith("/nr"))


def test_a_number_of_another_form_in_its_column_is_the_number(tmp_path: Path) -> None:
    numbers = ("2", "2a", "EN-4", "", "7.")
    texts = ("Refresh", "Print", "Call", "of everybody", "Tell")
    rows = [(nr, text, *_LIST[1][1:3]) for nr, text in zip(numbers, texts, strict=True)]
    path = listed(tmp_path, [("Ref", *_LIST[0][:3]), *rows])
    plan, marks = assembled(path, mapping=mapping_typed(["Ref=number", *_NAMED[:3]], ["objective=All"], ""))
    assert {
        nr: (one.title, *(remark.text for remark in one.remarks)) for nr, one in by_number(plan).items()
    } == {
        "1.1.2": ("Refresh",),
        "1.1.2a": ("Print",),
        "EN-4": ("Call",),
        "1.1.7": ("Tell",),
    }
    told = [one for one in find(plan, marks) if one.code == "row_passed"]
    assert [(one.where, str(one.figures["text"]).split(" · ")[0]) for one in told] == [
        ("EN-4", "of everybody")
    ]


def test_a_heading_that_stands_again_in_its_table_is_no_action(tmp_path: Path) -> None:
    again = ("What  we do", "WHO", "By when", "State pays 2024", "Donor pays 2024", "")
    path = listed(tmp_path, [*_LIST[:3], again, _LIST[3]])
    plan, marks = assembled(path, mapping=mapping_typed(_NAMED, ["objective=All"], ""))
    assert [action.nr for action in plan.actions()] == ["1.1.12", "1.1.14", "1.1.15"]
    assert not marks.passed and not marks.malformed


def test_a_number_that_does_not_count_stays_in_its_title(tmp_path: Path) -> None:
    found, _plan = _numbered(tmp_path, "Refresh", "12 - Print", "Call the schools")
    assert found == {"1.1.1": "Refresh", "1.1.2": "12 - Print", "1.1.3": "Call the schools"}


def test_a_list_without_numbers_counts_and_its_total_is_no_action(tmp_path: Path) -> None:
    rows = [(row[0].partition(" - ")[2] or row[0], *row[1:]) for row in _LIST]
    rows += [("Total", "", "", "1,000", "1,200", "")]
    plan, marks = assembled(listed(tmp_path, rows), mapping=mapping_typed(_NAMED, ["objective=All"], ""))
    assert list(by_number(plan)) == ["1.1.1", "1.1.2", "1.1.3"]
    assert plan.provenance["1/title"].decided == "given"
    assert marks.grand_total == {2024: 220_000}


def test_an_action_without_a_title_is_told(tmp_path: Path) -> None:
    rows = [_LIST[0], *((n, *row[1:]) for n, row in enumerate(_LIST[1:], 1))]
    rows = [(row[0], title, *row[1:]) for row, title in zip(rows, ("What", "Print", "", "Call"), strict=True)]
    columns = ("What we do=number", "What=action", *_NAMED[1:])
    plan, marks = assembled(listed(tmp_path, rows), mapping=mapping_typed(columns, ["objective=All"], ""))
    untitled = [one for one in find(plan, marks) if one.code == "title_blank"]
    assert [(one.where, one.source) for one in untitled] == [("1.1.2", "sheet Plani, cell A3")]


_YEARS: Final = ("No", "Action", "Deadline", 2025, 2026)


@pytest.mark.parametrize(
    ("totals", "of_groups", "of_plan"),
    [
        (("", "", "TOTAL"), [None, None], {2025: 300, 2026: 900}),
        (("Total A", "Total B", ""), [{2025: 100, 2026: 900}, {2025: 200, 2026: 900}], None),
        (
            ("Total A", "Total B", "TOTAL"),
            [{2025: 100, 2026: 900}, {2025: 200, 2026: 900}],
            {2025: 300, 2026: 900},
        ),
    ],
)
def test_a_total_is_of_its_group_where_all_groups_before_have_theirs_else_of_the_plan(
    tmp_path: Path, totals: Sequence[str], of_groups: Sequence[Any], of_plan: Any
) -> None:
    rows: list[Sequence[Any]] = [_YEARS]
    for n, group in enumerate(("A. Planting", "B. Guarding"), 1):
        rows += [(group, *[""] * 4), (n, f"Plant {n} oaks", "2025-2026", n, 3)]
        rows += [("", totals[n - 1], "", n, 9)] * bool(totals[n - 1])
    rows += [("", totals[2], "", 3, 9)] * bool(totals[2])

    def merged(sheet: Any) -> None:
        for row in (n for n, one in enumerate(rows, 1) if one[1] == ""):
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=5)

    path = workbook(tmp_path / "groups.xlsx", rows, merged)
    plan, marks = assembled(path, mapping=mapping_typed(["No=number"], ["title=Forests", "lead=-"], ""))
    printed = [one.totals if one.total_label else None for one in plan.specific_objectives()]
    assert printed == of_groups and marks.grand_total == of_plan
    assert marks.passed == ()


def test_totals_of_parts_of_a_list_and_of_columns_that_are_left_out_are_told(tmp_path: Path) -> None:
    rows = [
        (*_PAYERS, "2026 State", "2026 Loan", "2026 Total"),
        (1, "Repair pipes", "Works", "2026", 100, 50, 150),
        ("", "Subtotal", "", "", 777, 50, 150),
        (2, "Buy pumps", "Works", "2026", 200, "", 900),
        ("", "Total", "", "", 300, 60, 1060),
        ("", "Grand total 2026", "", "", "", "", 999),
    ]
    plan, marks = assembled(listed(tmp_path, rows), mapping=mapping_typed([], ["objective=Water"], ""))
    assert [passed.text for passed in marks.passed] == [
        "Subtotal · 777 · 50 · 150",
        "Grand total 2026 · 999",
    ]
    found = [(one.code, one.figures) for one in find(plan, marks)]
    assert found == [
        ("row_sum_mismatch", {"printed": 90_000, "computed": 20_000}),
        ("grand_total_mismatch", {"year": 2026, "printed": 36_000, "computed": 35_000}),
        ("currency_untold", {"currency": "EUR"}),
    ]


@pytest.mark.parametrize(
    ("money", "beside", "budget"),
    [
        (("State 2026", "Donor 2026", "Total 2026"), {"Total 2026": "leave"}, {2026: 1500}),
        (("Buxheti 2026", "Donatori 2026", "Gjithsej (2026)"), {"Gjithsej (2026)": "leave"}, {2026: 1500}),
        (("General budget 2026", "Donor 2026", "Total 2026"), {"Total 2026": "leave"}, {2026: 1500}),
        (("Буџет 2026", "Донатор 2026", "Укупно 2026"), {"Укупно 2026": "leave"}, {2026: 1500}),
        *(
            ((one, "Donor 2026", "Loan 2026"), {one: "leave"}, {2026: 2000})
            for one in ("General budget 2026", "Suma 2026", "Overall 2026")
        ),
        (
            ("Total 2026: state", "Total 2026: donor", "Total 2026: total"),
            {"Total 2026: total": "leave"},
            {2026: 1500},
        ),
        (("State 2025", "Donor 2026", "Total 2027"), {}, {2025: 1000, 2026: 500, 2027: 1500}),
        (
            ("State 2025", "Of it donors 2026", "Total 2026"),
            {"Of it donors 2026": "remark"},
            {2025: 1000, 2026: 1500},
        ),
    ],
)
def test_the_total_of_a_year_is_not_counted_beside_its_parts(
    tmp_path: Path, money: Sequence[str], beside: Pairs[str, str], budget: Pairs[int, int]
) -> None:
    rows = [(title, "Ministry", "2025-2027", 1000, 500, 1500) for title in ("Open a mine", "Close a mine")]
    path = listed(tmp_path, [("Action", "Lead", "Deadline", *money), *rows])
    columns: Any = refusal(path).params["columns"]
    proposed = {one["name"]: one["role"] for one in columns if one["name"] in money}
    assert {name: role for name, role in proposed.items() if not role.startswith("budget.")} == beside
    first = by_number(read(path, assume=["objective=Mines"]))["1.1.1"]
    assert first.budget == {year: amount * 100 for year, amount in budget.items()}


def test_a_year_whose_one_part_stands_beside_its_total_is_asked_for(tmp_path: Path) -> None:
    head = ("Nr.", "Action", "Deadline", "Lead", "State 2026", "Total 2026")
    rows = [
        ("1.1.1", "Open a mine", "2026", "Ministry", 1000, 1500),
        ("1.1.2", "Close it", "2026", "Ministry", 1, 2),
    ]
    refused = refusal(workbook(tmp_path / "parts.xlsx", [head, *rows]))
    assert refused.code == "document_unmapped"


def test_objectives_and_totals_of_a_plan_are_read_below_columns_that_somebody_named(tmp_path: Path) -> None:
    odd = {
        "Veprimi": "Çfarë bëjmë",
        "Afati": "Deri më",
        "Institucioni": "Kush",
        "Produkti": "Dalja",
        "Nr.": "§",
    }
    rows = [[odd.get(cell, cell) for cell in row] for row in family()]
    path = word(tmp_path / "odd.docx", [rows])
    columns = ["§=number", "Çfarë bëjmë=action", "Deri më=deadline", "Kush=lead", "Dalja=outputs"]
    known = read(word(tmp_path / "known.docx", [family()]))
    assert read(path, columns)._replace(provenance={}) == known._replace(provenance={})


@pytest.mark.parametrize(
    ("columns", "assume", "code", "found"),
    [
        (["Nobody=action"], [], "mapping_column", "Nobody"),
        (["Who=action", "What we do=action"], [], "mapping_twice", "action"),
        (["Who=lead", "who=support"], [], "mapping_two_roles", "support"),
        (["Who=boss"], [], "mapping_role", "boss"),
        (["What we do=action", "Who=…"], [], "mapping_unsaid", "…"),
        (["Who=budget.22"], [], "mapping_year", "22"),
        (["Who=budget.3022"], [], "mapping_year", "3022"),
        (["Who=lead"], ["deadline=soon"], "mapping_value", "soon"),
        (["Who=lead"], ["currency=dinars"], "mapping_value", "dinars"),
        (["Who=lead"], ["colour=red"], "mapping_assume", "colour"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_with_the_columns_there_are(
    tmp_path: Path, columns: list[str], assume: list[str], code: str, found: str
) -> None:
    refused = refusal(listed(tmp_path), columns, assume)
    assert (refused.code, refused.params["found"]) == (code, found)
    assert refused.params["columns"] == list(_LIST[0])


def test_a_pair_without_its_sign_and_a_document_without_a_table_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="mapping_pair"):
        mapping_typed(["Who"], [], "x.docx")
    assert mapping_typed(["a = b=lead"], ["objective=x = y"], "") == Mapping(
        (("a = b", "lead"),), (("objective", "x = y"),)
    )
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,\n\nnothing.\n")
    assert refusal(letter, ["Who=lead"]).code == "mapping_no_table"


def test_what_is_missing_is_asked_once_and_answers_are_replayed_for_the_next_version(tmp_path: Path) -> None:
    path = listed(tmp_path, _short(_LIST))
    questions = Questions(refusal(path))
    assert not questions.has_action and questions.missing == ["deadline", "objective", "title"]
    questions.call("What we do", "action")
    questions.assume("deadline", "2024")
    again = Questions(refusal(path, *_texts(questions.mapping())), "As before")
    assert (again.has_action, again.missing) == (True, ["objective", "title"])
    assert (again.suggestion("objective"), again.suggestion("title")) == ("As before", "As before")
    # a document that prints no title is called by its file, so that what is suggested can be run
    assert (questions.suggestion("objective"), questions.suggestion("title")) == (path.stem, path.stem)
    again.assume("objective", "All")
    again.assume("title", "Press work")
    reading = read_reviewed(path, mapping=again.mapping())
    assert reading.plan.title == "Press work"
    assert read_reviewed(path, title="Other", mapping=again.mapping()).plan.title == "Other"
    kept, again_read = keep_mapping(reading), read_reviewed(path)
    assert kept.same and keep_mapping(again_read) is again_read
    assert read_decisions(reading.corrections).mapping == again.mapping()
    assert read_reviewed(path).plan == reading.plan
    later = [("What we do", "Whom"), *_short(_LIST[1:]), ("16 - Write", "Press office")]
    workbook(path, _short(later))
    with pytest.raises(UserError) as caught:
        read_reviewed(path)
    assert Questions(caught.value).missing == ["lead"], "the one column that named it is gone"
    next_one = read_reviewed(path, mapping=mapping_typed([], ["lead=Press office"], ""))
    assert len(list(next_one.plan.actions())) == 4 and next_one.gone == ("Who",)


def test_a_second_column_for_one_role_is_refused_in_the_answers_too(tmp_path: Path) -> None:
    questions = Questions(refusal(listed(tmp_path)))
    questions.call("What we do", "number")
    before = questions.columns
    with pytest.raises(UserError) as caught:
        questions.call("How it stands", "number")
    told = caught.value.params
    assert (caught.value.code, told["first"], told["name"]) == (
        "mapping_twice",
        "What we do",
        "How it stands",
    )
    assert told["columns"] == list(_LIST[0]) and questions.columns == before
    questions.call("What we do", "action")
    questions.call("How it stands", "number")
    questions.call("How it stands", "number")
    assert [one.role for one in questions.columns if one.name == "How it stands"] == ["number"]


def test_a_title_that_was_given_or_is_printed_is_not_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        assembled(listed(tmp_path), title="Press work", mapping=mapping_typed(["Who=lead"], [], ""))
    assert Questions(caught.value).missing == ["objective"]
    titled = [("Action plan for the press 2024", "", "", "", "", ""), *_LIST]
    assert "title" not in Questions(refusal(listed(tmp_path, titled))).missing


def _short(rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
    return [(*row[:2], "", "") for row in rows]


def _texts(mapping: Mapping) -> tuple[list[str], list[str]]:
    return ([f"{a}={b}" for a, b in mapping.columns], [f"{a}={b}" for a, b in mapping.assume])


def _kept(folder: Path) -> DocumentReading:
    path = listed(folder)
    keep_mapping(read_reviewed(path, mapping=mapping_typed(_NAMED, ["objective=All"], "")))
    return read_reviewed(path)


def test_decisions_and_comments_stay_beside_a_mapping(tmp_path: Path) -> None:
    reading = _kept(tmp_path)
    review = DocumentReview(reading)
    review.change(
        review.item_of("1.1.14"),
        next(one for one in review.item_of("1.1.14").fields if one.path.endswith("/title")),
        "Print it",
    )
    file = reading.corrections
    file.write_text(file.read_text().replace("[mapping.columns]", "# ours\n[mapping.columns]"))
    more = read_reviewed(reading.path, mapping=mapping_typed(["How it stands=leave"], [], ""))
    assert keep_mapping(more) is not more
    kept = read_decisions(file)
    assert kept.mapping.role("how it STANDS") == "leave" and kept.mapping.role("Who") == "lead"
    assert [decision.value for decision in kept.decisions] == ["Print it"]
    assert "# ours" in file.read_text()
    assert by_number(read_reviewed(reading.path).decided.plan)["1.1.14"].title == "Print it"


@pytest.mark.parametrize(
    ("text", "code", "key", "line"),
    [
        ('[mapping.columns]\n"Who" = 1.5\n', "corrections_value", "Who", 6),
        ("[mapping]\ncolumns = 3\n", "corrections_value", "columns", 5),
        ('[mapping.colours]\nWho = "red"\n', "corrections_key", "colours", 5),
        ('[mapping.columns]\n# ours\n"What we do" = "action"\n"Who" = "boss"\n', "mapping_role", "Who", 8),
        ("[mapping.columns]\n'Who' = 'budget.22'\n", "mapping_year", "Who", 6),
        ("[mapping]\ncolumns = {Who = 'boss'}\n", "mapping_role", "Who", 5),
        ('[mapping.columns]\nWho = "lead"\nWhom = "lead"\n', "mapping_column", "Whom", 7),
        (
            '[mapping.columns]\nWho = "lead"\n[mapping.assume]\ndeadline = "soon"\n',
            "mapping_value",
            "deadline",
            8,
        ),
        ('[mapping.assume]\ntitle = "T"\ncurrency = "XXX"\n', "mapping_value", "currency", 7),
    ],
)
def test_a_mapping_in_the_file_is_read_strictly(
    tmp_path: Path, text: str, code: str, key: str, line: int
) -> None:
    reading = _kept(tmp_path)
    head = reading.corrections.read_text().partition("[mapping")[0]
    reading.corrections.write_text(head + text)
    with pytest.raises(UserError) as caught:
        read_reviewed(reading.path)
    told = caught.value.params
    assert (caught.value.code, told["file"], told["line"]) == (code, str(reading.corrections), line)
    assert key in (told.get("key"), told.get("name"), told.get("found"))
    if told.get("columns"):
        assert told["columns"] == list(_LIST[0])
        assert f"{reading.corrections.name}, rreshti {line}" in message(code, told)
    # what is typed counts, and its mistakes are not the file's
    with pytest.raises(UserError) as caught:
        read_reviewed(reading.path, mapping=mapping_typed([f"{key}=chief"], [f"{key}=soon"], ""))
    assert "line" not in caught.value.params or code.startswith("corrections_")


def test_a_total_of_a_list_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    rows = [
        (*_PAYERS, "Budžet 2026 (EUR)", "Napomena"),
        (1, "Otvoriti rudnik", "Vlada", "2026", "1.000,00", "x"),
        ("", "Ukupno", "", "", "71.00.000,00", ""),
    ]
    plan, marks = assembled(listed(tmp_path, rows), mapping=mapping_typed([], ["objective=Rudnici"], ""))
    assert [(one.code, one.figures["found"]) for one in find(plan, marks)] == [
        ("amount_unreadable", "71.00.000,00")
    ]
    assert not marks.passed
