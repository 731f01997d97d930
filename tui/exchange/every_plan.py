"""What an exchange does in every plan of the home, the open one first; a refusal in one hinders no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from tui.screens.gone_plan import of_plan
from tui.screens.running import RunningApp

if TYPE_CHECKING:
    from sync.home_plans import HomePlan

Outcome = TypeVar("Outcome")


def serve(
    app: RunningApp,
    work: Callable[[Store, Places], Outcome],
    stopped: Callable[[], bool] = lambda: False,
) -> list[tuple[HomePlan, Outcome | UserError]]:
    """Return what came of it in each plan, on connections of their own; ``stopped`` is asked between two.

    Raises UserError where it is refused in all.
    """
    from sync.home_plans import plans_beside
    from sync.identity.opening import open_for_work

    plans, here = plans_beside(app.places, app.database, app.settings.database)
    outcomes: list[tuple[HomePlan, Outcome | UserError]] = []
    for plan in (plans[here], *plans[:here], *plans[here + 1 :]):
        if outcomes and stopped():
            break
        try:
            with open_for_work(plan.places, plan.database) as store:
                outcomes.append((plan, work(store, plan.places)))
        except UserError as refused:
            outcomes.append((plan, of_plan(refused, plans)))
    refusals = [outcome for _plan, outcome in outcomes if isinstance(outcome, UserError)]
    if len(refusals) == len(outcomes):
        raise refusals[0]
    return outcomes
