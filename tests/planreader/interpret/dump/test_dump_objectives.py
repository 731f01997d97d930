"""Objectives, totals and repeated headings of a text dump in other templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.db.errors import UserError
from store.plan.model import Plan
from tests.planreader.dumps import CELLS, COLUMNS, blocks, dump, read_dump


def _numbers(found: Plan) -> list[tuple[str, str, int]]:
    return [
        (strategic.nr, specific.nr, len(specific.actions))
        for strategic in found.strategic_objectives
        for specific in strategic.specific_objectives
    ]


def test_one_level_of_objectives(tmp_path: Path) -> None:
    text = f"Objektivi 1. Turizmi \n\n{blocks(COLUMNS)}"
    text += "".join(f"1.{n} \n\n{blocks(CELLS)}" for n in (1, 2, 3))
    text += f"Totali për objektivin 1 \n\nObjektivi 2. Kultura \n\n2.1 \n\n{blocks(CELLS)}"
    assert _numbers(read_dump(tmp_path, f"{text}Totali për objektivin 2 \n\n")) == [
        ("1", "1", 3),
        ("1", "2", 1),
    ]


def test_actions_out_of_order_on_the_lines_of_their_titles(tmp_path: Path) -> None:
    text = dump(CELLS)
    for nr in ("1.1.3", "1.1.2"):
        text = text.replace(
            "Totali i objektivit",
            f"{nr} Hartimi i planit të punës \n\n{blocks(CELLS[1:])}Totali i objektivit",
        )
    with pytest.raises(UserError) as refused:
        read_dump(tmp_path, text)
    assert refused.value.code == "document_number_order_at"


def test_a_note_above_the_heading_is_no_column(tmp_path: Path) -> None:
    note = "Shënim: KA – kosto administrative; BK – Buxheti i Kosovës. \n\n"
    found = next(iter(read_dump(tmp_path, dump(*[CELLS] * 4, above=note)).actions()))
    assert (found.budget, found.funding) == ({2024: 100000, 2025: 200000}, ("Fondacioni Lumina",))


def test_a_paragraph_below_an_objective_is_no_title(tmp_path: Path) -> None:
    prose = "Ky objektiv synon që të gjitha shërbimet të jenë më afër qytetarëve. \n\n"
    found = read_dump(tmp_path, dump(*[CELLS] * 4, above=prose))
    assert next(iter(found.specific_objectives())).title == "Shërbimet"
