"""The report as IATI 2.03 activities: one of each strategic objective, and below it one of each action.

Objectives carry results with their indicators, actions their budgets by year and what was spent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Final
from xml.etree import ElementTree as Xml

from report.periodic.content import Content, ReportedAction
from report.periodic.data import proof_form
from store.db.text import clean
from store.plan.achievement import IndicatorRow
from store.plan.figures import read_figure
from store.plan.model import Indicator, StrategicObjective, Target
from store.plan.units import unit_code

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMESPACE: Final = "urn:terren:report"
_STATUS: Final = {"implemented": "3", "cancelled": "5", "not_started": "1", None: "1"}
"""Codes of ActivityStatus: pipeline 1, implementation 2, finalisation 3, cancelled 5."""
_GOVERNMENT: Final = "10"
_PLANNED_START, _PLANNED_END, _ACTUAL_END = "1", "3", "4"
_FUNDING, _ACCOUNTABLE, _IMPLEMENTING = "1", "2", "4"
_EXPENDITURE: Final = "4"
_SPOKEN: Final = {"sr-Cyrl": "sr"}


def iati_report(content: Content) -> bytes:
    """Return the report as an IATI file."""
    Xml.register_namespace("terren", _NAMESPACE)
    made = content.parameters.made_on.isoformat()
    root = Xml.Element("iati-activities", {"version": "2.03", "generated-datetime": f"{made}T00:00:00Z"})
    writer = _IatiWriter(content, root)
    for strategic in content.plan.strategic_objectives:
        writer.objective(strategic)
        below = {action.nr for specific in strategic.specific_objectives for action in specific.actions}
        for action in content.actions:
            if action.action.nr in below:
                writer.action(action, strategic)
    proof = Xml.SubElement(root, f"{{{_NAMESPACE}}}report")
    proof.text = json.dumps(proof_form(content), ensure_ascii=True, separators=(",", ":"))
    Xml.indent(root, " ")
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


class _IatiWriter:
    def __init__(self, content: Content, root: Xml.Element) -> None:
        self._content, self._root = content, root
        language = content.plan.language
        self._spoken = _SPOKEN.get(language, language)
        self._institution = _institution(content, self._spoken)

    def _id(self, nr: str) -> str:
        return clean(f"XK-TERREN-{self._content.plan.id}-{nr}").replace(" ", "-")

    def _narrative(self, parent: Xml.Element, tag: str, text: str, **attributes: str) -> Xml.Element:
        return self._narratives(parent, tag, {self._spoken: text}, **attributes)

    def _narratives(
        self, parent: Xml.Element, tag: str, texts: Mapping[str, str], **attributes: str
    ) -> Xml.Element:
        """Add a text in one or more languages; that of the activity is not named."""
        element = Xml.SubElement(parent, tag, attributes)
        for spoken, text in texts.items():
            named = {} if spoken == self._spoken else {_LANGUAGE: spoken}
            Xml.SubElement(element, "narrative", named).text = clean(text)
        return element

    def _activity(self, nr: str, title: str, description: str, hierarchy: str) -> Xml.Element:
        activity = Xml.SubElement(
            self._root,
            "iati-activity",
            {
                _LANGUAGE: self._spoken,
                "default-currency": self._content.plan.currency,
                "hierarchy": hierarchy,
            },
        )
        Xml.SubElement(activity, "iati-identifier").text = self._id(nr)
        self._narratives(activity, "reporting-org", self._institution, ref="XK-TERREN", type=_GOVERNMENT)
        self._narrative(activity, "title", f"{nr} {title}")
        self._narrative(activity, "description", description or title)
        return activity

    def _organisation(self, activity: Xml.Element, name: str, role: str) -> None:
        self._narrative(
            activity, "participating-org", name, ref=unit_code(name) or "-", role=role, type=_GOVERNMENT
        )

    def _own(self, activity: Xml.Element) -> None:
        """Add the institution whose report it is as the one that answers for an activity."""
        self._narratives(
            activity, "participating-org", self._institution, ref="-", role=_ACCOUNTABLE, type=_GOVERNMENT
        )

    def objective(self, strategic: StrategicObjective) -> None:
        """Add a strategic objective, with the indicators of all objectives in it."""
        activity = self._activity(strategic.nr, strategic.title, strategic.title, "1")
        self._own(activity)
        Xml.SubElement(activity, "activity-status", {"code": "2"})
        years = self._content.plan.years or (self._content.span.year,)
        _day(activity, _PLANNED_START, f"{min(years)}-01-01")
        _day(activity, _PLANNED_END, f"{max(years)}-12-31")
        Xml.SubElement(activity, "recipient-country", {"code": "XK", "percentage": "100"})
        below = {strategic.nr, *(specific.nr for specific in strategic.specific_objectives)}
        for row in self._content.indicators:
            if row.objective in below:
                self._result(activity, row)

    def action(self, reported: ReportedAction, strategic: StrategicObjective) -> None:
        """Add an action below its strategic objective."""
        action = reported.action
        activity = self._activity(action.nr, action.title, " ".join(action.outputs), "2")
        for name in action.funding:
            self._organisation(activity, name, _FUNDING)
        for name in action.lead:
            self._organisation(activity, name, _ACCOUNTABLE)
        if not action.lead:
            self._own(activity)
        for name in action.support:
            self._organisation(activity, name, _IMPLEMENTING)
        Xml.SubElement(activity, "activity-status", {"code": _STATUS.get(reported.facts.status, "2")})
        start = action.deadline.start or min(self._content.plan.years, default=self._content.span.year)
        _day(activity, _PLANNED_START, date(start, action.deadline.start_month or 1, 1).isoformat())
        if reported.facts.row.deadline is not None:
            _day(activity, _PLANNED_END, reported.facts.row.deadline.isoformat())
        since = self._content.facts.implemented_on.get(action.stable_id)
        if reported.facts.status == "implemented" and since is not None:
            _day(activity, _ACTUAL_END, since)
        Xml.SubElement(activity, "recipient-country", {"code": "XK", "percentage": "100"})
        self._money(activity, reported)
        Xml.SubElement(activity, "related-activity", {"ref": self._id(strategic.nr), "type": "1"})

    def _value(self, parent: Xml.Element, cents: int, day: str) -> None:
        value = Xml.SubElement(parent, "value", {"currency": self._content.plan.currency, "value-date": day})
        value.text = f"{cents // 100}.{cents % 100:02}"

    def _money(self, activity: Xml.Element, action: ReportedAction) -> None:
        """Add what is planned by year and what was spent, a year and kind each: no payment has a day."""
        of_years = self._content.facts.money.get(action.action.stable_id, ())
        for money in of_years:
            if money.planned is not None:
                budget = Xml.SubElement(activity, "budget", {"type": "1", "status": "1"})
                Xml.SubElement(budget, "period-start", {"iso-date": f"{money.year}-01-01"})
                Xml.SubElement(budget, "period-end", {"iso-date": f"{money.year}-12-31"})
                self._value(budget, money.planned, f"{money.year}-01-01")
        for money in of_years:
            for kind, cents in (("capital", money.capital), ("recurrent", money.recurrent)):
                if cents:
                    transaction = Xml.SubElement(activity, "transaction")
                    Xml.SubElement(transaction, "transaction-type", {"code": _EXPENDITURE})
                    Xml.SubElement(transaction, "transaction-date", {"iso-date": f"{money.year}-12-31"})
                    self._value(transaction, cents, f"{money.year}-12-31")
                    self._narratives(transaction, "description", {"en": kind})

    def _result(self, activity: Xml.Element, row: IndicatorRow) -> None:
        printed = row.indicator
        result = Xml.SubElement(activity, "result", {"type": "2"})
        self._narrative(result, "title", printed.result or printed.title)
        indicator = Xml.SubElement(result, "indicator", {"measure": _measure(printed)})
        self._narrative(indicator, "title", f"{row.nr} {printed.title}")
        if printed.baseline is not None and printed.baseline.value:
            since = printed.baseline.year or min(self._content.plan.years, default=self._content.span.year)
            Xml.SubElement(
                indicator, "baseline", {"year": str(since), "value": clean(printed.baseline.value)}
            )
        targets = {
            t.year: t for t in (printed.interim, printed.final) if t is not None and t.year is not None
        }
        for year in sorted({*targets, *row.chosen}):
            self._period(indicator, year, targets.get(year), row)

    def _period(self, indicator: Xml.Element, year: int, target: Target | None, row: IndicatorRow) -> None:
        period = Xml.SubElement(indicator, "period")
        Xml.SubElement(period, "period-start", {"iso-date": f"{year}-01-01"})
        Xml.SubElement(period, "period-end", {"iso-date": f"{year}-12-31"})
        if target is not None and target.value:
            Xml.SubElement(period, "target", {"value": clean(target.value)})
        if year in row.chosen:
            Xml.SubElement(period, "actual", {"value": clean(row.chosen[year].value)})


def _institution(content: Content, usual: str) -> Mapping[str, str]:
    """Return the name of the institution in each language in which it is set, the ``usual`` one first.

    Where headquarters set none it is the plan's title: something has to stand there.
    """
    names = {
        field.partition(".")[2]: ", ".join(text.splitlines())
        for field, text in content.institution.values.items()
        if field.partition(".")[0] == "name"
    }
    ordered = sorted(names, key=lambda spoken: (spoken != usual, spoken))
    return {spoken: names[spoken] for spoken in ordered} or {usual: content.plan.title}


def _day(activity: Xml.Element, kind: str, day: str) -> None:
    Xml.SubElement(activity, "activity-date", {"iso-date": day, "type": kind})


def _measure(indicator: Indicator) -> str:
    """Return the code of IndicatorMeasure: percentage, unit, or words."""
    for target in (indicator.baseline, indicator.interim, indicator.final):
        if target is not None and (figure := read_figure(target.value)) is not None:
            return "2" if figure.percent else "1"
    return "5"
