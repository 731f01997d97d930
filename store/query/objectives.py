"""One objective in full, for the screen and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from store.account.money import YearMoney, add_by_year
from store.account.recorded import action_money
from store.db.database import Store
from store.ledger.identity import own_unit, read_identity
from store.plan.load import amounts_of_all_years, load_indicators
from store.plan.lookup import ObjectiveRow, all_objectives, current_revision, plan_currency, plan_years
from store.plan.model import Indicator


class ObjectiveDetail(NamedTuple):
    """A strategic or specific objective: its indicators, and the money of its actions summed.

    ``printed`` are the totals that the document gives (specific objectives only), which may differ from the
    sums of its cells.
    """

    row: ObjectiveRow
    indicators: tuple[Indicator, ...]
    money: tuple[YearMoney, ...]
    printed: Mapping[int, int | None]
    actions: int
    """The number of its actions, of which ``money`` is."""
    whole: int | None
    """What the plan gives these for all years together."""
    spender: str | None
    """The unit whose money is recorded there; None where it is the money of all units."""
    currency: str = "EUR"
    """Of all its money, by code."""


def find_objective(store: Store, nr: str) -> ObjectiveRow | None:
    """Return the strategic or specific objective of a number; None where it is of none."""
    wanted = nr.strip().rstrip(".").casefold()
    with store.reading() as conn:
        objectives = all_objectives(conn)
    return next((row for row in objectives if row.nr.rstrip(".").casefold() == wanted), None)


def objective_detail(store: Store, objective: ObjectiveRow, *, today: date) -> ObjectiveDetail:
    """Return an objective of the outline in full, with its money as of a day."""
    with store.reading() as conn:
        column = "specific_objective" if objective.parent is not None else "strategic_objective"
        revision, unit, key = current_revision(conn), own_unit(read_identity(conn)), objective.key
        below = "id" if objective.parent is not None else "strategic_objective"
        actions = {
            action
            for (action,) in conn.execute(
                "SELECT id FROM action WHERE revision = ? AND specific_objective IN"
                f" (SELECT id FROM specific_objective WHERE {below} = ?)",
                (revision, key),
            )
        }
        money = action_money(conn, today, unit=unit, actions=actions).values()
        amounts = amounts_of_all_years(conn, revision)
        wholes = [amounts[action] for action in actions if action in amounts]
        printed = dict(
            conn.execute("SELECT year, cents FROM objective_total WHERE specific_objective = ?", (key,))
            if objective.parent is not None
            else ()
        )
        return ObjectiveDetail(
            objective,
            load_indicators(conn, column)[key],
            add_by_year((year for years in money for year in years), plan_years(conn, revision)),
            printed,
            len(actions),
            sum(wholes) if wholes else None,
            unit,
            plan_currency(conn, revision),
        )
