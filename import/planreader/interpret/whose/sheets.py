"""Of whom a row is by its sheet, and by what it names itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from planreader.interpret.mapping.given import LEAD, LEAVE, NOBODY
from planreader.interpret.whose.beside import bare, is_of_everything, is_total, without_number
from planreader.interpret.whose.names import OF_ALL, Named, named_in, unit_called
from planreader.sources.grid import GridRow
from planreader.vocabulary.fold import begins_body, fold
from planreader.vocabulary.headwords import says
from planreader.vocabulary.vocabulary import listed
from store.plan.units import (
    expected_units,
    means_municipalities,
    municipality_codes,
    resolve_unit,
    unit_code,
    unit_name,
)

NAMES: Final = re.compile(r"[,;\n/&()]|\s+(?:[-–—]|dhe|and)\s+")
"""What parts the names of a cell."""
_LISTED: Final = re.compile(r"[,;\n/&]|\s+(?:[-–—]|dhe|and)\s+")
"""What parts those of several units: what stands in brackets belongs to a name."""
_ASIDE: Final = listed("aside")
SHOWN: Final = 80
"""Signs of a name that are told, and by which somebody says whose it is."""

LINE_SIGN: Final = " / "
CELL_SIGN: Final = " | "
"""Between the lines, and the cells of a line, that stand above a table."""


class Whose(NamedTuple):
    """Of whom a row is by the lines above it, or else by its sheet: the code of a unit, OF_ALL, or a name
    that is of none that is known, or may be of several; else an ``institution`` as a line has it, which
    counts as one that the row itself names."""

    unit: str = ""
    institution: str = ""


class Bodies:
    """Who may be named: the municipalities, and the ``institutions`` of the plan.

    ``own`` is the code of headquarters, whose name is its letterhead, ``meant`` what somebody says of words,
    folded: the name of a unit, LEAD for that of each action, NOBODY where they name none, LEAVE where they
    stay of nobody who is known.

    Raises UserError as :func:`store.plan.units.resolve_unit`.
    """

    def __init__(self, institutions: tuple[str, ...], own: str, meant: Mapping[str, str]) -> None:
        self.institutions, self.own = institutions, own
        self._meant = {
            words: Named() if name == NOBODY else Named((_unit_said(name, institutions),), is_called=True)
            for words, name in meant.items()
            if name != LEAVE
        }
        self.others = {*expected_units(institutions)}.difference(municipality_codes())
        # of the plan of a municipality it is a letterhead
        self.are_expected = report_municipalities(institutions)

    def named(self, text: str) -> Named:
        """Return of whom a text says that it is, or somebody of it."""
        told = self._said(text)
        return named_in(text, self.institutions) if told is None else told

    def is_said(self, text: str) -> bool:
        """Return whether somebody says whose the rows are that a text is about."""
        return self._said(text) is not None

    def _said(self, text: str) -> Named | None:
        return self._meant.get(fold(text[:SHOWN]), self._meant.get(fold(without_number(text)[:SHOWN])))

    def unit(self, text: str) -> str:
        """Return the only unit of which a text says that it is; empty where there is none, or several."""
        units = self.named(text).units
        return units[0] if len(units) == 1 else ""

    def within(self, text: str, *others: str) -> set[str]:
        """Return the units but ``others`` and headquarters that a name contains, which says of none that it
        is it."""
        return {*self.named(text).within} - {self.own, *others} if self.are_expected else set()

    def of_row(self, columns: str, whose: str, lead: str, *, is_municipal: bool) -> tuple[str, str]:
        """Return the unit of which a row tells, and who leads: that of its columns, else that of its lines or
        its sheet; empty where neither is of one, or where the row of an institution's names a municipality.

        What it names is of nobody where that is nearly the name of a municipality, or stands in a column of
        municipalities (``is_municipal``) and is of none.
        """
        codes = municipality_codes()
        if unit_code(lead) not in codes and (named := self.unit(lead)) in codes:
            lead = unit_name(named, "sq")
        if columns or whose in codes:
            return columns or whose, lead
        if unit_code(lead) in codes:
            return "", lead
        if whose or not lead:
            return whose, lead
        if is_total(lead):
            return OF_ALL, lead
        return (lead if self._is_nearly_one(lead, is_municipal=is_municipal) else ""), lead

    def _is_nearly_one(self, lead: str, *, is_municipal: bool) -> bool:
        """Return whether a cell names a municipality within a name that is of none, or should name one."""
        if unit_called(lead, self.institutions) or means_municipalities(lead) or self.is_said(lead):
            return False
        is_sum = is_total(lead) or is_of_everything(lead)
        if is_municipal and not is_sum and any(map(str.isalpha, lead)) and not self.named(lead).units:
            return True
        unread = (part for part in _LISTED.split(lead) if not self.unit(part))
        return any(self.within(part) & {*municipality_codes()} for part in unread)


@lru_cache(maxsize=16)
def report_municipalities(institutions: tuple[str, ...]) -> bool:
    """Return whether a plan with these institutions expects a report from a municipality, or names nobody."""
    expected = expected_units(institutions)
    return not expected or not {*expected}.isdisjoint(municipality_codes())


def _unit_said(name: str, institutions: tuple[str, ...]) -> str:
    return name if name == LEAD else resolve_unit(name, institutions)


def whose_sheets(sheets: Iterable[str], bodies: Bodies) -> dict[str, Whose]:
    """Return of whom the rows of each sheet are, by its place.

    A name that several municipalities share stays as it is. So does what only contains the name of a unit,
    what says that it is an example, a draft or an old version beside other sheets, and whatever else sheets
    are called beside those of units: that is of nobody who is known.
    """
    names = {sheet: sheet.removeprefix("sheet ") for sheet in sheets}
    told = {sheet: bodies.unit(name) for sheet, name in names.items() if name != sheet}
    if any(told.values()):
        # a word that headings are made of is a name beside names, and may be one with a period or a number
        told = {sheet: unit or unit_called(names[sheet]) for sheet, unit in told.items()}
        still_open = [sheet for sheet, unit in told.items() if not unit]
        told |= {sheet: names[sheet] for sheet in still_open if unit_called(bare(names[sheet]))}
    told |= {sheet: names[sheet] for sheet, unit in told.items() if not unit and bodies.within(names[sheet])}
    aside = [sheet for sheet, name in names.items() if says(name, _ASIDE) and not bodies.is_said(name)]
    # alone it is what there is
    told |= {sheet: names[sheet] for sheet in aside if len(aside) < len(names)}
    units = {*told.values()} - {""}
    for sheet in [sheet for sheet, unit in told.items() if not unit and units]:
        if is_total(names[sheet]):
            told[sheet] = OF_ALL
        elif not bodies.is_said(names[sheet]) and (len(units) > 1 or begins_body(names[sheet].split())):
            told[sheet] = names[sheet]
    return {sheet: Whose(told.get(sheet, "")) for sheet in names}


def sheet_of(row: GridRow) -> str:
    """Return the place of the sheet that a row stands on, empty in a document without sheets."""
    sheet, sign, _row = row.place.partition(", ")
    return sheet if sign and sheet.startswith("sheet ") else ""


def called(row: GridRow) -> str:
    """Return what the sheet is called that a row stands on; empty in a document without sheets."""
    return sheet_of(row).removeprefix("sheet ").replace("_", " ")
