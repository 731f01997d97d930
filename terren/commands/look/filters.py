"""The filters of ``terren list`` as options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from language import N_
from store.query.filters.filter import THIS_YEAR
from terren.declare import flag, option
from terren.field_values import ANY_STATUS
from terren.misuse import WrongUsage
from terren.values import Value, year


def _year_or_word(text: str) -> int | str:
    """Return a year, or the word for the year in which one looks."""
    try:
        return THIS_YEAR if text == THIS_YEAR else year(text)
    except WrongUsage as wrong:
        template = N_("“{found}” is neither a year in four digits nor “{word}”.")
        raise WrongUsage(template, code=wrong.code, found=text, word=THIS_YEAR) from wrong


FILTERS: Final = {
    "find": option("The same as TEXT.", default=""),
    "statuses": option(
        "A status, also not_reported; repeatable.", "--status", type=ANY_STATUS, multiple=True
    ),
    "lead": option("Led by this institution or municipality.", metavar="NAME"),
    "first_lead": option("Led by this institution or municipality before any other.", metavar="NAME"),
    "institution": option("Led or supported by this institution or municipality.", metavar="NAME"),
    "funding": option("Funded by a source that has these words.", metavar="NAME"),
    "unit": option("Of concern to this unit, with its own report as the status.", metavar="UNIT"),
    "objective": option("Of this strategic or specific objective.", metavar="NR"),
    "due": option(
        "The deadline ends in this year; “this” stands for the year in which one looks.",
        type=Value(_year_or_word, "YEAR|this"),
    ),
    "overdue": flag("The deadline is past, and it is neither implemented nor cancelled by headquarters."),
    "unsent": flag("With changes that headquarters has not confirmed, or that the server does not have yet."),
    "conflict": flag("With two values of which somebody has to choose one."),
    "warnings": flag("With spending that deserves a look."),
    "returned": flag("With a report that headquarters returned and that is not answered yet."),
    "approved": flag("With all reports approved as they are now."),
    "unreviewed": flag("With a report that headquarters has not reviewed as it is now."),
    "owed": flag("Of which a report is outstanding for the period that is asked for."),
    "assessed": flag("Which headquarters has assessed."),
    "unassessed": flag("Which headquarters has not assessed."),
    "mine": flag("On which your unit is expected to report."),
}


def given_filters(
    *, find: str, statuses: Sequence[str], assessed: bool, unassessed: bool, **others: Any
) -> dict[str, Any]:
    """Return the fields of a filter that are given, and its text."""
    if assessed and unassessed:
        raise WrongUsage(N_("Choose one of --assessed and --unassessed."))
    given = {name: value for name, value in {"statuses": frozenset(statuses), **others}.items() if value}
    return {"text": find, **given} | ({"assessed": assessed} if assessed or unassessed else {})
