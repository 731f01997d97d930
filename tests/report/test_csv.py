"""Lists as CSV: no cell is a formula, whatever separates the cells of the program that opens them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.periodic.forms.package import csv_text
from report.table import AMOUNT, Column, Table
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
