"""Units as the first run lists them, writes them into its field, and asks about them."""

from __future__ import annotations

from collections.abc import Iterable

from language import current
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
        name, full = self.written(code), self._full(code)
        if full == name:
            return ((f" {safe(name)}", ""),)
        return ((f" {safe(full)}", ""), (f"  {safe(name)}", "dim"))

    def _full(self, code: str) -> str:
        """Return an institution of which an acronym is printed by its full name, where that is known."""
        name = None if code in self.printed else full_unit_name(code, current())
        return name or self.written(code)

    def written(self, code: str) -> str:
        """Return a unit as it is written into the field, where the search finds it again."""
        return unit_name(code, current(), self.printed)

    def told(self, code: str) -> str:
        """Return a unit so that nobody takes it for another."""
        name, full = self.written(code), self._full(code)
        return name if full == name else f"{full} ({name})"
