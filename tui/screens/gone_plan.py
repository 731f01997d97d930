"""A plan of a home of which the database is gone: no other plan takes its place unasked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from store.db.errors import UserError

if TYPE_CHECKING:
    from sync.home_plans import HomePlan


def gone(plans: Sequence[HomePlan], database: Path) -> UserError | None:
    """Return that a database is gone which is that of one of several plans; else None.

    One that was made anew there would be of another plan, and refuse the backups of the one that was.
    """
    if len(plans) == 1 or database.exists():
        return None
    for plan in plans:
        if plan.database == database:
            return UserError("db_gone", file=str(database), name=plan.name, plan=quote(plan.name))
    return None


def of_plan(refused: UserError, plans: Sequence[HomePlan]) -> UserError:
    """Return a refusal as it is told where a home has these plans."""
    if refused.code != "db_missing":
        return refused
    return gone(plans, Path(str(refused.params["file"]))) or refused
