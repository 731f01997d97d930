"""``terren report``: the report on a period as a file, and the proof of one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import language
from language import N_, _, counted
from language.numbers import NOTHING
from report.lists.late import late_words
from schema.choices import ANNEX
from store.account.reviews import resolve_reporting_unit
from store.ledger.identity import own_unit, read_identity
from terren import failures, output
from terren.commands import options
from terren.declare import command, flag, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.shapes import shaped
from terren.streams import Written
from terren.values import NUMBER, Value
from terren.words import unit_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.periodic.content import Content
    from report.periodic.issued.signing import Signature
    from report.periodic.proof import Proof, Verdict
    from store.db.database import Store


def _annexes(text: str) -> str | None:
    from report.periodic.parameters import read_annexes

    return read_annexes(text)


@command(
    "report",
    "Write the report on a period. The ending of FILE says what: .docx, .xlsx, .html, .pdf, .zip (CSV),"
    " .json or .xml (IATI).",
    prints="@report_file",
)
def report_command(
    session: Session,
    period: str | None = options.PERIOD,
    as_of: date | None = options.AS_OF_PERIOD,
    unit: str | None = option("Only what this unit reported on what concerns it.", metavar="CODE"),
    approved: bool = flag("Count only reports that headquarters approved."),
    final: bool = flag(
        "At headquarters: freeze the period with this report, which gets a number and is signed. Later"
        " reports on it list what differs."
    ),
    issue: int | None = option(
        "Write the report again that was issued with number N, in this form and language.", type=NUMBER
    ),
    sign: bool = flag("Sign the report with headquarters' key, which must lie here."),
    template: Path | None = option("A Word document of your own to be filled.", metavar="FILE"),
    example: Path | None = option(
        "Write an example of such a document, with every field.",
        "--example-template",
        type=Written(ending="report.periodic.forms.example:example_form"),
    ),
    annexes: str | None = option(
        "The annexes, by their letters; all but the last if not given, “none” for none.",
        "--annex",
        type=Value(_annexes, "A,C", ANNEX.choices),
    ),
    names: bool = flag("Name officers where values compete; else their units."),
    goal: Path | None = option(
        "Where to write.", "-o", type=Written(ending="report.periodic.making:report_form")
    ),
    force: bool = flag("Replace the file given with -o."),
    checked: Path | None = option(
        "Compute every figure of a report anew and compare.", "--check", metavar="FILE"
    ),
    explain: str | None = option(
        "List the actions behind a figure: its value, or its code (implementation_rate).", metavar="FIGURE"
    ),
) -> int | None:
    if example is not None:
        _write_example(example, force)
        return None
    if checked is not None:
        if goal is not None or period is not None or annexes is not None:
            raise WrongUsage(N_("--check takes period, day and language from the report."))
        return _check(session, checked, explain, template)
    if final and (issue is not None or unit is not None or explain is not None):
        raise WrongUsage(
            N_("--final is of the whole plan as it stands: leave out --issue, --unit, --explain.")
        )
    if period is None or (goal is None and explain is None):
        raise WrongUsage(
            N_(
                "Say which period, and where to write it or what to explain: --period 2022,"
                " and -o FILE or --explain FIGURE."
            )
        )
    from report.periodic.parameters import ReportRequest

    today = date.today()
    with session.working() if final or sign else session.reading() as store:
        whose, spoken = _whose(store, unit), language.current()
        asked = ReportRequest(
            period,
            as_of,
            spoken,
            today,
            whose,
            only_approved=approved,
            issue=issue or 0,
            annexes=annexes,
            names=names,
        )
        if explain is not None:
            from report.periodic.issued.drawing import read_for

            _explain(read_for(store, asked, ""), explain)
            return None
        from report.periodic.making import write_report

        for line in late_words(store, period, today) if final else ():
            output.tell(line)
        assert goal is not None
        content = write_report(store, goal, asked, template=template, replace=force, final=final, sign=sign)
    day = content.parameters.as_of
    output.give(
        lambda: {
            "path": goal,
            "period": period,
            "as_of": day,
            "unit": asked.unit,
            "issue": content.parameters.issue or None,
            "signed": bool(content.parameters.signer),
        }
    )
    output.tell(_("Written: {file}"), file=goal)
    _tell_issue(content, today, final=final)
    return None


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
    if content.reissue is not None:
        words = _("Report before: {report}; {differences}.")
        before, differing = issued_words(content.reissue.issue), differing_words(content.reissue)
        output.tell(words, report=before, differences=differing)


def _whose(store: Store, unit: str | None) -> str | None:
    """Return the unit that is asked for, else the own one; None for all."""
    with store.reading() as conn:
        return own_unit(read_identity(conn)) if unit is None else resolve_reporting_unit(conn, unit)


def _explain(content: Content, asked: str) -> None:
    from report.periodic.proof import explanation, explanation_form

    output.give(lambda: explanation_form(content, asked), explanation(content, asked))


_MOST: Final = 20
"""So many differences are printed."""
_DIFFERENCES: Final = {
    "text": N_("{place}: the report says “{stated}”, computed is “{computed}”."),
    "form": N_("{place}: the file is written otherwise: “{stated}” where Terren writes “{computed}”."),
    "foreign": N_("{place}: no report of Terren has this part."),
    "missing": N_("{place}: this part is missing."),
    "many": N_("{place}: more of the file differs than can be listed."),
}
"""What is said of a difference, by its kind (``report.periodic.differing``)."""


def _check(session: Session, path: Path, explain: str | None, template: Path | None) -> int:
    """Say of every figure of a report whether it holds; or list the actions behind one of them."""
    from report.periodic.carried import read_report
    from report.periodic.forms.template import read_template
    from report.periodic.proof import check_report
    from sync.wire.keys import verify

    carried = read_report(path)
    with session.reading() as store:
        own = None if template is None else read_template(template)
        proof = check_report(store, carried, verify, own)
    if explain is not None:
        _explain(proof.content, explain)
        return failures.DONE
    output.give(
        lambda: shaped("proof_of_report", proof), _proof_lines(proof, all_figures=not output.manner().quiet)
    )
    _tell_outcome(proof)
    output.tell(_signature_words(proof.signature, of_all=proof.holds))
    if proof.later:
        output.tell(
            counted(
                "{n} change has come since the report was written.",
                "{n} changes have come since the report was written.",
                proof.later,
            )
        )
    if proof.differs:
        output.tell(_("✗ The report does not hold. Rely on nothing in it, and ask for an unaltered one."))
        return failures.REFUSED
    if not proof.texts_checked:
        output.tell(
            _(
                "Only the figures that the file carries as data were compared. What is printed in it was not,"
                " and may say something else: compare it yourself, or ask for the report in another format."
            )
        )
    return failures.DONE if proof.holds else failures.WAITING


def _tell_outcome(proof: Proof) -> None:
    """Say what holds, and no more than was compared."""
    holding = len(proof.verdicts) - len(proof.differing)
    if proof.places and not proof.differing:
        output.tell(
            counted(
                "All {total} figures that the file carries as data hold, but what is read in it is not what"
                " these changes give: it differs in {n} place.",
                "All {total} figures that the file carries as data hold, but what is read in it is not what"
                " these changes give: it differs in {n} places.",
                proof.places,
                total=holding,
            )
        )
    else:
        output.tell(_("{n} of {total} figures hold."), n=holding, total=len(proof.verdicts))
    if proof.places > _MOST:
        words = _("{n} places of the file differ; the first {most} are listed.")
        output.tell(words, n=proof.places, most=_MOST)
    elif proof.holds:
        output.tell(_("The file is the one that these changes give."))
    if proof.saved_again:
        output.tell(_("LibreOffice saved it again; it was compared with what the one here saves."))


def _signature_words(signature: Signature | None, *, of_all: bool) -> str:
    """Return whose signature a report bears, as far as it is known here.

    It is of the data that the file carries; ``of_all`` says that what is read in the file is the same.
    """
    from sync.wire.grants import fingerprint

    if signature is None:
        return _("It is not signed: who made it is not proven.")
    if signature.author is None:
        return _("It is signed with key {key}, which is not known here.").format(key=signature.signer[:8])
    whose = {
        "key": fingerprint(signature.author.public_key),
        "officer": signature.author.officer,
        "unit": unit_words(signature.author.unit),
    }
    if not signature.valid:
        return _("✗ It names {officer}, {unit}, but their key {key} has not signed this.").format(**whose)
    if not signature.is_headquarters:
        return _("✗ Signed by {officer}, {unit}, key {key}, which is not headquarters.").format(**whose)
    if not of_all:
        return _(
            "Signed by headquarters: {officer}, {unit}, key {key}. The signature is of the data that the file"
            " carries, not of what is read in it."
        ).format(**whose)
    return _("✓ Signed by headquarters: {officer}, {unit}, key {key}.").format(**whose)


def _proof_lines(proof: Proof, *, all_figures: bool) -> Iterator[str]:
    """Yield a line for whatever differs; with ``all_figures`` also for those of the whole plan that hold."""
    for verdict in proof.verdicts:
        if not verdict.holds or (all_figures and not verdict.group):
            yield _verdict(verdict)
    for difference in proof.differences[:_MOST]:
        yield _(_DIFFERENCES[difference.kind]).format(**difference._asdict())


def _verdict(verdict: Verdict) -> str:
    name = f"{verdict.group} {verdict.id}".strip()
    figure = (verdict.computed or {}).get("value")
    computed = NOTHING if figure is None else str(figure)
    if not verdict.holds:
        parts = [
            f"{field} {(verdict.stated or {}).get(field)} ≠ {(verdict.computed or {}).get(field)}"
            for field in ("value", "numerator", "denominator")
            if (verdict.stated or {}).get(field) != (verdict.computed or {}).get(field)
        ]
        return _("✗ {name}: {parts}").format(name=name, parts=", ".join(parts))
    if verdict.now is not None and verdict.computed is not None and verdict.now != verdict.computed["value"]:
        return _("✓ {name}: {value}; by later changes it is {now} today").format(
            name=name, value=computed, now=verdict.now
        )
    return f"✓ {name}: {computed}"
