"""Statuses by one key, for one action or several, and what belongs to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from language import _
from store.account.statuses import DETAILS, STATUSES, contradictions, status_fields, wants_reason
from store.status.outline import ActionRow
from tui.commands.catalogue import by_id
from tui.plan.parts import PlanParts

if TYPE_CHECKING:
    from store.ledger.change import Change
    from store.status.record import UnitReport


_DETAILS: Final = by_id("details")


class StatusKeys(PlanParts):
    """A status is durable before anything that belongs to it is asked."""

    def targets(self) -> list[ActionRow]:
        """Return the actions that a status is meant for: those marked, else the one under the cursor."""
        if not self.rows.may_report():
            return []
        if marked := self.rows.marked():
            return marked
        row = self.rows.chosen()
        return [] if row is None else [row]

    def action_status(self, key: str) -> None:
        """Set the status that a key from 1 to 6 stands for."""
        self.undo_redo.press()
        if rows := self.targets():
            self.record(rows, STATUSES[int(key) - 1])

    def action_choose_status(self) -> None:
        """Set a status from a list."""
        if not (rows := self.targets()):
            return
        from tui.report.status import StatusScreen

        self.ask(StatusScreen(rows), lambda code: self.record(rows, code))

    def record(self, rows: Sequence[ActionRow], code: str) -> None:
        """Record a status ("" for not reported) for actions in one batch, offer undo, and ask for more.

        The key of the status that stands asks as well.
        """
        from store.edits.edits import StatusReport, report_statuses
        from store.edits.recording import Recording

        actions, today = [row.ref for row in rows], self.terren.today()
        changes = self.terren.attempt(
            lambda: report_statuses(self.store, actions, StatusReport(code), Recording(today))
        )
        if changes is None:
            return
        # all that is said of it from one snapshot
        with self.store.reading():
            if changes:
                self.rows.show_changed(changes)
            self.rows.marks_were_used()
            if together := self.undo_redo.together(changes):
                self.undo_redo.tell_together(together)
            else:
                self._ask_details(rows, code, changes)

    def _ask_details(
        self, rows: Sequence[ActionRow], code: str, changes: Sequence[Change], *, settled: bool = False
    ) -> None:
        """Ask for what belongs to the status, or say that it can be entered.

        What contradicts it is offered to be set right before that, unless that was ``settled`` already.
        """
        own = self._reports(rows)
        if own is None:
            return
        ask = self.terren.settings.ask
        against = {
            row.nr: {field: report.values[field] for field in names}
            for row, report in zip(rows, own, strict=True)
            if (names := contradictions(report.values))
        }
        if against and ask != "never" and not settled:
            self._offer_settling(rows, code, changes, against)
            return
        late = [self.rows.row_now(row).overdue for row in rows]
        missing = any(
            wants_reason(code, report.values, overdue=overdue)
            for report, overdue in zip(own, late, strict=True)
        )
        fields = status_fields(code, overdue=any(late))
        asked = ask == "always" or (ask == "reason" and missing and code in ("not_implemented", "cancelled"))
        if fields and (asked or not changes):
            self._open_details(rows, own, fields, recorded=changes)
        elif changes:
            wanting = _("reason is missing") if missing else _DETAILS.label
            self.undo_redo.tell_recorded(changes, more=f"{_DETAILS.sign()} {wanting}")

    def _offer_settling(
        self,
        rows: Sequence[ActionRow],
        code: str,
        changes: Sequence[Change],
        against: Mapping[str, Mapping[str, object]],
    ) -> None:
        """Offer to set right what contradicts the status that was just recorded, by number."""
        from store.edits.recording import Recording
        from store.edits.settling import settle
        from tui.report.settling import offer_settling

        def closed(agreed: bool | None) -> None:
            done: Sequence[Change] = changes
            if agreed:
                actions, batch = [row.ref for row in rows], changes[-1].batch if changes else None
                settled = self.terren.attempt(lambda: settle(self.store, actions, Recording(batch=batch)))
                if settled:
                    self.rows.show_changed(settled)
                    joined = settled[-1].batch == batch
                    done = [*changes, *settled] if joined else settled
            self._ask_details(rows, code, done, settled=True)

        offer_settling(self.terren, code, against, closed)

    def _reports(self, rows: Sequence[ActionRow]) -> list[UnitReport] | None:
        """Return what the own unit has reported of actions."""
        from store.query.queries import own_reports

        return self.terren.attempt(lambda: own_reports(self.store, [row.id for row in rows]))

    def action_details(self) -> None:
        """Ask for everything that belongs to the status that stands."""
        if not (rows := self.targets()):
            return

        own = self._reports(rows)
        if own is not None:
            self._open_details(rows, own, DETAILS)

    def _open_details(
        self,
        rows: Sequence[ActionRow],
        own: Sequence[UnitReport],
        fields: Sequence[str],
        *,
        recorded: Sequence[Change] = (),
    ) -> None:
        """Ask for these fields; what is entered completes what was just ``recorded``, if anything was."""
        from tui.report.status import details_form

        batch = recorded[-1].batch if recorded else None

        def closed(changes: list[Change] | None) -> None:
            if changes:
                self.rows.show_changed(changes)
                self.rows.marks_were_used()
                joined = changes[-1].batch == batch
                self.undo_redo.tell_recorded([*recorded, *changes] if joined else changes)

        words = self.undo_redo.describe(recorded) if recorded else ""
        today = self.terren.today()
        form = details_form(self.store, rows, own, today, fields=fields, batch=batch, recorded=words)
        self.app.push_screen(form, closed)
