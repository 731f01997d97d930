"""The tables that stand in the written file of a report, as numbers, whatever its form."""

from __future__ import annotations

import csv
import json
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree

Cell = float | str | None
Rows = list[dict[str, Cell]]

_NUMBER = re.compile(r"[-−]?[0-9][0-9,]*(\.[0-9]+)?%?")


def tables_of(path: Path) -> dict[str, Rows]:
    """The rows of each table by its caption, each row by the words of the table's head."""
    forms = {".zip": _package, ".xlsx": _workbook, ".html": _page, ".pdf": _page, ".docx": _document}
    read = forms[path.suffix]
    tables: dict[str, Rows] = defaultdict(list)
    for caption, head, rows in read(path):
        tables[caption] += [dict(zip(head, row, strict=True)) for row in rows if row[0] not in (None, "")]
    return dict(tables)


Read = Iterator[tuple[str, list[str], list[list[Cell]]]]
"""Tables by caption, head and rows."""


def _cell(text: str) -> Cell:
    """A number as it is printed in English, percentages as such; a dash is nothing."""
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return float(text.replace("−", "-").replace(",", "").rstrip("%"))
    return None if text in ("", "–") else text


def _cells(texts: Iterable[str]) -> list[Cell]:
    return [_cell(text) for text in texts]


def activities_of(path: Path) -> dict[str, dict[str, Any]]:
    """What an IATI file says of each action, by the end of its identifier: amounts in cents, by year."""
    found = {}
    for activity in ElementTree.parse(path).getroot().iter("iati-activity"):
        if activity.get("hierarchy") == "2":
            ended = activity.find("activity-date[@type='4']")
            found[str(activity.findtext("iati-identifier")).rpartition("-p-")[2]] = {
                "status": _given(activity, "activity-status", "code"),
                "ended": None if ended is None else ended.get("iso-date"),
                "planned": {
                    _given(budget, "period-start", "iso-date")[:4]: _cents(budget)
                    for budget in activity.iter("budget")
                },
                "spent": {
                    (
                        _given(paid, "transaction-date", "iso-date")[:4],
                        paid.findtext("description/narrative"),
                    ): _cents(paid)
                    for paid in activity.iter("transaction")
                },
            }
    return found


def _given(element: Any, below: str, name: str) -> str:
    return str(element.find(below).attrib[name])


def _cents(element: Any) -> int:
    return round(100 * float(element.findtext("value")))


@contextmanager
def printer() -> Iterator[None]:
    """A printer of PDF whose page is the text that it is given: what it draws of a text is not ours."""

    def printed(*, string: str, url_fetcher: object) -> Any:
        page = SimpleNamespace(metadata=SimpleNamespace(), write_pdf=string.encode)
        return SimpleNamespace(render=lambda: page)

    urls = SimpleNamespace(URLFetcher=SimpleNamespace)
    weasyprint = SimpleNamespace(HTML=printed, Attachment=SimpleNamespace, urls=urls, __version__="0")
    with patch.dict(sys.modules, {"weasyprint": weasyprint, "weasyprint.urls": urls}):
        yield


def _package(path: Path) -> Read:
    with zipfile.ZipFile(path) as archive:
        for resource in json.loads(archive.read("datapackage.json"))["resources"]:
            fields = resource["schema"]["fields"]
            _codes, *rows = csv.reader(StringIO(archive.read(resource["path"]).decode()))
            yield (
                resource["title"],
                [field["title"] for field in fields],
                [
                    [
                        (float(text) if field["type"] in ("integer", "number") else text) if text else None
                        for field, text in zip(fields, row, strict=True)
                    ]
                    for row in rows
                ],
            )


def _workbook(path: Path) -> Read:
    import openpyxl

    for sheet in openpyxl.load_workbook(path, data_only=True):
        rows = list(sheet.iter_rows())
        if sheet.sheet_state == "visible":
            # above the figures stands what the report is of
            top = next((n for n, row in enumerate(rows) if row[0].value == "Figure"), 0)
            head = [str(cell.value) for cell in rows[top] if cell.value is not None]
            yield sheet.title, head, [[_value(cell) for cell in row[: len(head)]] for row in rows[top + 1 :]]


def _value(cell: Any) -> Cell:
    if isinstance(cell.value, int | float):
        return round(100 * cell.value, 2) if "%" in cell.number_format else float(cell.value)
    return None if cell.value is None else str(cell.value)


def _page(path: Path) -> Read:
    reader = _Tables()
    reader.feed(path.read_text("utf-8"))
    for caption, (head, *rows) in reader.tables:
        if caption:
            yield _title(caption), head, [_cells(row) for row in rows]


def _title(caption: str) -> str:
    """The title of a table without its number."""
    return re.sub(r"^Table [0-9]+: ", "", caption)


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[tuple[str, list[list[str]]]] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "table":
            self.tables.append(("", []))
        elif tag == "tr" and self.tables:
            self.tables[-1][1].append([])
        elif tag in ("th", "td"):
            self.tables[-1][1][-1].append("")
        if tag in ("th", "td", "caption"):
            self._within = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "caption":
            self.tables[-1] = (data, self.tables[-1][1])
        elif self._within:
            self.tables[-1][1][-1][-1] += data


def _document(path: Path) -> Read:
    from docx import Document
    from docx.table import Table

    document = Document(str(path))
    caption = ""
    for block in document.element.body.iterchildren():
        if block.tag.endswith("}p"):
            text = "".join(part.text or "" for part in block.iter() if part.tag.endswith("}t"))
            caption = _title(text) if text.startswith("Table ") else ""
        elif caption and block.tag.endswith("}tbl"):
            head, *rows = ([cell.text for cell in row.cells] for row in Table(block, document).rows)
            yield caption, head, [_cells(row) for row in rows]
