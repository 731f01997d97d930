"""``terren report``: the report on a period as a file, and the proof of one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import language
from language import N_, _
from report.lists.late import late_words
from schema.choices import ANNEX
from store.account.reviews import resolve_reporting_unit
from store.ledger.identity import own_unit, read_identity
from terren import output
from terren.commands import options
from terren.commands.headquarters.proving import check, tell_behind
from terren.declare import command, fields_of, flag, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.streams import Written
from terren.values import NUMBER, Value

if TYPE_CHECKING:
    from report.periodic.content import Content
    from report.periodic.parameters import ReportRequest
    from store.db.database import Store


def _annexes(text: str) -> str | None:
    from report.periodic.parameters import read_annexes

    return read_annexes(text)


class _Asked(NamedTuple):
    """Which report is asked for, and whether it is issued or signed."""

    period: str | None = options.PERIOD
    as_of: date | None = options.AS_OF_PERIOD
    unit: str | None = option("Only what this unit reported on what concerns it.", metavar="CODE")
    approved: bool = flag("Count only reports that headquarters approved.")
    final: bool = flag(
        "At headquarters: freeze the period with this report, which gets a number and is signed. Later"
        " reports on it list what differs."
    )
    issue: int | None = option(
        "Write the report again that was issued with number N, in this form and language.", type=NUMBER
    )
    sign: bool = flag("Sign the report with headquarters' key, which must lie here.")


class _Annexes(NamedTuple):
    """What the report has beside its chapters."""

    annexes: str | None = option(
        "The annexes, by their letters; all but the last if not given, “none” for none.",
        "--annex",
        type=Value(_annexes, "A,C", ANNEX.choices),
    )
    names: bool = flag("Name officers where values compete; else their units.")


class _Target(NamedTuple):
    """Where the report is written, and whether what is there is replaced."""

    goal: Path | None = option(
        "Where to write.", "-o", type=Written(ending="report.periodic.making:report_form")
    )
    force: bool = flag("Replace the file given with -o.")


@command(
    "report",
    "Write the report on a period. The ending of FILE says what: .docx, .xlsx, .html, .pdf, .zip (CSV),"
    " .json or .xml (IATI).",
    prints="@report_file",
)
def report_command(
    session: Session,
    asked: _Asked = fields_of(_Asked),
    template: Path | None = option("A Word document of your own to be filled.", metavar="FILE"),
    example: Path | None = option(
        "Write an example of such a document, with every field.",
        "--example-template",
        type=Written(ending="report.periodic.forms.example:example_form"),
    ),
    contents: _Annexes = fields_of(_Annexes),
    target: _Target = fields_of(_Target),
    checked: Path | None = option(
        "Compute every figure of a report anew and compare.", "--check", metavar="FILE"
    ),
    explain: str | None = option(
        "List the actions behind a figure: its value, or its code (implementation_rate).", metavar="FIGURE"
    ),
) -> int | None:
    if example is not None:
        _write_example(example, target.force)
        return None
    if checked is not None:
        if target.goal is not None or asked.period is not None or contents.annexes is not None:
            raise WrongUsage(N_("--check takes period, day and language from the report."))
        return check(session, checked, explain, template)
    if asked.final and (asked.issue is not None or asked.unit is not None or explain is not None):
        raise WrongUsage(
            N_("--final is of the whole plan as it stands: leave out --issue, --unit, --explain.")
        )
    if asked.period is None or (target.goal is None and explain is None):
        raise WrongUsage(
            N_(
                "Say which period, and where to write it or what to explain: --period 2022,"
                " and -o FILE or --explain FIGURE."
            )
        )
    with session.working() if asked.final or asked.sign else session.reading() as store:
        request = _request(store, asked.period, asked, contents)
        if explain is not None:
            from report.periodic.issued.drawing import read_for

            tell_behind(read_for(store, request, ""), explain)
            return None
        assert target.goal is not None
        content = _write(store, request, target.goal, asked, template, replace=target.force)
    _tell_written(content, target.goal, final=asked.final)
    return None


def _request(store: Store, period: str, asked: _Asked, contents: _Annexes) -> ReportRequest:
    from report.periodic.parameters import ReportRequest

    return ReportRequest(
        period,
        asked.as_of,
        language.current(),
        date.today(),
        _whose(store, asked.unit),
        only_approved=asked.approved,
        issue=asked.issue or 0,
        annexes=contents.annexes,
        names=contents.names,
    )


def _write(
    store: Store, request: ReportRequest, goal: Path, asked: _Asked, template: Path | None, *, replace: bool
) -> Content:
    """Write the report, and say before one is issued what came late."""
    from report.periodic.making import write_report

    for line in late_words(store, request.period, request.made_on) if asked.final else ():
        output.tell(line)
    return write_report(
        store, goal, request, template=template, replace=replace, final=asked.final, sign=asked.sign
    )


def _tell_written(content: Content, goal: Path, *, final: bool) -> None:
    from report.periodic.front import in_other_words

    parameters = content.parameters
    output.give(
        lambda: {
            "path": goal,
            "period": parameters.period,
            "as_of": parameters.as_of,
            "unit": parameters.unit,
            "issue": parameters.issue or None,
            "signed": bool(parameters.signer),
        }
    )
    output.tell(_("Written: {file}"), file=goal)
    if told := in_other_words(content):
        output.tell(told)
    _tell_issue(content, date.today(), final=final)


def _write_example(goal: Path, force: bool) -> None:
    """Write a Word document with every field that can be filled."""
    from report.periodic.forms.example import write_example

    write_example(goal, replace=force)
    output.give(lambda: dict.fromkeys(("period", "as_of", "unit", "issue")) | {"path": goal, "signed": False})
    output.tell(_("Written: {file}"), file=goal)


def _tell_issue(content: Content, today: date, *, final: bool) -> None:
    """Say which report was issued, and how much differs from the one before."""
    from report.periodic.issued.reissue import differing_words, issued_words

    if content.issue is not None:
        if final and content.issue.issued_on != today:
            output.tell(_("Nothing differs from the report that was issued: it is written again."))
        output.tell(_("Issued: {report}"), report=issued_words(content.issue))
        if not content.signed_by:
            output.tell(_("This file is not signed; --sign signs it as well."))
    if content.reissue is not None:
        words = _("Report before: {report}; {differences}.")
        before, differing = issued_words(content.reissue.issue), differing_words(content.reissue)
        output.tell(words, report=before, differences=differing)


def _whose(store: Store, unit: str | None) -> str | None:
    """Return the unit that is asked for, else the own one; None for all."""
    with store.reading() as conn:
        return own_unit(read_identity(conn)) if unit is None else resolve_reporting_unit(conn, unit)
