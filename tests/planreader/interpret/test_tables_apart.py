"""One plan in several tables: a year each, or what actions cost in a table of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from language.reading.findings import finding
from planreader import assembled
from planreader.findings.findings import find
from planreader.interpret.mapping.entry import read_tables
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from store.db.errors import UserError

_HEAD = "No.;Action;Lead;Deadline;Budget 2026;Budget 2027"


def _written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "plan.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "levels", [["Objective 1: Rivers"], ["Strategic objective 1: Water", "Objective 1.1: Rivers"]]
)
def test_objectives_of_a_second_table_go_on_with_further_actions(tmp_path: Path, levels: list[str]) -> None:
    nr = "1" if len(levels) == 1 else "1.1"
    others = [level.replace("1: Rivers", "2: Lakes") for level in levels[-1:]]
    second = "2" if len(levels) == 1 else "1.2"
    path = _written(
        tmp_path,
        _HEAD,
        *(f"{level};;;;;" for level in levels),
        f"{nr}.1;Clean the bed;MoE;2026;5;",
        *(f"{level};;;;;" for level in others),
        f"{second}.1;Count the fish;MoE;2026;5;",
        _HEAD,
        *(f"{level};;;;;" for level in levels),
        f"{nr}.2;Plant willows;MoE;2027;;7",
        *(f"{level};;;;;" for level in others),
        f"{second}.2;Buy a boat;MoE;2027;;7",
    )
    plan, _marks = assembled(path)
    assert [(one.nr, [action.nr for action in one.actions]) for one in plan.specific_objectives()] == [
        (nr, [f"{nr}.1", f"{nr}.2"]),
        (second, [f"{second}.1", f"{second}.2"]),
    ]


def test_a_table_of_costs_alone_is_told_by_what_it_lists(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        "No.;Action;Lead;Deadline",
        "Objective 1: Rivers;;;",
        "1;Clean the bed;MoE;2026",
        "2;Plant willows;MoE;2027",
        "",
        "No.;Action;2026;2027",
        "1;Clean the bed;5;",
        "2;Plant willows;5;6",
    )
    with pytest.raises(UserError) as caught:
        assembled(path)
    assert (caught.value.code, caught.value.params["title"]) == ("document_listed_again", "Clean the bed")
    assert (caught.value.params["first"], caught.value.params["place"]) == (
        "table 1, row 3",
        "table 1, row 7, column 1",
    )


def test_a_number_is_told_as_it_is_printed(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        _HEAD,
        "Objective 1: Rivers;;;;;",
        "3;Clean the bed;MoE;2026;5;",
        "2;Plant willows;MoE;2026;5;",
    )
    with pytest.raises(UserError) as caught:
        assembled(path)
    assert (caught.value.code, caught.value.params["number"], caught.value.params["before"]) == (
        "document_number_order_at",
        "2",
        "3",
    )


def test_a_row_whose_number_is_of_no_objective_is_told_with_it(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        _HEAD,
        "Objective 1: Rivers;;;;;",
        "1.1;Clean the bed;MoE;2026;5;",
        "Strategic objective 4: Lakes;;;;;",
        "9.2;Count the fish;MoE;2026;5;",
    )
    plan, marks = assembled(path)
    (told,) = [one for one in find(plan, marks) if one.code == "row_passed"]
    assert told.figures["number"] == "9.2"
    assert "9.2, " in finding(told.code, told.where, told.figures, "EUR")


def test_a_strategy_with_its_years_is_a_title(tmp_path: Path) -> None:
    title = "Strategy for water 2026–2027;;;;;"
    path = _written(tmp_path, title, _HEAD, "Objective 1: Rivers;;;;;", "1.1;Clean the bed;MoE;2026;5;")
    assert assembled(path)[0].title == "Strategy for water 2026–2027"


def test_a_print_without_rules_is_told_by_its_heading() -> None:
    """Its numbers may be of two parts, which amounts and days are as well."""
    lines = ("Action plan 2026", "No. Action Institution Deadline Budget", "1.1 Clean the bed MoE 2026 500")
    cells = [GridCell(0, 100, (Part(line),), "page 1") for line in lines]
    with pytest.raises(UserError, match="document_unruled"):
        read_tables([GridRow((cell,), "page 1") for cell in cells], "plan.pdf")
    with pytest.raises(UserError, match="document_no_heading"):
        read_tables([GridRow((cells[2],), "page 1")], "letter.pdf")
