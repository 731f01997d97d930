"""A report as plain data: its parameters and figures, which every format carries, and the JSON form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any, Final

from language.figures import figure_definition, figure_name
from report.periodic.content import Content
from report.periodic.front import left_out_words
from report.periodic.parameters import Parameters
from report.periodic.tables import every_table
from report.periodic.words import name_of_lead, name_of_unit
from report.table import AMOUNT, SHARE, Cell, Column, Table
from store.figures.figures import FULFILMENT, MONEY, RULE_SET, Figure, Figures
from store.plan.form import euros

FORMAT: Final = "terren-report/1"


def percentage(share: Fraction | None) -> float | None:
    """Return a share in percent with two decimals, halves away from zero."""
    if share is None:
        return None
    hundredths = floor(abs(share) * 10_000 + Fraction(1, 2))
    return float(Fraction(hundredths if share > 0 else -hundredths, 100))


def parameters_form(parameters: Parameters) -> dict[str, Any]:
    """Return the parameters in JSON."""
    return {
        "period": parameters.period,
        "as_of": parameters.as_of.isoformat(),
        "unit": parameters.unit,
        "only_approved": parameters.only_approved,
        "annexes": parameters.annexes,
        "names": parameters.names,
        # what has neither has the same form as ever
        **({"template": parameters.template} if parameters.template else {}),
        **({"drawer": parameters.drawer} if parameters.drawer else {}),
        "language": parameters.language,
        "made_on": parameters.made_on.isoformat(),
        "plan": parameters.plan,
        "revision": parameters.revision,
        "newest_revision": parameters.newest,
        "issue": parameters.issue,
        "signer": parameters.signer,
        "signature": parameters.signature,
        "content_digest": parameters.content_digest,
        "vector_digest": parameters.vector_digest,
        "vector": {replica: [list(end) for end in ends] for replica, ends in parameters.vector.items()},
    }


def amount(figure: Figure, sum_of: int | None) -> float | int | None:
    """Return a sum of a figure: whole units of the currency with cents as decimals where it is money."""
    return euros(sum_of) if sum_of is not None and is_money(figure) else sum_of


def is_money(figure: Figure) -> bool:
    """Return True if the sums of a figure are cents."""
    return figure.kind == MONEY or figure.id == "execution"


def figure_value(figure: Figure) -> float | int | None:
    """Return the value in JSON: a percentage, a number, or an amount."""
    value = figure.value
    return percentage(value) if isinstance(value, Fraction) else amount(figure, value)


def figures_form(figures: Figures) -> list[dict[str, Any]]:
    """Return figures without the actions behind them: what every format carries."""
    return [
        {
            "id": figure.id,
            "value": figure_value(figure),
            "numerator": amount(figure, figure.numerator),
            "denominator": amount(figure, figure.denominator),
        }
        for figure in figures.values()
    ]


def proof_form(content: Content) -> dict[str, Any]:
    """Return what a report carries so that it can be checked: its parameters and every figure."""
    return {
        "format": FORMAT,
        **parameters_form(content.parameters),
        "figures": figures_form(content.figures),
        "objectives": [
            {"nr": group.key, "figures": figures_form(group.figures)} for group in content.objectives
        ],
        "leads": [{"lead": group.key, "figures": figures_form(group.figures)} for group in content.leads],
        "sources": [
            {"source": group.key, "figures": figures_form(group.figures)} for group in content.sources
        ],
        "units": [_unit(content, n) for n in range(len(content.units))],
    }


def _unit(content: Content, n: int) -> dict[str, Any]:
    unit = content.units[n]
    tally, money = unit.tally, unit.money
    numbers = {
        "implementation_rate": (percentage(tally.rate), tally.implemented, tally.due),
        "coverage": (percentage(tally.coverage), tally.reported, tally.expected),
        "overdue": (tally.overdue, tally.overdue, None),
        "allocated": (euros(money.allocated or 0), euros(money.allocated or 0), None),
        "spent": (euros(money.spent or 0), euros(money.spent or 0), None),
    }
    return {
        "unit": unit.code,
        "figures": [
            {"id": name, "value": value, "numerator": counted, "denominator": base}
            for name, (value, counted, base) in numbers.items()
        ],
    }


def json_form(content: Content) -> dict[str, Any]:
    """Return the whole report in JSON: the proof, with names, definitions and actions, and every table."""
    numbers = content.numbers
    proof = proof_form(content)
    return {
        **proof,
        "title": content.plan_title,
        "currency": content.plan.currency,
        "rules": RULE_SET,
        "money_left_out": left_out_words(content),
        "figures": [
            {**form, **behind_form(figure, numbers)}
            for form, figure in zip(proof["figures"], content.figures.values(), strict=True)
        ],
        "objectives": _titled(proof["objectives"], (group.title for group in content.objectives)),
        "leads": _titled(proof["leads"], map(name_of_lead, content.leads)),
        "units": _titled(proof["units"], (name_of_unit(unit.code, unit.name) for unit in content.units)),
        "tables": {table.code: table_form(table) for table in every_table(content)},
        "narrative": [
            {"chapter": chapter, "objective": objective, "text": text}
            for (chapter, objective), text in content.narrative.items()
        ],
    }


def behind_form(figure: Figure, numbers: Mapping[str, str]) -> dict[str, Any]:
    """Return what a figure means, and what is behind it, by the numbers of actions."""
    return {
        "name": figure_name(figure.id),
        "definition": figure_definition(figure.id),
        "of": "indicators" if figure.id == FULFILMENT.id else "actions",
        "actions": {
            "numerator": behind(figure.counted, numbers),
            "denominator": None if figure.base is None else behind(figure.base, numbers),
        },
        **_weights(figure, numbers),
    }


def _titled(forms: Iterable[dict[str, Any]], titles: Iterable[str]) -> list[dict[str, Any]]:
    return [{**form, "title": title} for form, title in zip(forms, titles, strict=True)]


def behind(counted: Mapping[str, int], numbers: Mapping[str, str]) -> list[str]:
    """Return the numbers of the actions (or indicators) behind a sum."""
    return [numbers.get(key, key) for key in counted]


def _weights(figure: Figure, numbers: Mapping[str, str]) -> dict[str, Any]:
    """Return what each action adds, where that is not 1."""
    sums = {"numerator": figure.counted, "denominator": figure.base or {}}
    if all(n == 1 for part in sums.values() for n in part.values()):
        return {}
    return {
        "amounts": {
            name: {numbers.get(key, key): amount(figure, n) for key, n in part.items()}
            for name, part in sums.items()
        }
    }


def table_form(table: Table) -> list[dict[str, Any]]:
    """Return a table as an array of objects by the codes of its columns."""
    return [
        {column.code: cell_form(column, cell) for column, cell in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]


def cell_form(column: Column, cell: Cell) -> str | int | float | None:
    """Return a cell in JSON and CSV: shares in percent, amounts in whole units, days in ISO form."""
    if column.kind == SHARE:
        return percentage(cell) if isinstance(cell, Fraction) else None
    if column.kind == AMOUNT:
        return euros(cell) if isinstance(cell, int) else cell if isinstance(cell, str) else None
    if isinstance(cell, date):
        return cell.isoformat()
    assert not isinstance(cell, Fraction)
    return cell
