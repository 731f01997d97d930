"""Tables of indicators beside actions with codes of an office's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planreader import assembled
from planreader.interpret.mapping.given import Mapping
from tests.planreader.tables import Rows, word

_TARGETS = ("Indicator", "Baseline 2025", "Target 2027")
_HEAD = ("Code", "Step", "Who", "Deadline", "Budget 2026")
_ROLES = ("number", "action", "lead", "deadline", "budget.2026")


def test_they_belong_to_the_objective_above_them(tmp_path: Path) -> None:
    tables: list[Rows] = [
        [_TARGETS, ("Fish in the river", "4", "9")],
        [_HEAD, ("R1", "Clean the bed", "MoE", "2026", "5"), ("R2", "Plant willows", "MoE", "2026", "5")],
        [_TARGETS, ("Boats on the lake", "1", "3"), ("Swimmers", "10", "30")],
        [_HEAD, ("L1", "Buy a boat", "MoE", "2026", "5")],
    ]

    def name(document: Any) -> None:
        for n, title in ((0, "Objective 1: Rivers"), (2, "Objective 2: Lakes")):
            document.tables[n]._tbl.addprevious(document.add_paragraph(title)._p)

    mapping = Mapping(tuple(zip(_HEAD, _ROLES, strict=True)), (("title", "Water"),))
    plan, marks = assembled(word(tmp_path / "plan.docx", tables, name), mapping=mapping)
    assert [
        (one.title, [own.title for own in one.indicators], [action.nr for action in one.actions])
        for one in plan.specific_objectives()
    ] == [
        ("Rivers", ["Fish in the river"], ["R1", "R2"]),
        ("Lakes", ["Boats on the lake", "Swimmers"], ["L1"]),
    ]
    assert not marks.passed
