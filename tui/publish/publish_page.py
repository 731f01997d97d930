"""What the publishing of a revision shows: a line an entry that changes, and the entry in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len

from language import _, glyph
from language.dates import date as shown_day
from report.revision import LEVELS, difference_line, question_lines, summary_lines
from store.plan.differences import FieldDifference
from store.revision.comparison import (
    ACTION,
    INDICATOR,
    LevelQuestion,
    ListedEntry,
    MatchedEntry,
    PlanComparison,
)
from tui.commands.catalogue import by_id
from tui.widgets.draw import Line, cut, safe
from tui.widgets.page import Page


class PublishRow(NamedTuple):
    """An entry that changes: a question, what was removed or added, a pair with differences, or the whole."""

    kind: str
    level: str
    nr: str
    title: str
    what: LevelQuestion | ListedEntry | MatchedEntry | Sequence[FieldDifference] | None = None

    @property
    def is_answerable(self) -> bool:
        """Return True if headquarters can say otherwise: of objectives nobody is asked."""
        return self.level in (ACTION, INDICATOR)


def rows_of(comparison: PlanComparison) -> list[PublishRow]:
    """Return the whole first, then questions, removed, added, and what goes on with differences."""
    rows = [PublishRow("whole", "", "", "", comparison.plan)]
    rows += [
        PublishRow("asked", asked.level, asked.question.key, asked.question.title, asked)
        for asked in comparison.questions
    ]
    rows += [PublishRow("removed", entry.level, entry.nr, entry.title, entry) for entry in comparison.removed]
    rows += [PublishRow("added", entry.level, entry.nr, entry.title, entry) for entry in comparison.added]
    rows += [PublishRow("changed", pair.level, pair.nr, pair.title, pair) for pair in comparison.changed()]
    return rows


_SIGNS = {"whole": " ", "asked": "?", "removed": "-", "added": "+", "changed": "~"}
_STYLES = {"asked": "warn", "removed": "bad"}


def publish_line(row: PublishRow, width: int) -> Line:
    """Return one entry: what becomes of it, its number, its title."""
    style = _STYLES.get(row.kind, "")
    if row.kind == "whole":
        return ((f"   {_('The whole revision')}", "strong"),)
    moved = row.what.old_nr if isinstance(row.what, MatchedEntry) and row.what.old_nr != row.nr else ""
    arrow = f"{safe(moved)} {glyph('→', '->')} " if moved else ""
    head = f" {_SIGNS[row.kind]} {arrow}{safe(row.nr)}  "
    return ((head, style), (cut(safe(row.title), max(1, width - cell_len(head))), style))


def publish_page(
    row: PublishRow,
    comparison: PlanComparison,
    successors: Mapping[str, Sequence[str]],
    since: date,
    width: int,
) -> Page:
    """Return an entry in full, with what can be answered."""
    page = Page(width, min(18, width // 3))
    if row.kind == "whole":
        _whole(page, comparison, since)
        return page
    if isinstance(row.what, LevelQuestion):
        for line in question_lines(row.what):
            page.paragraph(safe(line), "strong" if not line.startswith(" ") else "")
        leaves = by_id("leaves_plan").sign()
        page.paragraph(f"  {leaves}  {_('one of them leaves the plan')}")
        return page
    level = _(LEVELS[row.level])
    page.paragraph(f"{level}: {safe(row.nr)}", "dim")
    page.paragraph(safe(row.title), "strong")
    if row.kind == "removed":
        page.paragraph(_("It leaves the plan; what was recorded on it is kept and listed."))
        if row.level == ACTION:
            named = ", ".join(map(safe, successors.get(row.nr, ()))) or "–"
            page.field(_("Successor"), named, "strong")
    elif row.kind == "added":
        page.paragraph(_("It is new."))
    elif isinstance(row.what, MatchedEntry):
        page.heading(_("What changes"))
        if row.what.old_nr != row.nr:
            page.paragraph(f"{_('Number')}: {safe(row.what.old_nr)} → {safe(row.nr)}")
        for difference in row.what.differences:
            if difference.field != "nr":
                page.paragraph(safe(difference_line(difference)))
    return page


def _whole(page: Page, comparison: PlanComparison, since: date) -> None:
    page.field(_("In force from"), shown_day(since.isoformat()), "strong")
    page.gap()
    for line in summary_lines(comparison):
        page.paragraph(
            safe(line), "warn" if comparison.questions and line.startswith(_("To be answered")) else ""
        )
    for difference in comparison.plan:
        page.paragraph(safe(f"{_('Plan')}, {difference_line(difference)}"))
    if comparison.is_empty:
        page.paragraph(_("The revised plan says the same as the one in force."))
