"""``terren plan -o``: the plan as a file, and the workbook in which one is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import language
from language import N_, _
from planreader.review.tomlform import check_goal, write_plan
from store.db.durable import write_durably
from store.ledger.identity import read_identity
from store.plan.form import without_own_numbers
from store.plan.load import load_plan
from store.revision.revisions import revisions
from terren import output
from terren.misuse import WrongUsage
from terren.session import Session


def write_goal(
    session: Session,
    goal: Path,
    revision: int | None,
    *,
    years: tuple[int, int] | None,
    blank: bool,
    replace: bool,
) -> None:
    """Write the plan, or a blank workbook, as the ending says, and tell so.

    Raises UserError as :func:`planreader.review.tomlform.write_plan`.
    """
    if blank and goal.suffix != ".xlsx":
        raise WrongUsage(N_("A blank plan is a workbook: its name ends in .xlsx."))
    check_goal(goal, replace=replace)
    if blank:
        from planreader.workbook.writing import blank_workbook

        session.speak_as_officer()
        first, last = years or (date.today().year, date.today().year + 2)
        data = blank_workbook(range(first, last + 1), language.current())
        write_durably(goal, data, replace=replace)
        output.tell(_("Fill it in, then: terren init --plan {file}"), file=goal)
    else:
        with session.reading(or_shipped=True) as store:
            plan = load_plan(store, revision)
            with store.reading() as conn:
                published = revisions(conn)
                if read_identity(conn) is None:
                    # nothing is recorded by its ids
                    plan = without_own_numbers(plan)
        source = next(
            (version.source_name for version in published if version.number == revision),
            published[-1].source_name,
        )
        write_plan(plan, goal, source_name=source, source_sha256="", replace=replace)
    output.give(lambda: {"path": goal})
    output.tell(_("Written: {file}"), file=goal)
