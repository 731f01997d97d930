"""The proof of a report: each figure computed anew from the own ledger, cut back to what the report names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import language
from language import _
from language.figures import figure_name
from report.periodic.carried import CarriedReport, carried_by
from report.periodic.content import Content, read_content
from report.periodic.data import amount, behind_form, figure_value, figures_form, proof_form
from report.periodic.front import shown
from report.periodic.making import render
from store.db.database import Store
from store.db.errors import Refused
from store.figures.figures import FULFILMENT, Figure
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
        """Whether it was stated as it is computed."""
        return self.stated == self.computed


class TextDifference(NamedTuple):
    """Something that people read in the report and that is not what Terren writes there."""

    place: str
    stated: str
    computed: str


class Proof(NamedTuple):
    """What was found. ``later`` is the number of changes held by now that the report did not know."""

    content: Content
    verdicts: tuple[Verdict, ...]
    differences: tuple[TextDifference, ...]
    texts_checked: bool
    later: int

    @property
    def differing(self) -> tuple[Verdict, ...]:
        """The figures that do not hold."""
        return tuple(verdict for verdict in self.verdicts if not verdict.holds)

    @property
    def holds(self) -> bool:
        """Whether everything that was checked holds."""
        return not self.differing and not self.differences


def check_report(store: Store, carried: CarriedReport) -> Proof:
    """Compute every figure of a report anew. Raises Refused ``report_altered``, ``report_other_plan``,
    ``vector_missing``, or as ``report.periodic.content.read_content``."""
    parameters = carried.parameters
    with store.reading() as conn:
        own, _revision = plan_id(conn)
    if own != parameters.plan:
        raise Refused("report_other_plan", found=parameters.plan, known=own)
    if carried.proof.get("vector_digest") != parameters.vector_digest:
        raise Refused("report_altered", detail="vector_digest")

    if parameters.language not in language.LANGUAGES:
        raise Refused("report_altered", detail="language")
    with cut_back(store, parameters.vector, parameters.newest) as cut:
        drawn = read_content(cut.store, parameters.request)
        computed = proof_form(drawn)
        later = cut.later
    now = proof_form(read_content(store, parameters.request))
    texts_checked = bool(carried.texts) and not carried.proof.get("template")
    differences: tuple[TextDifference, ...] = ()
    if texts_checked:
        anew = carried_by(carried.ending, render(drawn, carried.ending))
        differences = tuple(_differences(carried.texts, anew.texts))
    return Proof(drawn, tuple(compared(carried.proof, computed, now)), differences, texts_checked, later)


_PARAMETERS = ("revision", "newest_revision", "plan")
_GROUPS = (("objectives", "nr"), ("leads", "lead"), ("sources", "source"), ("units", "unit"))


def _parameters(stated: Mapping[str, Any], computed: Mapping[str, Any]) -> Iterator[Verdict]:
    """The parameters that follow from the others."""
    for name in _PARAMETERS:
        yield Verdict(
            "", name, {"value": stated.get(name)}, {"value": computed.get(name)}, computed.get(name)
        )


def compared(
    stated: Mapping[str, Any], computed: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[Verdict]:
    """A verdict on every figure of a proof, and on every one that it lacks."""
    yield from _parameters(stated, computed)
    said, known, new = _by_key(stated), _by_key(computed), _by_key(now)
    for key in (*known, *(key for key in said if key not in known)):
        group, code = key
        yield Verdict(group, code, said.get(key), known.get(key), (new.get(key) or {}).get("value"))


_FIELDS = ("value", "numerator", "denominator")


def _by_key(proof: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Every figure by its group and id; one that stands twice is under a name that no other has."""
    found: dict[tuple[str, str], dict[str, Any]] = {}

    def add(group: str, figures: Any) -> None:
        for figure in figures if isinstance(figures, list) else ():
            held = figure if isinstance(figure, dict) else {}
            key = (group, str(held.get("id")))
            while key in found:
                key = (group, f"{key[1]} (2)")
            found[key] = {name: held.get(name) for name in _FIELDS}

    add("", proof.get("figures"))
    for name, key in _GROUPS:
        for group in proof.get(name) or ():
            if isinstance(group, dict):
                add(f"{name} {group.get(key)}", group.get("figures"))
    return found


def _differences(stated: Mapping[str, str], computed: Mapping[str, str]) -> Iterator[TextDifference]:
    for place in (*computed, *(place for place in stated if place not in computed)):
        one, other = stated.get(place, ""), computed.get(place, "")
        if one != other:
            yield TextDifference(place, one, other)


def found_figures(content: Content, asked: str) -> list[tuple[str, Figure]]:
    """The figures that are meant by a code or a value as printed ("53.85", "53,85 %"), with their groups.

    Raises Refused ``figure_unknown``.
    """
    wanted = asked.strip().removesuffix("%").strip()
    every: list[tuple[str, Figure]] = [("", figure) for figure in content.figures.values()]
    for groups in (content.objectives, content.leads, content.sources):
        every += [(group.key, figure) for group in groups for figure in group.figures.values()]
    by_code = [one for one in every if one[1].id == wanted and len(one[0]) == 0]
    found = by_code or [one for one in every if wanted and wanted in _printed(one[1])]
    if not found:
        raise Refused("figure_unknown", found=asked, known=", ".join(content.figures))
    return found


def _printed(figure: Figure) -> set[str]:
    """The forms in which a figure's value is written in the languages, without a percent sign."""
    value = figure_value(figure)
    texts = set() if value is None else {f"{value:.2f}", str(value)}
    for code in language.LANGUAGES:
        with language.speaking(code):
            texts.add(shown(figure).removesuffix("%"))
    return {text for text in texts if any(letter.isdigit() for letter in text)}


def explanation(content: Content, asked: str) -> Iterator[str]:
    """The actions behind a figure, a line each. Raises Refused ``figure_unknown``."""
    titles = {one.action.stable_id: (one.action.nr, one.action.title) for one in content.actions}
    titles |= {row.nr: (row.nr, row.indicator.title) for row in content.indicators}
    for n, (group, figure) in enumerate(found_figures(content, asked)):
        if n:
            yield ""
        name = figure_name(figure.id)
        yield f"{group}: {name}: {shown(figure)}" if group else f"{name}: {shown(figure)}"
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
    """As :func:`explanation`, as the report's own JSON has it. Raises Refused ``figure_unknown``."""
    numbers = {one.action.stable_id: one.action.nr for one in content.actions}
    return [
        {"group": group or None, **figures_form({figure.id: figure})[0], **behind_form(figure, numbers)}
        for group, figure in found_figures(content, asked)
    ]
