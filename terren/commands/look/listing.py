"""``terren list``: actions that meet a filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from pathlib import Path
from time import time
from typing import Any, Final

from language import N_, _, counted, current, dates, terms
from language.numbers import NOTHING
from store.account.spans import plan_span
from store.db.database import Store
from store.db.text import clean
from store.exchange.delivery import ChangeState, target_states, unconfirmed_by_target
from store.ledger.identity import own_unit, read_identity
from store.plan.lookup import action_numbers, plan_years
from store.plan.names import Names, read_names
from store.plan.units import institution_names
from store.query.bulk import BulkAction, bulk_actions
from store.query.by_form import FormsByAction, forms_by_action
from store.query.departed import DepartedAction, departed_actions
from store.query.filters.filter import Filter, list_actions
from store.query.filters.filter_form import write_filter
from store.query.filters.named_filters import forget_filter, named_filter, save_filter
from store.query.filters.order import rank_by_text, sort_rows
from store.status.outline import ActionRow
from terren import output
from terren.commands import options
from terren.commands.list_forms import ListForm, list_forms
from terren.commands.look.filters import FILTERS, given_filters
from terren.declare import argument, command, flag, option, several
from terren.misuse import WrongUsage
from terren.session import Session
from terren.shapes import shaped
from terren.terminal import room
from terren.values import PERIOD, WordChoice
from terren.words import state_in_words, tell_none_asked, tell_overdue

ORDERS: Final = {"number": "document", "deadline": "deadline", "execution": "execution"}
"""The orders of ``--sort`` with the store's names."""


_NAMES: Final = {
    "saved": option("Also meeting the filter saved under this name.", "--filter", metavar="NAME"),
    "save_as": option("Save these filters under a name.", "--save-filter", metavar="NAME"),
    "forget": option("Only forget the filter of this name.", "--forget-filter", metavar="NAME"),
}


_LEAD: Final = 4
"""Which column of the list the lead institution has."""
_SHORT_LEAD: Final = 8
_TITLE: Final = 28
"""So many letters of a title show before the lead has more than its first ones."""

_DATA: Final = {
    "sort": option(
        "The order; if not given, by number, or the best first where TEXT is given.", type=WordChoice(*ORDERS)
    ),
    "fields": option("Only these fields of --json, or columns of --csv and -o.", metavar="F,F"),
    "period": option(
        "In which period due and carried_over of --json and tables are; the year of --as-of if not given.",
        type=PERIOD,
    ),
}


@command(
    "list",
    "List the actions in which every word of TEXT stands (number, title, institutions, output, notes),"
    " the best first, and that meet all filters. Diacritics, case and small typing errors do not count.",
    prints="@listed_action*",
)
def list_command(
    session: Session,
    text: Sequence[str] = argument("[TEXT]", nargs=-1),
    given: dict[str, Any] = several(FILTERS, given_filters),
    named: dict[str, str | None] = several(_NAMES),
    departed: bool = flag("Only actions that were removed from the plan or cancelled, with day and reason."),
    as_of: date | None = options.AS_OF,
    data: dict[str, str | None] = several(_DATA),
    form: ListForm = list_forms(),
) -> None:
    if data["fields"] is not None and not (form.json or form.is_table):
        template = N_("{one} is only used together with {other}.")
        raise WrongUsage(template, field="--fields", one="--fields", other="--json, --csv, -o")
    config = session.places.config_file
    if named["forget"] is not None:
        _forget(config, named["forget"], form)
        return
    given["text"] = " ".join(filter(None, (*text, given["text"])))
    day = as_of or date.today()
    if departed:
        if any((*given.values(), *named.values(), *data.values())):
            template = N_("{one} is only used together with {other}.")
            raise WrongUsage(template, field="--departed", one="--departed", other="--as-of")
        _give_departed(session, day, form)
        return
    with session.reading(or_shipped=form.out is None) as store:
        begin = Filter() if named["saved"] is None else named_filter(config, named["saved"])
        given["text"] = " ".join(filter(None, (begin.text, given["text"])))
        wanted = begin._replace(**given)
        rows = list_actions(store, wanted, today=day)
        if data["sort"] is not None:
            rows = sort_rows(store, rows, ORDERS[data["sort"]], today=day)
        elif wanted.text.strip():
            rows = rank_by_text(store, rows, wanted.text)
        tell_overdue(session, store)
        if named["save_as"] is not None:
            _save(config, named["save_as"], wanted)
        if wanted.unsent:
            _tell_unlisted(store, {row.id for row in rows})
        if wanted.owed:
            tell_none_asked(store, day)
        _give(store, rows, day, data, form, with_state=wanted.unsent)


def _give(
    store: Store,
    rows: Sequence[ActionRow],
    day: date,
    data: Mapping[str, str | None],
    form: ListForm,
    *,
    with_state: bool,
) -> None:
    """Print the actions in the form that is wanted; ``with_state`` says how far changes have got."""
    with store.reading() as conn:
        states = target_states(conn, read_identity(conn)) if form.json or with_state else {}
        forms = {} if form.is_table else forms_by_action(conn)
        names = read_names(conn)
        span = None if data["period"] is None else plan_span(conn, data["period"])
    if form.json:
        _print_forms(bulk_actions(store, rows, day=day, span=span), states, forms, data["fields"], names)
    elif form.is_table:
        _give_table(store, bulk_actions(store, rows, day=day, span=span), data["fields"], form)
    else:
        output.lines(_table(rows, states, forms.keys()))
        output.tell(counted("{n} action", "{n} actions", len(rows)))


