"""``terren list``: actions that meet a filter."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import click

from language import N_, _, ngettext, terms
from language.numbers import NOTHING
from store.filters import Filter, listed
from store.outline import ActionRow
from store.plan import Action
from store.search import with_plan
from store.text import clean, formula_safe
from terren import output
from terren.declare import as_json, command, flag, option, whole_number
from terren.session import Session
from terren.words import status_code


@command(
    "list",
    help=N_(
        "List the actions in which every word of TEXT stands (number, title, institutions, output), and that"
        " meet all filters. Diacritics and case do not count."
    ),
)
@click.argument("text", metavar="[TEXT]", nargs=-1)
@option(
    "--status", "statuses", metavar="S", multiple=True, help=N_("A status, also not_reported; repeatable.")
)
@option("--lead", metavar="NAME", help=N_("Led by this institution or municipality."))
@option("--institution", metavar="NAME", help=N_("Led or supported by this institution or municipality."))
@option("--due", metavar="YEAR", callback=whole_number, help=N_("The deadline ends in this year."))
@flag("--overdue", help=N_("The deadline is past, and it is neither implemented nor cancelled."))
@flag("--unsent", help=N_("With changes that headquarters has not confirmed."))
@flag("--conflict", help=N_("With two values of which somebody has to choose one."))
@flag("--mine", help=N_("On which your unit is expected to report."))
@as_json()
@flag("--csv", "as_csv", help=N_("Print CSV for a spreadsheet."))
@click.pass_obj
def list_command(
    session: Session,
    text: Sequence[str],
    statuses: Sequence[str],
    lead: str | None,
    institution: str | None,
    due: int | None,
    overdue: bool,
    unsent: bool,
    conflict: bool,
    mine: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """List actions."""
    if as_json and as_csv:
        raise click.UsageError(_("Choose one of --json and --csv."))
    with session.reading(or_shipped=True) as store:
        wanted = Filter(
            text=" ".join(text),
            statuses=frozenset(status_code(status, or_not_reported=True) for status in statuses),
            lead=lead,
            institution=institution,
            due=due,
            overdue=overdue,
            unsent=unsent,
            conflict=conflict,
            mine=mine,
        )
        rows = listed(store, wanted, today=date.today())
        if as_json:
            from terren.forms import row_form

            output.print_json([row_form(row, action) for row, action in with_plan(store, rows)])
            return
        if as_csv:
            _print_csv(with_plan(store, rows))
            return
    output.lines(_table(rows))
    output.tell(ngettext("{n} action", "{n} actions", len(rows)).format(n=len(rows)))


def _marks(row: ActionRow) -> str:
    given = (
        ("overdue", row.overdue),
        ("unsent", row.unsent),
        ("conflict", row.conflict),
        ("money", row.money_warning),
    )
    return "".join(terms.side_mark(name) if is_so else " " for name, is_so in given)


def _table(rows: Sequence[ActionRow]) -> Iterator[str]:
    cells = [
        (
            row.nr,
            f"{terms.status_mark(row.status)} {terms.status_short(row.status)}",
            _marks(row),
            clean(row.deadline),
            clean(row.institutions[0]) if row.institutions else NOTHING,
        )
        for row in rows
    ]
    widths = [min(max(map(len, column)), 24) for column in zip(*cells, strict=True)]
    room = _columns()
    for row, texts in zip(rows, cells, strict=True):
        head = "  ".join(cell[:width].ljust(width) for cell, width in zip(texts, widths, strict=True))
        whole = f"{head}  {clean(row.title)}"
        yield whole if room is None or len(whole) <= room else f"{whole[: room - 1]}…"


def _columns() -> int | None:
    """The width of the terminal; None where the output goes elsewhere and nothing may be cut."""
    if not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _print_csv(rows: Iterable[tuple[ActionRow, Action]]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    years: list[int] | None = None
    for row, action in rows:
        if years is None:
            years = list(action.budget)
            writer.writerow([*_CSV_HEAD, *(f"budget_{year}" for year in years)])
        budget = [_budget_cell(action.budget[year]) for year in years]
        texts = (
            action.nr,
            action.title,
            row.status or "",
            action.deadline.raw,
            "; ".join(action.institutions),
            "; ".join(action.funding),
            action.product or "",
            "; ".join(action.documents),
        )
        flags = (row.overdue, row.unsent, row.conflict, row.money_warning)
        writer.writerow(
            [*(formula_safe(clean(text)) for text in texts), *(int(flag) for flag in flags), *budget]
        )
    if years is None:
        writer.writerow(_CSV_HEAD)


_CSV_HEAD = (
    "nr",
    "title",
    "status",
    "deadline",
    "institutions",
    "funding",
    "product",
    "documents",
    "overdue",
    "unsent",
    "conflict",
    "money_warning",
)


def _budget_cell(cell: int | str | None) -> str:
    if cell is None:
        return ""
    return f"{cell // 100}.{cell % 100:02}" if isinstance(cell, int) else cell
