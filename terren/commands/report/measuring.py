"""``terren measure``: the measured value of an indicator."""

from __future__ import annotations

from language import N_
from language.terms import achieved
from store.db.database import Store
from store.edits.indicators import find_indicator, indicators, measure
from terren import output
from terren.commands import options
from terren.commands.report.recording import meeting_id, record
from terren.declare import argument, command, option
from terren.session import Session
from terren.values import YEAR


@command(
    "measure",
    N_(
        "Record the measured VALUE of an indicator of objective NR in a year. NR may be what “indicators”"
        " prints, such as 1.1/2. An empty value clears."
    ),
    records=True,
)
def measure_command(
    session: Session,
    nr: str = argument("NR"),
    value: str = argument("VALUE"),
    year: int = option(N_("The year that was measured."), type=YEAR, required=True),
    indicator: int | None = options.indicator(),
    source: str = option(N_("Where the value comes from."), default=""),
    unit: str | None = options.for_unit(),
    decide: bool = options.decide(),
    meeting: str | None = options.in_meeting(),
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
