"""A report held against the one that headquarters issued before: what differs, and of what it follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Final

from language import _
from language.figures import figure_name
from report.periodic.blocks import Heading, Paragraph
from report.periodic.chapters import chapters
from report.periodic.content import Content
from report.periodic.front import cover, facts_of, note, shown
from report.periodic.issued.aligning import alike
from report.periodic.issued.changed import ChangedFigure, Reissue
from report.periodic.issued.reasons import Reasons, behind, emblem_words
from report.periodic.tables import every_table
from report.periodic.words import cell_text, is_numeric, name_of_lead
from report.table import NUMBER, Cell, Column, Table
from store.edits.issues import Issue
from store.figures.figures import Figure, Figures
from store.history.steps import Step

_OF_FIGURES: Final = ("summary", "objectives", "institutions", "sources")
"""Tables whose figures are compared with the actions behind them."""
_PASSED_OVER: Final = (*_OF_FIGURES, "definitions")


def compared_with(
    issue: Issue, earlier: Content, now: Content, since: Iterable[Step], redacted: Iterable[str] = ()
) -> Reissue:
    """Return what a report says otherwise than one that was issued, in the current language.

    ``redacted`` are the actions of which evidence that it had is gone.
    """
    steps = tuple(since)
    # what only tells from when a report is differs always
    now = now._replace(reissue=None, issue=None)
    earlier = earlier._replace(parameters=now.parameters, reissue=None, issue=None)
    why = Reasons(issue, earlier, now, steps)
    cells = list(_cells(earlier, now, why))
    figures = (*_figures(earlier, now, why), *(changed for changed, counts in cells if counts))
    gone = [
        ChangedFigure(
            f"{_('Actions')}, {why.numbers[id]}", _("Evidence"), _("redacted"), "", _("a text was redacted")
        )
        for id in redacted
        if id in why.numbers
    ]
    sentences = (*_sentences(earlier, now, why), *(of for of, counts in cells if not counts), *gone)
    return Reissue(issue, figures, sentences, steps, why.numbers)


def _figures(earlier: Content, now: Content, why: Reasons) -> Iterator[ChangedFigure]:
    before = _groups(earlier)
    after = _groups(now)
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key, {}), after.get(key, {})
        for id in dict.fromkeys((*new, *old)):
            then, today = old.get(id), new.get(id)
            if _counted(then) != _counted(today) and (_says(then) or _says(today)):
                place = key[1] or _("Whole plan")
                yield ChangedFigure(
                    place,
                    figure_name(id),
                    _shown(then),
                    _shown(today),
                    why.of_figure(key[0], behind(then, today)),
                )


def _groups(content: Content) -> dict[tuple[str, str], Figures]:
    return {
        ("", ""): content.figures,
        **{("objective", f"{group.key} {group.title}"): group.figures for group in content.objectives},
        **{("lead", name_of_lead(group)): group.figures for group in content.leads},
        **{("source", group.key or _("no source named")): group.figures for group in content.sources},
    }


def _says(figure: Figure | None) -> bool:
    """Return True for a figure that counts something; what is a share of nothing does not."""
    return figure is not None and bool(figure.numerator or figure.denominator)


def _counted(figure: Figure | None) -> tuple[object, ...]:
    return () if figure is None else (figure.numerator, figure.denominator)


def _shown(figure: Figure | None) -> str:
    return "" if figure is None else " · ".join(filter(None, (shown(figure), note(figure))))


def _sentences(earlier: Content, now: Content, why: Reasons) -> Iterator[ChangedFigure]:
    before, after = _sentences_of(earlier), _sentences_of(now)
    for place in dict.fromkeys((*after, *before)):
        there, here = before.get(place, []), after.get(place, [])
        for what, *ends in SequenceMatcher(None, there, here, autojunk=False).get_opcodes():
            if what != "equal":
                for old, new in alike(there[ends[0] : ends[1]], here[ends[2] : ends[3]]):
                    yield ChangedFigure(place, "", old, new, why.of_sentence(old, new))


def _sentences_of(content: Content) -> dict[str, list[str]]:
    """Return every sentence by the heading, or the label, under which it stands."""
    front, sentences = cover(content), defaultdict[str, list[str]](list)
    for label, lines_there in (
        (_("Institution"), front.institution),
        (_("Signatures"), front.signatures),
        (_("Emblem"), filter(None, (emblem_words(content),))),
        (_("Protocol number"), filter(None, (content.protocol,))),
        *((label, (text,)) for label, text in facts_of(content)),
    ):
        sentences[label] += lines_there
    place = ""
    for block in chapters(content):
        if isinstance(block, Heading) and block.line is None:
            place = block.text
        elif isinstance(block, (Heading, Paragraph)):
            sentences[place].append(block.text)
    return sentences


def _cells(earlier: Content, now: Content, why: Reasons) -> Iterator[tuple[ChangedFigure, bool]]:
    """Yield what differs in the tables, and whether it is a number."""
    before = {table.code: table for table in every_table(earlier)}
    for table in every_table(now):
        if table.code in _PASSED_OVER or table.code not in before:
            continue
        if table.code == "findings" and "K" not in (now.parameters.annexes or ""):
            continue
        old, new = (
            _rows(before[table.code], table)
            if table.code != "matrix"
            else _rows(*_differing(before[table.code], table))
        )
        for key in dict.fromkeys((*new, *old)):
            cells = zip(table.columns, key, strict=False)
            place = ", ".join(
                (table.caption, *(cell_text(column, cell) for column, cell in cells if cell is not None))
            )
            if key not in old or key not in new:
                reason = why.of_row(table.code, key[0])
                rows = (old.get(key, {}), new.get(key, {}))
                was, is_now = ("; ".join(filter(None, row.values())) for row in rows)
                yield ChangedFigure(place, _("Row"), was, is_now, reason), False
                continue
            columns = {of.name: of for of in (*before[table.code].columns, *table.columns)}
            for name, column in columns.items():
                was, text = (rows[key].get(name) or _without_column(column) for rows in (old, new))
                if text != was:
                    reason = why.of_row(table.code, key[0], column)
                    yield ChangedFigure(place, name, was, text, reason), is_numeric(column)


def _without_column(column: Column) -> str:
    """Return what a row says that lacks a column: numbers of which all are 0 take no room."""
    return cell_text(column, 0 if column.kind == NUMBER else None)


_Row = dict[str, str]
"""What the cells of a row say, by the names of their columns."""


def _differing(before: Table, after: Table) -> tuple[Table, Table]:
    """Return two tables without the rows that both have: there may be very many."""
    both = {*before.rows} & {*after.rows}
    old, new = (
        table._replace(rows=tuple(row for row in table.rows if row not in both)) for table in (before, after)
    )
    return old, new


def _rows(before: Table, after: Table) -> tuple[dict[tuple[Cell, ...], _Row], dict[tuple[Cell, ...], _Row]]:
    """Return the rows of two tables by as many of their first cells as tell them apart."""
    length = next(
        (
            n
            for n in range(1, len(after.columns))
            if all(len({row[:n] for row in table.rows}) == len(table.rows) for table in (before, after))
        ),
        len(after.columns),
    )
    old, new = (
        {
            row[:length]: {
                column.name: cell_text(column, cell) for column, cell in zip(table.columns, row, strict=True)
            }
            for row in table.rows
        }
        for table in (before, after)
    )
    return old, new
