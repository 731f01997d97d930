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
from tui.screens.form import FieldRow, FormScreen, choice_row, line_row
from tui.widgets.draw import safe


def rule_words(store: Store, day: date) -> str:
    """Return who is expected to report on a day, in words."""
    with store.reading() as conn:
        rule = read_rule(conn, day)
    return safe(reporting_rule(rule.who, _unit_names(store, rule)))


def _unit_names(store: Store, rule: ReportingRule) -> list[str]:
    with store.reading() as conn:
        printed = printed_units(conn)
    return sorted(unit_name(unit, current(), printed) for unit in rule.units)


class ReportingScreen(FormScreen[list[Change]]):
    """Returns what was recorded."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, "reporting", _("Expected to report"))

    def rows(self) -> list[FieldRow]:
        today = self.terren.today()
        with self.store.reading() as conn:
            rule = read_rule(conn, today)
        hint = _("For chosen units alone: codes or names, parted by commas.")
        return [
            choice_row("who", _("Who"), RULES, [reporting_rule(code) for code in RULES], rule.who),
            line_row("units", _("Units"), ", ".join(_unit_names(self.store, rule)), hint=hint),
            day_row(self.store, "", today),
        ]

    def record(self) -> list[Change]:
        who, given = self.entered("who"), self.given()
        if not given:
            return []
        typed = re.split(r"[,;]", self.entered("units")) if who == CHOSEN else []
        units = [unit.strip() for unit in typed if unit.strip()]
        return set_rule(self.store, who, units, today=self.terren.today(), on=given.get("on"))
