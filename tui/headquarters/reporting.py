"""Who is expected to report: the rule in words, and the window in which headquarters changes it."""

from __future__ import annotations

import re
from datetime import date

from language import _, current
from language.terms import reporting_rule
from store.account.reporting import read_rule
from store.db.database import Store
from store.edits.reporting import set_rule
from store.ledger.change import Change
from store.plan.lookup import printed_units
from store.plan.reporting import CHOSEN, RULES, ReportingRule
from store.plan.units import unit_name
from tui.report.status import day_row
from tui.screens.form import FormScreen, choice_row, line_row
from tui.widgets.draw import safe


def rule_words(store: Store, day: date) -> str:
    """Return who is expected to report on a day, in words."""
    with store.reading() as conn:
        rule = read_rule(conn, day)
    return safe(reporting_rule(rule.who, _unit_names(store, rule)))


def no_period(by: int) -> str:
    """Say that the first period shows, or with ``by`` above nought the last."""
    return _("There is no earlier period.") if by < 0 else _("There is no later period.")


def _unit_names(store: Store, rule: ReportingRule) -> list[str]:
    with store.reading() as conn:
        printed = printed_units(conn)
    return sorted(unit_name(unit, current(), printed) for unit in rule.units)


def reporting_form(store: Store, today: date) -> FormScreen[list[Change]]:
    """Return the form of who is expected to report; it returns what was recorded."""
    with store.reading() as conn:
        rule = read_rule(conn, today)
    hint = _("For chosen units alone: codes or names, parted by commas.")
    rows = [
        choice_row("who", _("Who"), RULES, [reporting_rule(code) for code in RULES], rule.who),
        line_row("units", _("Units"), ", ".join(_unit_names(store, rule)), hint=hint),
        day_row(store, "", today),
    ]

    def record(form: FormScreen[list[Change]]) -> list[Change]:
        who, given = form.entered("who"), form.given()
        if not given:
            return []
        typed = re.split(r"[,;]", form.entered("units")) if who == CHOSEN else []
        units = [unit.strip() for unit in typed if unit.strip()]
        return set_rule(store, who, units, today=today, on=given.get("on"))

    return FormScreen(store, "reporting", "reporting", _("Expected to report"), rows, record)
