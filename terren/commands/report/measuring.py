"""``terren measure``: the measured value of an indicator."""

from __future__ import annotations

import click

from language import N_
from language.terms import achieved
from store.db.database import Store
from store.edits.indicators import find_indicator, indicators, measure
from terren import output
from terren.commands import options
from terren.commands.report.recording import meeting_id, record
from terren.declare import command, option
from terren.session import Session
from terren.values import YEAR


@command(
    "measure",
    help=N_(
        "Record the measured VALUE of an indicator of objective NR in a year. NR may be what “indicators”"
        " prints, such as 1.1/2. An empty value clears."
    ),
)
@click.argument("nr", metavar="NR")
@click.argument("value", metavar="VALUE")
@option("--year", metavar="Y", type=YEAR, required=True, help=N_("The year that was measured."))
@options.indicator()
@option("--source", metavar="TEXT", default="", help=N_("Where the value comes from."))
@options.for_unit()
@options.decide()
@options.in_meeting()
@click.pass_obj
def measure_command(
    session: Session,
    nr: str,
    value: str,
    year: int,
    indicator: int | None,
    source: str,
    unit: str | None,
    decide: bool,
    meeting: str | None,
) -> None:
    with session.working() as store:
        held_in = meeting_id(store, meeting)
        changes = record(
            store,
            decide,
            lambda seen: measure(
                store,
                nr,
                year,
                value,
                indicator=indicator,
                source=source,
                unit=unit,
                meeting=held_in,
                seen=seen,
            ),
        )
        if value.strip():
            _tell_achievement(store, nr, indicator, year, changes[0].unit if changes else unit)


def _tell_achievement(store: Store, nr: str, indicator: int | None, year: int, unit: str | None) -> None:
    """Say what the value achieves against the target of the year, or the next one."""
    with store.reading() as conn:
        named = find_indicator(conn, nr, indicator)
    row = indicators(store, objective=named.objective, unit=unit)[named.position - 1]
    for found in row.achievements:
        if found.year == year and found.target is not None and found.target.value is not None:
            output.tell(achieved(found.met, found.target.value, found.target.year, found.progress))
