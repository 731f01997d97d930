"""Lists of offices: any number or code, objectives in one column or two, in bands or labelled rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from planreader import assembled
from planreader.findings.findings import find
from planreader.interpret.gridrows import read_grid
from planreader.review.mapped import Questions, mapping_typed
from planreader.sources.grid import GridCell, GridRow, parts_of, with_above
from planreader.vocabulary.headwords import role_of
from store.db.errors import UserError
from store.plan.model import Plan
from tests.planreader.tables import word, workbook

_HEAD: Final = ("Ref", "Field", "Objective", "Action", "Lead", "Deadline", "Budget 2026")
_ROWS: Final[Sequence[Sequence[Any]]] = (
    ("R-1", "Roads", "Safe roads", "Pave the street", "Works", "2026", 100),
    ("R-2", "Roads", "Water", "Lay the pipe", "Works", "2026", 200),
    ("S-1", "Schools", "Warm schools", "Mend the roof", "Education", "2026", 300),
    ("S-2", "Schools", "Warm schools", "Buy boilers", "Education", "2026", 50),
)


def _as_proposed(path: Path) -> tuple[Plan, Any, Questions]:
    """The plan of a document whose columns are taken as they seem to be."""
    with pytest.raises(UserError, match="document_unmapped") as caught:
        assembled(path)
    questions = Questions(caught.value)
    columns = [f"{name}={role}" for name, role in questions.proposed if role]
    plan, marks = assembled(
        path, mapping=mapping_typed(columns, [f"{key}=Plan" for key in questions.missing], "")
    )
    return plan, marks, questions


def _tree(plan: Plan) -> list[tuple[str, str, list[tuple[str, str, list[str]]]]]:
    return [
        (
            above.nr,
            above.title,
            [(own.nr, own.title, [action.nr for action in own.actions]) for own in above.specific_objectives],
        )
        for above in plan.strategic_objectives
    ]


_TREE: Final = [
    ("1", "Roads", [("1.1", "Safe roads", ["R-1"]), ("1.2", "Water", ["R-2"])]),
    ("2", "Schools", [("2.1", "Warm schools", ["S-1", "S-2"])]),
]


def test_of_two_columns_of_objectives_the_one_with_fewer_texts_stands_above(tmp_path: Path) -> None:
    plan, _marks, questions = _as_proposed(workbook(tmp_path / "list.xlsx", [_HEAD, *_ROWS]))
    assert _tree(plan) == _TREE
    assert [one.role for one in questions.columns].count("objective") == 2
    swapped = [(row[0], row[2], row[1], *row[3:]) for row in (_HEAD, *_ROWS)]
    assert _tree(_as_proposed(workbook(tmp_path / "swapped.xlsx", swapped))[0]) == _TREE
    with pytest.raises(UserError, match="mapping_twice"):
        assembled(tmp_path / "list.xlsx", mapping=mapping_typed(["Lead=objective", *_two()], [], ""))


def test_what_each_sheet_says_above_its_table_is_the_objective_of_that_sheet(tmp_path: Path) -> None:
    def second(sheet: Any) -> None:
        other = sheet.parent.create_sheet("Roads")
        for row in (("Programme: Roads",), head, ("2.1", "Pave the street", "Works", "2026", 200)):
            other.append(row)

    head = ("No.", "Action", "Who", "Deadline", "Budget 2026")
    rows = [
        ("Programme: Water", *[""] * 4),
        head,
        ("1.1", "Build the pump", "Works", "2026", 100),
        ("1.2", "Clean the river", "Works", "2026", 50),
    ]
    plan, _marks, questions = _as_proposed(workbook(tmp_path / "list.xlsx", rows, second))
    assert questions.missing == ["title"]
    assert questions.suggestion("title") == "list"
    assert [(title, nr) for _n, _t, own in _tree(plan) for nr, title, _actions in own] == [
        ("Programme: Water", "1"),
        ("Programme: Roads", "2"),
    ]
    assert [action.nr for action in plan.actions()] == ["1.1", "1.2", "2.1"]


def test_numbers_of_two_parts_stay_what_the_document_prints(tmp_path: Path) -> None:
    head = ("Objective", "No.", "Action", "Deadline", "Who", "Budget 2026")
    rows = [
        head,
        ("Water", "1.1", "Build the pump", "2026", "Works", 100),
        ("", "1.2", "Clean the river", "2026", "Works", 50),
        ("Roads", "2.1", "Pave the street", "2026", "Works", 200),
        ("Bridges", "2.2", "Paint the bridge", "2026", "Works", 200),
    ]
    plan, _marks, _questions = _as_proposed(workbook(tmp_path / "list.xlsx", rows))
    assert [(nr, title) for _n, _t, own in _tree(plan) for nr, title, _actions in own] == [
        ("1", "Water"),
        ("2", "Roads"),
        ("1.3", "Bridges"),
    ]
    assert [action.nr for action in plan.actions()] == ["1.1", "1.2", "2.1", "2.2"]


def _two() -> list[str]:
    return ["Field=objective", "Objective=objective"]


def test_an_objective_that_stands_once_holds_for_the_blanks_below(tmp_path: Path) -> None:
    rows = [list(row) for row in _ROWS]
    rows[1][1] = rows[3][1] = rows[3][2] = ""
    assert _tree(_as_proposed(workbook(tmp_path / "list.xlsx", [_HEAD, *rows]))[0]) == _TREE


def test_a_blank_among_objectives_that_are_repeated_is_none(tmp_path: Path) -> None:
    rows = [[row[0], *row[2:]] for row in _ROWS]
    rows.append(["X-1", "", "Sweep", "Works", "2026", 1])
    plan, _marks, _questions = _as_proposed(workbook(tmp_path / "l.xlsx", [[_HEAD[0], *_HEAD[2:]], *rows]))
    assert [action.nr for action in list(plan.specific_objectives())[-1].actions] == ["X-1"]
    assert list(plan.specific_objectives())[-1].title == "Plan"


def _band(text: str) -> Sequence[str]:
    return (text, *[""] * (len(_HEAD) - 3))


@pytest.mark.parametrize("label", ["Pillar {n} – ", "Sector {a}: ", "Shtylla {n}. ", "Стуб {n}: "])
def test_a_band_is_an_objective_and_its_label_no_code(tmp_path: Path, label: str) -> None:
    rows = [[row[0], *row[3:]] for row in _ROWS]
    head = [_HEAD[0], *_HEAD[3:]]
    bands = [_band(f"{label.format(n=n, a='AB'[n - 1])}Name {n}") for n in (1, 2)]
    table = [head, bands[0], *rows[:2], bands[1], *rows[2:]]
    path = word(tmp_path / "bands.docx", [table])
    plan, marks, _questions = _as_proposed(path)
    assert [(one.title, [a.nr for a in one.actions]) for one in plan.specific_objectives()] == [
        ("Name 1", ["R-1", "R-2"]),
        ("Name 2", ["S-1", "S-2"]),
    ]
    assert not [one for one in find(plan, marks) if one.code.endswith("_blank")] and not marks.passed


@pytest.mark.parametrize("title", ["Lagjja 3 Rrugët", "Agenda 2030", "Top 10 Reforms"])
def test_a_number_within_a_name_is_no_label(tmp_path: Path, title: str) -> None:
    rows = [[row[0], title, *row[3:]] for row in _ROWS]
    plan, *_ = _as_proposed(workbook(tmp_path / "list.xlsx", [[*_HEAD[:1], *_HEAD[2:]], *rows]))
    assert [one.title for one in plan.specific_objectives()] == [title]


def test_codes_below_labelled_objectives_of_two_levels(tmp_path: Path) -> None:
    rows = [[row[0], *row[3:]] for row in _ROWS]
    table = [
        [_HEAD[0], *_HEAD[3:]],
        _band("Strategic objective 2: Roads"),
        _band("Specific objective 2.1: Safe roads"),
        *rows[:1],
        _band("Specific objective 2.2: Water"),
        *rows[1:2],
        _band("Strategic objective 3: Schools"),
        _band("Specific objective 3.1: Warm schools"),
        *rows[2:],
    ]
    plan, _marks, _questions = _as_proposed(word(tmp_path / "codes.docx", [table]))
    assert _tree(plan) == [
        ("2", "Roads", [("2.1", "Safe roads", ["R-1"]), ("2.2", "Water", ["R-2"])]),
        ("3", "Schools", [("3.1", "Warm schools", ["S-1", "S-2"])]),
    ]


def _print_row(page: int, n: int, edges: Sequence[int], *texts: str) -> GridRow:
    place = f"page {page}, table {page}, row {n}"
    spans = zip(edges, edges[1:], texts, strict=False)
    cells = (GridCell(left, right, parts_of([text], 0), place) for left, right, text in spans)
    return GridRow(tuple(cells), place, page, cut=n == 1 and page > 1)


def test_a_row_that_a_print_cut_goes_on_whatever_its_edges() -> None:
    edges = range(6)
    rows = [
        _print_row(1, 1, edges, "No.", "Action", "Lead", "Deadline", "2026"),
        _print_row(1, 2, (0, 5), "1. Strategic objective: Roads"),
        _print_row(1, 3, (0, 5), "1.1 Specific objective: Safe roads"),
        _print_row(1, 4, edges, "1.1.1", "Pave the", "Works", "2026", "100"),
        _print_row(2, 1, (0, 1, 2, 3, 5), "", "street", "Agency", ""),
        _print_row(2, 2, edges, "1.1.2", "Sweep", "Works", "2026", "5"),
    ]
    sheet = read_grid(with_above(rows), "plan.pdf")
    first, second = (row for row in sheet.rows if row.kind == "action")
    assert (first.text("title"), first.text("institutions")) == ("Pave the street", "Works Agency")
    assert second.text("title") == "Sweep" and not sheet.missed


_FRAME: Final[Sequence[Sequence[Any]]] = (
    (
        "Level",
        "Description",
        "Indicators",
        "Baseline (2025)",
        "Target (2028)",
        "Responsible",
        "Timing",
        "Budget",
    ),
    ("Outcome 1", "Less waste water", "Share treated", "30%", "60%", "", "", ""),
    ("Output 1.1", "Plants work", "Plants", "1", "3", "", "", ""),
    ("Activity 1.1.1", "Build the plant", "", "", "", "Water company", "2026", 4200),
    ("Activity 1.1.2", "Train operators", "", "", "", "Water company", "2027", 60),
)


def test_levels_of_a_logframe_in_front_of_what_they_are(tmp_path: Path) -> None:
    plan, marks = assembled(workbook(tmp_path / "frame.xlsx", _FRAME))
    assert _tree(plan) == [("1", "Less waste water", [("1.1", "Plants work", ["1.1.1", "1.1.2"])])]
    assert [action.budget_total for action in plan.actions()] == [420_000, 6_000]
    assert [one.text.partition(" ·")[0] for one in marks.passed] == ["Outcome 1"], "with its indicators"


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Baseline (2025)", "notes"),
        ("Vlera bazë 2025", "notes"),
        ("Ciljna vrednost 2025", "notes"),
        ("Целна вредност 2025", "notes"),
        ("Target budget 2025", "budget"),
        ("Vlera 2025 (€)", "budget"),
    ],
)
def test_the_value_of_an_indicator_in_a_year_is_no_money(tmp_path: Path, heading: str, role: str) -> None:
    head = ("No.", "Action", "Lead", "Deadline", heading)
    above = [
        (text, *[""] * 4) for text in ("1. Strategic objective: Roads", "1.1 Specific objective: Streets")
    ]
    rows: list[Sequence[Any]] = [*above, head, ("1.1.1", "Pave", "MIT", "2025", 40)]
    plan, _marks = assembled(workbook(tmp_path / "plan.xlsx", rows))
    (action,) = plan.actions()
    assert (action.budget == {2025: 4000}) == (role == "budget")
    assert ([one.text for one in action.remarks] == ["40"]) == (role == "notes")


@pytest.mark.parametrize(
    "heading", ["Projekti", "Naziv projekta", "Назив пројекта", "Проект", "Project title"]
)
def test_a_project_is_an_action_and_its_code_a_number(heading: str) -> None:
    assert role_of(heading) == "title"
    assert role_of("Project code") == role_of("Activity No.") == "nr"
    assert role_of("Menaxheri i projektit") == role_of("Project manager") == ""


def test_a_column_of_fields_beside_labelled_objectives_is_kept(tmp_path: Path) -> None:
    rows: list[Sequence[Any]] = [
        ("Nr.", "Prioriteti", "Masa", "Përgjegjës", "Afati", "Buxheti 2025"),
        ("Objektivi 1. Qeverisje e hapur", *[""] * 5),
        ("1.1", "Transparenca", "Publikimi i kontratave", "ZKM", "Mars 2025", 10),
    ]
    plan, _marks = assembled(word(tmp_path / "fields.docx", [rows]))
    (action,) = plan.actions()
    assert [(one.heading, one.text) for one in action.remarks] == [("Prioriteti", "Transparenca")]


@pytest.mark.parametrize("heads", [("Masa", "Aktiviteti"), ("Mera", "Aktivnost"), ("Measure", "Project")])
def test_a_measure_beside_its_activities_is_their_objective(tmp_path: Path, heads: Sequence[str]) -> None:
    rows: list[Sequence[Any]] = [
        [heads[0], "Nr.", heads[1], "Lead", "Deadline", "2025"],
        ["Masa 1.1 Parandalimi", "1.1.1", "Trajnimi", "Policia", "2025", 10],
        ["", "1.1.2", "Fushata", "ABGJ", "2025", 20],
        ["Masa 1.2 Mbështetja", "1.2.1", "Strehimore", "MFPT", "2025", 30],
    ]

    def merged(sheet: Any) -> None:
        sheet.merge_cells("A2:A3")

    plan, _marks = assembled(workbook(tmp_path / "plan.xlsx", rows, merged))
    assert [(one.nr, one.title, [a.title for a in one.actions]) for one in plan.specific_objectives()] == [
        ("1.1", "Parandalimi", ["Trajnimi", "Fushata"]),
        ("1.2", "Mbështetja", ["Strehimore"]),
    ]


def test_chapters_are_objectives_of_a_list(tmp_path: Path) -> None:
    rows: list[Sequence[Any]] = [
        ["Chapter", "No.", "Measure", "Lead", "Deadline"],
        *(["Chapter 23", f"23.{n}", f"Adopt law {n}", "MoJ", "2026"] for n in (1, 2)),
    ]
    plan, _marks, _questions = _as_proposed(workbook(tmp_path / "plan.xlsx", rows))
    assert [one.title for one in plan.specific_objectives()] == ["Chapter 23"]
    assert len(list(plan.actions())) == 2


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (("1.1", "1.2", "2.1"), [("1", ["1.1", "1.2"]), ("2", ["2.1"])]),
        # numbers of two levels are those of actions and of their parts
        (("1", "1.1", "1.2"), [("1.1", ["1.1.1", "1.1.1.1", "1.1.1.2"])]),
    ],
)
def test_a_number_of_two_components_names_its_objective(
    tmp_path: Path, ending: str, printed: Sequence[str], read: Sequence[tuple[str, list[str]]]
) -> None:
    head = ("No.", "Action", "Lead", "Deadline", "Budget 2026")
    rows = [(nr, f"Pave street {n}", "Works", "2026", n) for n, nr in enumerate(printed, 1)]
    path = tmp_path / f"list.{ending}"
    if ending == "csv":
        path.write_text("\n".join(";".join(map(str, row)) for row in [head, *rows]), encoding="utf-8")
    else:
        workbook(path, [head, *rows])
    plan, _marks, _questions = _as_proposed(path)
    assert [
        (own.nr, [action.nr for action in own.actions])
        for above in plan.strategic_objectives
        for own in above.specific_objectives
    ] == read
    assert {own.title for own in plan.specific_objectives()} == {"Plan"}
