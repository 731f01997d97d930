"""The tables of what was reported: actions, indicators, and the matrix of actions and units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from language import _
from language.registers import register
from language.terms import reason, status
from report.periodic.content import Content, ReportedAction
from report.periodic.words import name_of_unit
from report.table import AMOUNT, NUMBER, SHARE, Cell, Column, Table
from store.edits.passport import KIND, PASSPORT
from store.plan.achievement import IndicatorRow
from store.plan.model import Target
from store.plan.units import means_municipalities


def actions_table(content: Content, objective: str = "") -> Table:
    """All actions, or those of a specific objective, with what was reported of them."""
    return Table(
        "actions",
        _("Actions"),
        (
            Column("nr", _("No.")),
            Column("title", _("Action")),
            Column("deadline", _("Deadline")),
            Column("lead", _("Lead")),
            Column("supporting", _("Supporting")),
            Column("status", _("Status")),
            Column("progress", _("Description of progress")),
            Column("reason", _("Reason for delay")),
            Column("next_steps", _("Next steps")),
            Column("new_deadline", _("New deadline")),
            Column("planned", _("Planned"), AMOUNT),
            Column("spent", _("Spent"), AMOUNT),
            Column("execution", "%", SHARE),
            Column("funding", _("Source of funding")),
            Column("evidence", _("Evidence")),
        ),
        tuple(
            _action(one)
            for one in content.actions
            if not objective or one.action.nr.startswith(f"{objective.rstrip('.')}.")
        ),
        _("No action belongs here."),
    )


def _action(one: ReportedAction) -> tuple[Cell, ...]:
    money = one.facts.money
    share = Fraction(money.on_plan, money.planned) if money.planned else None
    return (
        one.action.nr,
        one.action.title,
        one.action.deadline.raw,
        one.action.institutions[0] if one.action.institutions else None,
        ", ".join(one.action.institutions[1:]) or None,
        status(one.facts.status),
        _lines(one, "output_reached"),
        _reasons(one),
        _lines(one, "next_steps"),
        _lines(one, "new_deadline"),
        money.planned or None,
        money.spent or None,
        share,
        ", ".join(one.action.funding) or None,
        "\n".join(
            f"{title} ({ref})" if ref else title for said in one.said.values() for title, ref in said.evidence
        )
        or None,
    )


def _lines(one: ReportedAction, field: str) -> str | None:
    return _said(one, {unit: str(said.values.get(field, "")) for unit, said in one.said.items()})


def _reasons(one: ReportedAction) -> str | None:
    texts: dict[str, str] = {}
    for unit, said in one.said.items():
        code, words = said.values.get("reason"), said.values.get("reason_text")
        parts = [reason(code) if isinstance(code, str) else "", words if isinstance(words, str) else ""]
        texts[unit] = ": ".join(filter(None, parts))
    return _said(one, texts)


def _said(one: ReportedAction, texts: Mapping[str, str]) -> str | None:
    """What units said: each text once, with the units that said it where several are to report."""
    units: dict[str, list[str]] = defaultdict(list)
    for unit, text in texts.items():
        if text:
            units[text].append(name_of_unit(unit))
    alone = len(one.facts.row.expected | one.said.keys()) == 1
    lines = [text if alone else f"{', '.join(names)}: {text}" for text, names in units.items()]
    return "\n".join(lines) or None


def indicators_table(content: Content, objective: str | None = None) -> Table:
    """All indicators, or those of one objective, against their targets."""
    return Table(
        "indicators",
        _("Indicators"),
        (
            Column("nr", _("No.")),
            Column("title", _("Indicator")),
            Column("baseline", _("Baseline")),
            Column("interim", _("Interim target")),
            Column("final", _("Final target")),
            Column("year", _("Measured in"), NUMBER),
            Column("actual", _("Measured value")),
            Column("met", _("Target of the year")),
            Column("progress", _("Progress from the baseline"), SHARE),
            Column("source", _("Source")),
            *(
                Column(field, register(KIND, field).partition(": ")[2])
                for field in PASSPORT
                if field != "source"
            ),
        ),
        tuple(
            _indicator(row, content.passports)
            for row in content.indicators
            if objective in (None, row.objective)
        ),
        _("The plan has no indicator here."),
    )


def _indicator(row: IndicatorRow, passports: Mapping[str, Mapping[str, str]]) -> tuple[Cell, ...]:
    nr = f"{row.objective}/{row.position}"
    passport = passports.get(row.indicator.id or nr, {})
    last = row.achievements[-1] if row.achievements else None
    held = row.chosen.get(max(row.chosen)) if row.chosen else None
    met = {True: _("met"), False: _("not met"), None: None}[None if last is None else last.met]
    return (
        nr,
        row.indicator.title,
        _target(row.indicator.baseline),
        _target(row.indicator.interim),
        _target(row.indicator.final),
        None if held is None else held.year,
        None if held is None else held.value,
        met,
        None if last is None else last.progress,
        (None if held is None else held.source) or passport.get("source"),
        *(passport.get(field) for field in PASSPORT if field != "source"),
    )


def _target(target: Target | None) -> str | None:
    if target is None:
        return None
    return f"{target.value or '–'} ({target.year})" if target.year is not None else target.value


def matrix_table(content: Content) -> Table:
    """Actions by units: what each reported; units that report on nothing have no column."""
    reported = {unit for one in content.actions for unit in one.statuses}
    municipal = any(means_municipalities(name) for one in content.actions for name in one.action.institutions)
    units = [unit for unit in content.units if unit.code in reported or (municipal and unit.code.isdigit())]
    return Table(
        "matrix",
        _("What each unit reported"),
        (
            Column("nr", _("No.")),
            Column("title", _("Action")),
            Column("status", _("Status")),
            *(Column(unit.code, name_of_unit(unit.code, unit.name)) for unit in units),
        ),
        tuple(
            (
                one.action.nr,
                one.action.title,
                status(one.facts.status),
                *(_cell(one, unit.code) for unit in units),
            )
            for one in content.actions
        ),
    )


def _cell(one: ReportedAction, unit: str) -> str | None:
    if unit in one.statuses:
        return status(one.statuses[unit])
    return status(None) if unit in one.facts.row.expected else None
