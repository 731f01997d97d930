"""The tallies of a period, of the whole plan and by group, for tests of what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from store.account.spans import Span
from store.db.database import Store
from store.figures.facts import read_facts
from store.figures.figures import action_facts, grouped
from store.query.rates import unit_tallies
from store.query.tally import Tally, tally_of


class Rates(NamedTuple):
    """Tallies by row id of the objective, code of the lead, and code of the unit."""

    plan: Tally
    strategic: Mapping[int, Tally]
    specific: Mapping[int, Tally]
    leads: Mapping[str, Tally]
    units: Mapping[str, Tally]


def rates(store: Store, span: Span, *, as_of: date, unit: str | None = None) -> Rates:
    """The tallies of a period with the statuses in force on a day, of all units or of one."""
    facts = read_facts(store, span, as_of, unit=unit)
    actions = [action for action in action_facts(facts) if "actions" in action.adds]
    return Rates(
        tally_of(actions),
        {key: tally_of(of) for key, of in grouped(actions, lambda action: action.row.strategic).items()},
        {key: tally_of(of) for key, of in grouped(actions, lambda action: action.row.specific).items()},
        {key: tally_of(of) for key, of in grouped(actions, lambda action: action.row.lead).items()},
        unit_tallies(facts, actions),
    )
