"""What the database knows that may stand for a value: units, names, numbers, periods, ids, saved filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

import click

import language
from language import _
from language.figures import FIGURES, figure_name
from store.db.errors import UserError
from terren import output
from terren.session import Session

if TYPE_CHECKING:
    from store.db.database import Connection, Store

Offer = tuple[str, str]
"""What can be typed, and what it means in the current language."""

_Of: TypeAlias = "Callable[[Connection], Iterable[Offer]]"


def offers(ctx: click.Context, name: str, shown: str) -> Iterator[Offer]:
    """Yield what may stand for a parameter, by its name or else by what help calls its value.

    Nothing comes where the database cannot be read, for Tab never complains.
    """
    without = _WITHOUT_DATABASE.get(name) or _WITHOUT_DATABASE.get(shown)
    if (name, shown) == ("plan", "NAME"):
        # --plan of init names a document
        without = _plans
    reads = _OF_DATABASE.get(name) or _OF_DATABASE.get(shown)
    try:
        if without is not None:
            yield from without(ctx)
        elif reads is not None:
            with _reading(ctx) as store, store.reading() as conn:
                yield from reads(conn)
    except (UserError, OSError):
        return


@contextmanager
def _reading(ctx: click.Context) -> Iterator[Store]:
    from store.db.places import shipped_plan
    from store.opening.open_store import open_store

    database = ctx.ensure_object(Session).database
    with open_store(database if database.exists() else shipped_plan(), read_only=True) as store:
        yield store


def _units(conn: Connection) -> Iterator[Offer]:
    """Yield each unit by its code, and by its name where that is another word."""
    from store.plan.lookup import all_institutions, printed_units
    from store.plan.units import known_units, unit_name

    printed = printed_units(conn)
    names = [
        (code, unit_name(code, language.current(), printed)) for code in known_units(all_institutions(conn))
    ]
    yield from names
    yield from ((name, code) for code, name in names if name != code)


def _institutions(conn: Connection) -> Iterator[Offer]:
    from store.plan.lookup import plan_institutions
    from store.plan.units import institution_name, lead_code

    printed = plan_institutions(conn)
    codes: dict[str, str] = {}
    for name in printed:
        codes.setdefault(lead_code(name), institution_name(name, language.current()))
    yield from codes.items()
    yield from ((name, lead_code(name)) for name in printed if name not in codes)


def _funding(conn: Connection) -> Iterator[Offer]:
    from store.plan.names import printed_names

    yield from ((name, "") for name in printed_names(conn, "funding"))


def _numbers(conn: Connection) -> Iterator[Offer]:
    from store.plan.lookup import action_numbers

    yield from ((nr, "") for nr in action_numbers(conn).values())


def _objectives(conn: Connection) -> Iterator[Offer]:
    from store.plan.lookup import all_objectives

    yield from ((objective.nr, objective.title) for objective in all_objectives(conn))


def _periods(conn: Connection) -> Iterator[Offer]:
    from store.plan.lookup import all_years
    from store.plan.periods import PARTS, Period

    yield from ((Period(year, part).code, "") for year in all_years(conn) for part in PARTS)


def _years(conn: Connection) -> Iterator[Offer]:
    from store.plan.lookup import all_years

    yield from ((str(year), "") for year in all_years(conn))


def _conflicts(conn: Connection) -> Iterator[Offer]:
    from language.registers import register
    from store.history.conflicts import conflict_rows

    for conflict in conflict_rows(conn):
        yield conflict.id, f"{conflict.nr}: {register(conflict.register.kind, conflict.register.field)}"


def _meetings(conn: Connection) -> Iterator[Offer]:
    from store.edits.meeting import read_meetings

    yield from ((meeting.id, meeting.title) for meeting in read_meetings(conn))


def _plans(ctx: click.Context) -> Iterator[Offer]:
    yield from ((plan.name, "") for plan in ctx.ensure_object(Session).plans.plans)


def _filters(ctx: click.Context) -> Iterator[Offer]:
    from store.query.filters.named_filters import named_filters

    yield from named_filters(ctx.ensure_object(Session).places.config_file).items()


def _fields(ctx: click.Context) -> Iterator[Offer]:
    """Yield the keys of an action in JSON, or else the columns of the table."""
    from report.lists.action_list import actions_list
    from store.plan.lookup import plan_years
    from store.plan.names import read_names
    from store.query.bulk import bulk_actions
    from store.query.filters.filter import Filter, list_actions
    from terren.forms import listed_form

    today = date.today()
    with _reading(ctx) as store, store.reading() as conn:
        if output.manner().json:
            rows = list_actions(store, Filter(), today=today)[:1]
            forms = [
                listed_form(action, None, {}, read_names(conn))
                for action in bulk_actions(store, rows, day=today)
            ]
            yield from ((name, "") for form in forms for name in form)
        else:
            table = actions_list((), plan_years(conn), own=None)
            yield from ((column.code, column.name) for column in table.columns)


def _chapters(ctx: click.Context) -> Iterator[Offer]:
    from schema.choices import CHAPTER
    from store.edits.narrative import OF_OBJECTIVE, OF_PLAN

    chapters = OF_OBJECTIVE if ctx.params.get("objective") else OF_PLAN
    yield from ((code, _(CHAPTER.labels[code])) for code in chapters)


def _figures(_ctx: click.Context) -> Iterator[Offer]:
    yield from ((code, figure_name(code)) for code in FIGURES)


def _commands(ctx: click.Context) -> Iterator[Offer]:
    """Yield the commands below those that are written already."""
    from terren.help.guides import NAMES

    shown = ctx.find_root()
    for word in ctx.params.get("words") or ():
        inner = shown.command.get_command(shown, word) if isinstance(shown.command, click.Group) else None
        if inner is None:
            return
        shown = inner.context_class(inner, parent=shown, info_name=word)
    if isinstance(shown.command, click.Group):
        yield from ((item.value, item.help or "") for item in shown.command.shell_complete(shown, ""))
    if shown.parent is None:
        yield from ((name, "") for name in NAMES)


_OF_DATABASE: Final[dict[str, _Of]] = {
    "unit": _units,
    "UNIT": _units,
    "lead": _institutions,
    "first_lead": _institutions,
    "institution": _institutions,
    "funding": _funding,
    "objective": _objectives,
    "NR": _numbers,
    "P": _periods,
    "Y": _years,
    "YEAR|this": _years,
    "conflict_id": _conflicts,
    "meeting": _meetings,
}
_WITHOUT_DATABASE: Final[dict[str, Callable[[click.Context], Iterable[Offer]]]] = {
    "saved": _filters,
    "forget": _filters,
    "fields": _fields,
    "CHAPTER": _chapters,
    "FIGURE": _figures,
    "COMMAND": _commands,
}
