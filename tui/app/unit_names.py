"""Units as the first run lists them, writes them into its field, and asks about them."""

from __future__ import annotations

from collections.abc import Iterable

from language import current
from language.scripts import cyrillic
from store.plan.units import full_unit_name, municipalities, names_of_codes, unit_name
from tui.widgets.draw import Line, safe


class UnitNames:
    """The names of units of a plan that names these institutions."""

    def __init__(self, institutions: Iterable[str]) -> None:
        self.institutions = tuple(institutions)
        self.printed = names_of_codes(self.institutions)

    def line(self, code: str) -> Line:
        """Return a unit as it is listed: in both languages, with its code."""
        for municipality in municipalities():
            if municipality.code == code:
                serbian = municipality.sr_cyrl if current() == "sr-Cyrl" else municipality.sr
                names = (municipality.sq, serbian)
                first, second = names[::-1] if current().startswith("sr") else names
                return ((f" {first}", ""), (f"  {second}  {code}", "dim"))
        if code in self.printed:
            return ((f" {safe(self.printed[code])}", ""),)
        return ((f" {safe(self._full(code))}", ""), (f"  {safe(code)}", "dim"))

    def _full(self, code: str) -> str:
        """Return an institution by its full name where that is known, else by its acronym."""
        name = full_unit_name(code, current()) or code
        return cyrillic(name, "") if current() == "sr-Cyrl" else name

    def written(self, code: str) -> str:
        """Return a unit as it is written into the field, where the search finds it again."""
        return self.printed.get(code, unit_name(code, current()))

    def told(self, code: str) -> str:
        """Return a unit so that nobody takes it for another."""
        name = self.written(code)
        return f"{self._full(code)} ({code})" if name == code else name