def _give_departed(session: Session, day: date, form: ListForm) -> None:
    """Print the actions that are to be done no more, or write them."""
    with session.reading(or_shipped=True) as store:
        departed = departed_actions(store, day)
    if form.is_table:
        from report.lists.action_list import departed_list

        form.give(departed_list(departed))
        return
    output.give(lambda: [shaped("departed", action) for action in departed], map(_departed_line, departed))
    output.tell(counted("{n} action", "{n} actions", len(departed)))


def _departed_line(departed: DepartedAction) -> str:
    event = departed.event
    after = f" → {', '.join(departed.successors)}" if departed.successors else ""
    why = clean(event.reason)
    if event.revision is not None:
        why = _("version {number} of the plan").format(number=event.revision)
    reason = f" ({why})" if why else ""
    what = f"{dates.date(event.day)}  {terms.departure(event.what)}{reason}"
    return f"{event.row.nr}  {what}  {clean(event.row.title)}{after}"


def _forget(config: Path, name: str, form: ListForm) -> None:
    """Forget a saved filter."""
    was = forget_filter(config, name)
    if form.json:
        output.print_json({"forgotten": name, "filter": was or None})
    output.tell(_("No longer saved as “{name}”: {form}"), name=clean(name), form=was or NOTHING)


def _print_forms(
    facts: Iterable[BulkAction],
    states: Mapping[str, ChangeState],
    sources: FormsByAction,
    fields: str | None,
    names: Names,
) -> None:
    from terren.forms import listed_form

    forms = [
        listed_form(action, states.get(of), sources.get(of, {}), names)
        for action in facts
        for of in (action.detail.row.id,)
    ]
    if fields is not None and forms:
        wanted = _named(fields, forms[0])
        forms = [{name: form[name] for name in wanted} for form in forms]
    output.print_json(forms)


def _tell_unlisted(store: Store, listed: Set[str]) -> None:
    """Say what is not sent either and stands on no action that is listed: one left the plan, say."""
    with store.reading() as conn:
        identity = read_identity(conn)
        unsent = unconfirmed_by_target(conn, identity)
        numbers = action_numbers(conn) if unsent else {}
    for target, n in sorted(unsent.items()):
        if target not in listed and identity is not None and identity.is_headquarters:
            output.tell(
                counted(
                    "{n} change on {nr}, which is not listed here, is not on the server yet.",
                    "{n} changes on {nr}, which is not listed here, are not on the server yet.",
                    n,
                    nr=numbers.get(target, target),
                )
            )
        elif target not in listed:
            output.tell(
                counted(
                    "{n} change on {nr}, which is not listed here, has not been confirmed by headquarters.",
                    "{n} changes on {nr}, which is not listed here, have not been confirmed by headquarters.",
                    n,
                    nr=numbers.get(target, target),
                )
            )


def _save(config: Path, name: str, wanted: Filter) -> None:
    before = save_filter(config, name, wanted)
    after = write_filter(wanted) or NOTHING
    form = after if before is None else f"{before or NOTHING} → {after}"
    output.tell(_("Saved as “{name}”: {form}"), name=name, form=form)


def _marks(row: ActionRow, *, by_form: bool) -> str:
    given = (
        ("overdue", row.overdue),
        ("unsent", row.unsent),
        ("conflict", row.conflict),
        ("money", row.money_warning),
        ("form", by_form),
    )
    return "".join(terms.side_mark(name) if is_so else " " for name, is_so in given)


def _table(rows: Sequence[ActionRow], states: Mapping[str, ChangeState], forms: Set[str]) -> Iterator[str]:
    now = time()
    cells = [
        (
            row.nr,
            f"{terms.status_mark(row.status)} {terms.status_short(row.status)}",
            _marks(row, by_form=row.id in forms),
            clean(row.deadline),
            clean(", ".join(institution_names(row.institutions.lead, current()))) or NOTHING,
            *([state_in_words(states[row.id], now) if row.id in states else ""] if states else []),
        )
        for row in rows
    ]
    widths = [min(max(map(len, column)), 24) for column in zip(*cells, strict=True)]
    wide = room()
    if wide is not None:
        # a long name of the lead leaves room for the title
        lacking = sum(widths) + 2 * len(widths) + _TITLE - wide
        widths[_LEAD] = max(min(_SHORT_LEAD, widths[_LEAD]), widths[_LEAD] - max(0, lacking))
    for row, texts in zip(rows, cells, strict=True):
        head = "  ".join(cell[:width].ljust(width) for cell, width in zip(texts, widths, strict=True))
        whole = f"{head}  {clean(row.title)}"
        yield whole if wide is None or len(whole) <= wide else f"{whole[: wide - 1]}…"


def _named(fields: str, known_names: Iterable[str]) -> list[str]:
    """Return the names of fields that are wanted. Raises WrongUsage for one that there is not."""
    names = [name.strip() for name in fields.split(",") if name.strip()]
    if not names or not {*names} <= {*known_names}:
        template = N_("--fields takes some of: {known}.")
        raise WrongUsage(template, code="field_unknown", field="--fields", known=", ".join(known_names))
    return names


def _give_table(store: Store, facts: Iterable[BulkAction], fields: str | None, form: ListForm) -> None:
    """Print the table in codes for scripts, or write it in words for people."""
    from report.lists.action_list import actions_list

    with store.reading() as conn:
        years, own = plan_years(conn), own_unit(read_identity(conn))
    table = actions_list(facts, years, own=own, words=form.out is not None)
    if fields is not None:
        table = table.only(_named(fields, [column.code for column in table.columns]))
    form.give(table)
