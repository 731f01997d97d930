"""The report as a data package (Frictionless): a CSV file a table, with what each column holds."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import Decimal
from typing import Any, Final

from report.periodic.carried import PACKAGE_REPORT
from report.periodic.content import Content
from report.periodic.data import cell_form, proof_form
from report.periodic.front import left_out_words, report_title
from report.periodic.tables import every_table, quarter_tables
from report.table import AMOUNT, DATE, NUMBER, SHARE, Cell, Column, Table
from store.db.text import clean, escape_formula

_TYPES: Final = {NUMBER: "integer", SHARE: "number", AMOUNT: "number", DATE: "date"}
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""No moment of writing stands in the file, so that equal reports are equal files."""


def data_package(content: Content) -> bytes:
    """Return the archive."""
    tables = (*every_table(content), *quarter_tables(content))
    parameters = content.parameters
    package = {
        "profile": "tabular-data-package",
        "name": "terren-report",
        "title": report_title(content),
        "created": f"{parameters.made_on.isoformat()}T00:00:00Z",
        "language": parameters.language,
        "currency": content.plan.currency,
        **({} if (why := left_out_words(content)) is None else {"description": why}),
        "resources": [_resource(table) for table in tables],
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "datapackage.json", json.dumps(package, ensure_ascii=False, indent=1))
        _add(archive, PACKAGE_REPORT, json.dumps(proof_form(content), ensure_ascii=False, indent=1))
        for table in tables:
            _add(archive, f"{table.code}.csv", csv_text(table))
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, text.encode("utf-8"))


def _resource(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.code,
        "title": clean(table.caption),
        "path": f"{table.code}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(column) for column in table.columns], "missingValues": [""]},
    }


def _field(column: Column) -> dict[str, Any]:
    field = {"name": column.code, "title": clean(column.name), "type": _TYPES.get(column.kind, "string")}
    if column.kind == SHARE:
        field["description"] = "percent"
    return field


def csv_text(table: Table) -> str:
    """Return the rows under the codes of the columns; no text in it is taken for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow([column.code for column in table.columns])
    for row in table.rows:
        cells = [csv_cell(column, cell) for column, cell in zip(table.columns, row, strict=True)]
        writer.writerow(
            [escape_formula(clean(cell, newlines=True)) if isinstance(cell, str) else cell for cell in cells]
        )
    return buffer.getvalue()


def csv_cell(column: Column, cell: Cell) -> str | int | float | Decimal | None:
    """Return the same as :func:`report.periodic.data.cell_form`; amounts always with their cents."""
    if column.kind == AMOUNT and isinstance(cell, int):
        # no text: what is below zero begins as a formula may
        return Decimal(cell).scaleb(-2)
    return cell_form(column, cell)
