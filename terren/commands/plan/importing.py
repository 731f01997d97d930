"""``terren import``: a plan document into a database or the reviewable form."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Final, NamedTuple

from language import N_, _, counted
from language.commands import in_plan
from language.numbers import figure
from language.reading.documents import passed_words
from planreader.review.kept import tells_progress
from planreader.review.mapped import mapping_typed
from planreader.review.tomlform import check_goal, write_plan
from store.db.errors import UserError
from store.ledger.identity import read_identity
from store.plan.form import finding_to_form
from store.plan.model import Plan
from store.plan.units import means_any_municipality
from terren import failures, output
from terren.commands.plan.documents import (
    DecidedDocument,
    keep_answers,
    noticed_words,
    read_document,
    read_mapped,
    tell_kept,
)
from terren.commands.reporting.tables import ColumnAnswers, record_tracker
from terren.declare import argument, command, fields_of, flag, option, several
from terren.misuse import WrongUsage
from terren.session import Session
from terren.shapes import shaped
from terren.streams import Written
from terren.values import pair

_WAITING: Final = frozenset({"amount_repeated", "row_passed", "row_struck", "unit_elsewhere"})
"""Findings that wait for a person: what is not in the plan, and money that may be another."""


class _Goal(NamedTuple):
    """Where a plan is written, if it is and may be."""

    path: Path | None = option(
        "Where to write; the ending says what: .db or .plan.toml.",
        "-o",
        type=Written(ending="planreader.review.tomlform:check_ending"),
    )
    dry_run: bool = flag("Read and say what was found, write nothing.")
    strict: bool = flag("Refuse a plan with any finding.")
    force: bool = flag("Replace the file given with -o.")


_CALLED: Final = {
    "title": option("The title of the plan, where the document prints none.", metavar="T"),
    "plan_id": option("The id of the plan; made from the title if not given.", "--id", metavar="ID"),
}
_TOLD: Final = {
    "columns": option(
        "What a column is: number, action, deadline, deadline.from, deadline.to, budget, budget.2022,"
        " funding, lead, support, outputs, documents, objective, remark or leave; of a tracker"
        " also status, percent, reason, output_reached, next_steps, new_deadline, note, updated, spent (of a"
        " year: spent.2022, spent.2022.capital) or allocated; repeatable. It is kept for the next time.",
        "--column",
        type=pair("HEADING=ROLE"),
        multiple=True,
    ),
    "assumed": option(
        "What holds for the whole document and it does not say: deadline=2022, lead=NAME, objective=TITLE,"
        " title=TITLE, currency=RSD, spent=2022, status.WORDS=in_progress, encoding=cp1250; repeatable.",
        "--assume",
        type=pair("KEY=VALUE"),
        multiple=True,
    ),
}


class _Reviewed(NamedTuple):
    """Whether the reading is reviewed, and of which kind alone."""

    review: bool = flag(
        "Ask about each field that was inferred and each finding; with --json print them instead."
    )
    only: str | None = option(
        "With --review: only what was inferred for this reason, or findings of this code.", metavar="CODE"
    )


class _TrackerChoice(NamedTuple):
    """Whether a tracker's table is recorded, for which unit, and without asking."""

    records: bool = flag(
        "Record what the table of FILE says of the plan in force: statuses, percent, money spent, notes; with"
        " --dry-run only show it. One undo takes it back.",
        "--record",
    )
    unit: str | None = option(
        "With --record: the unit that all of it is of; without it the table says whose each row is, or it is"
        " asked.",
        metavar="CODE",
    )
    yes: bool = flag("With --record: record without asking.")


@command(
    "import",
    "Read the plan in FILE and say what was found. With -o it is written as a database (FILE.db) or as"
    " the reviewable form (FILE.plan.toml).",
    prints="@read_plan",
)
def import_command(
    session: Session,
    file: Path = argument("FILE"),
    goal: _Goal = fields_of(_Goal),
    called: dict[str, str | None] = several(_CALLED),
    reviewed: _Reviewed = fields_of(_Reviewed),
    corrections: Path | None = option(
        "What was decided on the document; else the file beside it.", metavar="FILE"
    ),
    told: ColumnAnswers = several(_TOLD, ColumnAnswers),
    recorded: _TrackerChoice = fields_of(_TrackerChoice),
) -> int:
    session.speak_as_officer()
    if recorded.records:
        with session.working() as store:
            code = record_tracker(
                store, file, told, unit=recorded.unit, yes=recorded.yes, previews=goal.dry_run
            )
        output.give(lambda: {"recorded": session.recorded})
        return code
    review, only = reviewed
    if only is not None and not review:
        raise WrongUsage(N_("{one} is only used together with {other}."), one="--only", other="--review")
    if review and goal.dry_run and not output.manner().json:
        raise WrongUsage(N_("Choose one of --review and --dry-run: each answer is kept beside the document."))
    if goal.path is not None:
        check_goal(goal.path, replace=goal.force)
    document = read_mapped(
        lambda mapping: read_document(file, corrections=corrections, mapping=mapping, **called),
        mapping_typed(*told, str(file)),
        asks=not output.manner().json,
    )
    if not goal.dry_run:
        document = document._replace(reading=keep_answers(document.reading))
    if review and output.manner().json:
        _print_items(document, only)
        return failures.DONE
    if review:
        from terren.commands.plan.reviewing import review_on_terminal

        document = document._replace(plan=review_on_terminal(document.reading, only).plan)
    return _write(session, document, file, goal)


