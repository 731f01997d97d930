"""The proof of a report: each figure computed anew from the own ledger, cut back to what the report names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import language
from language import _
from language.figures import figure_definition, figure_name, figure_reason
from report.periodic.carried import FIELDS, GROUPS, CarriedReport
from report.periodic.content import Content
from report.periodic.data import amount, behind_form, figure_value, figures_form, proof_form
from report.periodic.forms.saved_again import is_saved_again, saved_again
from report.periodic.front import shown
from report.periodic.issued.difference import DRAWER, LAYOUT, MANY, Difference
from report.periodic.issued.drawing import drawn as drawn_by
from report.periodic.issued.drawing import issue_of
from report.periodic.issued.redacted import redacted_since
from report.periodic.issued.signing import Signature, signature_of, signed_as
from report.periodic.making import render
from report.periodic.reading import read_content
from store.db.apart import done_apart
from store.db.database import Store
from store.db.errors import UserError
from store.edits.words import Verify
from store.figures.figures import FULFILMENT, Figure
from store.history.since import changes_since
from store.integrity.cut import cut_back
from store.plan.lookup import plan_id


class Verdict(NamedTuple):
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
    that the report did not know. ``signature`` is whose it bears, None for nobody's; ``saved_again``
    where LibreOffice saved it since, and it was compared with what this computer's saves; ``obstacle`` why
    the pages of a PDF that looks the same could not be compared: what drew it and what draws it here, where
    these are two (DRAWER), or how it was saved (LAYOUT).
    ``redacted`` are the actions of which headquarters redacted something since that the report may have had.
    """

    content: Content
    verdicts: tuple[Verdict, ...]
    differences: tuple[Difference, ...]
    places: int
    texts_checked: bool
    later: int
    signature: Signature | None = None
    saved_again: bool = False
    obstacle: Difference | None = None
    redacted: tuple[str, ...] = ()

    @property
    def lacks_redacted(self) -> bool:
        """Return True if all that differs are texts that are missing here, and some were redacted since."""
        lacking = len(self.differences) == self.places and all(one.follows for one in self.differences)
        return bool(self.redacted and self.places) and lacking

    @property
    def differing(self) -> tuple[Verdict, ...]:
        """Return the figures that do not hold."""
        return tuple(verdict for verdict in self.verdicts if not verdict.holds)

    @property
    def differs(self) -> bool:
        """Return True if something of what was compared does not hold."""
        forged = self.signature is not None and not self.signature.is_headquarters
        return bool(self.differing or forged or (self.places and not self.lacks_redacted))

    @property
    def holds(self) -> bool:
        """Return True if all of it is what Terren writes: whatever was not compared holds nothing."""
        return self.texts_checked and not self.places and not self.differs


def _verified_by_nobody(key: bytes, data: bytes, signature: bytes) -> bool:
    return False


def check_report(
    store: Store,
    carried: CarriedReport,
    verify: Verify = _verified_by_nobody,
    template: bytes | None = None,
) -> Proof:
    """Compute every figure of a report anew; ``verify`` says whether a key has signed something.

    What was filled into ``template`` is filled into it again. Raises UserError ``report_altered``,
    ``report_other_plan``, ``vector_missing``, or as :func:`report.periodic.issued.drawing.read_for`.
    """
    parameters = carried.parameters
    with store.reading() as conn:
        own, _revision = plan_id(conn)
    if own != parameters.plan:
        raise UserError("report_other_plan", found=parameters.plan, known=own)
    if carried.proof.get("vector_digest") != parameters.vector_digest:
        raise UserError("report_altered", detail="vector_digest")

    if parameters.language not in language.LANGUAGES:
        raise UserError("report_altered", detail="language")
    issue = issue_of(store, parameters.period, parameters.issue) if parameters.issue else None
    if issue is not None and issue.vector != parameters.vector:
        raise UserError("report_altered", detail="issue")
    with store.reading() as conn:
        signature = signature_of(conn, carried.proof, verify)
    with cut_back(store, parameters.vector, parameters.newest) as cut:
        drawn = drawn_by(cut.store, parameters.request, carried.ending, issue)
        drawn = signed_as(drawn, parameters.signer, parameters.signature)
        with store.reading() as conn:
            redacted = redacted_since(conn, cut.store.conn)
        if redacted:
            # what was signed had what is gone
            signed = drawn.parameters._replace(content_digest=parameters.content_digest)
            drawn = drawn._replace(parameters=signed)
        computed = proof_form(drawn)
    with store.reading() as conn:
        # that the report was issued is no news of it
        later = len(changes_since(conn, parameters.vector))
    now = proof_form(read_content(store, parameters.request))
    written = _written(drawn, carried, template)
    differences, places = differing_from(carried, written) if written else ((), 0)
    again = False
    if written and places and is_saved_again(carried.ending, carried.data):
        saved = saved_again(carried.ending, written)
        beside = ((), places + 1) if saved is None else differing_from(carried, saved)
        if beside[1] < places:
            # what is left was altered before or after it was saved
            (differences, places), again = beside, True
    verdicts = tuple(compared(carried.proof, computed, now))
    obstacle = next((one for one in differences if one.kind in (DRAWER, LAYOUT)), None)
    if obstacle is not None:
        differences, places = tuple(one for one in differences if one is not obstacle), places - 1
    # what differs was compared, whatever else keeps the file from being called true
    checked = written is not None and (obstacle is None or places > 0)
    numbers = tuple(dict.fromkeys(drawn.numbers.get(action, action) for action in redacted))
    return Proof(drawn, verdicts, differences, places, checked, later, signature, again, obstacle, numbers)


