"""The windows of a status: a list to choose from, what belongs to it, headquarters' own assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from language import _, ngettext
from language.dates import date as day_words
from language.dates import holds_since, parse_date
from language.terms import status, status_mark
from schema.fields import Field
from schema.registers import ACTION_DETAILS
from schema.types import Choice, Text
from store.account.statuses import DETAILS, STATUSES
from store.db.database import Store
from store.db.errors import UserError
from store.edits.assessment import assess
from store.edits.edits import StatusReport, report_statuses
from store.edits.recording import MEANWHILE, Recording
from store.ledger.change import Change
from store.plan.lookup import plan_years
from store.status.outline import ActionRow
from store.status.record import Assessment, UnitReport
from tui.screens.form import FieldRow, FormScreen, choice_row, line_row, text_row
from tui.screens.pick import PickScreen
from tui.tree.tree_rows import STATUS_STYLES
from tui.widgets.draw import Line, safe


class StatusScreen(PickScreen[str]):
    """Returns a status code, "" for not reported, or nothing where the person leaves."""

    contexts = ("choice", "window")

    def __init__(self, rows: Sequence[ActionRow]) -> None:
        n, statuses = len(rows), {row.status or "" for row in rows}
        title = _("Status of {nr}").format(nr=safe(rows[0].nr))
        if n > 1:
            title = ngettext("Status of {n} action", "Status of {n} actions", n).format(n=n)
        start = statuses.pop() if len(statuses) == 1 else None
        super().__init__(title, [_numbered(at, code) for at, code in enumerate(("", *STATUSES))], start)


def _numbered(n: int, code: str) -> tuple[Line, str]:
    words = f"{status_mark(code or None)} {status(code or None)}"
    return ((f" {n}  ", "dim"), (words, STATUS_STYLES.get(code or None, ""))), code


def details_form(
    store: Store,
    actions: Sequence[ActionRow],
    own: Sequence[UnitReport],
    today: date,
    *,
    fields: Sequence[str] = DETAILS,
    batch: str | None = None,
    recorded: str = "",
) -> FormScreen[list[Change]]:
    """Return the form of what belongs to a status; it completes the batch of one that was just set.

    ``actions`` all get what is entered; ``own`` is what the unit has reported of each by now, ``fields``
    those to ask for, ``recorded`` what is stored already, in words. The form returns what was recorded.
    """
    current, since = common_report(own)
    code, n = current.get("status"), len(actions)
    status_code = code if isinstance(code, str) else None
    what = f"{status_mark(status_code)} {safe(status(status_code))}"
    title = f"{safe(actions[0].nr)}: {what}"
    if n > 1:
        title = ngettext("{n} action: {status}", "{n} actions: {status}", n).format(n=n, status=what)
    rows = [
        field_row(field, "" if (value := current.get(field.name)) is None else field.type.typed(value), today)
        for field in ACTION_DETAILS
        if field.name in fields
    ]
    if code is not None or "on" in fields:
        rows.insert(0, day_row(store, "" if since is None else day_words(since), today))

    seen = {
        (row.id, name): of.values.get(name)
        for row, of in zip(actions, own, strict=True)
        for name in ("status", *(field.name for field in ACTION_DETAILS))
    }

    def record(form: FormScreen[list[Change]]) -> list[Change]:
        if not (given := form.given()):
            return []
        if "on" in given and status_code is not None:
            # a day is that of the status that is shown
            given = {"status": status_code, **given}
        report, recording = StatusReport(**given), Recording(today, batch=batch, before_each=seen)
        try:
            return report_statuses(store, [row.ref for row in actions], report, recording)
        except UserError as refused:
            if refused.code in MEANWHILE:
                # whoever saves again has read it
                seen[str(refused.params["target"]), str(refused.params["field"])] = refused.params["now"]
            raise

    about = " ".join(row.id for row in actions)
    above = _("Stored: {change}").format(change=recorded) if recorded else ""
    return FormScreen(
        store, "details", about, title, rows, record, above=above, start=fields[0] if fields else ""
    )


def common_report(reports: Sequence[UnitReport]) -> tuple[Mapping[str, object], str | None]:
    """Return what all reports say alike, and the day of the status (ISO) where it is the same."""
    first, *others = reports
    values = {
        name: value
        for name, value in first.values.items()
        if all(report.values.get(name) == value for report in others)
    }
    same_day = all(report.effective_on == first.effective_on for report in others)
    return values, first.effective_on if same_day else None


def day_row(store: Store, start: str, today: date) -> FieldRow:
    """Return the field of the day from which a status holds, today where it is empty."""
    with store.reading() as conn:
        first_year = min(plan_years(conn))

    def read(text: str) -> date | None:
        return parse_date(text, today) if text.strip() else None

    return line_row("on", _("As of"), start, read, lambda day: holds_since(day or today, today, first_year))


def field_row(field: Field, start: str, today: date) -> FieldRow:
    """Return a field of a form as the schema declares it, which begins with ``start``."""
    label, type = _(field.named(field.short)), field.type
    if isinstance(type, Choice):
        words = [words for _code, words in type.choices()]
        return choice_row(field.name, label, type.codes, words, start, unknown=type.unmatched)
    if isinstance(type, Text) and type.lines:
        return text_row(field.name, label, start)
    hint = _(field.help)
    return line_row(
        field.name, label, start, partial(type.parse, today=today), lambda v: type.explain(v, today) or hint
    )


def assessment_form(
    store: Store, row: ActionRow, assessment: Assessment, reported: str, today: date
) -> FormScreen[list[Change]]:
    """Return the form of ``assessment``, headquarters' word on an action; it returns what was recorded.

    ``reported`` is what the units say.
    """
    words = [f"{status_mark(code)} {status(code)}" for code in STATUSES]
    since = assessment.effective_on
    rows = [
        choice_row("status", _("Status"), STATUSES, words, assessment.status or ""),
        day_row(store, day_words(since) if since else "", today),
        text_row("comment", _("Reason"), str(assessment.comment or "")),
    ]

    seen: dict[str, object] = {"status": assessment.status, "comment": assessment.comment}

    def record(form: FormScreen[list[Change]]) -> list[Change]:
        given = form.given()
        if "on" in given:
            # a day belongs to a status, also where only the day is corrected
            given["status"] = form.entered("status")
        if not given:
            return []
        try:
            return assess(store, row.ref, today=today, before=seen, **given)
        except UserError as refused:
            if refused.code in MEANWHILE:
                # whoever saves again has read it
                seen[str(refused.params["field"])] = refused.params["now"]
            raise

    title = _("Assessment of {nr}").format(nr=safe(row.nr))
    return FormScreen(store, "assessment", row.id, title, rows, record, above=reported)
