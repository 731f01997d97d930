"""What an exchange does in every plan of a home, one after the other; a refusal in one hinders no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from language.messages import message
from store.db.errors import UserError
from terren import failures
from terren.session import Session

if TYPE_CHECKING:
    from sync.home_plans import HomePlan

Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Served(Generic[Outcome]):
    """What came of it in one plan: an outcome, or why not."""

    plan: HomePlan
    outcome: Outcome | None = None
    refusal: UserError | None = None


def serve(session: Session, work: Callable[[], Outcome]) -> list[Served[Outcome]]:
    """Do this in each plan of the home. Raises UserError where it is refused in the only one."""
    alone = len(session.served_plans()) == 1
    served: list[Served[Outcome]] = []
    for plan in session.each_plan():
        try:
            served.append(Served(plan, work()))
        except UserError as refused:
            if alone:
                raise
            failures.refused(refused)
            served.append(Served(plan, refusal=refused))
    return served


def outcomes(served: Sequence[Served[Outcome]]) -> list[Outcome]:
    """Return what came of it in the plans in which it was not refused."""
    return [of_plan.outcome for of_plan in served if of_plan.outcome is not None]


def served_form(
    served: Sequence[Served[Outcome]], key: str, form: Callable[[Outcome], dict[str, Any]]
) -> dict[str, Any]:
    """Return as plain data what came of it: of one plan alone, or of several by their names."""
    if len(served) == 1 and served[0].outcome is not None:
        return form(served[0].outcome)
    return {
        "plans": [
            {
                "plan": of_plan.plan.name,
                key: None if of_plan.outcome is None else form(of_plan.outcome),
                "error": None if of_plan.refusal is None else refusal_form(of_plan.refusal),
            }
            for of_plan in served
        ]
    }


def refusal_form(refused: UserError) -> dict[str, str]:
    """Return why something was refused as plain data."""
    return {"code": refused.code, "message": message(refused.code, refused.params)}


def served_code(served: Sequence[Served[Outcome]], code: Callable[[Outcome], int]) -> int:
    """Return the exit code: refused where all was, and waiting where anything was or waits."""
    codes = [*map(code, outcomes(served))]
    if not codes:
        return failures.REFUSED
    return failures.WAITING if len(codes) < len(served) else max(codes)
