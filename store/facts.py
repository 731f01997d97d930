"""The recorded state of all actions, or of one, read once and asked many times."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from store.identity import Identity
from store.rollup import rolled_up


class UnitReport(NamedTuple):
    """What one unit has reported about an action: values by field, with the day the status took effect."""

    unit: str
    values: Mapping[str, object]
    effective_on: str | None = None


class Facts:
    """Everything that was reported, assessed and decided about actions; ``action`` limits it to one.

    For a field installation the status and the money are its own unit's word; for headquarters, and for a
    published plan without identity, they are the roll-up over all units.
    """

    def __init__(self, conn: sqlite3.Connection, identity: Identity | None, action: str | None) -> None:
        self.identity = identity
        self.by_unit = identity.unit if identity is not None and not identity.is_headquarters else None
        where, parameters = ("AND target = ?", (action,)) if action is not None else ("", ())
        self.reports: dict[str, dict[str, UnitReport]] = defaultdict(dict)
        self.money: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        self.assessment: dict[str, str] = {}
        self.cancelled: set[str] = set()
        values: dict[tuple[str, str], dict[str, object]] = defaultdict(dict)
        since: dict[tuple[str, str], str | None] = {}
        for kind, target, unit, name, text, effective_on in conn.execute(
            "SELECT kind, target, unit, field, value, effective_on FROM state"
            f" WHERE kind IN ('action', 'money', 'assessment', 'decision') AND value <> 'null' {where}",
            parameters,
        ):
            value = json.loads(text)
            if kind == "action":
                values[target, unit][name] = value
                if name == "status":
                    since[target, unit] = effective_on
            elif kind == "money":
                self.money[target][unit][name] = value
            elif kind == "assessment" and name == "status":
                self.assessment[target] = value
            elif kind == "decision" and name == "cancelled" and value:
                self.cancelled.add(target)
        for (target, unit), found in values.items():
            self.reports[target][unit] = UnitReport(unit, found, since.get((target, unit)))
        self.conflicts = {
            row[0]
            for row in conn.execute(f"SELECT DISTINCT target FROM state WHERE conflict {where}", parameters)
        }

    def own(self, action: str) -> UnitReport:
        """What this installation's unit has reported."""
        unit = self.identity.unit if self.identity is not None else ""
        return self.reports[action].get(unit) or UnitReport(unit, {})

    def status(self, action: str, institutions: tuple[str, ...]) -> str | None:
        """The status to show: the own unit's, or the roll-up."""
        if action in self.cancelled:
            return "cancelled"
        if action not in self.reports and action not in self.assessment:
            return None
        if self.by_unit is not None:
            found = self.own(action).values.get("status")
            return found if isinstance(found, str) else None
        from store.units import expected_units

        reported = {
            unit: str(report.values["status"])
            for unit, report in self.reports[action].items()
            if "status" in report.values
        }
        return rolled_up(reported, expected_units(institutions), assessment=self.assessment.get(action))

    def money_of(self, action: str) -> dict[str, int]:
        """Recorded money by field: the unit's own, or the sum over units."""
        if action not in self.money:
            return {}
        if self.by_unit is not None:
            return dict(self.money[action].get(self.by_unit, {}))
        total: dict[str, int] = defaultdict(int)
        for amounts in self.money[action].values():
            for name, cents in amounts.items():
                total[name] += cents
        return dict(total)
