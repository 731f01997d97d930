"""Text that a tool took out of a PDF is refused by its look, and a dump cell by cell is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from planreader import assembled, read
from planreader.interpret.dump.checks import check_text
from planreader.interpret.mapping.given import Mapping
from planreader.sources.texttable import table_kind
from store.db.errors import UserError
from tests.support.paths import SAMPLE

ROWS = [
    ("1.1.1", "Hartimi i ligjit", "2021", "10,000"),
    ("1.1.2", "Trajnimi i stafit", "2022", "KA"),
    ("1.1.3", "Blerja e pajisjeve", "2022", "5,000"),
]
CELLS = "\n\n".join("\n\n".join(row) for row in ROWS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (CELLS, ""),
        (CELLS.replace("1.1.3", "\f1.1.3"), "document_tool_text"),
        ("\n\n".join("     ".join(row) for row in ROWS), "document_tool_text"),
        ("\n".join("\n".join(row) for row in ROWS), "document_tool_text"),
    ],
    ids=["cell by cell", "ends pages with a form feed", "sets cells side by side", "leaves no line empty"],
)
def test_text_of_a_tool_is_refused_and_a_dump_cell_by_cell_is_not(text: str, code: str) -> None:
    refused = ""
    try:
        check_text(text, "plan.txt")
    except UserError as error:
        refused = error.code
    assert refused == code


def test_the_real_dump_without_empty_lines_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if line.strip()), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read(path)
    assert caught.value.code == "document_tool_text"


def test_prose_without_empty_lines_is_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("\n".join(["Një rresht i thjeshtë."] * 80), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read(path)
    assert caught.value.code == "document_no_heading"


_TABLE = [("Nr.", "Veprimi", "Afati", "Institucioni"), *((str(n), "Ura", "2025", "MIT") for n in range(1, 4))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("\n".join(";".join(row) for row in _TABLE), "CSV"),
        ("\n".join(",".join(f'"{text}"' for text in row) for row in _TABLE), "CSV"),
        ("\n".join("\t".join(row) for row in _TABLE), "TSV"),
        ("\n".join(f"| {' | '.join(row)} |" for row in [_TABLE[0], ("---",) * 4, *_TABLE[1:]]), "Markdown"),
    ],
)
def test_a_table_written_as_text_is_read_as_a_table(tmp_path: Path, text: str, kind: str) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(text, "utf-8")
    assert table_kind(text) == kind
    said = (("objective", "Urat"), ("title", "Urat"))
    plan, marks = assembled(path, mapping=Mapping((("Nr.", "number"),), said))
    assert [(action.nr, action.title) for action in plan.actions()] == [
        (f"1.1.{n}", "Ura") for n in (1, 2, 3)
    ]
    assert not marks.passed and plan.provenance["1.1.1/title"].place.endswith("column 2")


@pytest.mark.parametrize("text", [CELLS, "Plani, i cili, është; i gjatë\n" * 9, "a | b\n" * 9, ""])
def test_other_text_is_no_table(text: str) -> None:
    assert table_kind(text) == "" == table_kind(SAMPLE.read_text("utf-8"))
