"""Where an imported plan is written: a published database or the reviewable form, as the ending says."""

from __future__ import annotations

from pathlib import Path

from store.db.errors import Refused
from store.plan.model import Plan


def check_ending(goal: Path) -> None:
    """Raise Refused ``output_kind`` unless the ending says what to write."""
    if goal.suffix not in (".db", ".toml"):
        raise Refused("output_kind", file=str(goal))


def check_goal(goal: Path, *, replace: bool = False) -> None:
    """Raise Refused ``output_kind``, ``output_exists`` (unless ``replace``) or ``folder_missing``."""
    check_ending(goal)
    if goal.exists() and not replace:
        raise Refused("output_exists", file=str(goal))
    if not goal.absolute().parent.is_dir():
        raise Refused("folder_missing", folder=str(goal.absolute().parent))


def write_plan(
    plan: Plan, goal: Path, *, source_name: str, source_sha256: str, replace: bool = False
) -> None:
    """Write a plan; the file is whole or as it was.

    Raises Refused as :func:`check_goal`, :func:`planreader.review.tomlform.write_toml` and
    :func:`store.revision.plan_database.write_plan_database`.
    """
    check_goal(goal, replace=replace)
    if goal.suffix == ".toml":
        from planreader.review.tomlform import write_toml

        write_toml(plan, goal, replace=replace)
        return
    from store.revision.plan_database import write_plan_database

    write_plan_database(goal, plan, source_name=source_name, source_sha256=source_sha256, replace=replace)
