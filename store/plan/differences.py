"""In which fields two entries of a plan differ, as they are printed; numbers are compared elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from store.plan.model import Action, Indicator, Plan, SpecificObjective, StrategicObjective


class FieldDifference(NamedTuple):
    """A field that changed, with what it was and is: text, texts, deadline, target, cents or ADMIN.

    Fields by year are ``budget.2022`` and ``totals.2022``.
    """

    field: str
    old: object
    new: object


def diff_plans(old: Plan, new: Plan) -> tuple[FieldDifference, ...]:
    """Return where two plans differ in what they say of themselves."""
    return tuple(_fields(old, new, ("title", "years", "language", "currency")))


def diff_objectives(
    old: StrategicObjective | SpecificObjective, new: StrategicObjective | SpecificObjective
) -> tuple[FieldDifference, ...]:
    """Return the title, and of specific objectives the row of totals."""
    differing = list(_fields(old, new, ("title",)))
    if isinstance(old, SpecificObjective) and isinstance(new, SpecificObjective):
        differing += _fields(old, new, ("total_label",))
        differing += _years("totals", old.totals, new.totals)
    return tuple(differing)


def diff_indicators(old: Indicator, new: Indicator) -> tuple[FieldDifference, ...]:
    """Title, targets and result."""
    return tuple(_fields(old, new, ("title", "baseline", "interim", "final", "result")))


def diff_actions(old: Action, new: Action) -> tuple[FieldDifference, ...]:
    """Return everything of an action but its id and number."""
    return (
        *_fields(old, new, ("title", "deadline")),
        *_years("budget", old.budget, new.budget),
        *_fields(old, new, ("budget_total",)),
        *_fields(old, new, ("funding", "lead", "support", "outputs", "documents")),
    )


def _fields(old: object, new: object, names: tuple[str, ...]) -> Iterator[FieldDifference]:
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield FieldDifference(name, before, after)


def _years(name: str, old: Mapping[int, object], new: Mapping[int, object]) -> Iterator[FieldDifference]:
    for year in sorted({*old, *new}):
        before, after = old.get(year), new.get(year)
        if before != after:
            yield FieldDifference(f"{name}.{year}", before, after)
