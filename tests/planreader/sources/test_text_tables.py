"""Tables written as text: the sign between cells, quoted cells, and the encodings of Excel."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Any

import pytest

from planreader import assembled, tracked
from planreader.interpret.mapping.given import Mapping
from planreader.review.mapped import mapping_typed
from store.db.errors import UserError

ROWS = [
    ("Nr.", "Veprimi", "Bartësi", "Statusi", "Shpenzuar 2026", "Komente"),
    ("1.10", "Ndërtimi i urës, faza 1", "MIT", "Në proces", "1250,50", "Vonesë; pritet leja"),
    ("2", 'Rruga "UÇK"', "MASHTI", "Përfunduar", "300", ""),
]


def written(sign: str, end: str = "\r\n") -> str:
    cells = [['"' + text.replace('"', '""') + '"' for text in row] for row in ROWS]
    return end.join(sign.join(row) for row in cells)


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250"])
def test_a_table_of_text_is_read_by_its_sign_and_encoding(tmp_path: Path, sign: str, encoding: str) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(written(sign).encode(encoding))
    found = tracked(path)
    first, second = found.rows
    assert (first.nr, first.title) == ("1.10", "Ndërtimi i urës, faza 1")
    assert first.cells["note"].text == "Vonesë; pritet leja"
    assert first.cells["spent.2026"].number == 125_050
    assert first.cells["status"].place.endswith("row 2, column 4")
    assert (second.title, second.lead) == ('Rruga "UÇK"', "MASHTI")


def test_the_sign_that_excel_names_counts(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(codecs.BOM_UTF8 + f"sep=;\r\n{written(';')}".encode())
    assert [row.nr for row in tracked(path).rows] == ["1.10", "2"]


def test_serbian_cyrillic_of_windows_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    text = "Бр.;Активност;Носилац;Статус\r\n1;Изградња моста;МПЈ;У току\r\n2;Обука;МФ;Завршено\r\n"
    path.write_bytes(text.encode("cp1251"))
    assert [row.title for row in tracked(path).rows] == ["Изградња моста", "Обука"]


def test_an_encoding_that_nothing_tells_is_said(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(written(";").encode("cp852"))
    with pytest.raises(UserError, match="document_encoding"):
        tracked(path)
    said = Mapping(assume=(("encoding", "cp852"),))
    assert tracked(path, said).rows[0].title == "Ndërtimi i urës, faza 1"
    for wrong, code in (("klingon", "mapping_value"), ("utf-8", "document_encoding")):
        with pytest.raises(UserError, match=code):
            tracked(path, Mapping(assume=(("encoding", wrong),)))


def test_a_text_that_is_kept_from_excel_is_itself(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(written(";").replace('"1.10"', '"=""1.10"""'), encoding="utf-8-sig")
    assert [row.nr for row in tracked(path).rows] == ["1.10", "2"]


EVERYDAY = """Drejtimi;Ç’bëjmë;Kush;Me kë;Deri kur;%s;Prej kah
Uji;Ndërrimi i gypave;Drejtoria e Ujit;KRU;30.06.2026;12.500,-;Komuna
Uji;Pastrimi i rezervuarit;KRU;;shtator 2026;3.200,00;KRU
Rrugët;Asfaltimi i rrugës "Uji";Drejtoria e Rrugëve;MI;2027;250.000;MI
"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1250"])
@pytest.mark.parametrize("money", ["Sa kushton", "Para (€)"])
def test_a_table_whose_headings_are_everyday_words_is_asked_for_and_read(
    tmp_path: Path, encoding: str, money: str
) -> None:
    path = tmp_path / "list"
    path.write_bytes((EVERYDAY % money).encode(encoding))
    with pytest.raises(UserError, match="document_unmapped") as refused:
        assembled(path)
    columns: Any = refused.value.params["columns"]
    assert [column["role"] for column in columns] == ["", "", "lead", "", "deadline", "budget", ""]
    said = ["Drejtimi=objective", "Ç’bëjmë=action", "Me kë=support", "Prej kah=funding"]
    plan, _marks = assembled(path, mapping=mapping_typed(said, ["title=Plani"], str(path)))
    assert [(action.title, action.budget_total) for action in plan.actions()] == [
        ("Ndërrimi i gypave", 1_250_000),
        ("Pastrimi i rezervuarit", 320_000),
        ('Asfaltimi i rrugës "Uji"', 25_000_000),
    ]


def test_marks_of_markdown_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    lines = [
        "# Plani i trashëgimisë 2025–2026",
        "## Objektivi strategjik 1: Trashëgimia",
        "### Objektivi specifik 1.1: Monumentet",
        "| Nr. | Veprimi | Afati | Buxheti 2025 | Institucioni udhëheqës |",
        "|---|---|---|---|---|",
        "| 1.1.1 | **Hamami** | 2025 | 1.000 | MKRS* |",
        "| 1.1.2 | Kulla **e** re | 2025 | **2.000** | MKRS |",
        "| | **Gjithsej** | | **3.000** | |",
    ]
    path.write_text("\n\n".join(lines[:3]) + "\n\n" + "\n".join(lines[3:]), encoding="utf-8")
    plan, _marks = assembled(path)
    assert plan.title == "Plani i trashëgimisë 2025–2026"
    assert [objective.title for objective in plan.specific_objectives()] == ["Monumentet"]
    assert [action.title for action in plan.actions()] == ["Hamami", "Kulla e re"]
    assert [action.budget for action in plan.actions()] == [{2025: 100_000}, {2025: 200_000}]


def test_a_column_of_numbers_that_a_sign_heads_is_no_heading_of_markdown(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    lines = ["# | Veprimi | Afati | Buxheti 2025 | Institucioni udhëheqës"]
    lines += [f"1.1.{n} | Rruga {n} | 2025 | {n}00 | MPB" for n in (1, 2, 3)]
    path.write_text("\n".join(lines), encoding="utf-8")
    assume = (("objective", "Rrugët"), ("title", "Plani"))
    first = next(assembled(path, mapping=Mapping(assume=assume))[0].actions())
    assert (first.nr, first.title, first.lead, first.budget) == ("1.1.1", "Rruga 1", ("MPB",), {2025: 10_000})


@pytest.mark.parametrize("sign", [";", "\t", ",", "|"])
@pytest.mark.parametrize("parted", ["", "## Objective 1: Rivers"])
def test_tables_of_different_width_are_both_read(tmp_path: Path, sign: str, parted: str) -> None:
    targets = [("Indicator", "Baseline (2024)", "Target 2026", "Target 2027"), *[("Fish", "4", "5", "6")] * 4]
    head = (
        "No.",
        "Action",
        "Lead institution",
        "Deadline",
        "Budget 2026",
        "Budget 2027",
        "Source of funding",
    )
    actions = [head, *((f"1.{n}", "Plant willows", "MoE", "Q4 2027", "5", "6", "State") for n in range(1, 4))]
    lines = [["Action plan 2026-2027"], ["Objective 1: Rivers"], *targets, [parted], *actions]
    path = tmp_path / ("plan.md" if sign == "|" else "plan.csv")
    path.write_text("\n".join(sign.join(line) for line in lines), encoding="utf-8")
    plan, _marks = assembled(path)
    (objective,) = plan.specific_objectives()
    assert [one.title for one in objective.indicators] == ["Fish"] * 4
    assert [action.nr for action in objective.actions] == ["1.1", "1.2", "1.3"]
