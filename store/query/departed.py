"""Actions that are to be done no more: a version of the plan removed them, or headquarters cancelled them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store.account.money import add_money
from store.account.populations import CANCELLED, REMOVED, PlanEvent, read_population
from store.account.recorded import action_money
from store.account.spans import Span
from store.account.status_as_of import statuses_as_of
from store.db.database import Store
from store.ledger.identity import own_unit, read_identity
from store.plan.lookup import action_numbers
from store.plan.periods import Period
from store.revision.successors import successors_of


class DepartedAction(NamedTuple):
    """An action that departed, by ``event``, whose day and reason it has.

    ``status`` is what it had come to, ``spent`` what was spent on it in all years, in cents; ``successors``
    are the numbers of the actions that headquarters named in its place.
    """

    event: PlanEvent
    status: str | None
    spent: int | None
    successors: tuple[str, ...]


def departed_actions(store: Store, day: date) -> list[DepartedAction]:
    """Return the actions that had departed by a day, in the order of their days.

    A field installation sees its own unit's status and money. Raises UserError ``db_no_plan``.
    """
    with store.reading() as conn:
        unit = own_unit(read_identity(conn))
        population = read_population(conn, Span(Period(day.year), cumulative=True), day)
        in_plan = {action.row.id for action in population.actions if action.latest is not None}
        events: dict[str, PlanEvent] = {}
        for event in population.events:
            if event.what == CANCELLED or (event.what == REMOVED and event.row.id not in in_plan):
                before = events.get(event.row.id)
                # removed once more after it was brought back; but what departed departs otherwise no more
                if before is None or before.what == event.what:
                    events[event.row.id] = event
        statuses, numbers = statuses_as_of(conn, day, unit=unit), action_numbers(conn)
        money = action_money(conn, day, unit=unit, actions=events)
        return [
            DepartedAction(
                event,
                statuses.seen_by(unit, action, event.row.institutions),
                add_money(money.get(action, ())).spent,
                successors_of(conn, action, numbers),
            )
            for action, event in sorted(events.items(), key=lambda item: (item[1].day, item[1].row.nr))
        ]
