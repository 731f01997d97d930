"""``terren passport``: what an indicator is measured in, how, by whom, and when it is known."""

from __future__ import annotations

from typing import Any

import click

from language import N_
from language.numbers import NOTHING
from language.registers import register
from terren import output
from terren.commands.report.decided import DECIDE, recorded
from terren.commands.report.reporting import tell_recorded
from terren.declare import as_json, command, flag, option
from terren.session import Session
from terren.values import NUMBER


@command(
    "passport",
    help=N_("Write the passport of an indicator of objective NR, or print it. An empty value clears."),
)
@click.argument("nr", metavar="NR")
@option(
    "--indicator",
    metavar="K",
    type=NUMBER,
    default="1",
    help=N_("Which indicator of the objective, counted from 1; the first if not given."),
)
@option("--measure", metavar="TEXT", help=N_("The unit of measure."))
@option("--source", metavar="TEXT", help=N_("Where the data come from."))
@option("--formula", metavar="TEXT", help=N_("How it is computed."))
@option("--responsible", metavar="TEXT", help=N_("The institution that measures it."))
@option("--available", metavar="TEXT", help=N_("When it is known, for example each March."))
@flag("--decide", help=DECIDE)
@as_json()
@click.pass_obj
def passport_command(
    session: Session,
    nr: str,
    indicator: int,
    measure: str | None,
    source: str | None,
    formula: str | None,
    responsible: str | None,
    available: str | None,
    decide: bool,
    as_json: bool,
) -> None:
    from store.db.errors import Refused
    from store.edits.indicators import indicators_of
    from store.edits.passport import KIND, PASSPORT, read_passports, write_passport

    given = (measure, source, formula, responsible, available)
    values = {field: text for field, text in zip(PASSPORT, given, strict=True) if text is not None}
    if values:
        with session.working() as store:
            changes = recorded(
                store, decide, lambda seen: write_passport(store, nr, values, indicator=indicator, seen=seen)
            )
            tell_recorded(store, changes)
        if as_json:
            output.print_json({"recorded": session.recorded})
        return
    with session.reading(or_shipped=True) as store, store.reading() as conn:
        known, listed = indicators_of(conn, nr)
        if not 1 <= indicator <= len(listed):
            raise Refused("indicator_unknown", nr=known, found=indicator, known=len(listed))
        held = read_passports(conn).get(listed[indicator - 1].id or f"{known}/{indicator}", {})
    if as_json:
        form: dict[str, Any] = {
            "objective": known,
            "indicator": indicator,
            "title": listed[indicator - 1].title,
        }
        output.print_json({**form, **{field: held.get(field) for field in PASSPORT}})
        return
    output.line(f"{known}/{indicator}  {listed[indicator - 1].title}")
    for field in PASSPORT:
        output.line(f"  {register(KIND, field).partition(': ')[2]}: {held.get(field, NOTHING)}")
