"""Pages of HTML, as offices publish them and as spreadsheets are exported: tables, spans, looks, lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from planreader import read
from planreader.sources.html_reader import read_html
from store.db.errors import UserError
from tests.planreader.tables import plan


def _page(*rows: str, above: str = "") -> bytes:
    table = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<html><body>{above}<table>{table}</table></body></html>".encode()


def test_a_plan_of_merged_headings_and_objectives_over_the_table(tmp_path: Path) -> None:
    rows: list[str] = []
    for row in plan():
        cells = [f"<td colspan={'9' if not any(row[1:]) else '1'}>{text}</td>" for text in row]
        if row[3] == "Buxheti":
            cells = [
                f"<th {'colspan=2' if n == 3 else 'rowspan=2'}>{text}</th>"
                for n, text in enumerate(row)
                if text
            ]
        elif row[:3] == ("", "", ""):
            cells = [f"<th>{text}</th>" for text in row if text]
        rows.append("".join(cells[:1] if not any(row[1:]) else cells))
    path = tmp_path / "plan.html"
    path.write_bytes(_page(*rows, above="<h1>Plani i veprimit 2022-2023</h1><p>Në euro.<p>"))
    found = read(path)
    first, second = found.actions()
    assert (found.title, found.currency) == ("Plani i veprimit 2022-2023", "EUR")
    assert (first.nr, first.budget, first.funding) == ("1.1.1", {2022: "admin", 2023: 100_000}, ("BK",))
    assert second.title == "Trajnimi i zyrtarëve"
    assert found.provenance["1.1.2/title"].place == "table 1, row 6, column 2"


def test_a_cell_over_rows_moves_the_cells_below_it() -> None:
    above, below = read_html(_page("<td rowspan=2>a</td><td>b</td>", "<td>c</td>"), "page.html")
    assert [(cell.left, cell.text, cell.rows) for cell in above.cells] == [(0, "a", 2), (1, "b", 1)]
    assert [(cell.left, cell.text) for cell in below.cells] == [(1, "c")]


def test_breaks_part_lines_and_looks_count() -> None:
    rows = _page(
        "<td>one<br>two<p>three</p><ul><li>four<li>five</ul></td><td>500<sup>1</sup></td>"
        "<td><s>80</s> 90</td><td>seen<span style='display: none'>hidden</span><script>x()</script></td>"
    )
    (row,) = read_html(rows, "page.html")
    assert [part.text for part in row.cells[0].parts] == ["one", "two", "three", "four", "five"]
    assert [cell.text for cell in row.cells[1:]] == ["500¹", "90", "seen"]


def test_a_table_within_a_cell_follows_the_one_it_stands_in() -> None:
    rows = read_html(_page("<td>a<table><tr><td>b</td></tr></table></td><td>c</td>"), "page.html")
    assert [(row.table, [cell.text for cell in row.cells]) for row in rows] == [(1, ["a", "c"]), (2, ["b"])]


def test_a_page_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planreader.sources.html_reader.MOST_CELLS", 3)
    with pytest.raises(UserError, match="document_too_long"):
        read_html(_page("<td>a</td>" * 2, "<td>b</td>" * 2), "page.html")
