"""The proof of a report: each figure computed anew from the own ledger, cut back to what the report names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import language
from report.periodic.carried import FIELDS, GROUPS, CarriedReport
from report.periodic.content import Content
from report.periodic.data import proof_form
from report.periodic.issued.difference import Difference
from report.periodic.issued.drawing import as_issued, issue_of
from report.periodic.issued.ledger_days import days_in_doubt, known_until, newest_day, recorded_day
from report.periodic.issued.redacted import redacted_since
from report.periodic.issued.report_comparison import CheckedReport
from report.periodic.issued.signing import Signature, signature_of
from report.periodic.parameters import Parameters
from report.periodic.reading import read_content
from store.db.database import Connection, Store
from store.db.errors import UserError
from store.edits.issues import Issue, read_issues
from store.edits.words import Verify
from store.history.since import changes_since
from store.integrity.cut import cut_back
from store.plan.lookup import plan_id, plan_institutions
from store.plan.units import resolve_unit
from store.revision.content import content_of, read_announcements


class FigureVerdict(NamedTuple):
    """A figure as the report states it and as it is computed. ``group`` is empty for the whole plan.

    ``stated`` or ``computed`` is None where one of them has no such figure; ``now`` is the value by all that
    is held today.
    """

    group: str
    id: str
    stated: Mapping[str, Any] | None
    computed: Mapping[str, Any] | None
    now: Any

    @property
    def holds(self) -> bool:
        """Return True if it was stated as it is computed."""
        return self.stated == self.computed


class Proof(NamedTuple):
    """What was found.

    ``differences`` are the first of ``places``; without ``texts_checked`` only the figures that the file
    carries as data were compared, not what is printed in it. ``later`` is the number of changes held by now
    that the report did not know, ``missing`` that of others, recorded before ``known_until``: the day
    on which it says that it was written, or that of the newest change that it has; ``versions`` are those of
    the plan that its changes tell, and that it is drawn without. ``days_in_doubt`` are those that it names
    and that cannot be (``report.periodic.issued.ledger_days``), ``newest`` that of the newest change in it.
    ``signature`` is whose it bears, None for nobody's; ``saved_again`` where LibreOffice saved it since, and
    it was compared with what this computer's saves; ``obstacle`` why the pages of a PDF that looks the same
    could not be compared: what drew it and what draws it here, where these are two (DRAWER), or how it was
    saved (LAYOUT).
    ``redacted`` are the actions of which headquarters redacted something since that the report may have had,
    and ``unproven`` whether it has texts there that no signature tells to be those.
    """

    content: Content
    verdicts: tuple[FigureVerdict, ...]
    differences: tuple[Difference, ...]
    places: int
    texts_checked: bool
    saved_again: bool
    obstacle: Difference | None
    later: int
    missing: int
    known_until: date
    versions: tuple[int, ...]
    days_in_doubt: tuple[str, ...]
    newest: date | None
    signature: Signature | None
    redacted: tuple[str, ...]
    unproven: bool

    @property
    def differing(self) -> tuple[FigureVerdict, ...]:
        """Return the figures that do not hold."""
        return tuple(verdict for verdict in self.verdicts if not verdict.holds)

    @property
    def differs(self) -> bool:
        """Return True if something of what was compared does not hold."""
        forged = self.signature is not None and not self.signature.is_headquarters
        return bool(self.differing or forged or self.places)

    @property
    def holds(self) -> bool:
        """Return True if all of it is what Terren writes: whatever was not compared holds nothing."""
        return self.texts_checked and not (self.differs or self.unproven or self.is_doubtful)

    @property
    def is_doubtful(self) -> bool:
        """Return True if it lacks what was there before its day, or names another, and nobody signed that."""
        return bool(self.missing or self.versions or self.days_in_doubt) and self.signature is None


def _verified_by_nobody(key: bytes, data: bytes, signature: bytes) -> bool:
    return False


def check_report(
    store: Store,
    carried: CarriedReport,
    verify: Verify = _verified_by_nobody,
    template: bytes | None = None,
    today: date | None = None,
) -> Proof:
    """Compute every figure of a report anew; ``verify`` says whether a key has signed something.

    What was filled into ``template`` is filled into it again. Raises UserError ``report_altered``,
    ``report_other_plan``, ``template_other``, ``vector_missing``, or as
    :func:`report.periodic.issued.drawing.read_for`.
    """
    parameters = carried.parameters
    _refuse_unless_of_this_plan(store, carried, template)
    issue = _issue_of(store, parameters)
    with store.reading() as conn:
        signature = signature_of(conn, carried.proof, verify)
    with cut_back(store, parameters.vector, parameters.newest) as cut:
        with store.reading() as conn:
            gone = redacted_since(conn, cut.store.conn)
        checked = CheckedReport(cut.store, carried, template, issue, signature)
        drawn, comparison, unproven = checked.with_redacted(gone) if gone else checked.as_it_is()
        computed = proof_form(drawn)
        versions = _versions_left_out(cut.store.conn, parameters)
        issued = {other.number for other in read_issues(cut.store.conn, drawn.span.code)}
        until, newest = known_until(cut.store.conn, parameters.made_on), newest_day(cut.store.conn)
        # of a report that was issued the ledger has the day
        days = parameters.made_on, parameters.as_of, today or date.today()
        doubted = () if issue is not None else days_in_doubt(cut.store.conn, *days)
    with store.reading() as conn:
        later, missing = _unknown_to(conn, parameters, until)
        if issue is None:
            # a report that knows no issue on its period lists nothing that differs from it
            others = (other for other in read_issues(conn, drawn.span.code) if other.number not in issued)
            missing += sum(other.issued_on < parameters.made_on for other in others)
    now = proof_form(read_content(store, parameters.request))
    verdicts = tuple(compared(carried.proof, computed, now))
    numbers = tuple(dict.fromkeys(drawn.numbers.get(of.change.target, of.change.target) for of in gone))
    return Proof(
        *(drawn, verdicts, *comparison, later, missing, until, versions),
        *(doubted, newest, signature, numbers, unproven),
    )


def _refuse_unless_of_this_plan(store: Store, carried: CarriedReport, template: bytes | None) -> None:
    """Raise UserError for a report that cannot be drawn here by what it names."""
    parameters = carried.parameters
    with store.reading() as conn:
        own, _revision = plan_id(conn)
        is_unit = parameters.unit is None or _is_unit(conn, parameters.unit)
    if own != parameters.plan:
        raise UserError("report_other_plan", found=parameters.plan, known=own)
    if carried.proof.get("vector_digest") != parameters.vector_digest:
        raise UserError("report_altered", detail="vector_digest")
    if parameters.language not in language.LANGUAGES:
        raise UserError("report_altered", detail="language")
    if not is_unit:
        raise UserError("report_altered", detail="unit")
    if template is not None and parameters.template not in ("", parameters.filled_into(template).template):
        raise UserError("template_other", found=parameters.template[:12])


def _unknown_to(conn: Connection, parameters: Parameters, until: date) -> tuple[int, int]:
    """Return how many changes a report does not know: come since, and recorded before a day."""
    # that the report was issued is no news of it
    unknown = changes_since(conn, parameters.vector)
    missing = sum(day < until for day in filter(None, map(recorded_day, unknown)))
    return len(unknown) - missing, missing


def _versions_left_out(conn: Connection, parameters: Parameters) -> tuple[int, ...]:
    """Return the versions of the plan that the ledger of a report tells, and that it is drawn without."""
    announced = read_announcements(conn, parameters.plan)
    return tuple(
        number
        for number, told in announced.items()
        if number > parameters.newest and content_of(conn, parameters.plan, told) is not None
    )


def _is_unit(conn: Connection, unit: str) -> bool:
    """Return whether a text is the code of a unit, as a report on one unit bears it."""
    try:
        return bool(unit) and resolve_unit(unit, plan_institutions(conn)) == unit
    except UserError:
        return conn.execute("SELECT 1 FROM state WHERE unit = ? LIMIT 1", (unit,)).fetchone() is not None


def _issue_of(store: Store, parameters: Parameters) -> Issue | None:
    """Return the issue that a report says it is; its other parameters are as that one was issued."""
    if not parameters.issue:
        return None
    if parameters.unit is not None:
        # of one unit none is issued
        raise UserError("report_altered", detail="issue, unit")
    issue = issue_of(store, parameters.period, parameters.issue)
    if (issue.vector, issue.newest, as_issued(parameters.request, issue)) != (
        parameters.vector,
        parameters.newest,
        parameters.request,
    ):
        raise UserError("report_altered", detail="issue")
    return issue


_PARAMETERS = ("revision", "newest_revision", "plan")


def _parameters(stated: Mapping[str, Any], computed: Mapping[str, Any]) -> Iterator[FigureVerdict]:
    """Yield the parameters that follow from the others."""
    for name in _PARAMETERS:
        yield FigureVerdict(
            "", name, {"value": stated.get(name)}, {"value": computed.get(name)}, computed.get(name)
        )


def compared(
    stated: Mapping[str, Any], computed: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[FigureVerdict]:
    """Yield a verdict on every figure of a proof, and on every one that it lacks."""
    yield from _parameters(stated, computed)
    stated_figures, computed_figures, figures_now = _by_key(stated), _by_key(computed), _by_key(now)
    for key in (*computed_figures, *(key for key in stated_figures if key not in computed_figures)):
        group, code = key
        yield FigureVerdict(
            group,
            code,
            stated_figures.get(key),
            computed_figures.get(key),
            (figures_now.get(key) or {}).get("value"),
        )


def _by_key(proof: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return every figure by its group and id; one that stands again is under a name that no other has."""
    figures: dict[tuple[str, str], dict[str, Any]] = {}
    groups = [("", proof)]
    groups += [(f"{name} {group[key]}", group) for name, key in GROUPS for group in proof[name]]
    for n, (title, group) in enumerate(groups):
        for m, figure in enumerate(group["figures"]):
            key = (title, str(figure["id"]))
            if key in figures:
                key = (title, f"{key[1]} ({n}/{m})")
            figures[key] = {name: figure[name] for name in FIELDS}
    return figures
