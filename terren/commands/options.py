"""Options that several commands have, declared once."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from language import N_
from terren import values
from terren.declare import fields_of, flag, option, several
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
DECIDE: Final = flag(
    "Set it also where several values stand in conflict, which decides between them, or a status since a"
    " later day."
)

RESPONSIBLE: Final = option("Who is to do it.", metavar="WHO", default="")
DUE: Final = option(
    "The day by which it is to be done, counted from that of the meeting.", type=values.DUE_TYPED
)


class How(NamedTuple):
    """How something is recorded: for which unit, in which meeting, and whether it decides a conflict."""

    unit: str | None = None
    meeting: str | None = None
    decide: bool = False


_HOW: Final = {"unit": FOR_UNIT, "decide": DECIDE, "meeting": IN_MEETING}


def how(*names: str) -> Any:
    """Declare these of the options unit, decide and meeting, given to the function as a :class:`How`."""
    return several({name: option for name, option in _HOW.items() if name in names}, How)


class EntryChange(NamedTuple):
    """Which entry is corrected or withdrawn; without either a new one is written."""

    correct: str | None = option("Put this in place of an entry, as “terren show” names it.", metavar="ENTRY")
    withdraw: str | None = option("Only take this entry away.", metavar="ENTRY")

    def check(self, *written: object) -> None:
        """Raise WrongUsage unless an entry is either written, its text first, or withdrawn."""
        withdraws = self.withdraw is not None
        if withdraws != (written[0] is None) or (withdraws and any((*written, self.correct))):
            raise WrongUsage(N_("Say what to write, or which entry to withdraw."))


ENTRY: Final = fields_of(EntryChange)


def to_folder(*names: str) -> Any:
    """Declare, under these names, where a file for others is written."""
    return option("A folder, for example on a USB stick.", *names, type=Written("FOLDER"), required=True)
