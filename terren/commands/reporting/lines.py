"""``terren set --from``: many reports of a script, as JSON lines or CSV, in one batch and all or nothing."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, Final

from language import Unreadable, _, counted
from language.dates import parse_date
from language.messages import message
from schema.cells import kept_text
from store.db.database import Store
from store.db.errors import UserError
from store.db.regular import read_regular
from store.edits.recording import Recording
from store.edits.reported.record import preview_table, record_table, values_recorded
from store.edits.reported.table import ReportedCell, ReportedRow, ReportedTable, Source, Unclear
from store.ledger.change import Change
from terren import output

_NAMES: Final = ("nr", "unit", "on")
"""What a line says besides fields: the action, the unit, the day on which the status took effect."""
_MOST: Final = 64 * 2**20
"""Bytes of the longest file."""
_SIGNS: Final = "\t;,"


def record_lines(store: Store, file: str, recording: Recording) -> list[Change]:
    """Record what all lines of a file, or of standard input for “-”, report.

    Raises UserError ``lines_refused`` where one of them cannot be recorded: then none is.
    """
    data = read_data(file)
    name = "-" if file == "-" else Path(file).name
    source = Source(name, hashlib.sha256(data).hexdigest(), recording.today)
    wrong: list[Unclear] = []
    rows = tuple(_rows(text_of(data, file), file, recording.today, wrong))
    table = ReportedTable(source, rows, tuple(wrong))
    preview = preview_table(store, table, recording)
    if unclear := (*preview.unclear, *preview.noticed):
        for cell in unclear[:20]:
            output.tell(f"{cell.where}: {message(cell.code, cell.params)}")
        raise UserError("lines_refused", file=file, found=len(unclear), of=len(rows))
    done = record_table(store, table, recording)
    output.tell(counted("{n} value is recorded", "{n} values are recorded", values_recorded(done.changes)))
    if done.comparison.unchanged:
        output.tell(
            counted("{n} cell says what stands", "{n} cells say what stands", done.comparison.unchanged)
        )
    return done.changes


def read_data(file: str) -> bytes:
    """Return what a file, or standard input for “-”, has.

    Raises UserError as a document that is not there.
    """
    data = sys.stdin.buffer.read(_MOST + 1) if file == "-" else _read(Path(file))
    if len(data) > _MOST:
        raise UserError("document_too_large", file=file, found=len(data), limit=_MOST)
    return data


def _read(path: Path) -> bytes:
    try:
        return read_regular(path, _MOST + 1)
    except (OSError, ValueError) as error:
        raise UserError("document_missing", file=str(path)) from error


def text_of(data: bytes, file: str) -> str:
    """Return the text of UTF-8, of UTF-16 with its mark, or of Windows in Albanian or Serbian letters, as
    Excel saves it.

    Raises UserError ``input_encoding``, or ``lines_encoding`` of a file.
    """
    try:
        marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        return data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        from planreader.sources.source import texts_of_windows

        text = next(texts_of_windows(data), None)
        if text is None:
            code = "input_encoding" if file == "-" else "lines_encoding"
            raise UserError(code, file=file) from error
        return text


def _rows(text: str, file: str, today: date, wrong: list[Unclear]) -> Iterator[ReportedRow]:
    """Yield the rows of a file, and add to ``wrong`` the days that are none."""
    begins = text.lstrip()[:1]
    lines = _json_lines(text, file) if begins in ("{", "[") else _csv_lines(text, file)
    for number, line in lines:
        where = _("line {n}").format(n=number)
        if not line.get("nr"):
            raise UserError("line_unreadable", file=file, line=number)
        if isinstance(line["nr"], float):
            raise UserError("line_number", file=file, line=number, found=line["nr"])
        on: date | None = None
        try:
            on = parse_date(str(line["on"]), today) if line.get("on") else None
        except Unreadable as error:
            wrong.append(Unclear(where, error.code, error.params))
        cells = {
            field: ReportedCell(value, where, clears=value is None)
            for field, value in line.items()
            if field not in _NAMES
        }
        yield ReportedRow(str(line["nr"]), cells, str(line.get("unit") or ""), on, where)


def _json_lines(text: str, file: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield lines of an object each, or the objects of one array."""
    if text.lstrip().startswith("["):
        array = _json(text, file, 1)
        yield from ((n, _object(member, file, n)) for n, member in enumerate(array, 1))
        return
    for number, line in enumerate(StringIO(text, newline=None), 1):
        if line.strip():
            yield number, _object(_json(line, file, number), file, number)


def _json(text: str, file: str, number: int) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError("line_unreadable", file=file, line=number) from error


def _object(value: object, file: str, number: int) -> Mapping[str, Any]:
    plain = (str, int, float, type(None))
    if not isinstance(value, dict) or not all(type(cell) in plain for cell in value.values()):
        raise UserError("line_unreadable", file=file, line=number)
    return value


def _csv_lines(text: str, file: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield rows below a heading of fields; empty cells say nothing."""
    head = text.partition("\n")[0]
    # a cell may have several lines
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=max(_SIGNS, key=head.count))
    try:
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ("nr",)]
        if "nr" not in reader.fieldnames:
            raise UserError("line_unreadable", file=file, line=1)
        for row in reader:
            if None in row:
                raise UserError("line_unreadable", file=file, line=reader.line_num)
            values = {name: kept_text(value) for name, value in row.items() if value and value.strip()}
            if values:
                yield reader.line_num, values
    except csv.Error as error:
        raise UserError("line_unreadable", file=file, line=reader.line_num) from error
