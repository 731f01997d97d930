"""Text dumps of other hands: targets, lists and columns in other orders, cells that share a line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from planreader.build.entries import documents
from planreader.sources.form import Cell, Part
from planreader.sources.text.lines import BLOCK, WRAP
from planreader.vocabulary.fold import begins_document
from tests.planreader.dumps import CELLS, COLUMNS, dump, read_dump


def test_institutions_before_their_sources(tmp_path: Path) -> None:
    order = [COLUMNS[0], COLUMNS[1], ("Financuesi ",), *COLUMNS[2:4], *COLUMNS[5:]]

    def row(*names: Sequence[str]) -> list[Sequence[str]]:
        return [*CELLS[:3], *names, *CELLS[4:6]]

    rows = [
        row(("MPB ",), ("Fondacioni ", "Lumina ")),
        row(("MPB ",), ("Komunat ",), ("Fondacioni ", "Lumina ")),
        row(("Komunat ",), ("Fondacioni ", "Lumina ")),
        row(("MPB ", "Komunat "), ("BK ",)),
        row(("Komunat ",), ("BK ",)),
    ]
    found = [
        (one.institutions.names, one.funding)
        for one in read_dump(tmp_path, dump(*rows, head=order)).actions()
    ]
    assert found == [
        (("MPB",), ("Fondacioni Lumina",)),
        (("MPB", "Komunat"), ("Fondacioni Lumina",)),
        (("Komunat",), ("Fondacioni Lumina",)),
        (("MPB", "Komunat"), ("BK",)),
        (("Komunat",), ("BK",)),
    ]


def _cell(*texts: str, role: str = "institutions") -> Cell:
    """A cell of pieces, each a block of its own unless a ``|`` begins it."""
    parts = (Part(text.lstrip("|"), WRAP if text.startswith("|") else BLOCK) for text in texts)
    return Cell(role, tuple(parts))


@pytest.mark.parametrize(
    ("text", "begins"),
    [("UA MBPZHR Nr. 09/2022", True), ("UA MBPZHR miratuar", False), ("UA 09/2022", True)],
)
def test_instructions_of_a_ministry_are_references(text: str, begins: bool) -> None:
    assert begins_document(text.split()) is begins


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        (("AI 09/2023", "|Annual Work Plan"), ("AI 09/2023", "Annual Work Plan")),
        (("Rule of Law", "|Strategy 2021-2026"), ("Rule of Law Strategy 2021-2026",)),
        (("Law on Trade", "|Strategy 2021-2026"), ("Law on Trade", "Strategy 2021-2026")),
    ],
)
def test_where_references_go_on(pieces: Sequence[str], found: tuple[str, ...]) -> None:
    assert documents(_cell(*pieces, role="documents")) == found
