"""Words of a text dump that tell where a cell begins: deadlines, figures, references, bodies, outputs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from planreader.interpret.dump.pieces import pieces_of
from planreader.sources.text.lines import logical_lines
from planreader.sources.text.words import kind_of
from planreader.vocabulary.fold import begins_document
from tests.planreader.dumps import CELLS, dump, read_dump


def _texts(text: str) -> list[str]:
    return [chunk.text for chunk in pieces_of(logical_lines(text))]


@pytest.mark.parametrize(
    "lines",
    [
        ("Deri ", "në ", "fund ", "të ", "vitit ", "2025 "),
        ("Fundi i vitit ", "2025 "),
        ("By December ", "2025 "),
        ("30 ", "October ", "2025 "),
        ("15. decembar ", "2025. "),
        ("I vazhdueshëm ",),
        ("Q3 2024-", "Q2 2025 "),
        ("01.06.2024.-", "30.09.2025. "),
    ],
)
def test_deadlines_over_the_lines_of_a_narrow_cell(tmp_path: Path, lines: Sequence[str]) -> None:
    own = [*CELLS[:2], lines, *CELLS[3:]]
    found = list(read_dump(tmp_path, dump(CELLS, own, CELLS, CELLS)).actions())[1]
    assert found.deadline.raw == " ".join("".join(lines).split())
    assert found.title == "Zhvillimi i regjistrit elektronik të ndërtesave publike"


def test_short_forms_of_administrative_cost_begin_no_deadline() -> None:
    assert _texts("AT 2025 \n\n") == ["AT", "2025"]


@pytest.mark.parametrize("word", ["MSh", "IKShPK", "MAShTI", "MPB,", "MoH"])
def test_short_forms_with_letters_of_two_signs(word: str) -> None:
    assert kind_of(word) == "acronym"


@pytest.mark.parametrize("word", ["Mali", "Shkolla", "McDonald"])
def test_what_is_no_short_form(word: str) -> None:
    assert kind_of(word) == "capital"


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("European Commission Country Report", True),
        ("MTEF 2024-2026", True),
        ("UA MPB 05/2017", False),
        ("Shih edhe planin", False),
        ("Administrativ 3/2019 Raporti", False),
    ],
)
def test_what_begins_like_a_reference(text: str, begins: bool) -> None:
    assert begins_document(text.split()) is begins


@pytest.mark.parametrize("cell", [("MPB ", "- "), ("MPB ",)])
def test_a_dash_by_itself_is_a_blank_cell(tmp_path: Path, cell: Sequence[str]) -> None:
    own = [*CELLS[:3], cell, *CELLS[4:]]
    found = list(read_dump(tmp_path, dump(CELLS, own, CELLS, CELLS)).actions())[1]
    assert found.institutions.names == ("MPB",)


@pytest.mark.parametrize("payer", ["GIZ ", "Donatorët "])
def test_a_ministry_behind_a_donor_carries_out(tmp_path: Path, payer: str) -> None:
    head = [("Nr. ",), ("Veprimi ",), ("Afati ",), ("Buxheti 2024 ",), ("Buxheti 2025 ",), ("Burimi ",)]
    head += [("Institucionet ",), ("Produkti ",)]
    own = [
        ("Hartimi i planit ",),
        ("2024 ",),
        (f"1,000 2,000 {payer}",),
        ("Ministria e ", "Drejtësisë "),
        ("MPB ",),
    ]
    found = next(iter(read_dump(tmp_path, dump(*[[*own, ("Plani i miratuar ",)]] * 4, head=head)).actions()))
    assert (found.funding, found.institutions.names) == ((payer.strip(),), ("Ministria e Drejtësisë", "MPB"))
