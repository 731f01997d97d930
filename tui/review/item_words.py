"""Words of the items of a review, for the screen and for the terminal; not yet safe for a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from language.reading.findings import finding
from language.reading.readings import field, kind, reason

if TYPE_CHECKING:
    from planreader.review.reviewitems import FieldReading, Item, Kind
    from store.plan.model import Finding


def named(reading: FieldReading, item: Item) -> str:
    """Return a field as it is called within an item: with its number where that is another."""
    nr = reading.path.partition("/")[0]
    return field(reading.path) if nr == item.nr else f"{nr} {field(reading.path)}"


def why_read(reading: FieldReading, item: Item) -> str:
    """Return why a field was read so, empty for one that was read for certain."""
    if reading.confidence != "inferred" and not reading.reason:
        return ""
    return reason(reading.reason, reading.path, blank=reading.value in (None, "", []), currency=item.currency)


def finding_words(noticed: Finding, item: Item) -> str:
    """Return the finding of an item as a sentence."""
    return finding(noticed.code, noticed.where, noticed.figures, item.currency)


def kind_words(of: Kind) -> str:
    """Return a kind of items in few words."""
    return kind(of.code, is_finding=of.is_finding)


def own_fields(item: Item) -> list[FieldReading]:
    """Return the fields that are shown: those of the item's own number."""
    return [
        reading for reading in item.fields if item.finding is None or reading.path.startswith(f"{item.nr}/")
    ]
