"""The forms of ``--json`` beyond the plan's own. Amounts are euros, moments ISO 8601 in UTC."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from store.account.money import YearMoney
from store.account.reviews import Review
from store.account.statuses import DETAILS, contradictions
from store.edits.agreed import Agreed
from store.edits.assessment import RecordedResolution, resolution_entry
from store.edits.entries import Note
from store.exchange.delivery import ChangeState
from store.history.steps import Step
from store.ledger.change import Change
from store.plan.form import action_to_form, cell_to_form
from store.plan.model import Action
from store.plan.names import Names
from store.plan.units import lead_code
from store.query.bulk import BulkAction
from store.query.queries import ActionDetail
from store.revision.register import FIELD, is_part
from store.status.outline import ActionRow
from store.status.record import RecordedAmount, UnitReport
from terren.output import euro_number, picked, utc

if TYPE_CHECKING:
    from store.edits.reported.sources import RecordedSource
    from store.ledger.change import Register


def row_form(row: ActionRow, action: Action, currency: str, names: Names) -> dict[str, Any]:
    """Return an action of a list: what the plan says, in what currency, and how it stands."""
    return {
        **named_form(action_to_form(action), names),
        "currency": currency,
        **picked(row, "status", "overdue", "unsent", "conflict", "money_warning", "returned"),
    }


def named_form(form: dict[str, Any], names: Names) -> dict[str, Any]:
    """Return a form with all institutions of each action in one list, and its lead's code."""
    named = {
        key: [named_form(member, names) if isinstance(member, dict) else member for member in value]
        if isinstance(value, list)
        else value
        for key, value in form.items()
    }
    if "support" in form:
        lead = form["lead"]
        named["institutions"] = [*lead, *form["support"]]
        named["lead_unit"] = lead_code(names.of("institution", lead[0])) if lead else ""
    return named


def way_form(state: ChangeState | None) -> dict[str, Any]:
    """Return how far the changes of an action have got; None where all of them count."""
    return {
        "state": None if state is None else state.state,
        "file": None if state is None or state.file is None else state.file.check_code,
    }


def report_form(report: UnitReport) -> dict[str, Any]:
    """Return what one unit has reported; ``ahead`` is the status that will follow, with its day."""
    fields = ("status", *DETAILS)
    declared = {field: report.values.get(field) for field in fields}
    more = {field: value for field, value in report.values.items() if field not in fields}
    ahead = None if report.ahead is None else {"status": report.ahead.status, "effective_on": report.ahead.on}
    against = [*contradictions(report.values)]
    return {
        "unit": report.unit,
        "effective_on": report.effective_on,
        "ahead": ahead,
        "contradicts": against,
        **declared,
        **more,
    }


def review_form(verdict: Review) -> dict[str, Any]:
    """Return headquarters' word on a unit's report; ``stands`` while the report is what was reviewed."""
    return picked(verdict, "unit", "state", "reason", "stands")


def money_form(row: YearMoney) -> dict[str, Any]:
    """Return one year's money; ``execution`` is spent as a share of planned."""
    return {
        "year": row.year,
        "planned": cell_to_form(row.cell),
        "allocated": euro_number(row.allocated),
        "capital": euro_number(row.capital),
        "recurrent": euro_number(row.recurrent),
        "spent": euro_number(row.spent),
        **picked(row, "execution", "warning"),
    }


def amount_form(recorded: RecordedAmount) -> dict[str, Any]:
    """Return what a unit recorded of a year's money, and the day on which it was spent, where given."""
    return {
        **picked(recorded, "unit", "year", "field"),
        "amount": euro_number(recorded.cents),
        "spent_on": recorded.spent_on,
    }


def note_form(note: Note) -> dict[str, Any]:
    """Return a note (``text``) or evidence (``title`` and ``ref``), and the name to correct it by."""
    value = note.value if isinstance(note.value, dict) else {"text": note.value}
    return {
        **picked(note, "entry", "unit", "officer"),
        "recorded_at": utc(note.recorded_at),
        **value,
    }


def amount(kind: str, recorded: Any) -> int | float | None:
    """Return what a register of money holds, in euros; None for any other, and where nothing is held."""
    return euro_number(recorded) if kind == "money" and isinstance(recorded, int) else None


def _without_part(change: Change, recorded: Any) -> Any:
    if change.field != FIELD or not isinstance(recorded, dict) or not is_part(recorded):
        return recorded
    return {key: value for key, value in recorded.items() if key != "text"}


