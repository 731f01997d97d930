"""The currency of a plan: what the document says of all amounts, else what stands beside most of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from planreader.build.marks import Marks
from planreader.sources.form import GIVEN, Currency
from planreader.vocabulary.currency import is_code
from store.plan.model import Provenance

CURRENCY: Final = "plan/currency"
_USUAL: Final = "EUR"
"""Where a document names none."""


def currency_of(marks: Marks, given: str = "") -> str:
    """The currency of all amounts by its code; its place is noted. ``given`` is what somebody said."""
    told = next((one for one in marks.money if one.where == "plan" and is_code(one.code)), None)
    told = told or _most(one for one in marks.money if is_code(one.code))
    if told is not None:
        marks.provenance[CURRENCY] = Provenance(told.place)
        marks.sources[CURRENCY] = told.text
    if given:
        marks.provenance[CURRENCY] = Provenance(told.place if told else "", True, GIVEN)
    return given or (told.code if told is not None else _USUAL)


def _most(named: Iterable[Currency]) -> Currency | None:
    found = list(named)
    counted = Counter(one.code for one in found)
    return max(found, key=lambda one: counted[one.code], default=None)
