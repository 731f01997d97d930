"""Options that several commands have, declared once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from language import N_
from terren.declare import flag, option
from terren.streams import Written
from terren.values import DAY, NUMBER, PERIOD, STATUS

_Declared = Callable[[Callable[..., Any]], Callable[..., Any]]


def as_of() -> _Declared:
    """Declare ``--as-of``: a day, given to the function as ``as_of``."""
    return option(
        "--as-of",
        metavar="DATE",
        type=DAY,
        help=N_("With the statuses in force on that day; today if not given."),
    )


def period() -> _Declared:
    """Declare ``--period``: one that has a beginning and an end, or all up to its end."""
    return option(
        "--period",
        metavar="P",
        type=PERIOD,
        help=N_("A year, a half or a quarter, or all up to its end: ..2022-Q3."),
    )


def status() -> _Declared:
    """Declare ``--status``, to be recorded."""
    help = N_("A code, its words or their beginning, or a key from 1 to 6.")
    return option("--status", metavar="S", type=STATUS, help=help)


def status_day() -> _Declared:
    """Declare ``--on``: the day from which a recorded status counts."""
    help = N_("The day on which the status took effect; today for a new one.")
    return option("--on", metavar="DATE", type=DAY, help=help)


def indicator() -> _Declared:
    """Declare ``--indicator``: its place in the objective, from 1."""
    help = N_("Which indicator of the objective, counted from 1; the first if not given.")
    return option("--indicator", metavar="K", type=NUMBER, help=help)


def for_unit() -> _Declared:
    """Declare ``--unit`` for what headquarters records in the place of a unit."""
    return option("--unit", metavar="CODE", help=N_("The unit for which headquarters reports."))


def in_meeting() -> _Declared:
    """Declare ``--meeting``, given to the function as ``meeting``."""
    return option(
        "--meeting", metavar="ID", help=N_("The meeting in which it is recorded; its minutes tell it.")
    )


def decide() -> _Declared:
    """Declare ``--decide``, given to the function as ``decide``."""
    return flag(
        "--decide",
        help=N_("Set it also where several values stand in conflict: that decides between them."),
    )


def to_folder(name: str) -> _Declared:
    """Declare under this name where a file for others is written, given to the function as ``folder``."""
    return option(
        name,
        "folder",
        metavar="FOLDER",
        type=Written("FOLDER"),
        required=True,
        help=N_("A folder, for example on a USB stick."),
    )
