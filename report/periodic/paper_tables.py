"""Tables as paper takes them: the columns that a page upright has room for, and the annexes that have all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from language import _, ngettext
from language.numbers import number
from report.periodic.action_tables import actions_table, indicators_table
from report.periodic.content import Content, ReportedAction
from report.periodic.figure_tables import budget_code, leads_table
from report.table import Cell, Table

BY_OBJECTIVE: Final = ("nr", "title", "actions", "due", "implemented", "not_reported", "rate", "coverage")
_SHORT: Final = ("nr", "title", "deadline", "lead", "status", "progress", "spent")
_MEASURED: Final = ("nr", "title", "baseline", "interim", "final", "year", "actual", "met", "progress")
"""The columns that a page upright has room for; an annex, or the workbook, has all."""

_LINES: Final = 4


def shortened_actions(content: Content, nr: str, actions: Iterable[ReportedAction]) -> Table:
    """Return the actions of a specific objective, with the first lines of what was reported of them."""
    short = actions_table(content, actions, _SHORT)
    return beginnings(short)._replace(code=f"{short.code}_{nr}", caption=_("Actions of {nr}").format(nr=nr))


def beginnings(table: Table) -> Table:
    """Return a table with the first lines of its cells."""
    return table._replace(rows=tuple(tuple(map(_beginning, row)) for row in table.rows))


def _beginning(cell: Cell) -> Cell:
    """Return a cell, or the first lines of a long one: of 38 municipalities the annex has them all."""
    lines = cell.split("\n") if isinstance(cell, str) else []
    if len(lines) <= _LINES:
        return cell
    more = len(lines) - _LINES
    words = ngettext("… and {n} more (annex A)", "… and {n} more (annex A)", more)
    return "\n".join((*lines[:_LINES], words.format(n=number(more))))


def shortened_leads(content: Content) -> Table:
    """Progress and money by lead institution."""
    money = (budget_code(content), "spent", "execution")
    return leads_table(content).only(("institution", "due", "implemented", "rate", "coverage", *money))


def shortened_indicators(content: Content, nr: str) -> Table:
    """Return the indicators of an objective."""
    shown = indicators_table(content, nr).only(_MEASURED)
    return shown._replace(code=f"{shown.code}_{nr}", caption=_("Indicators of {nr}").format(nr=nr))
