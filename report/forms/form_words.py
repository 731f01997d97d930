"""What a form says of a unit and its actions, for the page and for whoever types it in."""

from __future__ import annotations

import language
from language import _, dates
from language.numbers import money
from language.terms import status
from schema.choices import REASON
from schema.paper import CAPITAL
from schema.registers import type_of
from store.db.text import clean
from store.plan.units import unit_name
from store.query.paper import spent_fields
from store.query.unit_form import FormRow, UnitForm


def called(form: UnitForm) -> str:
    """Return the unit of a form as people call it."""
    return clean(unit_name(form.unit, language.current(), {form.unit: form.printed})).strip()


def amount_label(form: UnitForm, field: str) -> str:
    """Return the label of a field of what was spent in a year."""
    kind = _("capital") if field.endswith(CAPITAL) else _("recurrent")
    label = _("Spent {year}, {kind}, {currency}")
    return label.format(year=field[:4], kind=kind, currency=form.currency)


def last_reported(form: UnitForm, row: FormRow) -> list[str]:
    """Return what was reported last of an action, its status first."""
    values, percent = row.values, type_of("action", "percent")
    code = values.get("status")
    words = [status(code if isinstance(code, str) else None)]
    if row.since:
        words[0] = f"{words[0]} ({dates.date(row.since)})"
    if values.get("percent") is not None and percent is not None:
        words.append(percent.show(values["percent"]))
    for field in spent_fields(form):
        amount = values.get(field)
        if isinstance(amount, int):
            words.append(f"{amount_label(form, field)}: {money(amount, 2)}")
    if values.get("reason") is not None:
        words.append(REASON.show(values["reason"]))
    if isinstance(steps := values.get("next_steps"), str) and steps.strip():
        words.append(f"{_('Next steps')}: {steps}")
    return words
