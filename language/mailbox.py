"""What both faces say of a visit to a mailbox: how it ended in a folder, and on a server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from language import _, counted

_MUCH: Final = 43_200
"""Seconds by which a clock may be wrong before somebody is told."""
_DAY: Final = 86_400


def whole_words(files: int) -> str:
    """Return what is said once all files are written and whole."""
    if files == 1:
        return _("The file is whole: you may remove the stick.")
    return counted(
        "{n} file is whole: you may remove the stick.",
        "{n} files are whole: you may remove the stick.",
        files,
    )


def other_plan_words(files: int) -> str:
    """Return how many files of a mailbox are of plans that are not here."""
    return counted(
        "{n} file is of another plan and was left alone.",
        "{n} files are of other plans and were left alone.",
        files,
    )


class Visited(Protocol):
    """A visit to a mailbox for one plan."""

    @property
    def ended(self) -> str:
        """Return ``done``, ``cancelled`` or ``gone``."""

    @property
    def written(self) -> object | None:
        """Return the own file, if one was written."""

    @property
    def unwritten(self) -> object | None:
        """Return why none was written, if that was refused."""

    @property
    def more(self) -> bool:
        """Return True if more lies there than was read."""


def ended_words(visits: Sequence[Visited], on_server: bool) -> str:
    """Return how visits ended, once nothing is written any more; "" where that has been said."""
    words = _ended(visits, on_server)
    if not any(visit.more and visit.ended == "done" for visit in visits):
        return words
    return f"{words} {_('More lies there than one exchange reads: exchange again.')}".lstrip()


def _ended(visits: Sequence[Visited], on_server: bool) -> str:
    ends = {visit.ended for visit in visits}
    if "gone" in ends:
        if on_server:
            return _("The server is gone. What was taken stays; the rest is taken the next time.")
        return _("The folder is gone. What was taken stays; the rest is taken the next time.")
    if "cancelled" in ends:
        return _("Stopped. What was taken stays; the rest is taken the next time.")
    if any(visit.written is not None for visit in visits):
        return (
            _("The file lies on the server, for everybody who exchanges there.")
            if on_server
            else whole_words(1)
        )
    if all(visit.unwritten is not None for visit in visits):
        return ""
    if on_server:
        return _("There is nothing new to write.")
    return _("There is nothing new to write: you may remove the stick.")


def clock_words(differences: Iterable[int]) -> str:
    """Return what is said of a clock that differs much from the server's, by seconds at each visit; ""
    otherwise."""
    ahead = max(differences, key=abs, default=0)
    if abs(ahead) < _MUCH:
        return ""
    days = max(round(abs(ahead) / _DAY), 1)
    words = (
        counted(
            "The clock of this computer is {n} day ahead of the server's.",
            "The clock of this computer is {n} days ahead of the server's.",
            days,
        )
        if ahead > 0
        else counted(
            "The clock of this computer is {n} day behind the server's.",
            "The clock of this computer is {n} days behind the server's.",
            days,
        )
    )
    rest = _("The exchange does not depend on it, but what you record bears wrong days: set the clock.")
    return f"{words} {rest}"
