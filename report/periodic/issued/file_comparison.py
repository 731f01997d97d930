"""The file of a report held against the one that is drawn anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import language
from report.periodic.carried import CarriedReport
from report.periodic.content import Content
from report.periodic.data import json_form
from report.periodic.forms.saved_again import is_saved_again, saved_again
from report.periodic.issued.difference import DRAWER, LAYOUT, MANY, Difference
from report.periodic.issued.redacted import marks_for, put_texts
from report.periodic.making import render
from store.db.apart import done_apart
from store.db.database import Store
from store.db.errors import UserError
from store.edits.redaction import LedgerChange

_UNCOMPARED: Final = ("document_slow", "document_memory", "document_damaged")
"""Why a file cannot be compared in a process of its own."""


class RedactedTexts(NamedTuple):
    """How many of the texts that are gone a report prints, and what its file has there, as far as found."""

    printed: int
    found: tuple[str, ...]

    @property
    def are_all(self) -> bool:
        """Return True if the file has a text for each."""
        return bool(self.printed) and len(self.found) == self.printed


def put_redacted(
    copy: Store,
    gone: Sequence[LedgerChange],
    carried: CarriedReport,
    draw: Callable[[], Content],
    template: bytes | None,
) -> RedactedTexts:
    """Put what a report says in the place of values that are gone, in a copy of the ledger."""
    marks = marks_for(gone)
    put_texts(copy.conn, zip(gone, marks, strict=True))
    drawn = draw()
    with language.speaking(drawn.parameters.language):
        said = json.dumps(json_form(drawn), ensure_ascii=False)
    printed = [mark for mark in marks if mark in said]
    marked = _written(drawn, carried, template) if printed else None
    texts: Mapping[str, str] = {}
    if marked is not None:
        task = "report.periodic.differing:texts_of_redacted"
        try:
            texts = done_apart(task, carried.ending, carried.data, marked, file="")
        except UserError as refused:
            if refused.code not in _UNCOMPARED:
                raise
    put_texts(copy.conn, ((of, texts.get(mark)) for of, mark in zip(gone, marks, strict=True)))
    return RedactedTexts(len(printed), tuple(texts[mark] for mark in printed if mark in texts))


class FileComparison(NamedTuple):
    """What of a file is another than drawn anew, as :class:`Proof` has it."""

    differences: tuple[Difference, ...]
    places: int
    is_compared: bool
    saved_again: bool = False
    obstacle: Difference | None = None


def compare_file(carried: CarriedReport, drawn: Content, template: bytes | None) -> FileComparison:
    """Compare the file of a report with the one that is drawn anew."""
    written = _written(drawn, carried, template)
    if written is None:
        return FileComparison((), 0, False)
    differences, places = differing_from(carried, written)
    again = False
    if places and is_saved_again(carried.ending, carried.data):
        saved = saved_again(carried.ending, written)
        beside = ((), places + 1) if saved is None else differing_from(carried, saved)
        if beside[1] < places:
            # what is left was altered before or after it was saved
            (differences, places), again = beside, True
    obstacle = next((of for of in differences if of.kind in (DRAWER, LAYOUT)), None)
    if obstacle is not None:
        differences, places = tuple(of for of in differences if of is not obstacle), places - 1
    # what differs was compared, whatever else keeps the file from being called true
    return FileComparison(differences, places, obstacle is None or places > 0, again, obstacle)


def _written(drawn: Content, carried: CarriedReport, template: bytes | None) -> bytes | None:
    """Return the file drawn again; None where another cannot be held against it."""
    if carried.is_filled and template is None:
        return None
    try:
        return render(drawn, carried.ending, template if carried.is_filled else None)
    except UserError as refused:
        if refused.code != "pdf_missing":
            raise
        return None


def differing_from(carried: CarriedReport, written: bytes) -> tuple[tuple[Difference, ...], int]:
    """Return the first differences of a report from the file drawn anew, and how many there are."""
    if carried.data == written:
        return (), 0
    task, ending = "report.periodic.differing:differences", carried.ending
    try:
        first, places = done_apart(task, ending, carried.data, written, file="")
    except UserError as refused:
        if refused.code not in _UNCOMPARED:
            raise
        return (Difference(MANY, ending[1:], "", ""),), 1
    return tuple(Difference(*each) for each in first), places
