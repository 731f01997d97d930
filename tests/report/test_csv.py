"""Lists as CSV: no cell is a formula, whatever separates the cells of the program that opens them; a file for
people opens in the Excel of their language as it is meant."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import language
from report.periodic.forms.package import csv_text
from report.table import AMOUNT, DATE, SHARE, Column, Table
from report.table_file import excel_csv
from schema.cells import kept_text
from store.db.text import clean

COLUMNS = (Column("nr", "No."), Column("note", "Note"), Column("by", "Officer"))


def written(*texts: str) -> str:
    return csv_text(Table("notes", "", COLUMNS, (("1.1.1", *texts),)))


def cells(text: str, separator: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text), delimiter=separator) for cell in row]


@pytest.mark.parametrize("before", ["", "done;", 'done;"', "done;\n", "done\n", "done; ", "a;b;"])
@pytest.mark.parametrize("sign", "=+-@")
def test_no_text_begins_a_formula_where_a_semicolon_separates(before: str, sign: str) -> None:
    text = written(f"{before}{sign}1+1", "Blerta")
    for separator in ",;\t":
        assert not [cell for cell in cells(text, separator) if cell.strip()[:1] == sign], separator


@given(st.lists(st.text(alphabet="a;,\"'= +-@\n\t\r\u2028x1", max_size=12), min_size=2, max_size=2))
def test_no_text_whatever_begins_a_formula(texts: list[str]) -> None:
    text = written(*texts)
    for separator in ",;\t":
        assert not [cell for cell in cells(text, separator) if cell.strip()[:1] in tuple("=+-@")], separator
    _, row = csv.reader(io.StringIO(text))
    assert [cell.replace("'", "") for cell in row[1:]] == [
        clean(one, newlines=True).replace("'", "") for one in texts
    ]


def test_every_cell_is_quoted() -> None:
    assert written("a", "").splitlines()[1] == '"1.1.1","a",""'


def test_an_amount_below_zero_is_a_number() -> None:
    amounts = Table("money", "", (Column("remaining", "Remaining", AMOUNT),), ((-1_050,), (0,), (None,)))
    assert csv_text(amounts).splitlines()[1:] == ['"-10.50"', '"0.00"', '""']


OPENED = Table(
    "notes",
    "",
    (
        Column("nr", "No."),
        Column("title", "Title"),
        Column("spent", "Spent", AMOUNT),
        Column("share", "Share", SHARE),
        Column("due", "Due", DATE),
    ),
    (("1.10", "Rruga në Pejë, faza 1", 125_050, Fraction(1, 8), date(2026, 3, 1)),),
)


@pytest.mark.parametrize(
    ("code", "separator", "numbers"),
    [
        ("sq", ";", ["1250,50", "12,5%"]),
        ("sr", ";", ["1250,50", "12,5%"]),
        ("en", ",", ["1250.50", "12.5%"]),
    ],
)
def test_a_file_opens_in_the_excel_of_the_language(code: str, separator: str, numbers: list[str]) -> None:
    with language.speaking(code):
        data = excel_csv(OPENED)
    assert data.startswith(b"\xef\xbb\xbf")
    heads, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator)
    assert heads[:3] == ["No.", "Title", "Spent"]
    assert row == ['="1.10"', "Rruga në Pejë, faza 1", *numbers, "2026-03-01"]


@pytest.mark.parametrize("text", ["1.2.3", "1/2", "2021-2023", "mars 2026", "007", "50%", "1E5", "+383 44 1"])
def test_a_text_stays_a_text(text: str) -> None:
    _heads, row = csv.reader(
        io.StringIO(excel_csv(Table("notes", "", COLUMNS[:1], ((text,),))).decode("utf-8-sig"), newline="")
    )
    assert row[0] in (f'="{text}"', f"'{text}")
    assert kept_text(row[0]).lstrip("'") == text


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@given(text=st.text(alphabet="a;,\"'= +-@\n\t\r1", max_size=12))
def test_no_text_of_a_file_begins_a_formula_but_one_of_itself(text: str, separator: str) -> None:
    columns = (Column("first", "First"), *COLUMNS[:1])
    written_text = excel_csv(Table("notes", "", columns, (("a", text),))).decode("utf-8-sig")
    rows = csv.reader(io.StringIO(written_text, newline=""), delimiter=separator)
    for cell in (cell for row in rows for cell in row):
        assert kept_text(cell) != cell or cell.strip()[:1] not in tuple("=+-@")
