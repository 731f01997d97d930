"""What both faces say of the plans of one home: what is due in each, and what is unsent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from language import _, counted
from language.dates import due_words, period_words
from language.delivery import owed_words, unsent_words
from language.numbers import NOTHING


class WorkCounts(Protocol):
    """What there is to do in a plan, in numbers."""

    @property
    def period(self) -> str:
        """Return the code of the period that is asked for; "" where none is."""

    @property
    def due(self) -> date | None:
        """Return the day on which its reports are due."""

    @property
    def owed(self) -> int:
        """Return how many reports are outstanding."""

    @property
    def returned(self) -> int:
        """Return how many of them were returned."""

    @property
    def overdue(self) -> int:
        """Return how many actions are past their deadline."""

    @property
    def unsent(self) -> int:
        """Return how many own changes stand in no file."""

    @property
    def to_server(self) -> bool:
        """Return whether it is a server that lacks them."""

    @property
    def in_file(self) -> int:
        """Return how many own changes were sent and have no receipt."""

    @property
    def waits(self) -> bool:
        """Return whether something waits for a person."""


def work_words(counts: WorkCounts, today: date, waiting: str) -> Iterator[str]:
    """Yield what there is to do in a plan, a sentence each; that there is nothing, where there is nothing.

    ``waiting`` is how it is told that something waits for a person.
    """
    told = [*_due(counts, today), *_unsent(counts)]
    if counts.waits:
        told.append(waiting)
    yield from told or [_("Nothing is due, nothing is unsent.")]


def short_words(counts: WorkCounts) -> str:
    """Return the same in a few words, for a line."""
    parts = [
        counted("{n} outstanding", "{n} outstanding", counts.owed) if counts.owed else "",
        counted("{n} overdue", "{n} overdue", counts.overdue) if counts.overdue else "",
        counted("{n} unsent", "{n} unsent", counts.unsent) if counts.unsent else "",
    ]
    return " · ".join(filter(None, parts)) or NOTHING


def _due(counts: WorkCounts, today: date) -> Iterator[str]:
    if counts.due is not None and counts.owed:
        words = _("{period}, {due}: {owed}")
        owed = owed_words(counts.owed, counts.returned)
        yield words.format(period=period_words(counts.period), due=due_words(counts.due, today), owed=owed)
    if counts.overdue:
        yield counted("{n} action is overdue", "{n} actions are overdue", counts.overdue)


def _unsent(counts: WorkCounts) -> Iterator[str]:
    if counts.unsent:
        yield unsent_words(counts.unsent, to_server=counts.to_server)
    if counts.in_file:
        yield counted(
            "{n} change was sent, without a receipt.",
            "{n} changes were sent, without a receipt.",
            counts.in_file,
        )
