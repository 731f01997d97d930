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
    """Do this in each plan. Where there is one, it is refused as ever."""
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


def served_form(
    served: Sequence[Served[Outcome]], key: str, form: Callable[[Outcome], dict[str, Any]]
) -> dict[str, Any]:
    """Return as plain data what came of it: of one plan alone as ever, of several by their names."""
    if len(served) == 1 and served[0].outcome is not None:
        return form(served[0].outcome)
    return {
        "plans": [
            {
                "plan": one.plan.name,
                key: None if one.outcome is None else form(one.outcome),
                "error": None if one.refusal is None else refusal_form(one.refusal),
            }
            for one in served
        ]
    }


def refusal_form(refused: UserError) -> dict[str, str]:
    """Return why something was refused as plain data."""
    return {"code": refused.code, "message": message(refused.code, refused.params)}


def served_code(served: Sequence[Served[Outcome]], code: Callable[[Outcome], int]) -> int:
    """Return the exit code: refused where all was, and waiting where anything was or waits."""
    codes = [code(one.outcome) for one in served if one.outcome is not None]
    if not codes:
        return failures.REFUSED
    return failures.WAITING if len(codes) < len(served) else max(codes)
