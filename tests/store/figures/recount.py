"""A naive recount of every figure, from the changes themselves: slow, and from the definitions alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from typing import Any

from store.account.in_force import change_in_force
from store.account.spans import Span
from store.account.statuses import STATUSES, deadline_day, rolled_up
from store.db.database import Store
from store.ledger.append import read_changes
from store.ledger.branches import Histories
from store.ledger.change import Change, Register, heads_of, in_conflict
from store.plan.load import load_plan
from store.plan.model import ADMIN, Action, Indicator, Plan
from store.plan.units import unit_codes

Adds = dict[str, int]
"""What each action, or indicator, adds to a sum."""

Recounted = dict[str, tuple[Adds, Adds | None]]
"""What is counted and of what, by the id of the figure."""


class Recount:
    """The ledger of a store by register, and what each action adds to which sum."""

    def __init__(
        self, store: Store, span: Span, as_of: date, in_force: dict[date, int], unit: str | None
    ) -> None:
        self.span, self.as_of, self.unit = span, as_of, unit
        self.ledger: dict[Register, list[Change]] = defaultdict(list)
        seen = Histories(store.conn).seen
        for change in read_changes(store.conn):
            self.ledger[change.register].append(change._replace(supersedes=seen(change)))
        self.sums: dict[str, Adds] = defaultdict(dict)

        def version(day: date) -> int:
            return max((n for since, n in in_force.items() if since <= day), default=1)

        counts, newest = version(date(span.year, 1, 1)), version(as_of)
        self.plan: Plan = load_plan(store, counts)
        later = load_plan(store, max(counts, newest))
        self.later = {action.stable_id: action for action in later.actions()}
        for action in self.plan.actions():
            self._count(action)

    def add(self, name: str, action: Action, n: int = 1) -> None:
        if n:
            self.sums[name][action.stable_id] = self.sums[name].get(action.stable_id, 0) + n

    def of(self, kind: str, target: str) -> Iterable[Register]:
        """The registers of an action, of the one unit where one is asked for."""
        return [
            one
            for one in self.ledger
            if (one.kind, one.target) == (kind, target) and self.unit in (None, one.unit)
        ]

    def at(self, kind: str, target: str, field: str, day: date) -> Change | None:
        """Headquarters' word in force on a day."""
        return change_in_force(self.ledger.get(Register(kind, target, "", field), ()), day)

    def cancelled(self, key: str, day: date) -> bool:
        decision, word = self.at("decision", key, "cancelled", day), self.at("assessment", key, "status", day)
        said = decision is not None and bool(decision.decoded())
        return said or (word is not None and word.decoded() == "cancelled")

    def expected(self, action: Action) -> set[str]:
        """Who is to report by the rule in force as of the day."""
        said = self.at("reporting", self.plan.id, "expected", self.as_of)
        rule = {"who": "leads"} if said is None else said.decoded() or {"who": "leads"}
        names = action.lead if rule["who"] == "leads" else (*action.lead, *action.support)
        units = {code for name in names for code in unit_codes(name)}
        return units & {*rule["units"]} if rule["who"] == "units" else units

    def statuses(self, key: str) -> dict[str, Change]:
        held = {
            one.unit: change_in_force(self.ledger[one], self.as_of)
            for one in self.of("action", key)
            if one.field == "status"
        }
        return {unit: c for unit, c in held.items() if c is not None and c.decoded() in STATUSES}

    def _count(self, action: Action) -> None:
        key, first, last = action.stable_id, self.span.first, self.span.last
        said, wanted = self.statuses(key), self.expected(action)
        if self.unit is not None:
            wanted &= {self.unit}
        if self.unit is not None and not wanted and not said:
            # what a unit only spent on is counted as money alone
            if any(self._amount(one) is not None for one in self.of("money", key)):
                self._count_money(action)
            return
        self._count_money(action)
        in_dispute = [
            one
            for kind in ("action", "assessment", "decision")
            for one in self.of(kind, key)
            if (kind == "decision" or one.field == "status") and in_conflict(heads_of(self.ledger[one]))
        ]
        self.add("in dispute", action, len(in_dispute))
        if self.cancelled(key, date(self.span.year, 1, 1) - timedelta(days=1)):
            return
        is_cancelled = self.cancelled(key, self.as_of)
        status, since = self._status(action, said, is_cancelled)
        done = status == "implemented"
        end = deadline_day(action.deadline.end, action.deadline.end_month)
        for due in ("", "due ") if end is not None and first <= end <= last else ("",):
            if not is_cancelled:
                self.add(f"{due}expected", action, len(wanted))
                self.add(f"{due}reported", action, len(wanted & said.keys()))
        if end is None:
            return
        if end < self.as_of and status not in ("implemented", "cancelled"):
            self.add("overdue", action)
        if end > last:
            self.add("ahead", action, done)
        elif end < first:
            if not (done and since is not None and since < first):
                self.add("carried", action)
                self.add("carried done", action, done)
        else:
            self._count_due(action, end, status, since, is_cancelled)

    def _status(
        self, action: Action, said: dict[str, Change], is_cancelled: bool
    ) -> tuple[str | None, date | None]:
        """The status that counts, and the day since which it is implemented."""
        word = self.at("assessment", action.stable_id, "status", self.as_of)
        assessed = word.decoded() if word is not None and word.decoded() in STATUSES else None
        days = [c.effective_on for c in said.values() if c.decoded() == "implemented" and c.effective_on]
        since = max(days, default=None)
        if self.unit is not None:
            own = said.get(self.unit)
            status = "cancelled" if is_cancelled else None if own is None else own.decoded()
        else:
            if assessed == "implemented" and word is not None and word.effective_on:
                since = word.effective_on
            status = rolled_up(
                {unit: change.decoded() for unit, change in said.items()},
                self.expected(action),
                assessment=assessed,
                cancelled=is_cancelled,
            )
        return status, None if since is None else date.fromisoformat(since)

    def _count_due(
        self, action: Action, end: date, status: str | None, since: date | None, is_cancelled: bool
    ) -> None:
        done = status == "implemented"
        self.add("due", action)
        self.add("done", action, done)
        new = self.later.get(action.stable_id)
        new_end = None if new is None else deadline_day(new.deadline.end, new.deadline.end_month)
        moved = new_end is not None and new_end > self.span.last
        changed = "cancelled" if is_cancelled else "removed" if new is None else "moved" if moved else ""
        if changed:
            self.add(changed, action)
            self.add("changed", action)
        else:
            self.add("kept", action)
            self.add("kept done", action, done)
        if done:
            begin = date(end.year, action.deadline.end_month or 1, 1)
            when = (
                "undated"
                if since is None
                else "early"
                if since < begin
                else "late"
                if since > end
                else "on time"
            )
            self.add(when, action)
        elif status != "cancelled":
            self.add(status or "silent", action)
        elif not is_cancelled:
            self.add("not_implemented", action)

    def _count_money(self, action: Action) -> None:
        span = self.span
        amounts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for register in self.of("money", action.stable_id):
            self.add("money in dispute", action, in_conflict(heads_of(self.ledger[register])))
            cents, year = self._amount(register), int(register.field[:4])
            if cents is not None and span.first.year <= year <= span.year:
                amounts[year][register.field[5:]] += cents
        for year in {*action.budget, *amounts}:
            if span.first.year <= year <= span.year:
                cell, recorded = action.budget.get(year), amounts[year]
                self.add("admin", action, cell == ADMIN)
                planned = cell if isinstance(cell, int) else None
                budget = planned if self.unit is None else recorded.get("allocated")
                spent = recorded.get("capital.spent", 0) + recorded.get("recurrent.spent", 0)
                for field, amount in recorded.items():
                    self.add(field, action, amount)
                self.add("planned", action, planned or 0)
                self.add("budget", action, budget or 0)
                self.add("spent", action, spent)
                self.add("outside" if budget is None else "on budget", action, spent)
                self.add("left", action, 0 if budget is None else budget - spent)

    def _amount(self, register: Register) -> int | None:
        dated = [change._replace(effective_on=self._day(change)) for change in self.ledger[register]]
        held = change_in_force(dated, self.span.money_day(self.as_of))
        return None if held is None else held.decoded()

    @staticmethod
    def _day(change: Change) -> str | None:
        """The day of an amount: as given, else as recorded, within its year."""
        if change.value == "null":
            return None
        recorded = datetime.fromtimestamp(change.recorded_at, timezone.utc).date()
        return change.effective_on or str(min(recorded, date(int(change.field[:4]), 12, 31)))

    def fulfilment(self, preferred: str) -> tuple[Adds, Adds]:
        """Indicators that meet all targets of the period, of those that have one. Numbers are whole here."""
        met: Adds = {}
        base: Adds = {}
        for objective in self.plan.strategic_objectives:
            for position, one in enumerate(objective.indicators, 1):
                wanted = [
                    t
                    for t in (one.interim, one.final)
                    if t is not None and t.value and t.year is not None and self.span.holds_year(t.year)
                ]
                if wanted:
                    base[f"{objective.nr}/{position}"] = 1
                    if all(self._is_met(objective.nr, position, one, t.year or 0, preferred) for t in wanted):
                        met[f"{objective.nr}/{position}"] = 1
        return met, base

    def _is_met(self, nr: str, position: int, one: Indicator, year: int, preferred: str) -> bool:
        said: dict[str, Any] = {}
        for register, changes in self.ledger.items():
            if (register.kind, register.field) == ("indicator", str(year)) and register.target == (
                one.id or f"{nr}/{position}"
            ):
                value = heads_of(changes)[0].decoded()
                if value is not None:
                    said[register.unit] = value["value"]
        if preferred not in said and len({*said.values()}) != 1:
            return False
        actual = int(said.get(preferred, next(iter(said.values()))).rstrip(" %"))
        targets = [t for t in (one.final, one.interim) if t is not None and t.year == year]
        goal, start = (int(str(t.value).rstrip(" %")) for t in (targets[0], one.baseline) if t is not None)
        return actual >= goal if goal > start else actual <= goal


