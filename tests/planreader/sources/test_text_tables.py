"""Tables written as text: the sign between cells, quoted cells, and the encodings of Excel."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from planreader import tracked

ROWS = [
    ("Nr.", "Veprimi", "Bartësi", "Statusi", "Shpenzuar 2026", "Komente"),
    ("1.10", "Ndërtimi i urës, faza 1", "MIT", "Në proces", "1250,50", "Vonesë; pritet leja"),
    ("2", 'Rruga "UÇK"', "MASHTI", "Përfunduar", "300", ""),
]


def written(sign: str, end: str = "\r\n") -> str:
    cells = [['"' + text.replace('"', '""') + '"' for text in row] for row in ROWS]
    return end.join(sign.join(row) for row in cells)


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_a_table_of_text_is_read_by_its_sign_and_encoding(tmp_path: Path, sign: str, encoding: str) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(written(sign).encode(encoding))
    found = tracked(path)
    first, second = found.rows
    assert (first.nr, first.title) == ("1.10", "Ndërtimi i urës, faza 1")
    assert first.cells["note"].text == "Vonesë; pritet leja"
    assert first.cells["spent.2026"].number == 125_050
    assert first.cells["status"].place.endswith("row 2, column 4")
    assert (second.title, second.lead) == ('Rruga "UÇK"', "MASHTI")


def test_the_sign_that_excel_names_counts(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(codecs.BOM_UTF8 + f"sep=;\r\n{written(';')}".encode())
    assert [row.nr for row in tracked(path).rows] == ["1.10", "2"]
