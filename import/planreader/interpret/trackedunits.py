"""Of which units the columns of a tracker tell, where they are called like these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planreader.interpret.headings.headings import Heading
from planreader.interpret.mapping.guesses import unit_named
from planreader.interpret.whose.names import names_within, unit_in
from planreader.interpret.whose.sheets import Bodies
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.tracking import PERCENT, STATUS, is_amount, is_reported
from store.plan.units import municipality_codes


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