def recount(
    store: Store, span: Span, as_of: date, in_force: dict[date, int], unit: str | None, preferred: str
) -> Recounted:
    """Every figure but that of the indicators' formula; ``in_force`` are the revisions by their days."""
    found = Recount(store, span, as_of, in_force, unit)
    sums = found.sums
    # what was planned and spent to the cent leaves nothing
    left = {key: n for key, n in sums["left"].items() if n}
    return {
        "implementation_rate": (sums["done"], sums["due"]),
        "implementation_rate_without_changed": (sums["kept done"], sums["kept"]),
        "changed": (sums["changed"], None),
        "cancelled": (sums["cancelled"], None),
        "removed": (sums["removed"], None),
        "moved": (sums["moved"], None),
        "implemented_early": (sums["early"], sums["done"]),
        "implemented_on_time": (sums["on time"], sums["done"]),
        "implemented_late": (sums["late"], sums["done"]),
        "implemented_undated": (sums["undated"], sums["done"]),
        "implemented_ahead": (sums["ahead"], None),
        "due_partially_implemented": (sums["partially_implemented"], sums["due"]),
        "due_in_progress": (sums["in_progress"], sums["due"]),
        "due_not_started": (sums["not_started"], sums["due"]),
        "due_not_implemented": (sums["not_implemented"], sums["due"]),
        "not_reported": (sums["silent"], sums["due"]),
        "carried_over": (sums["carried"], None),
        "carried_over_implemented": (sums["carried done"], sums["carried"]),
        "overdue": (sums["overdue"], None),
        "coverage": (sums["reported"], sums["expected"]),
        "due_coverage": (sums["due reported"], sums["due expected"]),
        "conflicts": (sums["in dispute"], None),
        "fulfilment_rate": found.fulfilment(preferred),
        "planned": (sums["planned"], None),
        "administrative": (sums["admin"], None),
        "allocated": (sums["allocated"], None),
        "spent": (sums["spent"], None),
        "spent_capital": (sums["capital.spent"], None),
        "spent_recurrent": (sums["recurrent.spent"], None),
        "spent_outside": (sums["outside"], None),
        "remaining": (left, None),
        "execution": (sums["on budget"], sums["budget"]),
        "money_conflicts": (sums["money in dispute"], None),
    }
