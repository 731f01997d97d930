"""Options that several commands have, declared once."""

from __future__ import annotations

from typing import Any

from language import N_
from terren.declare import flag, option
from terren.streams import Written
from terren.values import DAY, NUMBER, PERIOD, STATUS


def as_of() -> Any:
    """``--as-of``: a day."""
    return option("With the statuses in force on that day; today if not given.", type=DAY)


def period() -> Any:
    """``--period``: one that has a beginning and an end, or all up to its end."""
    return option("A year, a half or a quarter, or all up to its end: ..2022-Q3.", type=PERIOD)


def status() -> Any:
    """``--status``, to be recorded."""
    return option("A code, its words or their beginning, or a key from 1 to 6.", type=STATUS)


def status_day() -> Any:
    """``--on``: the day from which a recorded status counts."""
    return option("The day on which the status took effect; today for a new one.", type=DAY)


def indicator() -> Any:
    """``--indicator``: its place in the objective, from 1."""
    help = N_("Which indicator of the objective, counted from 1; the first if not given.")
    return option(help, type=NUMBER, metavar="K")


def for_unit() -> Any:
    """``--unit`` for what headquarters records in the place of a unit."""
    return option("The unit for which headquarters reports.", metavar="CODE")


def in_meeting() -> Any:
    """``--meeting``: the beginning of its id."""
    return option("The meeting in which it is recorded; its minutes tell it.", metavar="ID")


def decide() -> Any:
    """``--decide``: whether a value is set also where several stand in conflict."""
    return flag("Set it also where several values stand in conflict: that decides between them.")


def to_folder(name: str) -> Any:
    """Under this name: where a file for others is written."""
    help = N_("A folder, for example on a USB stick.")
    return option(help, name, type=Written("FOLDER"), metavar="FOLDER", required=True)
