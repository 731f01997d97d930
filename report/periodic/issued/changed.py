"""What a report says otherwise than the one that headquarters issued before, as data."""

from __future__ import annotations

from typing import NamedTuple

from store.edits.issues import Issue
from store.history.steps import Step


class ChangedFigure(NamedTuple):
    """A figure or a sentence that is another: where it stands, what it was and is, and why."""

    place: str
    what: str
    was: str
    now: str
    why: str


class Reissue(NamedTuple):
    """What differs from the report that was issued last, and what has been recorded since.

    ``numbers`` are those of actions by their ids.
    """

    issue: Issue
    figures: tuple[ChangedFigure, ...]
    sentences: tuple[ChangedFigure, ...]
    since: tuple[Step, ...]
    numbers: dict[str, str]

    @property
    def differs(self) -> bool:
        """Return True if anything is another."""
        return bool(self.figures or self.sentences)
