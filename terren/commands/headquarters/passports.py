"""``terren passport``: what an indicator is measured in, how, by whom, and when it is known."""

from __future__ import annotations

from typing import Any

import click

from language import N_
from language.numbers import NOTHING
from language.registers import register
from terren import output
from terren.commands import options
from terren.commands.report.recording import record
from terren.declare import as_json, command, option
from terren.session import Session


@command(
    "passport",
    help=N_(
        "Write the passport of an indicator of objective NR, or print it. NR may be what “indicators” prints,"
        " such as 1.1/2. An empty value clears."
    ),
)
@click.argument("nr", metavar="NR")
@options.indicator()
@option("--measure", metavar="TEXT", help=N_("The unit of measure."))
@option("--source", metavar="TEXT", help=N_("Where the data come from."))
@option("--formula", metavar="TEXT", help=N_("How it is computed."))
@option("--responsible", metavar="TEXT", help=N_("The institution that measures it."))
@option("--available", metavar="TEXT", help=N_("When it is known, for example each March."))
@options.decide()
@as_json()
@click.pass_obj
def passport_command(
    session: Session,
    nr: str,
    indicator: int | None,
    measure: str | None,
    source: str | None,
    formula: str | None,
    responsible: str | None,
    available: str | None,
    decide: bool,
    as_json: bool,
) -> None:
    from store.edits.indicators import find_indicator
    from store.edits.passport import KIND, PASSPORT, read_passports, write_passport

    given = (measure, source, formula, responsible, available)
    values = {field: text for field, text in zip(PASSPORT, given, strict=True) if text is not None}
    if values:
        with session.working() as store:
            record(
                store, decide, lambda seen: write_passport(store, nr, values, indicator=indicator, seen=seen)
            )
        if as_json:
            output.print_json({"recorded": session.recorded})
        return
    with session.reading(or_shipped=True) as store, store.reading() as conn:
        found = find_indicator(conn, nr, indicator)
        held = read_passports(conn).get(found.target, {})
    title = found.indicator.title
    if as_json:
        form: dict[str, Any] = {"objective": found.objective, "indicator": found.position, "title": title}
        output.print_json({**form, **{field: held.get(field) for field in PASSPORT}})
        return
    output.line(f"{found.objective}/{found.position}  {title}")
    for field in PASSPORT:
        output.line(f"  {register(KIND, field).partition(': ')[2]}: {held.get(field, NOTHING)}")
