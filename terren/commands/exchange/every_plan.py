"""What an exchange does in every plan of a home, one after the other; a refusal in one hinders no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from language.commands import NamedPlan
from language.messages import message
from store.db.errors import UserError
from terren import failures
from terren.session import Session

if TYPE_CHECKING:
    from sync.home_plans import HomePlan

Outcome = TypeVar("Outcome")


def serve(session: Session, work: Callable[[], Outcome]) -> list[tuple[HomePlan, Outcome | UserError]]:
    """Do this in each plan of the home. Raises UserError where it is refused in the only one."""
    alone = len(session.served_plans()) == 1
    served: list[tuple[HomePlan, Outcome | UserError]] = []
    for plan in session.each_plan():
        try:
            served.append((plan, work()))
        except UserError as error:
            if alone:
                raise
            refused = session.told(error)
            failures.refused(refused)
            served.append((plan, refused))
    return served


def outcomes(served: Sequence[tuple[HomePlan, Outcome | UserError]]) -> list[Outcome]:
    """Return what came of it in the plans in which it was not refused."""
    return [outcome for _plan, outcome in served if not isinstance(outcome, UserError)]


def served_form(
    served: Sequence[tuple[HomePlan, Outcome | UserError]],
    key: str,
    form: Callable[[Outcome], dict[str, Any]],
) -> dict[str, Any]:
    """Return as plain data what came of it: of one plan alone, or of several by their names."""
    forms: list[dict[str, Any]] = [
        {"plan": plan.name, key: None, "error": refusal_form(outcome)}
        if isinstance(outcome, UserError)
        else {"plan": plan.name, key: form(outcome), "error": None}
        for plan, outcome in served
    ]
    only: dict[str, Any] | None = forms[0][key] if len(forms) == 1 else None
    return {"plans": forms} if only is None else only


def refusal_form(refused: UserError, plan: NamedPlan | None = None) -> dict[str, str]:
    """Return why something was refused as plain data; ``plan`` is as of :func:`language.messages.message`."""
    return {"code": refused.code, "message": message(refused.code, refused.params, plan)}


def served_code(
    served: Sequence[tuple[HomePlan, Outcome | UserError]], code: Callable[[Outcome], int]
) -> int:
    """Return the exit code: refused where all was, and waiting where anything was or waits."""
    codes = [*map(code, outcomes(served))]
    if not codes:
        return failures.REFUSED
    return failures.WAITING if len(codes) < len(served) else max(codes)