def change_form(step: Step, numbers: Mapping[str, str], state: ChangeState) -> dict[str, Any]:
    """Return a change; ``before`` and ``after`` are values as the ledger holds them, money in cents.

    ``of_unit``, ``amount_before`` and ``amount_after`` say the same as all other forms do: null and euros.
    Of a part of a published plan it is said which one it is, and not its text.
    """
    change, file = step.change, state.file
    return {
        "id": change.id,
        "recorded_at": utc(change.recorded_at),
        **picked(change, "officer", "unit"),
        "of_unit": change.unit or None,
        "officer_unit": step.speaker or None,
        **picked(change, "batch", "kind", "target"),
        "nr": numbers.get(change.target),
        "field": change.field,
        "before": _without_part(change, step.before),
        "after": _without_part(change, step.after),
        "amount_before": amount(change.kind, step.before),
        "amount_after": amount(change.kind, step.after),
        "redacted": change.redaction is not None,
        **picked(change, "effective_on", "supersedes"),
        "state": state.state,
        "file": None if file is None else {"check_code": file.check_code, "at": utc(file.at)},
        "held": state.reason,
    }


def changes_form(
    steps: Iterable[Step], numbers: Mapping[str, str], states: Mapping[str, ChangeState]
) -> list[dict[str, Any]]:
    """Return changes, each with how far it has got."""
    return [change_form(step, numbers, states[step.change.id]) for step in steps]


def bulk_form(action: BulkAction, names: Names) -> dict[str, Any]:
    """Return an action of a list, with all that ``show`` has of it but its history."""
    return {
        **_known_form(action.detail, names),
        **action.standing._asdict(),
        "objective": picked(action.specific, "nr", "title"),
        "strategic_objective": picked(action.strategic, "nr", "title"),
    }


def listed_form(
    action: BulkAction, state: ChangeState | None, sources: Mapping[Register, RecordedSource], names: Names
) -> dict[str, Any]:
    """Return an action of a list, how far its changes have got, and what of it came by a form."""
    return bulk_form(action, names) | way_form(state) | by_form_form(sources)


def resolution_form(told: RecordedResolution) -> dict[str, Any]:
    """Return what was agreed on an action."""
    return {
        **picked(told, "entry", "unit", "officer"),
        "recorded_at": utc(told.recorded_at),
        "done": "",
        **resolution_entry(told.resolution),
    }


def agreed_form(agreed: Agreed, today: date) -> dict[str, Any]:
    """Return what was agreed with what it is about; ``nr`` is null for no action."""
    return {
        "nr": agreed.nr or None,
        "title": agreed.title,
        **resolution_form(agreed.recorded),
        "overdue": agreed.resolution.overdue(today),
        "said": agreed.said,
    }


def detail_form(detail: ActionDetail, names: Names) -> dict[str, Any]:
    """Return one action in full."""
    numbers = {detail.row.id: detail.row.nr}
    return {
        **_known_form(detail, names),
        "changes": changes_form(detail.steps, numbers, detail.states),
    }


def _known_form(detail: ActionDetail, names: Names) -> dict[str, Any]:
    return {
        **row_form(detail.row, detail.action, detail.currency, names),
        **picked(detail, "early", "deadline_day", "assessment", "expected"),
        "progress": report_form(detail.own),
        "reports": [report_form(report) for report in detail.reports],
        "reviews": [review_form(verdict) for verdict in detail.reviews],
        "money": [money_form(row) for row in detail.money],
        "amounts": [amount_form(recorded) for recorded in detail.amounts],
        "corrected": corrected_form(detail),
        "notes": [note_form(note) for note in detail.notes],
        "evidence": [note_form(note) for note in detail.evidence],
    }


def corrected_form(detail: ActionDetail) -> dict[str, str]:
    """Return fields that headquarters corrected on import, by path, with what the document was read as."""
    return {path: reason.partition("=")[2] for path, reason in detail.corrected.items()}


def by_form_form(forms: Mapping[Register, RecordedSource]) -> dict[str, Any]:
    """Return which registers of an action came by a form alone, and by which, as plain data."""
    return {
        "by_form": [
            {
                **picked(register, "kind", "unit", "field"),
                **picked(recorded.source, "person", "file", "sha256", "day"),
            }
            for register, recorded in forms.items()
        ]
    }
