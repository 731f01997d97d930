"""Cells of a text dump that are torn by a page's end, look like something else, or are blank."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from language import speaking
from language.messages import message
from language.reading.documents import headings
from planreader import read
from planreader.build.names import Lexicon
from planreader.interpret.dump.pieces import pieces_of
from planreader.sources.form import Cell, Part
from planreader.sources.text.lines import WRAP, logical_lines
from planreader.sources.text.words import kind_of
from store.plan.model import ADMIN, Action

HEAD = "".join(
    f"{text} \n\n"
    for text in (
        "1. Objektivi strategjik: Qeverisja",
        "1.1 Objektivi specifik: Shërbimet",
        "Nr.",
        "Veprimi",
        "Afati i fundit",
        "Buxheti \n2022 2023",
        "Burimi i financimit",
        "Institucioni udhëheqës dhe mbështetës",
        "Produkti",
        "Dokumentet referuese",
    )
)
PLAIN: Sequence[Sequence[str]] = (
    ("Hartimi i planit për shërbimet ", "e qytetarëve "),
    ("2022-2023 ",),
    ("1,000 3,000 ",),
    ("BK ",),
    ("MPB ", "MAPL "),
    ("Plani i miratuar ",),
    ("Ligji i punës ",),
)
PAGE = ("", "", "P a g e  | 3 ", "", " ")


def cells(nr: str, *own: Sequence[str]) -> str:
    """A row, cell by cell; each line ends in a space, but where a word is cut."""
    return "\n\n".join([f"{nr} ", *("\n".join(cell) for cell in own)]) + "\n\n"


def read_row(folder: Path, *own: Sequence[str]) -> Action:
    """The third of four actions, the others being plain."""
    rows = [cells(f"1.1.{n}", *(own if n == 3 else PLAIN)) for n in (1, 2, 3, 4)]
    path = folder / "plan.txt"
    path.write_text(f"{HEAD}{''.join(rows)}Buxheti i përgjithshëm për objektivin specifik 1.1: \n")
    return list(read(path).actions())[2]


def test_a_year_far_from_the_plan_is_an_amount(tmp_path: Path) -> None:
    title, _deadline, _money, *rest = PLAIN
    found = read_row(tmp_path, title, ("2022-2023 ",), ("2000 2000 ",), *rest)
    assert found.budget == {2022: 200000, 2023: 200000}
    assert found.deadline.raw == "2022-2023"


def test_a_year_of_the_title_is_not_the_deadline(tmp_path: Path) -> None:
    _title, _deadline, _money, *rest = PLAIN
    own = (("Hartimi i planit për vitin ", "2022 "), ("2022 -", "2023 "), ("KA KA ",), *rest)
    found = read_row(tmp_path, *own)
    assert found.title == "Hartimi i planit për vitin 2022"
    assert (found.deadline.raw, found.budget) == ("2022 -2023", {2022: ADMIN, 2023: ADMIN})


@pytest.mark.parametrize(("half", "rest"), [("1,200,", "000"), ("2,151,00", "0"), ("33,000.2", "5")])
def test_an_amount_torn_by_a_page_end_is_told(tmp_path: Path, half: str, rest: str) -> None:
    title, deadline, _money, funding, bodies, output, documents = PLAIN
    torn = (*documents, *PAGE, "", f"    {rest} ")
    rows = [title, deadline, ("1,000 ",), (half,), funding, bodies, output, torn]
    assert read_row(tmp_path, *rows).budget == {2022: 100000, 2023: None}
    unread = [one for one in read(tmp_path / "plan.txt").findings if one.code == "amount_unreadable"]
    assert [one.where for one in unread] == ["1.1.3"]


def test_a_word_torn_by_a_page_end_is_two(tmp_path: Path) -> None:
    *others, _documents = PLAIN
    found = read_row(tmp_path, *others, ("Ligji i pun", *PAGE, "", "ësimit "))
    assert found.documents == ("Ligji i pun ësimit",)


def test_no_source_where_a_blank_cell_follows_the_budget(tmp_path: Path) -> None:
    title, deadline, _money, _funding, bodies, output, documents = PLAIN
    found = read_row(tmp_path, title, deadline, ("KA KA  ",), bodies, output, documents)
    assert (found.funding, found.institutions.names) == ((), ("MPB", "MAPL"))


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("2000", "number"),
        ("2024", "deadline"),
        ("KA", "admin"),
        ("Ka", "capital"),
        ("At", "capital"),
        ("2000 €", "amount"),
        ("2\u00a0000", "amount"),
    ],
)
def test_what_a_word_looks_like(word: str, kind: str) -> None:
    assert kind_of(word) == kind


@pytest.mark.parametrize("code", ["document_no_heading", "document_no_actions"])
@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("sq", "afati, buxheti", "produkti"),
        ("sr", "rok, budžet", "proizvod"),
        ("en", "deadline, budget", "output"),
    ],
)
def test_headings_looked_for_and_found_are_named_in_each_language(
    code: str, language: str, words: str, found: str
) -> None:
    figures = {"file": "a.txt", "looked": "deadline, budget", "found": "action, output, title"}
    with speaking(language):
        told, none = message(code, figures), message(code, {**figures, "found": "-"})
    assert words in told and found in told and "–" in none
    with speaking(language):
        assert headings("action, title") == headings("title"), "two names of one heading are said once"


def test_a_period_in_pieces_is_one_deadline(tmp_path: Path) -> None:
    title, _deadline, money, funding, bodies, _output, documents = PLAIN
    for pieces, raw in ((("TM 3 ", "2022 "), "TM 3 2022"), (("2022 ", "- 2023 "), "2022 - 2023")):
        found = read_row(tmp_path, title, pieces, money, funding, bodies, documents)
        assert (found.deadline.raw, found.outputs) == (raw, ())


def test_a_title_that_a_page_end_cuts_at_a_year_takes_no_deadline(tmp_path: Path) -> None:
    _title, _deadline, _money, funding, bodies, output, documents = PLAIN
    own = (("Hartimi i planit në periudhën 2021-",), ("2022 ",), ("KA ",), funding, bodies, output)
    found = read_row(tmp_path, *own, (*documents, *PAGE, "", "2024 për qytetarët "))
    assert (found.deadline.raw, found.budget) == ("2022", {2022: ADMIN, 2023: None})


def test_dashes_are_blank_cells_and_equal_amounts_stand_apart(tmp_path: Path) -> None:
    title, _deadline, _money, funding, bodies, output, documents = PLAIN
    found = read_row(tmp_path, title, ("2023 ",), ("- KA ",), funding, bodies, output, documents)
    assert (found.budget, found.funding) == ({2022: None, 2023: ADMIN}, ("BK",))
    chunks = pieces_of(logical_lines("/ / / 500 500 \n"))
    assert [chunk.text for chunk in chunks] == ["/", "/", "/", "500", "500"]


def test_a_dash_at_a_lines_begin_signs_a_list() -> None:
    cell = Cell("funding", tuple(Part(line, WRAP) for line in ("- PEEG", "- SZOBMD")))
    assert Lexicon([cell]).entries(cell) == ("PEEG", "SZOBMD")
