"""Tables as paper takes them: the columns that a page upright has room for, and the annexes that have all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from language import _, ngettext
from language.numbers import number
from report.periodic.action_tables import REPORTED_COLUMNS, actions_table, indicators_table
from report.periodic.blocks import Annex, Block, Heading
from report.periodic.content import Content
from report.periodic.figure_tables import budget_code, definitions_table, leads_table, units_table
from report.periodic.issued.reissue import reissue_tables
from report.periodic.plan_tables import (
    changes_table,
    conflicts_table,
    events_table,
    findings_table,
    since_table,
)
from report.table import Cell, Table

BY_OBJECTIVE: Final = ("nr", "title", "actions", "due", "implemented", "not_reported", "rate", "coverage")
_SHORT: Final = ("nr", "title", "deadline", "lead", "status", "progress", "spent")
_MEASURED: Final = ("nr", "title", "baseline", "interim", "final", "year", "actual", "met", "progress")
"""The columns that a page upright has room for; an annex, or the workbook, has all."""

_REPORTED: Final = ("nr", "title", "status", *REPORTED_COLUMNS, "evidence")
"""The columns of the annex on what was reported of actions."""

_LINES: Final = 4


def shortened_actions(content: Content, nr: str) -> Table:
    """Return the actions of a specific objective, with the first lines of what was reported of them."""
    short = actions_table(content, nr).only(_SHORT)
    return short._replace(
        code=f"{short.code}_{nr}",
        caption=_("Actions of {nr}").format(nr=nr),
        rows=tuple(tuple(map(_beginning, row)) for row in short.rows),
    )


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


def _filled(table: Table) -> Table:
    """Return a table without its empty columns: on paper they take room from the others."""
    codes = [
        column.code for n, column in enumerate(table.columns) if any(row[n] is not None for row in table.rows)
    ]
    return table.only(codes) if codes else table


def annexes(content: Content) -> Iterator[Block]:
    """Yield what stands behind the report: each table whole."""
    yield Annex()
    actions = actions_table(content)
    actors = ("nr", "title", "deadline", "in_force", "lead", "supporting")
    money = (budget_code(content), "spent", "execution", "funding")
    # side by side with the texts all would have a word a line
    resources = actions.only((*actors, *money))._replace(
        code="resources", caption=_("Actions: institutions and money")
    )
    for letter, table in zip("ABCDEFGHIJKLM", (
        actions.only(_REPORTED),
        resources,
        indicators_table(content),
        units_table(content),
        events_table(content),
        since_table(content),
        changes_table(content),
        findings_table(content),
        conflicts_table(content),
        definitions_table(content),
        *reissue_tables(content.reissue),
    ), strict=False):  # fmt: skip
        yield Heading(_("Annex {letter}: {title}").format(letter=letter, title=table.caption))
        yield _filled(table)
