"""A revised plan, from a document or a published database, as it is compared with the plan in force."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from pathlib import Path
from typing import Final

from planreader.build.budget import sums
from planreader.build.builder import made_title
from planreader.build.marks import Marks
from planreader.findings.findings import find
from planreader.findings.settling import paths_about
from planreader.interpret.mapping.given import NOTHING, Mapping
from planreader.review.decisions import key_of
from planreader.review.fields import Fields
from planreader.review.reading import DocumentReading, read_reviewed
from planreader.sources.form import LISTS
from planreader.vocabulary.deadlines import is_otherwise
from store.db.database import Store, is_database
from store.db.regular import read_regular
from store.opening.open_store import open_store
from store.plan.form import plan_to_form, without_own_numbers
from store.plan.load import load_plan
from store.plan.lookup import current_revision
from store.plan.model import BudgetCell, Finding, Plan
from store.revision.publish import PlanDocument

_OF_DOCUMENT: Final = frozenset(
    {
        "amount_repeated",
        "currency_mixed",
        "currency_unknown",
        "currency_untold",
        "row_passed",
        "row_struck",
        "rows_hidden",
        "sheet_hidden",
        "total_label",
        "totals_stray_text",
        "split_blank",
        "unit_elsewhere",
    }
)
"""What only the document itself shows; it stands while what it is about is in the plan."""


def present_title(store: Store) -> str:
    """Return the title of the plan in force. Raises UserError ``db_no_plan``."""
    with store.reading() as conn:
        revision = current_revision(conn)
        return str(conn.execute("SELECT title FROM plan WHERE revision = ?", (revision,)).fetchone()[0])


def revised_document(
    path: Path, present: str, *, title: str | None = None, mapping: Mapping = NOTHING
) -> tuple[PlanDocument, DocumentReading | None]:
    """Return the plan of a file, with how it was read where it is a document.

    ``mapping`` says what its columns are. ``title`` stands for its own; where neither gives one, the
    ``present`` title stays. Raises UserError as :func:`store.opening.open_store.open_store` or
    :func:`planreader.review.reading.read_reviewed`.
    """
    if is_database(path):
        with open_store(path, read_only=True) as published:
            # its ids are numbers of its own, and say nothing of the plan in force
            plan = without_own_numbers(load_plan(published))
        digest = sha256(read_regular(path)).hexdigest()
        return PlanDocument(plan._replace(title=title or plan.title), path.name, digest), None
    reading = read_reviewed(path, title=title, mapping=mapping)
    plan = reading.decided.plan
    if reading.marks is None:
        # somebody has worked on the form: what it lists was found before
        plan = plan._replace(findings=found_anew(plan))
    if title is None and plan.title == made_title(plan.language, plan.years):
        plan = plan._replace(title=present)
    return PlanDocument(plan, path.name, reading.sha256), reading


def found_anew(plan: Plan) -> tuple[Finding, ...]:
    """Return the findings of a plan that was revised by hand, those that it had before first and in their
    order.

    What no longer holds goes; what headquarters accepted stays accepted.
    """
    fields = Fields(plan_to_form(plan))
    now = {key_of(finding): finding for finding in find(plan, _marks(plan, fields))}
    before = {
        key: finding
        for finding in plan.findings
        if (key := key_of(finding)) in now or (finding.code in _OF_DOCUMENT and finding.where in fields.items)
    }
    return tuple((before | now | before).values())


def _marks(plan: Plan, fields: Fields) -> Marks:
    """Return what a document would have told besides the plan, as far as the plan still tells it."""
    listed: dict[str, list[Finding]] = defaultdict(list)
    for finding in plan.findings:
        listed[finding.code].append(finding)
    deadlines = [*listed["deadline_blank"], *listed["deadline_malformed"]]
    grand = [*listed["grand_total_blank"], *listed["grand_total_mismatch"]]
    filled = [role for role, name in LISTS.items() if any(getattr(action, name) for action in plan.actions())]
    if any(cell is not None for action in plan.actions() for cell in action.budget.values()):
        filled.append("budget")
    return Marks(
        provenance=dict(plan.provenance),
        findings=[finding for finding in listed["amount_unreadable"] if _is_unread(finding, plan, fields)],
        malformed={
            finding.where
            for finding in deadlines
            if (path := f"{finding.where}/deadline") in fields
            and fields[path]["raw"] == finding.figures.get("raw")
        }
        | {action.nr for action in plan.actions() if is_otherwise(action.deadline)},
        # without the number that a label bears: that the document alone shows
        labels={objective.nr: "" for objective in plan.specific_objectives() if objective.is_totalled},
        roles=tuple(filled),
        grand_total=_grand(plan, grand) if grand else None,
        grand_place=grand[0].source if grand else "",
    )


def _is_unread(finding: Finding, plan: Plan, fields: Fields) -> bool:
    """Return whether an amount that could not be read is still blank; those of the plan's total are not
    kept."""
    return finding.where == "plan" or any(map(fields.is_blank, paths_about(finding, plan)))


def _grand(plan: Plan, findings: list[Finding]) -> dict[int, BudgetCell]:
    """Return the printed totals of the plan: those that a finding quotes; another one agreed."""
    if any(finding.code == "grand_total_blank" for finding in findings):
        return dict.fromkeys(plan.years)
    printed = {finding.figures.get("year"): finding.figures.get("printed") for finding in findings}
    by_actions = zip(plan.years, sums(list(plan.specific_objectives()), plan.years)[0], strict=True)
    return {
        year: cell if isinstance(cell := printed.get(year), int) else computed
        for year, computed in by_actions
    }
