"""A table that somebody filled in: rows of actions and units, with each value the cell it came from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from store.plan.lookup import ActionKey

NOTE: Final = "note"
"""The field of a cell that is recorded as a note of its own."""
CONFIRMED: Final = "confirmed"
"""The field of a cell that says that the status of its row is still so."""
UNKNOWN: Final = object()
"""Of a cell: nobody knows what stood when the table was made."""


class Source(NamedTuple):
    """Where a table came from: name and SHA-256 (hex) of the file, its day, and the person who sent it.

    ``form`` says that the file is a form that headquarters had written, ``paper`` that it was printed: then
    ``file`` is the code on its pages, and the digest that of what was typed.
    """

    file: str
    sha256: str
    day: date
    person: str = ""
    form: bool = False
    paper: bool = False


class ReportedCell(NamedTuple):
    """What a cell says, as it was read: text, a number, a day; and its place, as in ``Sheet1!F12``.

    ``base`` is the value that the ledger held when the table was made (money in cents), where that is known:
    a cell that says the same was left alone. An empty cell says nothing, unless its base was not empty or
    ``clears`` is set.
    """

    value: object
    where: str = ""
    base: object = UNKNOWN
    clears: bool = False


class ReportedRow(NamedTuple):
    """What is said of one action for one unit.

    ``values`` are cells by field: names of ``schema.registers.ACTION_REPORT``, of MONEY behind a year
    (``2026.capital.spent``), and NOTE. ``unit`` is a code or a name, the recording's where it is empty.
    ``on`` is the day on which the status began, the table's where it is None. ``confirmed`` says that the
    status is still so on the day of the table, also where its cell was left alone. ``beside`` are amounts
    without a register of their own (``store.edits.reported.totals``): ``2026.spent`` is capital and recurrent
    together, ``2026.capital.allocated`` one kind of what was allocated.
    ``payer`` is who pays, as the row has it.
    """

    action: ActionKey
    values: Mapping[str, ReportedCell]
    unit: str = ""
    on: date | None = None
    where: str = ""
    confirmed: bool = False
    beside: Mapping[str, ReportedCell] = MappingProxyType({})
    payer: str = ""


class Unclear(NamedTuple):
    """What was not understood, and in which cell or row: a refusal as data."""

    where: str
    code: str
    params: Mapping[str, object] = MappingProxyType({})


class ReportedTable(NamedTuple):
    """Rows with where they came from, and what a reader of the file could not understand already.

    ``meanings`` are codes by words of the table that mean them, by field: ``{"status": {"në vijim":
    "in_progress"}}``. ``again`` says that an earlier copy of the table may have been recorded: what a cell
    said then is its base. ``since`` is where the ledger stood (lamport) when a page was printed whose cells
    somebody wrote by hand: each says something, and what stands otherwise than then has crossed it.
    ``noticed`` is what was understood and somebody should see.
    """

    source: Source
    rows: tuple[ReportedRow, ...]
    unclear: tuple[Unclear, ...] = ()
    meanings: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    again: bool = False
    since: int | None = None
    noticed: tuple[Unclear, ...] = ()