def _written(drawn: Content, carried: CarriedReport, template: bytes | None) -> bytes | None:
    """Return the file drawn again; None where another cannot be held against it."""
    if carried.is_filled and template is None:
        return None
    try:
        return render(drawn, carried.ending, template if carried.is_filled else None)
    except UserError as refused:
        if refused.code != "pdf_missing":
            raise
        return None


def differing_from(carried: CarriedReport, written: bytes) -> tuple[tuple[Difference, ...], int]:
    """Return the first differences of a report from the file drawn anew, and how many there are."""
    if carried.data == written:
        return (), 0
    task, ending = "report.periodic.differing:differences", carried.ending
    try:
        first, places = done_apart(task, ending, carried.data, written, file="")
    except UserError as refused:
        if refused.code not in ("document_slow", "document_memory", "document_damaged"):
            raise
        return (Difference(MANY, ending[1:], "", ""),), 1
    return tuple(Difference(*each) for each in first), places


_PARAMETERS = ("revision", "newest_revision", "plan")


def _parameters(stated: Mapping[str, Any], computed: Mapping[str, Any]) -> Iterator[Verdict]:
    """Yield the parameters that follow from the others."""
    for name in _PARAMETERS:
        yield Verdict(
            "", name, {"value": stated.get(name)}, {"value": computed.get(name)}, computed.get(name)
        )


def compared(
    stated: Mapping[str, Any], computed: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[Verdict]:
    """Yield a verdict on every figure of a proof, and on every one that it lacks."""
    yield from _parameters(stated, computed)
    stated_figures, computed_figures, figures_now = _by_key(stated), _by_key(computed), _by_key(now)
    for key in (*computed_figures, *(key for key in stated_figures if key not in computed_figures)):
        group, code = key
        yield Verdict(
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


def found_figures(content: Content, asked: str) -> list[tuple[str, Figure]]:
    """Return the figures that a code or a printed value ("53.85", "53,85 %") means, with their groups.

    Raises UserError ``figure_unknown``.
    """
    wanted = asked.strip().removesuffix("%").strip()
    every: list[tuple[str, Figure]] = [("", figure) for figure in content.figures.values()]
    for groups in (content.objectives, content.leads, content.sources):
        every += [(group.key, figure) for group in groups for figure in group.figures.values()]
    by_code = [named for named in every if named[1].id == wanted and len(named[0]) == 0]
    matches = by_code or [named for named in every if wanted and wanted in _printed(named[1])]
    if not matches:
        raise UserError("figure_unknown", found=asked, known=", ".join(content.figures))
    return matches


def _printed(figure: Figure) -> set[str]:
    """Return the forms in which a figure's value is written in the languages, without a percent sign."""
    value = figure_value(figure)
    texts = set() if value is None else {f"{value:.2f}", str(value)}
    for code in language.LANGUAGES:
        with language.speaking(code):
            texts.add(shown(figure).removesuffix("%"))
    return {text for text in texts if any(letter.isdigit() for letter in text)}


def explanation(content: Content, asked: str) -> Iterator[str]:
    """Yield how a figure is counted, and why so, and the actions behind it, a line each.

    Raises UserError ``figure_unknown``.
    """
    titles = {action.row.id: (action.row.nr, action.row.title) for action in content.facts.actions}
    titles |= {row.nr: (row.nr, row.indicator.title) for row in content.indicators}
    for n, (group, figure) in enumerate(found_figures(content, asked)):
        if n:
            yield ""
        name = figure_name(figure.id)
        yield f"{group}: {name}: {shown(figure)}" if group else f"{name}: {shown(figure)}"
        yield f"  {figure_definition(figure.id)}"
        yield f"  {figure_reason(figure.id)}"
        of = _("indicators") if figure.id == FULFILMENT.id else _("actions")
        for label, part in ((_("counted"), figure.counted), (_("of"), figure.base)):
            if part is None:
                continue
            total = amount(figure, sum(part.values()))
            yield f"  {label}: {total} ({len(part)} {of})"
            for key, n_of in part.items():
                nr, title = titles.get(key, (key, ""))
                weight = "" if n_of == 1 else f"  {amount(figure, n_of)}"
                yield f"    {nr}{weight}  {title}"


def explanation_form(content: Content, asked: str) -> list[dict[str, Any]]:
    """Return the same as :func:`explanation`, as the report's own JSON has it.

    Raises UserError ``figure_unknown``.
    """
    numbers = content.numbers
    return [
        {
            "group": group or None,
            **figures_form({figure.id: figure})[0],
            **behind_form(figure, numbers),
            "reason": figure_reason(figure.id),
        }
        for group, figure in found_figures(content, asked)
    ]
