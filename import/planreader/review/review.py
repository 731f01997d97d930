"""Answers on a document, one after the other: each is on the disk before the next is asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

from planreader.interpret.mapping.given import ENCODING
from planreader.review.decided import Decided, decide
from planreader.review.decisions import ACCEPTED, CHANGED, Decision
from planreader.review.fields import EXAMPLES, as_kept, from_typed, kind_of
from planreader.review.reading import DocumentReading
from planreader.review.reviewitems import DECIDED_BEFORE, FieldReading, Item, Kind, Look
from planreader.sources.source import decode, load
from store.db.errors import UserError
from store.db.likeness import nearest
from store.db.text import clean
from store.plan.model import Plan

MOST_LINES: Final = 12
"""Lines of a source that are shown at once."""
_AT_LINES: Final = re.compile(r"lines? (\d+)(?:-(\d+))?")


class DocumentReview:
    """A document under review. Raises UserError ``corrections_of_form`` for the reviewable form.

    Every answer is written to the file of decisions at once. Decisions on another version of the document
    that hold for this one go on with it; the file as it was is kept beside the new one.
    """

    def __init__(self, reading: DocumentReading) -> None:
        if reading.marks is None:
            raise UserError("corrections_of_form", file=str(reading.path))
        self.reading, self._marks = reading, reading.marks
        kept = reading.earlier.decisions if reading.same else reading.decided.applied
        self._decisions = {decision.subject: decision for decision in kept}
        self._before: list[tuple[str, dict[str, Decision]]] = []
        self._take(reading.decided)

    def _take(self, decided: Decided) -> None:
        self.plan: Plan = decided.plan
        self._look = Look(self.reading, decided)
        self.items: list[Item] = self._look.items()

    @property
    def open(self) -> list[Item]:
        """Return the items that nobody has answered yet, in document order."""
        return [item for item in self.items if item.open]

    @property
    def numbers(self) -> list[str]:
        """Everything that has fields: ``plan``, and the numbers of the document in its order."""
        return list(self._look.read.items)

    def item_of(self, nr: str) -> Item:
        """Return all fields of a number, to correct any of them. Raises UserError ``review_unknown``."""
        if nr not in self.numbers:
            raise UserError("review_unknown", found=nr, nearest=nearest(nr, self.numbers))
        return self._look.of(nr)

    def excerpt(self, place: str) -> list[tuple[int, str]]:
        """Return numbers and texts of the lines of a place, MOST_LINES at most; none of what is no text."""
        excerpt: list[tuple[int, str]] = []
        for match in _AT_LINES.finditer(place):
            first, last = int(match[1]), int(match[2] or match[1])
            excerpt += [
                (n, clean(line).rstrip()) for n, line in enumerate(self._lines[first - 1 : last], first)
            ]
        return [(n, line) for n, line in excerpt if line.strip()][:MOST_LINES]

    @cached_property
    def _lines(self) -> list[str]:
        path, encoding = self.reading.path, self.reading.mapping.assumed(ENCODING)
        return re.split(r"\r\n?|\n", decode(load(path), str(path), encoding))

    def kinds(self) -> dict[Kind, int]:
        """Return the kinds of items that there are, each with the number of open ones, the commonest
        first."""
        counts = Counter({item.kind: 0 for item in self.items})
        counts.update(item.kind for item in self.open)
        return dict(counts.most_common())

    def alike(self, item: Item) -> list[Item]:
        """Return the open items of the same kind, for the same reason or with the same finding."""
        return [other for other in self.open if other.kind == item.kind]

    def accept(self, items: Iterable[Item]) -> None:
        """Say of items that they are right as read, or that the document says so and it stands."""
        chosen = list(items)
        made = [decision for item in chosen for decision in _accepted(item)]
        self._answer(chosen[0].key, {**self._decisions, **{decision.subject: decision for decision in made}})

    def change(self, item: Item, field: FieldReading, text: str) -> None:
        """Set a field to what a person typed (see :func:`planreader.review.fields.from_typed`).

        What stands there, typed again, changes nothing; what was read takes a correction back.
        Raises UserError ``review_value``, or ``review_number_twice`` for a number that another bears.
        """
        kind = kind_of(field.path)
        try:
            value = from_typed(kind, text)
        except ValueError as error:
            raise UserError("review_value", found=text, example=EXAMPLES[kind]) from error
        if value == as_kept(kind, field.value):
            return
        decisions = {**self._decisions, field.path: _decision(field, CHANGED, value)}
        if value == as_kept(kind, field.read):
            del decisions[field.path]
        self._answer(item.key, decisions)

    def leave(self, item: Item) -> None:
        """Leave an item without an answer; one that was given is taken back."""
        subjects = {item.key} if item.finding is not None else {field.path for field in item.fields}
        left = {subject: decision for subject, decision in self._decisions.items() if subject not in subjects}
        self._answer(item.key, left)

    def back(self) -> str | None:
        """Take back the last answer; the key of its item, None where nothing was answered yet."""
        if not self._before:
            return None
        key, decisions = self._before.pop()
        self._write(decisions)
        return key

    def _answer(self, key: str, decisions: dict[str, Decision]) -> None:
        before = self._decisions
        self._write(decisions)
        self._before.append((key, before))

    def _write(self, decisions: dict[str, Decision]) -> None:
        decided = decide(self.reading.plan, self._marks, decisions.values())
        if decisions != self._decisions:
            self.reading.keep(decisions.values())
        self._decisions = decisions
        self._take(decided)


def _accepted(item: Item) -> Iterable[Decision]:
    if item.finding is not None:
        return [Decision(item.key, ACCEPTED, on_finding=True)]
    unsure = ("inferred", "certain") if item.code == DECIDED_BEFORE else ("inferred",)
    return [_decision(field, ACCEPTED) for field in item.fields if field.confidence in unsure]


def _decision(field: FieldReading, decided: str, value: Any = None) -> Decision:
    return Decision(
        field.path, decided, value, as_kept(kind_of(field.path), field.read), field.source or None
    )
