"""What is late in a period, in words, for whoever closes it or issues its report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from language import _, counted, current, ngettext
from language.commands import in_plan
from language.dates import date as date_words
from language.dates import due_words, period_words
from language.delivery import arrived_words, owed_words
from store.account.calendar import AskedPeriod, read_calendar
from store.db.database import Store
from store.plan.lookup import printed_units
from store.plan.periods import read_period
from store.plan.units import unit_name
from store.query.owing import UnitOwing, late_changes, owing


def asked_words(asked: AskedPeriod, units: Sequence[UnitOwing], today: date) -> str:
    """Return how many reports of a period are owed, and when they are due or since when it is closed."""
    owed = sum(len(unit.owed) for unit in units)
    words = owed_words(owed, sum(unit.returned for unit in units))
    if asked.closed is None:
        until = due_words(asked.due, today)
    else:
        until = _("closed on {day}").format(day=date_words(asked.closed))
    return f"{period_words(asked.period.code)}: {words}; {until}"


def late_words(store: Store, period: str, today: date, *, keys: tuple[str, str] | None = None) -> list[str]:
    """Return what is owed for a period and by whom, and what came after its day.

    On a screen, where two ``keys`` list that, it is not said by whom. Nothing for a period that headquarters
    does not ask for.
    """
    with store.reading() as conn:
        asked = next((asked for asked in read_calendar(conn) if asked.period == read_period(period)), None)
        if asked is None:
            return []
        units, printed, late = owing(conn, asked), printed_units(conn), len(late_changes(conn, asked))
    words = [asked_words(asked, units, today)]
    for unit in () if keys else units:
        if unit.owed or unit.late:
            name = unit_name(unit.unit, current(), printed)
            arrived = arrived_words(unit.reported, unit.asked, len(unit.owed), unit.returned)
            late_reports = counted("{n} came late", "{n} came late", unit.late) if unit.late else ""
            words.append("; ".join(filter(None, (f"  {name}: {arrived}", late_reports))))
    if late and keys:
        listed = ngettext(
            "{n} change was recorded after that: {key}, then {then} lists it.",
            "{n} changes were recorded after that: {key}, then {then} lists them.",
            late,
        )
        words.append(listed.format(n=late, key=keys[0], then=keys[1]))
    elif late:
        listed = ngettext(
            "{n} change was recorded after that: “terren period late {period}” lists it.",
            "{n} changes were recorded after that: “terren period late {period}” lists them.",
            late,
        )
        words.append(in_plan(listed).format(n=late, period=asked.period.code))
    return words
