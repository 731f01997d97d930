"""Reading what a report says: by now, or as it was issued; and what differs from the one before."""

from __future__ import annotations

import language
from report.periodic.content import Content
from report.periodic.issued.comparing import compared_with
from report.periodic.issued.redacted import redacted_since
from report.periodic.parameters import ReportRequest
from report.periodic.reading import read_content, read_quarters
from store.account.spans import plan_span
from store.db.database import Store
from store.db.errors import UserError
from store.edits.issues import Issue, read_issues
from store.edits.redaction import LedgerChange
from store.history.since import changes_since
from store.history.steps import steps_among
from store.integrity.cut import cut_back
from store.ledger.heads import read_heads


def read_for(store: Store, asked: ReportRequest, ending: str) -> Content:
    """Return what a report in the form of an ending says.

    Raises as :func:`report.periodic.reading.read_content`, or UserError ``issue_unknown``, or
    ``issue_of_unit`` for a report on one unit, of which none is issued.
    """
    with store.reading():
        if not asked.issue:
            return drawn(store, asked, ending, None)
        if asked.unit is not None:
            raise UserError("issue_of_unit")
        issue = issue_of(store, asked.period, asked.issue)
        with cut_back(store, issue.vector, issue.newest) as cut:
            return drawn(cut.store, as_issued(asked, issue), ending, issue)


def drawn(store: Store, asked: ReportRequest, ending: str, issue: Issue | None) -> Content:
    """Return what a report says by a ledger, as the one that was issued from it where it was."""
    with store.reading():
        content = read_content(store, asked)
        if ending == ".zip":
            content = read_quarters(store, content)
        if issue is not None:
            parameters = content.parameters._replace(issue=issue.number)
            content = content._replace(parameters=parameters, issue=issue)
        return with_differences(store, content)


def with_differences(store: Store, content: Content) -> Content:
    """Return what a report says, with what differs from the one that was issued on its period before."""
    parameters = content.parameters
    with store.reading() as conn:
        issued = read_issues(conn, content.span.code)
        if not issued:
            return content
        before = issued[-1]
        asked = as_issued(parameters.request, before)
        with cut_back(store, before.vector, before.newest) as cut:
            earlier = read_content(cut.store, asked)
            gone = [
                of.change.target for of in redacted_since(conn, cut.store.conn) if _is_printed(cut.store, of)
            ]
        steps = steps_among(conn, changes_since(conn, before.vector))
    with language.speaking(parameters.language):
        return content._replace(reissue=compared_with(before, earlier, content, steps, gone))


def _is_printed(earlier: Store, gone: LedgerChange) -> bool:
    """Return True for evidence that stood in an earlier ledger: reports print no notes."""
    change = gone.change
    heads = read_heads(earlier.conn, change.register) if change.kind == "evidence" else ()
    return any(head.id == f"{gone.chain}:{change.seq}" for head in heads)


def as_issued(asked: ReportRequest, issue: Issue) -> ReportRequest:
    """Return a request for a report as it was issued, in a language, of all units or of one."""
    return asked._replace(
        as_of=issue.as_of, made_on=issue.issued_on, only_approved=issue.only_approved, issue=0
    )


def issue_of(store: Store, period: str, number: int) -> Issue:
    """Return a report that was issued. Raises UserError ``issue_unknown``."""
    with store.reading() as conn:
        code = plan_span(conn, period).code
        issues = read_issues(conn, code)
    numbers = [issue.number for issue in issues]
    if number not in numbers:
        listed = ", ".join(map(str, numbers))
        raise UserError("issue_unknown", found=number, period=code, known=listed)
    return issues[numbers.index(number)]
