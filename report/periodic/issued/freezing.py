"""Issuing a report: headquarters records from what it is drawn, so that it can be drawn again for ever."""

from __future__ import annotations

from report.periodic.issued.drawing import with_differences
from report.periodic.parameters import ReportRequest
from report.periodic.reading import read_content
from store.account.calendar import KIND
from store.db.database import Store
from store.db.errors import UserError
from store.edits.assessment import WHOLE
from store.edits.issues import Issue, record_issue
from store.exchange.peers import current_vector
from store.figures.figures import RULE_SET
from store.ledger.identity import refuse_if_not_allowed, write_transaction


def issue_report(store: Store, asked: ReportRequest) -> tuple[Issue, bool]:
    """Freeze a period as a report says it now; returns the issue, and whether it is a new one.

    Where nothing differs from the report that was issued last that one is returned.

    Raises UserError ``headquarters_only``, ``issue_of_unit`` for a report on one unit, ``issue_early`` before
    the period's end, or as :func:`report.periodic.reading.read_content`.
    """
    if asked.unit is not None:
        raise UserError("issue_of_unit")
    with store.reading():
        content = with_differences(store, read_content(store, asked))
    parameters, span, before = content.parameters, content.span, content.reissue
    if parameters.as_of < span.last:
        raise UserError("issue_early", period=span.code, last=span.last.isoformat())
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, KIND, WHOLE)
        if current_vector(conn) != parameters.vector:
            # something came meanwhile: it is looked at again
            moved = True
        elif before is not None and not before.differs:
            return before.issue, False
        else:
            moved = False
            issue = Issue(
                span.code,
                1 if before is None else before.issue.number + 1,
                parameters.as_of,
                asked.made_on,
                parameters.only_approved,
                parameters.newest,
                RULE_SET,
                parameters.vector,
                identity.replica,
                identity.officer,
                {},
            )
            record_issue(conn, identity, issue)
    return issue_report(store, asked) if moved else (issue, True)
