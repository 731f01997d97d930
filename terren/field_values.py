"""The types of options that give a field of the schema its value; ``terren --version`` needs none of them."""

from __future__ import annotations

from datetime import date
from typing import Final

from schema import choices, types
from terren.values import Value


def of_type(declared: types.FieldType) -> Value:
    """Return the type of an option that reads the values of a field; an empty text clears."""
    codes = declared.choices if isinstance(declared, types.Choice) else None
    return Value(lambda text: declared.parse(text, date.today()), declared.metavar, codes)


def option_type(declared: types.FieldType) -> Value | None:
    """Return the same as :func:`of_type`; None for a field that takes any text as it is."""
    return None if type(declared) is types.Text else of_type(declared)


STATUS: Final = of_type(choices.STATUS)
"""A status by its code, its key or its words; an empty text clears."""
ANY_STATUS: Final = of_type(choices.ANY_STATUS)
"""A status, or that nobody has reported."""
EVIDENCE_KIND: Final = of_type(choices.EVIDENCE_KIND)
"""A kind of evidence; empty where none is said."""
