"""The annexes of a report: what stands behind it, each a table whole, under a letter that stays its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, TypeAlias

from language import _
from report.periodic.action_tables import REPORTED_COLUMNS, actions_table, indicators_table
from report.periodic.blocks import Annex, Draft, Heading, Paragraph
from report.periodic.content import Content
from report.periodic.figure_tables import budget_code, definitions_table, summary_table, units_table
from report.periodic.issued.reissue import reissue_tables
from report.periodic.plan_tables import (
    changes_table,
    conflicts_table,
    events_table,
    findings_table,
    since_table,
)
from report.table import Table
from schema.choices import ANNEX

_REPORTED: Final = ("nr", "title", "status", *REPORTED_COLUMNS, "evidence")
_ACTORS: Final = ("nr", "title", "deadline", "in_force", "lead", "supporting")


def _reported(content: Content) -> Table:
    return actions_table(content, only=_REPORTED)


def _resources(content: Content) -> Table:
    # side by side with the texts all would have a word a line
    money = (budget_code(content), "spent", "execution")
    table = actions_table(content, only=(*_ACTORS, *money, "funding"))
    return table._replace(code="resources", caption=ANNEX.show("B"))


def _definitions(content: Content) -> Table:
    return definitions_table(content).only(("name", "definition"))


def _units(content: Content) -> Table:
    table = units_table(content)
    return table.only([column.code for column in table.columns if column.code != "code"])


_MAKERS: Final[tuple[Callable[[Content], Table], ...]] = (
    *(_reported, _resources, indicators_table, summary_table, _units, events_table, since_table),
    *(changes_table, conflicts_table, _definitions, findings_table),
)
TABLES: Final = dict(zip(ANNEX.codes, _MAKERS, strict=True))
_USUAL: Final = "".join(ANNEX.codes[:-1])
_OF_UNIT: Final = "A"
_OF_ACTIONS: Final = "AB"
_REISSUED: Final = "LMN"


def annexes(content: Content) -> Iterator[Draft]:
    """Yield the annexes that were chosen, or the usual ones; those in which nothing stands in a sentence."""
    chosen = content.parameters.annexes
    if chosen is None:
        chosen = _USUAL if content.parameters.unit is None else _OF_UNIT
    made = [_annex(content, letter) for letter in chosen]
    empty = [f"{letter} ({caption})" for letter, caption, table in made if table is None]
    # what differs from the report before belongs to every one; that nothing does stands on the first page
    made += [_made(*of) for of in zip(_REISSUED, reissue_tables(content.reissue), strict=False)]
    if empty:
        yield Heading(_("Annexes"))
        yield Paragraph(_("Annexes without entries: {list}.").format(list=", ".join(empty)), muted=True)
    if any(table is not None for _letter, _caption, table in made):
        yield Annex()
    for letter, caption, table in made:
        if table is not None:
            yield Heading(_("Annex {letter}: {title}").format(letter=letter, title=caption))
            yield table


_Made: TypeAlias = tuple[str, str, Callable[[], Table] | None]
"""The letter of an annex, its caption, and what makes its table; None where nothing stands in it."""


def _annex(content: Content, letter: str) -> _Made:
    maker = TABLES[letter]
    if letter in _OF_ACTIONS and content.actions:
        # long, and for a look at what a report says nobody wants them
        return letter, ANNEX.show(letter), lambda: _filled(maker(content))
    return _made(letter, maker(content))


def _made(letter: str, table: Table) -> _Made:
    return letter, table.caption, partial(_filled, table) if table.rows else None


def _filled(table: Table) -> Table:
    """Return a table without its empty columns: on paper they take room from the others."""
    codes = [
        column.code for n, column in enumerate(table.columns) if any(row[n] is not None for row in table.rows)
    ]
    return table.only(codes)
