"""``terren plan``: what the plan says, without any progress."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from language import N_, _, counted
from language.numbers import NOTHING, money, priced
from language.reading.findings import finding
from language.reading.readings import field, reason
from language.reading.sources import source
from planreader.review.tomlform import toml_text
from store.db.errors import UserError
from store.db.likeness import nearest
from store.plan.form import finding_to_form, plan_to_form
from store.plan.load import load_plan
from store.plan.model import (
    Action,
    Finding,
    Indicator,
    Plan,
    Provenance,
    SpecificObjective,
    StrategicObjective,
    Target,
)
from store.plan.names import read_names
from terren import output
from terren.commands.plan.documents import accepted_words, noticed_words
from terren.commands.plan.plan_file import write_goal
from terren.declare import argument, command, fields_of, flag, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.streams import Written
from terren.values import NUMBER, SPAN
from terren.words import planned_words

if TYPE_CHECKING:
    from planreader.review.fields import Fields

_LISTS = ("strategic_objectives", "specific_objectives", "actions")


class _Book(NamedTuple):
    """Where the plan is written, if it is; ``blank`` of these years, to be filled in."""

    goal: Path | None = option(
        "Write the whole plan as FILE.xlsx, a workbook that is changed and read again, as FILE.plan.toml, or"
        " as FILE.db.",
        "-o",
        type=Written(ending="planreader.review.tomlform:check_ending"),
    )
    blank: bool = flag("With -o FILE.xlsx: a workbook to fill in, with help and an example.")
    years: tuple[int, int] | None = option(
        "With --blank: the years of the plan; three from this year if not given.", type=SPAN
    )
    force: bool = flag("Replace the file given with -o.")

    def check(self, *, others: bool) -> None:
        """Raise WrongUsage where a choice lacks another, or what is printed is chosen as well."""
        if self.goal is not None and others:
            raise WrongUsage(N_("-o writes the whole plan: leave the other choices out."))
        for wants, has, wanted, other in (
            (self.blank, self.goal is not None, "--blank", "-o"),
            (self.years is not None, self.blank, "--years", "--blank"),
        ):
            if wants and not has:
                raise WrongUsage(N_("{one} is only used together with {other}."), one=wanted, other=other)


@command(
    "plan", "Print the plan as a tree; with NR, one objective or action as the plan says.", prints="@plan"
)
def plan_command(
    session: Session,
    nr: str | None = argument("[NR]"),
    revision: int | None = option("Revision N instead of the newest one.", type=NUMBER),
    as_toml: bool = flag("Print TOML, the reviewable form.", "--toml"),
    findings: bool = flag("Only the findings of the import, with their places; --json as an array."),
    sources: bool = flag(
        "With the place in the document of each field, and whether it was read for certain."
    ),
    book: _Book = fields_of(_Book),
) -> None:
    as_json = output.manner().json
    book.check(others=bool(nr or findings or sources or as_json or as_toml))
    if book.goal is not None:
        write_goal(session, book.goal, revision, years=book.years, blank=book.blank, replace=book.force)
        return
    if findings and (as_toml or sources):
        raise WrongUsage(N_("Choose one of --findings, --toml and --sources."))
    if as_json and as_toml:
        raise WrongUsage(N_("Choose one of --json and --toml."))
    with session.reading(or_shipped=True) as store:
        plan = load_plan(store, revision)
        with store.reading() as conn:
            names = read_names(conn)
    wanted = None if nr is None else _known_number(plan, nr)
    if findings:
        shown_findings = [
            noticed for noticed in plan.findings if wanted is None or _within(noticed.where, wanted)
        ]
        output.give(
            lambda: [finding_to_form(noticed) for noticed in shown_findings],
            (noticed_words(noticed, plan.currency) for noticed in shown_findings),
        )
        return
    if not (as_json or as_toml):
        output.lines(_tree(plan) if wanted is None else _part(plan, wanted, sources=sources))
        return
    form = plan_to_form(plan, provenance=sources)
    shown = form if wanted is None else part_form(form, wanted)
    if as_json:
        from terren.forms import named_form

        output.print_json(named_form(shown, names))
    else:
        output.text(output.escaped(toml_text(shown)))


def _known_number(plan: Plan, nr: str) -> str:
    wanted = nr.strip().rstrip(".")
    numbers = [s.nr for s in plan.strategic_objectives]
    numbers += [o.nr for o in plan.specific_objectives()]
    numbers += [a.nr for a in plan.actions()]
    if wanted not in numbers:
        raise UserError("number_unknown", nr=wanted, nearest=nearest(wanted, numbers))
    return wanted


def part_form(form: dict[str, Any], nr: str) -> dict[str, Any]:
    """Return the objective or action ``nr`` of a plan in the exchange form, with findings and sources."""
    part = next(_with_number(form, nr, _LISTS))
    extra: dict[str, Any] = {"findings": [f for f in form["findings"] if _within(f["where"], nr)]}
    if "provenance" in form:
        extra["provenance"] = {
            path: place for path, place in form["provenance"].items() if _within(path.split("/")[0], nr)
        }
    return {**part, **extra}


def _within(number: str, nr: str) -> bool:
    return number == nr or number.startswith(f"{nr}.")


def _with_number(form: dict[str, Any], nr: str, lists: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for item in form[lists[0]]:
        if item["nr"] == nr:
            yield item
        if lists[1:]:
            yield from _with_number(item, nr, lists[1:])


def _tree(plan: Plan) -> Iterator[str]:
    yield f"{plan.title} ({', '.join(map(str, plan.years))})"
    for strategic in plan.strategic_objectives:
        yield from _strategic(strategic, plan.currency)
    if number := len(plan.findings):
        yield ""
        yield counted("{n} finding", "{n} findings", number)
        for noticed in plan.findings:
            yield f"  {_finding_line(noticed, plan.currency)}"


def _finding_line(noticed: Finding, currency: str) -> str:
    words = finding(noticed.code, noticed.where, noticed.figures, currency)
    return f"{words}{accepted_words(noticed)}"


def _strategic(objective: StrategicObjective, currency: str) -> Iterator[str]:
    yield ""
    yield f"{objective.nr}  {objective.title}"
    yield from _indicators(objective.indicators, "  ")
    for specific in objective.specific_objectives:
        yield from _specific(specific, currency)


def _specific(objective: SpecificObjective, currency: str) -> Iterator[str]:
    yield f"  {objective.nr}  {objective.title}"
    yield from _indicators(objective.indicators, "    ")
    for action in objective.actions:
        yield f"    {action.nr}  {action.title}"
        names = ", ".join(action.institutions.names)
        yield f"      {action.deadline.raw} · {_budget(action, currency)} · {names}"
    totals = " · ".join(f"{year}: {money(cents)}" for year, cents in objective.totals.items())
    yield f"    {_('Total')}  {totals} {currency}"


def _indicators(indicators: tuple[Indicator, ...], margin: str) -> Iterator[str]:
    for indicator in indicators:
        targets = " → ".join(map(_target, (indicator.baseline, indicator.interim, indicator.final)))
        yield f"{margin}{_('Indicator')}: {indicator.title}: {targets}"
        if indicator.result:
            yield f"{margin}{_('Result')}: {indicator.result}"


def _target(target: Target | None) -> str:
    if target is None:
        return NOTHING
    return (target.value or NOTHING) + (f" ({target.year})" if target.year else "")


def _budget(action: Action, currency: str) -> str:
    cells = " · ".join(f"{year}: {planned_words(cell)}" for year, cell in action.budget.items())
    if action.budget_total is None:
        return f"{cells} {currency}"
    return _("{amount} for all years").format(amount=priced(action.budget_total, currency))


def _part(plan: Plan, nr: str, *, sources: bool) -> Iterator[str]:
    from planreader.review.fields import Fields

    for strategic in plan.strategic_objectives:
        if strategic.nr == nr:
            yield from _strategic(strategic, plan.currency)
    for specific in plan.specific_objectives():
        if specific.nr == nr:
            yield from _specific(specific, plan.currency)
    for action in plan.actions():
        if action.nr == nr:
            yield from _action(action, plan.currency)
    for noticed in plan.findings:
        if _within(noticed.where, nr):
            yield f"! {_finding_line(noticed, plan.currency)}"
    fields = Fields(plan_to_form(plan))
    for path, place in plan.provenance.items():
        number = path.partition("/")[0]
        if _within(number, nr) and sources:
            how = _how(path, place, fields, plan.currency)
            yield f"{number} {field(path)}: {source(place.place)} ({how})"
        elif _within(number, nr) and place.decided == "corrected":
            yield f"≠ {number} {field(path)}: {reason(place.reason, path, currency=plan.currency)}"


def _how(path: str, place: Provenance, fields: Fields, currency: str) -> str:
    """Return how surely a field was read, and why so."""
    if place.certain and not place.reason:
        return _("certain")
    why = reason(place.reason, path, blank=fields.is_blank(path), currency=currency)
    return why if place.certain else f"{_('inferred')}: {why}"


def _action(action: Action, currency: str) -> Iterator[str]:
    yield f"{action.nr}  {action.title}"
    for name, text in (
        (_("Deadline"), action.deadline.raw),
        (_("Budget"), _budget(action, currency)),
        (_("Funding"), ", ".join(action.funding)),
        (_("Lead"), ", ".join(action.lead)),
        (_("With"), ", ".join(action.support)),
        *((_("Output"), text) for text in action.outputs or ("",)),
        (_("Documents"), ", ".join(action.documents)),
    ):
        yield f"{name}: {text or NOTHING}"
    for remark in action.remarks:
        yield f"{remark.heading or _('Remarks')}: {remark.text or NOTHING}"
