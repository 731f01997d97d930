"""Statuses by one key, for one action or several, and what belongs to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from language import _
from store.status.outline import ActionRow
from tui.commands.catalogue import by_id
from tui.report.reporting import ReportingScreen

if TYPE_CHECKING:
    from store.ledger.change import Change
    from store.status.record import UnitReport


class StatusesScreen(ReportingScreen[None]):
    """A status is durable before anything that belongs to it is asked."""

    def now(self, row: ActionRow) -> ActionRow:
        """The row as it stands by now."""
        raise NotImplementedError

    def marks_were_used(self) -> None:
        """Called once something was done with all actions chosen: what chose them chooses them no longer."""

    def set_status(self, rows: Sequence[ActionRow], code: str) -> None:
        """Record a status ("" for not reported) for actions in one batch, offer undo, and ask for more.

        The key of the status that stands asks as well.
        """
        from store.edits.edits import StatusReport, report_statuses

        today = self.terren.today()
        changes: list[Change] | None = self.attempt(
            lambda: report_statuses(self.store, [row.ref for row in rows], StatusReport(code), today=today)
        )
        if changes is None:
            return
        if changes:
            self.show_changed([row.id for row in rows])
        self.marks_were_used()
        self._ask_details(rows, code, changes)

    def _ask_details(self, rows: Sequence[ActionRow], code: str, changes: Sequence[Change]) -> None:
        """Ask for what belongs to the status, or say that it can be entered."""
        from store.db.settings import read_settings
        from store.status.status_fields import belonging, wants_reason

        own: list[UnitReport] | None = self.attempt(lambda: list(map(self._own, rows)))
        if own is None:
            return
        late = [self.now(row).overdue for row in rows]
        missing = any(
            wants_reason(code, report.values, overdue=overdue)
            for report, overdue in zip(own, late, strict=True)
        )
        fields = belonging(code, overdue=any(late))
        ask = read_settings(self.terren.places.config_file).ask
        asked = ask == "always" or (ask == "reason" and missing and code == "not_implemented")
        if fields and (asked or not changes):
            batch, words = (changes[-1].batch, self.told(changes)) if changes else (None, "")
            self._open_details(rows, own, fields, batch=batch, recorded=words)
        elif changes:
            details = by_id("details")
            wanting = _("reason is missing") if missing else details.label
            self.tell_recorded(changes, more=f"{details.sign()} {wanting}")

    def _own(self, row: ActionRow) -> UnitReport:
        from store.query.queries import detail

        return detail(self.store, row.ref, today=self.terren.today(), last=0).own

    def _open_details(
        self,
        rows: Sequence[ActionRow],
        own: Sequence[UnitReport],
        fields: Sequence[str],
        *,
        batch: str | None = None,
        recorded: str = "",
    ) -> None:
        from tui.report.details import DetailsScreen

        def closed(changes: list[Change] | None) -> None:
            if changes:
                self.show_changed({change.target for change in changes})
                self.marks_were_used()
                self.tell_recorded(changes)

        standing, since = _common(own)
        screen = DetailsScreen(
            self.store, rows, standing, since, fields=fields, batch=batch, recorded=recorded
        )
        self.app.push_screen(screen, closed)

    def action_details(self) -> None:
        rows = self.chosen_to_report()
        if not rows:
            return
        from store.status.status_fields import DETAILS

        own = self.attempt(lambda: list(map(self._own, rows)))
        if own is not None:
            self._open_details(rows, own, DETAILS)

    def action_assess(self) -> None:
        row = self.action_to_report()
        if row is None:
            return
        from store.ledger.permission import refuse_if_not_allowed
        from store.query.queries import detail
        from tui.report.assess import AssessScreen
        from tui.widgets.words import reported_words

        def closed(changes: list[Change] | None) -> None:
            if changes:
                self.show_changed([row.id])
                self.tell_recorded(changes)

        found = self.attempt(lambda: detail(self.store, row.ref, today=self.terren.today(), last=0))
        if found is None:
            return
        if found.identity is not None and not found.identity.is_headquarters:
            # said before anything is typed; the store would refuse it as well
            self.attempt(lambda: refuse_if_not_allowed(found.identity, "assessment", ""))
            return
        self.app.push_screen(AssessScreen(self.store, row, found.assessment, reported_words(found)), closed)

    def action_status(self, key: str) -> None:
        from store.status.rollup import STATUSES

        if rows := self.chosen_to_report():
            self.set_status(rows, STATUSES[int(key) - 1])

    def action_choose_status(self) -> None:
        rows = self.chosen_to_report()
        if not rows:
            return
        from tui.report.status import StatusScreen

        def picked(code: str | None) -> None:
            if code is not None:
                self.set_status(rows, code)

        self.app.push_screen(StatusScreen(rows), picked)


def _common(reports: Sequence[UnitReport]) -> tuple[Mapping[str, object], str | None]:
    """What all reports say alike, and the day of the status where it is the same."""
    first, *others = reports
    values = {
        name: value
        for name, value in first.values.items()
        if all(report.values.get(name) == value for report in others)
    }
    same_day = all(report.effective_on == first.effective_on for report in others)
    return values, first.effective_on if same_day else None
