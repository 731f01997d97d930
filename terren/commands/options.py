"""Options that several commands have, declared once."""

from __future__ import annotations

from typing import Any, Final

from language import N_
from terren import values
from terren.declare import flag, option
from terren.field_values import STATUS as STATUS_VALUE
from terren.misuse import WrongUsage
from terren.streams import Written

AS_OF: Final = option("With the statuses in force on that day; today if not given.", type=values.DAY)
AS_OF_PERIOD: Final = option(
    "As of that day; if not given the last day of the period, today if that is earlier.",
    "--as-of",
    type=values.DAY,
)
PERIOD: Final = option("A year, a half or a quarter, or all up to its end: ..2022-Q3.", type=values.PERIOD)
"""One that has a beginning and an end, or all up to its end."""
PERIOD_IN_HAND: Final = option(
    "2022, 2022-H1 or 2022-Q3; default: the current period.", "--period", type=values.PERIOD
)
STATUS: Final = option("A code, its words or their beginning, or a key from 1 to 6.", type=STATUS_VALUE)
"""To be recorded."""
STATUS_DAY: Final = option(
    "The day on which the status took effect; today for a new one.", "--on", type=values.DAY
)
INDICATOR: Final = option(
    "Which indicator of the objective, counted from 1; the first if not given.",
    type=values.NUMBER,
    metavar="K",
)
FOR_UNIT: Final = option("The unit for which headquarters reports.", "--unit", metavar="CODE")
"""For what headquarters records in the place of a unit."""
IN_MEETING: Final = option(
    "The meeting in which it is recorded; its minutes tell it.", "--meeting", metavar="ID"
)
"""The beginning of its id."""
DECIDE: Final = flag("Set it also where several values stand in conflict: that decides between them.")

CORRECT: Final = option("Put this in place of an entry, as “terren show” names it.", metavar="ENTRY")
WITHDRAW: Final = option("Only take this entry away.", metavar="ENTRY")
RESPONSIBLE: Final = option("Who is to do it.", metavar="WHO", default="")
DUE: Final = option("The day by which it is to be done.", type=values.DUE_DAY)


def refuse_both(withdraw: str | None, *given: object) -> None:
    """Raise WrongUsage unless an entry is either written or withdrawn."""
    if (withdraw is None) == (given[0] is None) or (withdraw is not None and any(given)):
        raise WrongUsage(N_("Say what to write, or which entry to withdraw."))


def to_folder(*names: str) -> Any:
    """Under these names: where a file for others is written."""
    return option("A folder, for example on a USB stick.", *names, type=Written("FOLDER"), required=True)
