"""Of which units the columns of a tracker tell: by their headings, or by the names that they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from planreader.interpret.headings.headings import Heading
from planreader.interpret.mapping import given
from planreader.interpret.mapping.guesses import unit_named
from planreader.interpret.mapping.survey import ActionTable
from planreader.interpret.whose.beside import OF_MUNICIPALITY, bare, is_of_report
from planreader.interpret.whose.names import names_within, unit_called, unit_in
from planreader.interpret.whose.sheets import Bodies
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import concepts, role_of
from planreader.vocabulary.tracking import PERCENT, STATUS, is_amount, is_reported, says_nothing
from store.plan.units import means_municipalities, municipality_codes

_LEAD: Final = "lead"
UnitsOfColumn: TypeAlias = tuple[str, tuple[str, ...]]
"""The heading of a column, and the units that its cells name."""


def units_of(heading: Heading, roles: Mapping[str, str], bodies: Bodies) -> dict[str, str]:
    """Return the code of a unit for each column of what is reported whose heading names one; the heading
    where it names it within something else: ``Statusi DR Prizren``.

    Where nothing but names of units tells all of a role apart, any acronym is one; else it is a municipality,
    or one of the ``institutions``. An institution heads statuses and percent alone: it may be who pays, or
    who makes a note. Amounts of units beside those that others pay may be the same: they are of none.
    """
    units: dict[str, str] = {}
    for role in dict.fromkeys(filter(is_reported, roles.values())):
        names = [column.title for column in heading.columns if roles.get(column.title) == role]
        parts = [name for name in names if "general" not in concepts(name)]
        told = {name: unit_named(words) for name, words in own_words(parts).items()}
        if len(parts) < 2 or len({*told.values()} - {""}) < len(parts):
            told = {name: bodies.unit(name) or unit_in(name, bodies.institutions) for name in parts}
        codes = {*told.values()} - {""}
        is_of_all = role in (STATUS, PERCENT) or codes.issubset(municipality_codes())
        others = own_words([name for name in parts if not told[name]])
        if is_of_all and not (is_amount(role) and len(others) > 1):
            units |= {name: code for name, code in told.items() if code}
        if codes and role in (STATUS, PERCENT):
            # beside columns of units any other is of nobody who is known
            units |= {
                name: name for name in parts if not told[name] and names_within(name, bodies.institutions)
            }
    return {
        name: code if bodies.is_said(name) or not names_within(name, bodies.institutions) else name
        for name, code in units.items()
        if not bodies.is_said(name) or bodies.unit(name)
    }


def own_words(names: Sequence[str]) -> dict[str, list[str]]:
    """Return the words of each name that not all of them have."""
    shared = set.intersection(*({*fold(name).split()} for name in names)) if names else set[str]()
    return {
        name: [word.strip("()[],;") for word in name.split() if fold(word) not in shared] for name in names
    }


def with_reporters(
    table: ActionTable, roles: Mapping[str, str], mapping: given.Mapping, bodies: Bodies
) -> tuple[dict[str, str], tuple[UnitsOfColumn, ...]]:
    """Return roles with a column of units as that of who reports, where its heading says no more than that;
    and the columns of units of whose headings nobody knows whether they say it.

    Beside a column of who leads it is one of reports alone; of any other that is headed by a word for units
    nobody knows it.
    """
    of_units = _columns_of_units(table, roles, mapping, bodies)
    leading = [c.name for c in table.columns if c.samples and roles[c.name] == _LEAD]
    headed = [name for name in of_units if heads_reporters(name)]
    called = [name for name in headed if is_of_report(name) or not leading]
    if called and not any(mapping.role(name) for name in leading):
        return {**roles, **dict.fromkeys(leading, "support"), called[0]: _LEAD}, ()
    return dict(roles), tuple((name, of_units[name]) for name in (headed if leading else of_units))


def heads_reporters(heading: str) -> bool:
    """Return whether a heading is of units that report, and says nothing else: ``Njësia raportuese``."""
    return not bare(heading) and not role_of(heading)


def _columns_of_units(
    table: ActionTable, roles: Mapping[str, str], mapping: given.Mapping, bodies: Bodies
) -> dict[str, tuple[str, ...]]:
    """Return the columns that nobody knows and most of whose cells are names of units, with these."""
    of_units: dict[str, tuple[str, ...]] = {}
    for name, texts in table.texts().items():
        if roles.get(name) in ("", given.REMARK) and not mapping.role(name):
            own = [text for text in texts if not says_nothing(text)]
            units = [unit for text in own if (unit := _unit(text, name, bodies))]
            if len(units) > len(own) / 2:
                of_units[name] = tuple(dict.fromkeys(units))
    return of_units


def _unit(text: str, heading: str, bodies: Bodies) -> str:
    """Return the unit that a cell names, or what it calls several of them; empty where it names none."""
    if text.isdigit():
        is_code = not OF_MUNICIPALITY.isdisjoint(fold(heading).split())
        return text if is_code and text.zfill(2) in municipality_codes() else ""
    return bodies.unit(text) or unit_called(text, bodies.institutions) or text * means_municipalities(text)