def _write(session: Session, document: DecidedDocument, file: Path, goal: _Goal) -> int:
    """Write the plan where it is wanted and may be, and say what was read; return the exit code."""
    plan = document.plan
    unsettled = [noticed for noticed in plan.findings if not noticed.accepted]
    written = None if goal.dry_run or (goal.strict and unsettled) else goal.path
    if written is not None:
        write_plan(
            plan, written, source_name=document.name, source_sha256=document.sha256, replace=goal.force
        )
    _tell(document)
    if written is not None:
        output.tell(_("Written: {file}"), file=written)
    elif goal.path is None:
        _tell_of_revisions(session, file)
    if tells_progress(plan):
        output.tell(in_plan(_("To record how actions stand: terren import {file} --record")), file=file)
    output.give(lambda: summary_form(document, written))
    if goal.strict and unsettled:
        raise UserError("plan_findings", file=str(file), found=len(unsettled))
    missed = any(noticed.code in _WAITING for noticed in unsettled)
    return failures.WAITING if missed else failures.DONE


def _tell_of_revisions(session: Session, path: Path) -> None:
    """Say at headquarters how a plan that was read becomes a revision of the one in force."""
    if not session.database.exists():
        return
    with session.reading() as store:
        identity = read_identity(store.conn)
    if identity is not None and identity.is_headquarters:
        output.tell(
            in_plan(_("To compare it with the plan in force and publish it: terren revision publish {file}")),
            file=path,
        )


def _print_items(document: DecidedDocument, only: str | None) -> None:
    from planreader.review.review import DocumentReview
    from terren.commands.plan.review_lines import items_form
    from terren.commands.plan.reviewing import kind_called

    review = DocumentReview(document.reading)
    wanted = None if only is None else kind_called(review, only)
    output.print_json(items_form(item for item in review.items if wanted in (None, item.kind)))


def counts(plan: Plan) -> dict[str, int]:
    """Return how much a plan holds; of its fields: read for certain, inferred, decided by headquarters."""
    specific = tuple(plan.specific_objectives())
    decided = sum(bool(place.decided) for place in plan.provenance.values())
    certain = sum(place.certain and not place.decided for place in plan.provenance.values())
    return {
        "strategic_objectives": len(plan.strategic_objectives),
        "specific_objectives": len(specific),
        "actions": sum(len(objective.actions) for objective in specific),
        "indicators": sum(len(o.indicators) for o in plan.strategic_objectives)
        + sum(len(o.indicators) for o in specific),
        "certain": certain,
        "inferred": len(plan.provenance) - certain - decided,
        "decided": decided,
    }


def summary_form(document: DecidedDocument, written: Path | None) -> dict[str, Any]:
    """Return the form of ``terren import --json``."""
    findings = [finding_to_form(noticed) for noticed in document.plan.findings]
    return shaped("read_plan", document, **counts(document.plan), findings=findings, written=written)


def _tell_municipalities(plan: Plan) -> None:
    """Say where an institution that may be one municipality is read as every municipality."""
    names = Counter(
        name
        for action in plan.actions()
        for name in action.institutions.names
        if means_any_municipality(name)
    )
    for name, number in names.items():
        output.tell(
            counted(
                "In {n} action “{name}” is read as every municipality. If one is meant, write its name.",
                "In {n} actions “{name}” is read as every municipality. If one is meant, write its name.",
                number,
                name=figure("name", name),
            )
        )


def _tell(document: DecidedDocument) -> None:
    plan = document.plan
    numbers = counts(plan)
    output.tell(f"{document.name}: {plan.title} ({', '.join(map(str, plan.years))})")
    output.tell(
        ", ".join(
            (
                counted(
                    "{n} strategic objective", "{n} strategic objectives", numbers["strategic_objectives"]
                ),
                counted("{n} specific objective", "{n} specific objectives", numbers["specific_objectives"]),
                counted("{n} action", "{n} actions", numbers["actions"]),
                counted("{n} indicator", "{n} indicators", numbers["indicators"]),
            )
        )
    )
    output.tell(
        counted(
            "{n} field read for certain, {inferred} inferred",
            "{n} fields read for certain, {inferred} inferred",
            numbers["certain"],
            inferred=numbers["inferred"],
        )
    )
    if number := numbers["decided"]:
        output.tell(
            counted("{n} field decided by headquarters", "{n} fields decided by headquarters", number)
        )
    marks, is_asked = (
        document.reading.marks,
        any(finding.code == "currency_untold" for finding in plan.findings),
    )
    if marks is not None and marks.untold and not is_asked and "plan/currency" not in plan.provenance:
        output.tell(_("Amounts: {currency} (nothing in the document says so)"), currency=plan.currency)
    for passed in document.reading.passed:
        output.tell(passed_words(*passed))
    tell_kept(document.reading)
    _tell_municipalities(plan)
    for noticed in plan.findings:
        output.tell(f"- {noticed_words(noticed, plan.currency)}")
    number = len(plan.findings)
    output.tell(counted("{n} finding", "{n} findings", number))
