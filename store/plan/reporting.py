"""Who is expected to report on an action: a rule of the plan over who leads and who supports."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from store.plan.model import Institutions
from store.plan.units import expected_units

LEADS: Final = "leads"
LEAD_AND_SUPPORT: Final = "lead_and_support"
CHOSEN: Final = "units"
RULES: Final = (LEADS, LEAD_AND_SUPPORT, CHOSEN)


class ReportingRule(NamedTuple):
    """Who reports: of an action those that lead it, or those that support it as well, or of both ``units``.

    ``units`` are codes, of the rule CHOSEN alone.
    """

    who: str = LEADS
    units: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def expected_of(institutions: Institutions, rule: ReportingRule) -> frozenset[str]:
    """Return the codes of the units that are expected to report on an action of these institutions."""
    names = institutions.lead if rule.who == LEADS else institutions.names
    units = frozenset(expected_units(names))
    return units & rule.units if rule.who == CHOSEN else units
