"""Trackers in layouts of offices: a row or a column for each unit, tables beside each other, legends."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from planreader import assembled, tracked
from planreader.interpret.headings.headcolumns import supporting
from planreader.interpret.headings.headings import RoleColumn
from planreader.interpret.mapping.given import Mapping
from planreader.interpret.trackedrows import Tracking
from planreader.vocabulary.deadlines import last_day
from planreader.vocabulary.headwords import role_of
from planreader.vocabulary.tracking import without_day
from store.db.errors import UserError
from store.plan.model import Plan
from tests.planreader.interpret.trackers import DONE, HEAD, acts, read, said, told

SAID = Mapping(assume=(("objective", "Komunat"), ("title", "Plani"), ("deadline", "2026")))
UNITS = ("Pejë", "Gjakove", "Prizren")


def plan_of(folder: Path, mapping: Mapping = SAID) -> Plan:
    """The plan of the workbook that was read last."""
    return assembled(folder / "t.xlsx", mapping=mapping)[0]


def by_unit(tracking: Tracking) -> list[tuple[str, str, str]]:
    """What is said of statuses: number, unit or names, text."""
    return [
        (row.nr, row.unit or row.lead, row.cells["status"].text)
        for row in tracking.rows
        if "status" in row.cells
    ]


@pytest.mark.parametrize("is_sorted_by_unit", [False, True])
def test_a_row_for_each_municipality_is_one_action_of_all_of_them(
    tmp_path: Path, is_sorted_by_unit: bool
) -> None:
    rows = [
        (f"1.1.{n}", f"Masa {n}", unit, "2026", 100 * n, status)
        for n in (1, 2)
        for unit, status in zip(UNITS, DONE, strict=True)
    ]
    rows = sorted(rows, key=lambda row: UNITS.index(row[2])) if is_sorted_by_unit else rows
    head = ("Nr.", "Masa", "Komuna", "Afati", "Buxheti 2026", "Statusi")
    found = read(tmp_path, [head, *rows])
    assert by_unit(found) == [(row[0], row[2], row[5]) for row in rows]
    first, second = plan_of(tmp_path).actions()
    assert first.institutions.names == second.institutions.names == UNITS
    assert (first.budget, second.budget) == ({2026: 30_000}, {2026: 60_000})


def test_of_several_tables_the_latest_counts_for_each_municipality(tmp_path: Path) -> None:
    head = (*HEAD, "Komuna", "Statusi")
    first = [(*row[:2], unit, "Në proces") for row in acts() for unit in UNITS]
    later = [(*row[:2], "Pejë", "Përfunduar") for row in acts()]
    found = read(
        tmp_path, [["Gjendja më 31.03.2026"], head, *first], [["Gjendja më 30.06.2026"], head, *later]
    )
    told_of = by_unit(found)
    assert ("1.1.1", "Prizren", "Në proces") in told_of and ("1.1.1", "Pejë", "Përfunduar") in told_of
    assert ("1.1.1", "Pejë", "Në proces") not in told_of


@pytest.mark.parametrize(
    "second",
    [
        ("1.1.1", "Masa 1", "Pejë", "2026"),
        ("1.1.1", "Masa 1", "Prizren", "2027"),
        ("1.1.1", "X", "Prizren", "2026"),
    ],
)
def test_a_number_that_stands_twice_otherwise_is_refused(tmp_path: Path, second: Sequence[object]) -> None:
    head = ("Nr.", "Masa", "Komuna", "Afati", "Statusi")
    rows = [(*row, "Në proces") for row in (("1.1.1", "Masa 1", "Pejë", "2026"), second)]
    read(tmp_path, [head, *rows, ("1.1.2", "Masa 2", "Pejë", "2026", "Në proces")])
    with pytest.raises(UserError, match="document_number_twice_at"):
        plan_of(tmp_path)


@pytest.mark.parametrize(
    ("titles", "roles"),
    [
        (("Komuna", "Institucioni mbështetës"), ["institutions", "support"]),
        (("Komuna", "Bartësi"), ["", "institutions"]),
        (("Opština / Komuna",), ["institutions"]),
        (("Komunikimi",), [""]),
    ],
)
def test_a_column_of_places_tells_who_leads_where_no_other_does(
    titles: Sequence[str], roles: list[str]
) -> None:
    columns = [
        RoleColumn(
            n, n + 1, "institutions" if title in ("Bartësi", "Institucioni mbështetës") else "", title=title
        )
        for n, title in enumerate(titles)
    ]
    assert [column.role for column in supporting(columns)] == roles


def test_of_two_columns_of_objectives_the_specific_one_may_stand_first(tmp_path: Path) -> None:
    head = ("Objektivi specifik", "Objektivi strategjik", "Nr.", "Masa", "Bartësi", "Afati", "Buxheti 2026")
    rows = [
        ("1.1 Shërbimet", "1 Mirëqenia", "1.1.1", "Qendra ditore", "MPB", "2026", 1),
        ("1.2 Strehimi", "1 Mirëqenia", "1.2.1", "Banesat", "MPB", "2026", 2),
        ("2.1 Puna", "2 Zhvillimi", "2.1.1", "Kurset", "MPB", "2026", 3),
    ]
    read(tmp_path, [head, *rows])
    plan = plan_of(tmp_path, Mapping(assume=(("title", "Plani"),)))
    assert [(objective.nr, objective.title) for objective in plan.strategic_objectives] == [
        ("1", "Mirëqenia"),
        ("2", "Zhvillimi"),
    ]
    assert [action.nr for action in plan.actions()] == ["1.1.1", "1.2.1", "2.1.1"]


def test_columns_headed_by_units_alone_tell_how_these_stand(tmp_path: Path) -> None:
    head = (*HEAD, "Pejë", "MPB", "Prizren")
    found = read(tmp_path, [head, *acts(DONE, ("Në vonesë", "Përfunduar", "Në proces"), DONE)])
    of_first = [(unit, text) for nr, unit, text in by_unit(found) if nr == "1.1.1"]
    assert of_first == [("17", DONE[0]), ("MPB", "Në vonesë"), ("20", DONE[0])]
    assert not told(found)
    # names of units head much else
    for cells in ([DONE], [(1, 2, 3), (4, 5, 6)], [("Po", "Salla", "Jo"), ("A", "B", "C")]):
        other = read(tmp_path, [(*HEAD, "Pejë", "Prizren")[: 2 + len(cells)], *acts(*cells)])
        assert by_unit(other) == []


def test_two_names_of_one_municipality_head_its_column(tmp_path: Path) -> None:
    columns = DONE, DONE, ("Në proces", "", "")
    found = read(tmp_path, [(*HEAD, "Pejë", "Prizren", "Gllogoc/Drenas"), *acts(*columns)])
    told_of = [(nr, text) for nr, unit, text in by_unit(found) if unit == "03"]
    assert told_of == [("1.1.1", "Në proces")] and not told(found)
    other = read(tmp_path, [(*HEAD, "Pejë", "Prizren", "Pejë/Gllogoc"), *acts(*columns)])
    assert {unit for _nr, unit, _text in by_unit(other)} == {"17", "20"}


def test_statuses_in_a_column_for_each_unit_are_of_that_unit(tmp_path: Path) -> None:
    head = [(*HEAD, "Statusi sipas komunave", "", "", "Koment"), ("", "", *UNITS, "")]
    rows = [*head, *acts(DONE, DONE[::-1], ("", "Në proces", "-"), "abc")]
    found = read(tmp_path, rows, merged=("A1:A2", "B1:B2", "C1:E1", "F1:F2"))
    assert by_unit(found)[:3] == [
        ("1.1.1", "17", "Përfunduar"),
        ("1.1.1", "02", "Pa filluar"),
        ("1.1.2", "17", "Në proces"),
    ]
    assert [text for text in said(found, "note") if text] == ["a", "b", "c"]
    assert found.roles == ("status", "status", "status", "note") and told(found) == {}


@pytest.mark.parametrize(
    ("names", "amounts"),
    [
        (("Shpenzuar 2022 Pejë", "Shpenzuar 2022 Prizren"), [("17", "1"), ("20", "4")]),
        (
            ("Shpenzuar 2022 – Komuna e Pejës", "Shpenzuar 2022 – Komuna e Prizrenit"),
            [("17", "1"), ("20", "4")],
        ),
        (("Shpenzuar 2022 EU", "Shpenzuar 2022 MPB"), [("", "5")]),
    ],
)
def test_amounts_in_a_column_for_each_municipality_are_of_it_and_those_of_payers_are_added(
    tmp_path: Path, names: Sequence[str], amounts: list[tuple[str, str]]
) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", *names), *acts(DONE, (1, 2, 3), (4, 5, 6))])
    spent = list(zip((row.unit for row in found.rows), said(found, "spent.2022"), strict=True))
    of_first = [pair for row, pair in zip(found.rows, spent, strict=True) if row.nr == "1.1.1" and pair[1]]
    assert of_first == amounts
    assert ("amounts_added" in told(found)) == (amounts == [("", "5")])


@pytest.mark.parametrize("unit", ["Prishtinë", "Prishtina", "Приштина"])
def test_the_name_of_a_unit_is_no_heading_of_results(unit: str) -> None:
    assert role_of(unit) == "" and role_of("Rezultatet e pritshme") == "output"


@pytest.mark.parametrize(("unit", "code"), [("Fushë Kosovë", "09"), ("Burim", "06"), ("Prishtinë", "19")])
def test_statuses_of_a_municipality_that_is_called_like_a_heading_are_that(
    tmp_path: Path, unit: str, code: str
) -> None:
    found = read(tmp_path, [(*HEAD, f"Statusi {unit}", "Statusi Prizren"), *acts(DONE, DONE[::-1])])
    assert [(row[1], row[2]) for row in by_unit(found) if row[1] == code] == [(code, text) for text in DONE]


@pytest.mark.parametrize("heading", ["Statusi DR Pejë", "Zyra në Pejë – statusi"])
def test_a_column_that_names_a_unit_within_something_else_is_of_nobody_yet(
    tmp_path: Path, heading: str
) -> None:
    rows = [(*HEAD, heading), *acts(DONE)]
    institutions = ("MPB", "Komunat")
    assert {row.unit for row in read(tmp_path, rows, institutions=institutions).rows if row.cells} == {
        heading
    }
    blocks = ("Statusi DR Pejë", "Statusi DR Prizren")
    several = read(tmp_path, [(*HEAD, *blocks), *acts(DONE, DONE)], institutions=institutions)
    assert {row.unit for row in several.rows if row.cells} == {*blocks}
    read(tmp_path, rows, institutions=institutions)
    for answer, unit in (("17", "17"), ("-", "")):
        told = tracked(tmp_path / "t.xlsx", Mapping(assume=((f"unit.{heading}", answer),)), institutions)
        assert {row.unit for row in told.rows if row.cells} == {unit}


@pytest.mark.parametrize("heading", ["Statusi Pejë", "Status – Komuna e Pejës", "Стање (Пећ)", "Peja status"])
def test_one_column_alone_that_names_a_unit_is_of_that_unit(tmp_path: Path, heading: str) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", heading), *acts(DONE, DONE[::-1])])
    assert [(row[1], row[2]) for row in by_unit(found) if row[0] == "1.1.1"] == [
        ("", DONE[0]),
        ("17", DONE[2]),
    ]
    alone = read(tmp_path, [(*HEAD, heading, "Shpenzuar 2026 Prizren"), *acts(DONE, (1, 2, 3))])
    assert [row.unit for row in alone.rows if row.nr == "1.1.1" and row.cells] == ["17", "20"]
    assert told(found) == told(alone) == {}


@pytest.mark.parametrize(
    "heading", ["Statusi RAG", "Statusi Viti 2026", "Statusi Prizren dhe Pejë", "Statusi Burimi"]
)
def test_a_heading_that_names_no_unit_of_the_plan_or_several_is_of_none(tmp_path: Path, heading: str) -> None:
    found = read(tmp_path, [(*HEAD, heading), *acts(DONE)], institutions=("MPB",))
    assert [row.unit for row in found.rows] == [""] * 3
    assert told(found) == ({"units_several": heading} if "dhe" in heading else {})
    own = read(tmp_path, [(*HEAD, "Statusi MPB"), *acts(DONE)], institutions=("MPB",))
    assert {row.unit for row in own.rows if row.cells} == {"MPB"}


_TOTALS = [
    (("Shpenzuar 2026 Pejë", "Shpenzuar 2026 Prizren", "Shpenzuar 2026 gjithsej"), (3, 7, 9)),
    (("Pejë – spent 2026", "Spent 2026"), (3, 2, 9)),
    (("Utrošeno 2026 Peć", "Utrošeno 2026 Prizren", "Ukupno utrošeno"), (3, 7, 9)),
]


@pytest.mark.parametrize(("names", "totals"), _TOTALS)
def test_a_total_beside_amounts_of_units_is_recorded_for_nobody(
    tmp_path: Path, names: Sequence[str], totals: Sequence[int]
) -> None:
    parts = ((1, 2, 3), (2, 5, 6))[: len(names) - 1]
    found = read(tmp_path, [(*HEAD, "Statusi", *names), *acts(DONE, *parts, totals)])
    spent = [(row.unit, row.cells["spent.2026"].text) for row in found.rows if "spent.2026" in row.cells]
    assert {unit for unit, _text in spent} == {"17", "20"} - {"" if len(parts) > 1 else "20"}
    assert "spent" not in found.roles and told(found)["columns_of_all"] == (names[-1],)
    left = [(notice.place, notice.code) for notice in found.told if notice.is_left]
    column = "CDEFG"[1 + len(parts)]
    is_other = [total != sum(own) for total, own in zip(totals, zip(*parts, strict=True), strict=True)]
    assert left == [
        (f"sheet Fleta 1, cell {column}{n}", "amount_beside_units")
        for n, other in enumerate(is_other, 2)
        if other
    ]


def test_an_overall_status_beside_those_of_units_is_recorded_for_nobody(tmp_path: Path) -> None:
    found = read(tmp_path, [(*HEAD, "Gjilan", "Peja", "Overall status"), *acts(DONE, DONE, DONE[::-1])])
    assert {row.unit for row in found.rows if "status" in row.cells} == {"04", "17"}
    assert told(found) == {"columns_of_all": ("Overall status",)}


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Peja", "17"),
        ("Opština Peć", "17"),
        ("Prizreni", "20"),
        ("17-Peja", "17"),
        ("Istogu 2022", "06"),
        ("KK Prizren TM3", "20"),
        ("MPB", "MPB"),
        ("Ministria e Punëve të Brendshme", "MPB"),
        ("Mitrovica", "Mitrovica"),
        ("MF", ""),
        ("Përmbledhje", ""),
        ("17", ""),
        ("Viti 2022", ""),
        ("Viti", "Viti"),
        ("F.Kosovë", "09"),
        ("K. Polje", "09"),
        ("H. Elezit", "31"),
        ("MPB Prishtinë", "MPB"),
        ("Lipjan final", "13"),
        ("Lipjan.xlsx", "13"),
        ("Viti TM3", ""),
        ("Viti (2)", ""),
        ("II", ""),
        ("1. Peja", "17"),
        ("Pejë_2026", "17"),
        ("Raport Prizreni", "20"),
        ("Kom. Pejë", "17"),
        ("Op. Peć", "17"),
        ("Pejë (Peć)", "17"),
        ("Klina Q3-2026", "08"),
        ("Raporti MPB", "MPB"),
        ("Vizita në Prizren", "Vizita në Prizren"),
        ("Pejë-Prizren", "Pejë-Prizren"),
        ("Raporti 2026", ""),
        ("Sheet1", ""),
        ("Gjendja", ""),
        ("Drejtoria e Arsimit", ""),
    ],
)
def test_a_sheet_that_is_called_like_a_unit_is_of_that_unit(tmp_path: Path, name: str, unit: str) -> None:
    rows = [(*HEAD, "Bartësi", "Statusi"), *acts(("MPB", "Gjakovë", ""), DONE)]
    found = read(tmp_path, rows, names=[name], institutions=("MPB", "II", "Komunat"))
    of_municipality = unit if unit.isdigit() else ""
    assert [row.unit for row in found.rows] == [unit, of_municipality, unit]


@pytest.mark.parametrize(
    ("names", "units"),
    [
        (["Peja", "Prizren", "Fleta 3"], ["17", "20", "Fleta 3"]),
        (["Peja", "Agjencia", "Raporti"], ["17", "Agjencia", ""]),
        (["Pejë TM1", "Pejë TM2", "Gjendja"], ["17", "17", ""]),
        (["TM1", "TM2", "Totali"], ["", "", ""]),
        (["Ferizaj", "Viti", "Burim"], ["25", "26", "06"]),
        (["Ferizaj TM3", "Viti TM3", "Fleta"], ["25", "Viti TM3", "Fleta"]),
    ],
)
def test_beside_sheets_of_units_one_that_is_called_otherwise_is_of_nobody_who_is_known(
    tmp_path: Path, names: list[str], units: list[str]
) -> None:
    rows = [(*HEAD, "Komuna", "Statusi"), *acts(("", "", "Gjakovë"), DONE)]
    found = read(tmp_path, rows, [rows[0], *rows[1:]], rows, names=names, institutions=("MPB", "Komunat"))
    assert [row.unit for row in found.rows if row.nr == "1.1.1"] == units
    # what the row itself names counts, but on the sheet of a municipality
    assert [row.unit for row in found.rows if row.nr == "1.1.3"] == [u if u.isdigit() else "" for u in units]


@pytest.mark.parametrize("name", ["Totali", "Përmbledhje", "Ukupno 2026", "Gjithsej komunat"])
@pytest.mark.parametrize("total", [3000, 2999])
def test_a_sheet_that_sums_those_of_units_up_is_compared_with_them(
    tmp_path: Path, name: str, total: int
) -> None:
    head = (*HEAD, "Statusi", "Shpenzuar 2026")
    sheets = [[head, ("1.1.1", "Masa 1", "Në proces", spent)] for spent in (1000, 2000, total)]
    found = read(tmp_path, *sheets[::-1], names=[name, "Peja", "Prizren"], institutions=("MPB", "Komunat"))
    assert [(row.unit, row.cells["spent.2026"].text) for row in found.rows] == [
        ("17", "2000"),
        ("20", "1000"),
    ]
    differs = {"amount_beside_units": "2999"} if total == 2999 else {}
    assert told(found) == {"rows_of_all": 1} | differs


@pytest.mark.parametrize("name", ["Gjithsej", "Total", "Ukupno", "Të gjitha"])
def test_a_row_that_sums_those_of_units_up_is_compared_with_them(tmp_path: Path, name: str) -> None:
    rows = [
        ("1.1.1", "Masa 1", unit, "Në proces", spent)
        for unit, spent in (
            ("1. Pejë", 1),
            ("Prizren / Prizreni", 2),
            (name, 3),
            ("Universiteti i Prizrenit", 4),
        )
    ]
    head = (*HEAD, "Komuna", "Statusi", "Shpenzuar 2026")
    found = read(tmp_path, [head, *rows], institutions=("MPB", "Komunat"))
    assert [(row.unit, row.lead) for row in found.rows] == [
        ("", "Pejë"),
        ("", "Prizren"),
        ("Universiteti i Prizrenit", "Universiteti i Prizrenit"),
    ]
    assert told(found) == {"rows_of_all": 1, "amount_beside_units": "3"}
    # where nobody else is named, everybody is meant
    alone = read(tmp_path, [head, *rows[2:3]], institutions=("MPB", "Komunat"))
    assert len(alone.rows) == (name == "Të gjitha")


def test_the_sheet_of_one_unit_says_nothing_later_of_another(tmp_path: Path) -> None:
    head = (*HEAD, "Bartësi", "Statusi", "Shpenzuar 2022")
    sheets = [
        [(f"Gjendja më {day}.2022",), head, *acts(("MPB",) * 3, statuses, (1, 2, 3))]
        for day, statuses in (("31.3", DONE), ("30.6", DONE[::-1]), ("30.9", ("Në proces",) * 3))
    ]
    found = read(tmp_path, *sheets, names=["Pejë", "Prizren", "MPB"], institutions=("MPB",))
    assert [(nr, unit, text) for nr, unit, text in by_unit(found) if nr == "1.1.1"] == [
        ("1.1.1", "17", DONE[0]),
        ("1.1.1", "20", DONE[2]),
        ("1.1.1", "MPB", "Në proces"),
    ]
    assert told(found) == {}


@pytest.mark.parametrize(
    "lines",
    [
        [["Komuna e Pejës"]],
        [["Komuna:", "Pejë"]],
        [["Ministria e Financave"]],
        [["Opština Peć"]],
        [["Republika e Kosovës"], ["Komuna:", "Pejë"], ["Periudha:", "TM3 2026"]],
    ],
)
def test_four_columns_below_lines_on_several_sheets_are_a_table(
    tmp_path: Path, lines: list[list[str]]
) -> None:
    rows = [*lines, (*HEAD, "Statusi", "Shpenzuar 2026"), *acts(DONE, (5, 6, 7))[:2]]
    found = read(tmp_path, rows, rows, names=["TM1", "TM2"])
    assert found.roles == ("status", "spent.2026")
    assert [row.nr for row in found.rows] == ["1.1.1", "1.1.2"] * 2


BESIDE = (*HEAD, "Bartësi", "Afati", "Statusi")


@pytest.mark.parametrize("tables", [2, 3])
def test_tables_beside_each_other_are_read_one_below_the_other(tmp_path: Path, tables: int) -> None:
    parts = [acts(("MPB",) * 3, ("2026",) * 3, DONE, first=1 + 3 * n) for n in range(tables)]
    titles = [[f"Aktivitetet {2025 + n}", *[""] * 4] for n in range(tables)]
    rows: list[Sequence[Sequence[object]]] = [titles, [BESIDE] * tables, *zip(*parts, strict=True)]
    beside = [[cell for own in row for cell in (*own, "")] for row in rows]
    found = read(tmp_path, [["Monitorimi"], *beside])
    assert said(found, "status") == [*DONE] * tables
    assert [row.nr for row in found.rows] == [f"1.1.{n + 1}" for n in range(3 * tables)]


def test_tables_beside_each_other_that_list_no_actions_are_one(tmp_path: Path) -> None:
    head = [("", "", "2022", "", "", "2023", "", ""), (*HEAD, *("Statusi", "Shpenzuar", "Koment") * 2)]
    found = read(
        tmp_path, [*head, *acts(DONE, (1, 2, 3), "abc", DONE, (4, 5, 6), "def")], merged=("C1:E1", "F1:H1")
    )
    assert len(found.rows) == 3


LEGEND = "Legjenda: P – përfunduar, NP – në proces; PF = pa filluar"


@pytest.mark.parametrize(
    "lines", [[[LEGEND]], [["P", "përfunduar"], ["NP", "në proces"], ["PF", "pa filluar"]]]
)
def test_a_legend_says_what_short_words_of_a_status_mean(tmp_path: Path, lines: list[list[str]]) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi"), *acts(("P", "NP", "PF")), [], *lines])
    assert said(found, "status")[:3] == ["P", "NP", "PF"]
    assert dict(found.legend) == {"p": "përfunduar", "np": "në proces", "pf": "pa filluar"}


@pytest.mark.parametrize("heading", ["Kodi", "Zona"])
def test_short_words_below_another_heading_are_no_status(tmp_path: Path, heading: str) -> None:
    found = read(tmp_path, [(*HEAD, heading, "% e realizimit"), *acts(("P", "NP", "PF"), (1, 2, 3))])
    assert found.roles == ("percent",)


def test_a_column_that_somebody_called_a_status_and_that_does_not_count_is_told(tmp_path: Path) -> None:
    rows = [(*HEAD, "Statusi TM1 2026", "Statusi TM2 2026"), *acts(DONE, ("", "Përfunduar", "Në proces"))]
    found = read(
        tmp_path, rows, mapping=Mapping((("Statusi TM1 2026", "status"), ("Statusi TM2 2026", "status")))
    )
    assert told(found)["cell_of_column_passed"] == "Përfunduar"


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Plani i veprimit 2025–2026 – gjendja më 30.09.2026", "Plani i veprimit 2025–2026"),
        ("Regional action plan, status as of 31 October 2026", "Regional action plan"),
        ("АКЦИОНИ ПЛАН 2026 (стање на дан 30.06.2026.)", "АКЦИОНИ ПЛАН 2026"),
        ("Action plan – updated 31 October 2026", "Action plan – updated 31 October 2026"),
        ("Plani i veprimit për statusin e azilit", "Plani i veprimit për statusin e azilit"),
    ],
)
def test_the_day_of_its_statuses_is_no_part_of_a_plan_s_title(printed: str, title: str) -> None:
    assert without_day(printed) == title


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Q1 2027", "2027-03-31"),
        ("TM4 2026", "2026-12-31"),
        ("6M1 2027", "2027-06-30"),
        ("II kvartal 2026.", "2026-06-30"),
        ("shkurt 2028", "2028-02-29"),
        ("2027", "2027-12-31"),
        ("i papërcaktuar", ""),
        ("31 shkurt 2026", ""),
        ("nga 2027", ""),
    ],
)
def test_a_period_is_due_on_its_last_day(text: str, day: str) -> None:
    assert last_day(text) == day


@pytest.mark.parametrize("again", ['"', "//", "po ashtu", "E njëjta."])
def test_a_name_above_that_counts_again_and_one_that_may(tmp_path: Path, again: str) -> None:
    head = ("Komuna", *HEAD, "Statusi")
    rows = [(who, *action) for who, action in zip(("Peja", again, ""), acts(DONE), strict=True)]
    found = read(tmp_path, [head, *rows], institutions=("MPB", "Komunat"))
    assert [row.lead for row in found.rows] == ["Peja", "Peja", ""]


@pytest.mark.parametrize("total", [3, 5])
def test_a_total_in_rows_that_are_merged_over_units_is_compared_with_them(tmp_path: Path, total: int) -> None:
    head = (*HEAD, "Komuna", "Statusi", "Shpenzuar 2026")
    rows: list[list[object]] = [
        ["1.1.1", "Masa 1", "Pejë", "Në proces", 1],
        ["", "", "Prizren", "Në proces", 2],
        ["", "", "Gjithsej", "", total],
    ]
    found = read(tmp_path, [head, *rows], merged=("A2:A4", "B2:B4"), institutions=("MPB", "Komunat"))
    assert said(found, "spent.2026") == ["1", "2"]
    assert told(found) == {"rows_of_all": 1} | ({} if total == 3 else {"amount_beside_units": "5"})


@pytest.mark.parametrize("other", ["të tjerat", "Niveli qendror"])
def test_beside_a_column_of_a_unit_another_is_of_nobody_who_is_known(tmp_path: Path, other: str) -> None:
    heads = (*HEAD, "Statusi Pejë", f"Statusi {other}")
    found = read(tmp_path, [heads, *acts(DONE, DONE[::-1])])
    assert [row.unit for row in found.rows if row.nr == "1.1.1" and row.cells] == ["17", f"Statusi {other}"]


@pytest.mark.parametrize("name", ["Lipian", "Prizren (jo)", "Niveli qendror", "Pa Prizrenin"])
def test_in_a_column_of_municipalities_another_name_is_of_nobody_who_is_known(
    tmp_path: Path, name: str
) -> None:
    head = ("Komuna", *HEAD, "Statusi")
    rows = [(who, *action) for who, action in zip(("Peja", name, "MPB"), acts(DONE), strict=True)]
    found = read(tmp_path, [head, *rows], institutions=("MPB", "Komunat"))
    assert [row.unit for row in found.rows] == ["", name, ""]


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(
    "head",
    [
        ("Statusi i financimit", "Shuma"),
        ("Status of the tender", "Data"),
        ("Status finansiranja", "Iznos"),
        ("Progresi i prokurimit", "Vlera"),
        ("Afati", "Buxheti i nevojshëm"),
    ],
)
def test_a_second_table_of_the_same_actions_hides_no_report_and_reports_nothing(
    tmp_path: Path, head: Sequence[str], apart: bool
) -> None:
    first = [("Komuna e Pejës",), (*HEAD, "Statusi", "Shpenzuar 2026"), *acts(DONE, (1, 2, 3))]
    second = [(*HEAD, *head), ("1.1.1", "Masa 1 për komunitetet", "Përfunduar", 5000)]
    sheets = [first, second] if apart else [[*first, (), ("Tabela 2",), *second]]
    found = read(tmp_path, *sheets)
    assert said(found, "status") == [*DONE, *([] if apart else [""])]
    assert [cell for cell in said(found, "spent.2026") if cell] == ["1", "2", "3"]
    assert {"columns_unused", "table_passed"}.intersection(told(found)) or head[0] == "Afati"


def test_tables_that_call_what_they_report_otherwise_all_count(tmp_path: Path) -> None:
    first = [("Komuna e Pejës",), (*HEAD, "Statusi", "Shpenzuar 2026"), *acts(DONE, (1, 2, 3))]
    second = [("Nr", "Masa", "Gjendja", "Përshkrimi"), ("1.1.4", "Masa 4", "Në proces", "5000")]
    for sheets in ([first, second], [[*first, (), *second]]):
        found = read(tmp_path, *sheets)
        assert said(found, "status") == [*DONE, "Në proces"]
        assert said(found, "spent.2026") == ["1", "2", "3", ""]


def test_the_last_row_before_a_second_table_counts_whoever_leads_it(tmp_path: Path) -> None:
    head = (*HEAD, "Institucioni", "Statusi")
    first, second = (acts(("MPB", "MF", "Komunat"), DONE, first=n) for n in (1, 4))
    found = read(tmp_path, [head, *first, (), head, *second])
    assert [row.nr for row in found.rows] == [f"1.1.{n}" for n in range(1, 7)]
