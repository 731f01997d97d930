"""Who is expected to report on an action: a rule of the plan over who leads and who supports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from schema.choices import REPORTING_RULE
from store.plan.model import Institutions
from store.plan.units import expected_units, municipality_codes

LEADS: Final = "leads"
LEAD_AND_SUPPORT: Final = "lead_and_support"
CHOSEN: Final = "units"
RULES: Final = REPORTING_RULE.codes


class ReportingRule(NamedTuple):
    """Who reports: of an action those that lead it and the municipalities that it names, or all that support
    it as well, or of both ``units``.

    ``units`` are codes, of the rule CHOSEN alone.
    """

    who: str = LEADS
    units: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def expected_of(institutions: Institutions, rule: ReportingRule) -> frozenset[str]:
    """Return the codes of the units that are expected to report on an action of these institutions."""
    units = frozenset(expected_units(institutions.names))
    if rule.who == LEADS:
        # plans name municipalities as partners, and they carry out their part all the same
        return frozenset(expected_units(institutions.lead)) | units.intersection(municipality_codes())
    return units & rule.units if rule.who == CHOSEN else units


@lru_cache(maxsize=4096)
def expected_in_order(institutions: Institutions, rule: ReportingRule) -> tuple[str, ...]:
    """Return the same codes in the order in which the plan names the units."""
    expected = expected_of(institutions, rule)
    return tuple(unit for unit in expected_units(institutions.names) if unit in expected)


def by_unit(groups: Mapping[frozenset[str], int]) -> Counter[str]:
    """Return how often each unit is in groups, of which each counts so many times."""
    counted = Counter[str]()
    for units, n in groups.items():
        for unit in units:
            counted[unit] += n
    return counted
