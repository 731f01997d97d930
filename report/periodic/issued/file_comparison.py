"""The file of a report held against the one that is drawn anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Final, NamedTuple

import language
from report.periodic.carried import CarriedReport
from report.periodic.content import Content
from report.periodic.data import json_form
from report.periodic.forms.saved_again import is_saved_again, times_saved
from report.periodic.issued.difference import DRAWER, LAYOUT, MANY, Difference
from report.periodic.issued.redacted import (
    FORMS_OF_MEMBERS,
    WHOLE,
    Ways,
    in_one_text,
    marks_for,
    put_values,
    read_together,
    recorded_value,
    value_of,
)
from report.periodic.making import render
from store.db.apart import NOT_READ, done_apart
from store.db.database import Store
from store.db.errors import UserError
from store.edits.redaction import LedgerChange

_MOST: Final = 8
"""So many ways to read all texts of a file together are tried."""


class RedactedTexts(NamedTuple):
    """How many of the texts that are gone a report prints, and what its file has there, as far as found.

    ``read`` has, for each change that is gone, the values that it may have had by what stands in its place:
    none where the file was not understood there. From a page a text is read without what its lines do not
    show.
    """

    printed: int
    read: tuple[tuple[LedgerChange, tuple[str, ...]], ...]
    from_pages: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the texts that were found, each in the likeliest way."""
        return tuple(in_one_text(values[0]) for _gone, values in self.read if values)

    @property
    def are_all(self) -> bool:
        """Return True if the file has a text for each, as it was written."""
        return bool(self.printed) and len(self.texts) == self.printed and not self.from_pages

    def put_in(self, copy: Store) -> Iterator[None]:
        """Put what was found in a copy of the ledger, in one way to read it after the other."""
        gone = [change for change, _values in self.read]
        for values in islice(product(*(values or (None,) for _gone, values in self.read)), _MOST):
            put_values(copy.conn, zip(gone, values, strict=True))
            yield


def read_redacted(
    copy: Store,
    gone: Sequence[LedgerChange],
    carried: CarriedReport,
    draw: Callable[[], Content],
    template: bytes | None,
) -> RedactedTexts:
    """Return what a report says in the place of values that are gone, which are marked in a copy.

    Evidence is read member by member where the file has it so in every place, else as one text.
    """
    has_members = any(change.change.kind == "evidence" for change in gone)
    values: list[tuple[str, ...]] = [()] * len(gone)
    for members in (*(FORMS_OF_MEMBERS if has_members else ()), WHOLE):
        printed, ways = _read_at_marks(copy, gone, carried, draw, template, members)
        values = [earlier or read for earlier, read in zip(values, ways, strict=True)]
        if sum(map(bool, values)) == printed:
            break
    return RedactedTexts(printed, tuple(zip(gone, values, strict=True)), carried.ending == ".pdf")


def prints_redacted(
    copy: Store,
    gone: Sequence[LedgerChange],
    carried: CarriedReport,
    draw: Callable[[], Content],
    template: bytes | None,
) -> bool:
    """Return True if a report that is drawn anew would say in its form what a report does not say."""
    file, _printed = _marked_file(copy, gone, carried, draw, template, WHOLE)
    return file is not None and differing_from(carried, file)[1] > 0


def _marked_file(
    copy: Store,
    gone: Sequence[LedgerChange],
    carried: CarriedReport,
    draw: Callable[[], Content],
    template: bytes | None,
    members: Sequence[str],
) -> tuple[bytes | None, list[dict[str, str]]]:
    """Return the file with marks for these members, which are put into the copy, and the marks that it has.

    None where it has none, or cannot be drawn.
    """
    marks = marks_for(gone, members)
    put_values(copy.conn, ((of, value_of(of, marked)) for of, marked in zip(gone, marks, strict=True)))
    drawn = draw()
    with language.speaking(drawn.parameters.language):
        content = json.dumps(json_form(drawn), ensure_ascii=False)
    printed = [{member: mark for member, mark in marked.items() if mark in content} for marked in marks]
    return _written(drawn, carried, template) if any(printed) else None, printed


def _read_at_marks(
    copy: Store,
    gone: Sequence[LedgerChange],
    carried: CarriedReport,
    draw: Callable[[], Content],
    template: bytes | None,
    members: Sequence[str],
) -> tuple[int, list[tuple[str, ...]]]:
    """Return how many of the changes are printed, and the values that each may have had by these members."""
    file, printed = _marked_file(copy, gone, carried, draw, template, members)
    places: dict[str, list[Ways]] = {}
    if file is not None:
        task = "report.periodic.differing:texts_of_redacted"
        try:
            for ways in done_apart(task, carried.ending, carried.data, file, file=""):
                for mark in dict.fromkeys(mark for way in ways for mark in way):
                    places.setdefault(mark, []).append(ways)
        except UserError as refused:
            if refused.code not in NOT_READ:
                raise
    values = [_values_read(of, marked, places) for of, marked in zip(gone, printed, strict=True)]
    return sum(map(bool, printed)), values


def _values_read(
    gone: LedgerChange, marked: Mapping[str, str], places: Mapping[str, Sequence[Ways]]
) -> tuple[str, ...]:
    """Return the values that a change may have had by what stands at the marks of its members."""
    if not marked:
        return ()
    ways = read_together((ways for mark in marked.values() for ways in places.get(mark, ())), marked.values())
    texts = [{member: way[mark] for member, mark in marked.items()} for way in ways]
    recorded = next(filter(None, (recorded_value(gone, each) for each in texts)), None)
    return (recorded,) if recorded else tuple(value_of(gone, each) for each in texts[:_MOST])


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
    for saved in _times_saved(carried, written) if places else ():
        beside = differing_from(carried, saved)
        if beside[1] < places:
            # what is left was altered before or after it was saved
            (differences, places), again = beside, True
        if not places:
            break
    obstacle = next((of for of in differences if of.kind in (DRAWER, LAYOUT)), None)
    if obstacle is not None:
        differences, places = tuple(of for of in differences if of is not obstacle), places - 1
    # what differs was compared, whatever else keeps the file from being called true
    return FileComparison(differences, places, obstacle is None or places > 0, again, obstacle)


def _times_saved(carried: CarriedReport, written: bytes) -> Iterator[bytes]:
    """Yield the file drawn again as LibreOffice saves it, if the report says that it was saved so."""
    if is_saved_again(carried.ending, carried.data):
        yield from times_saved(carried.ending, written)


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
        if refused.code not in NOT_READ:
            raise
        return (Difference(MANY, ending[1:], "", ""),), 1
    return tuple(Difference(*each) for each in first), places
