"""How a field and the registers of a kind are declared."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from schema.types import Choice, FieldType

_YEAR: Final = re.compile("[0-9]{4}")
_NEVER: Final = Choice("", {})
"""Of a register that nobody can have: its year is none."""


class Field(NamedTuple):
    """One field of a kind of register: the type of its values, and what every place that has it needs.

    ``label`` names it in lists and histories, ``short`` in a form, ``page_label`` on the page of an action,
    ``report_label`` in the printed report; each is the label where it is empty. Texts are English, marked
    with N_, and translated where they are shown.
    """

    name: str
    type: FieldType
    label: str = ""
    help: str = ""
    """Of its option, and in a form."""
    short: str = ""
    option: str = ""
    """Its option's name, where that is not the field's."""
    when: frozenset[str] = frozenset()
    """The statuses to which it belongs."""
    when_late: bool = False
    """Whether it belongs to an action that is late, too."""
    explains: str = ""
    """The field whose value this one says in words: the printed report has both in one column."""
    page: int = 0
    """Where the page of an action has it: lower numbers first, then in the order of declaration."""
    page_label: str = ""
    report: int | None = 9
    """The same of the printed report; None where it leaves the field out."""
    numbered: bool = False
    """Whether a register of it has a number of its own behind a full stop, as in ``issue.2``."""
    report_name: str = ""
    """The code of its column in the printed report, where that is not the field's name."""
    report_label: str = ""

    @property
    def report_code(self) -> str:
        """Return the code of its column in the printed report."""
        return self.report_name or self.name

    def named(self, label: str) -> str:
        """Return one of its labels, or the usual one where that is empty."""
        return label or self.label


class RegisterKind(NamedTuple):
    """The registers of one kind, with their fields.

    ``by_headquarters``: only headquarters writes them. ``by_year``: a field stands behind a year and a full
    stop, as in ``2022.allocated``; a nameless one is the year alone. ``any_field`` is the type of all values
    where fields have names of their own. ``entries``: each register is an entry whose field tells people
    nothing.
    """

    kind: str
    label: str
    fields: tuple[Field, ...] = ()
    by_headquarters: bool = False
    by_year: bool = False
    any_field: FieldType | None = None
    entries: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of its fields, in their order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field | None:
        """Return the field of a register's name (of money behind the year); None for an unknown one."""
        return next(
            (
                field
                for field in self.fields
                if name == field.name or (field.numbered and name.startswith(f"{field.name}."))
            ),
            None,
        )

    def type_of(self, name: str) -> FieldType | None:
        """Return the type of the values of a register; None where nothing is known of them."""
        if self.any_field is not None:
            return self.any_field
        year, _, rest = name.partition(".") if self.by_year else ("", "", name)
        field = self.field(rest)
        if field is None or (self.by_year and not rest and not year.isdecimal()):
            return None
        return field.type if not self.by_year or _YEAR.fullmatch(year) else _NEVER
