"""Whatever makes the reader unsure has its words in three languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import language
import planreader
from language.messages import message
from language.reading.readings import REASONS, field, reason, reason_code
from language.reading.sources import source
from planreader import read
from planreader.build.budget import BudgetLine, place
from tests.support.paths import SAMPLE, SET

SOURCES = sorted(Path(planreader.__file__).parent.rglob("*.py"))


def codes_of_the_source() -> set[str]:
    """Codes as readers write them: named constants in snake case, and texts that begin with ``code:key=``."""
    found: set[str] = set()
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
            if isinstance(value, ast.Constant) and re.fullmatch(r"[a-z]+(_[a-z]+)+", str(value.value)):
                found.add(str(value.value))
        for part in ast.walk(tree):
            head = part.values[0] if isinstance(part, ast.JoinedStr) else part
            if isinstance(head, ast.Constant) and isinstance(head.value, str):
                match = re.match(r"([a-z]+(?:_[a-z]+)+):[a-z]+=", head.value)
                found.update([match[1]] if match else [])
    return found


def test_every_code_of_the_source_has_words() -> None:
    codes = codes_of_the_source()
    assert {"merged_over_rows", "number_from_sequence", "page_break"} <= codes
    assert codes - set(REASONS) == set()


def test_what_places_amounts_has_words() -> None:
    lines = [BudgetLine((100,), (2022, 2022)), BudgetLine((7,))]
    total = BudgetLine((100,))
    found = {
        one.reason
        for rows in (place(lines, total, (2021, 2022))[0], place(lines, None, (2021, 2022))[0])
        for one in rows
    }
    assert {"deadline", "order"} <= found
    assert {f"placed_by_{code}" for code in found | {"total"} if code} <= set(REASONS)


@pytest.mark.parametrize(
    "path",
    [SAMPLE, SET / "en-2y-6011-seeded.docx", SET / "sq-4y-6003-seeded.xlsx"],
    ids=lambda path: path.name,
)
def test_all_that_documents_leave_unsure_is_told_without_codes(path: Path) -> None:
    plan = read(path)
    unsure = {path: place for path, place in plan.provenance.items() if place.reason}
    assert {reason_code(place.reason) for place in unsure.values()} <= set(REASONS)
    for code in language.LANGUAGES:
        language.use(code)
        for where, place_of in plan.provenance.items():
            said = reason(place_of.reason, where)
            assert "_" not in said and "…" not in said and "=" not in said
            assert field(where) and "_" not in field(where)


@pytest.mark.parametrize(
    ("code", "said", "blank", "place"),
    [
        (
            "en",
            "placed in 2022: only so does the total of 4.3 come out",
            "2023 left blank: only so does the total of 4.3 come out",
            "page 3, table 2, row 1, column 5; lines 233-241",
        ),
        (
            "sq",
            "vendosur te 2022: vetëm kështu del totali i 4.3",
            "2023 mbetet bosh: vetëm kështu del totali i 4.3",
            "faqja 3, tabela 2, rreshti 1, kolona 5; rreshtat 233-241",
        ),
        (
            "sr",
            "stavljeno u 2022: samo tako izlazi zbir cilja 4.3",
            "2023 ostaje prazna: samo tako izlazi zbir cilja 4.3",
            "strana 3, tabela 2, red 1, kolona 5; redovi 233-241",
        ),
    ],
)
def test_the_words(code: str, said: str, blank: str, place: str) -> None:
    language.use(code)
    why = "placed_by_total:objective=4.3"
    assert reason(why, "4.3.4/budget/2022") == said
    assert reason(why, "4.3.4/budget/2023", blank=True) == blank
    assert source("page 3, table 2, row 1, column 5; lines 233-241") == place


def test_places_of_every_kind() -> None:
    language.use("sr")
    assert source("") == ""
    assert source("line 7") == "red 7"
    assert source("paragraph 12") == "pasus 12"
    assert source("table 2") == "tabela 2"
    assert source("page 2") == "strana 2"
    assert source("sheet Plani, 2, cell C12; sheet B, row 3") == "list Plani, 2, ćelija C12; list B, red 3"
    assert source("xl/worksheets/sheet1.xml\x1b") == "xl/worksheets/sheet1.xml"


def test_fields_and_unknown_codes() -> None:
    language.use("en")
    assert field("1.1.3/budget/2022") == "Budget 2022"
    assert field("1.1/indicators/1/final") == "Indicator 1, Final target"
    assert field("1.1.3/colour") == "colour"
    assert reason("") == "inferred from what stands around it"
    assert reason("seen_in_a_dream:night=3\x1b") == "seen_in_a_dream night=3"


def test_places_in_refusals_are_told_in_the_language_too() -> None:
    language.use("sq")
    figures = {"file": "a.docx", "place": "table 2, row 3", "number": "1.1.1", "first": "line 5"}
    assert "tabela 2, rreshti 3" in message("document_number_twice_at", figures)
    assert "rreshti 5" in message("document_number_twice_at", figures)
