"""Actions, reports and changes in the forms that commands print with ``--json``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from store.account.money import YearMoney
from store.account.statuses import DETAILS, contradictions
from store.edits.agreed import Agreed
from store.edits.assessment import RecordedResolution, resolution_entry
from store.edits.entries import Note
from store.edits.reported.sources import RecordedSource
from store.exchange.delivery import ChangeState
from store.history.steps import Step
from store.ledger.change import Change, Register
from store.plan.form import action_to_form, cell_to_form
from store.plan.names import Names
from store.plan.units import lead_code
from store.query.bulk import BulkAction
from store.query.queries import ActionDetail
from store.revision.register import FIELD, is_part
from store.status.record import UnitReport
from terren.output import euro_number
from terren.shapes import shaped


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


def _report_form(report: UnitReport) -> dict[str, Any]:
    """Return what one unit has reported; ``ahead`` is the status that will follow, with its day."""
    declared = dict.fromkeys(("status", *DETAILS)) | dict(report.values)
    return shaped("report", report, contradicts=[*contradictions(report.values)], **declared)


def money_form(row: YearMoney) -> dict[str, Any]:
    """Return one year's money; ``execution`` is spent as a share of planned."""
    return shaped("money", row, planned=cell_to_form(row.cell))


def _note_form(note: Note) -> dict[str, Any]:
    """Return a note (``text``) or evidence (``title`` and ``ref``), and the name to correct it by."""
    return shaped("note", note, **(note.value if isinstance(note.value, dict) else {"text": note.value}))


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
    change = step.change
    return shaped(
        "change",
        step,
        nr=numbers.get(change.target),
        before=_without_part(change, step.before),
        after=_without_part(change, step.after),
        amount_before=amount(change.kind, step.before),
        amount_after=amount(change.kind, step.after),
        redacted=change.redaction is not None,
        state=state.state,
        file=None if state.file is None else shaped("carrier", state.file),
        held=state.reason,
    )


def changes_form(
    steps: Iterable[Step], numbers: Mapping[str, str], states: Mapping[str, ChangeState]
) -> list[dict[str, Any]]:
    """Return changes, each with how far it has got."""
    return [change_form(step, numbers, states[step.change.id]) for step in steps]


def listed_form(
    action: BulkAction, state: ChangeState | None, sources: Mapping[Register, RecordedSource], names: Names
) -> dict[str, Any]:
    """Return an action of a list, with all that ``show`` has of it but its history.

    ``state`` and ``file`` say how far its changes have got, null where all of them count.
    """
    return {
        **_action_form("action", action.detail, names),
        **shaped("standing", action.standing),
        "objective": shaped("named", action.specific),
        "strategic_objective": shaped("named", action.strategic),
        "state": None if state is None else state.state,
        "file": None if state is None or state.file is None else state.file.check_code,
        "by_form": _by_form(sources),
    }


def resolution_form(told: RecordedResolution) -> dict[str, Any]:
    """Return what was agreed on an action."""
    return shaped("resolution", told, **{"done": "", **resolution_entry(told.resolution)})


def agreed_form(agreed: Agreed, today: date) -> dict[str, Any]:
    """Return what was agreed with what it is about; ``nr`` is null for no action."""
    overdue = agreed.resolution.overdue(today)
    return shaped("agreed", agreed, **resolution_form(agreed.recorded), overdue=overdue)


def shown_form(detail: ActionDetail, agreed: Iterable[RecordedResolution], names: Names) -> dict[str, Any]:
    """Return one action in full."""
    return _action_form(
        "shown_action",
        detail,
        names,
        changes=changes_form(detail.steps, {detail.row.id: detail.row.nr}, detail.states),
        resolutions=[*map(resolution_form, agreed)],
        by_form=_by_form(detail.forms),
    )


def _action_form(form: str, detail: ActionDetail, names: Names, **more: Any) -> dict[str, Any]:
    """Return an action: what the plan says, in what currency, and how it stands.

    ``corrected`` are the fields that headquarters corrected on import, with what the document was read as.
    """
    return shaped(
        form,
        detail,
        **named_form(action_to_form(detail.action), names),
        progress=_report_form(detail.own),
        reports=[*map(_report_form, detail.reports)],
        money=[*map(money_form, detail.money)],
        corrected={path: reason.partition("=")[2] for path, reason in detail.corrected.items()},
        notes=[*map(_note_form, detail.notes)],
        evidence=[*map(_note_form, detail.evidence)],
        **more,
    )


def _by_form(forms: Mapping[Register, RecordedSource]) -> list[dict[str, Any]]:
    """Return which registers of an action came by a form alone, and by which."""
    return [
        shaped("from_form", {**register._asdict(), **recorded.source._asdict()})
        for register, recorded in forms.items()
    ]
