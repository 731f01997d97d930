"""A meeting: the walk down its agenda, and the windows that open over it."""

from __future__ import annotations

from collections.abc import Sequence

from language import N_, _, current
from store.edits.assessment import WHOLE, resolutions
from store.edits.meeting import amend_meeting
from store.edits.recording import Recording
from store.edits.settling import contradicting_values, settle
from store.history.minutes import earlier_decisions, minutes
from store.ledger.change import Change
from store.plan.lookup import ActionKey, ActionRef, current_numbers, resolve_number
from store.plan.units import institution_names
from store.query.reporting_units import reporting_units
from tui.meeting.earlier import EarlierScreen
from tui.meeting.forms import AgreedScreen, present_form
from tui.meeting.meeting_agenda import MeetingAgenda
from tui.meeting.order import OrderScreen
from tui.report.entry import NoteScreen
from tui.report.settling import offer_settling
from tui.screens.oneline import AnswerScreen


class MeetingScreen(MeetingAgenda):
    """Opens what a meeting has beside the walk down its agenda."""

    def begin_meeting(self) -> None:
        if any(not agreed.answered for agreed in earlier_decisions(self.store, self.meeting.name)):
            self.action_earlier_decisions()

    def settles(self, item: ActionRef, speaker: str, code: str) -> bool:
        if speaker == WHOLE or self.terren.settings.ask == "never":
            return False
        against = self.terren.attempt(lambda: contradicting_values(self.store, item, speaker))
        if not against:
            return False
        words, recorded = self.last_words, self.recorded
        self.show_item()

        def closed(agreed: bool | None) -> None:
            settled: Sequence[Change] = ()
            if agreed:
                how = Recording(
                    unit=speaker, meeting=self.meeting.id, batch=recorded[-1].batch if recorded else None
                )
                settled = self.terren.attempt(lambda: settle(self.store, [item], how)) or ()
            self.last_words, self.recorded = words, [*recorded, *settled]
            self.go_on()

        offer_settling(self.terren, code, {item.nr: against}, closed)
        return True

    def action_whom(self) -> None:
        row = self.chosen_row()
        identity = self.spoken.detail.identity if row is not None else None
        if row is None or identity is None:
            return
        units = reporting_units(identity, self.spoken.detail.action.institutions)
        if len(units) < 2:
            self.terren.tell(_("You record for your own unit."))
            return
        now = units.index(self.spoken.speaker) if self.spoken.speaker in units else -1
        self.speakers[row.id] = units[(now + 1) % len(units)]
        self.show_item()

    def read_again(self, *, asked: bool) -> bool:
        before, meeting, items = self.item if self.items else None, self.meeting, self.items
        self.read_meeting()
        if before is not None and not asked and before.id not in {item.id for item in self.items}:
            self.meeting, self.items = meeting, items
            self.position = items.index(before)
            return False
        self.rows = {}
        self.show_item(again=True)
        return True

    def action_meeting_note(self) -> None:
        row = self.chosen_row()
        if row is None:
            return

        screen = NoteScreen(self.store, row, self.spoken.detail.notes, meeting=self.meeting.id)
        self.app.push_screen(screen, self._written)

    def _written(self, _saved: object) -> None:
        self.show_item()

    def action_meeting_money(self) -> None:
        if (row := self.chosen_row()) is not None:
            from tui.report.money import MoneyScreen

            self.app.push_screen(MoneyScreen(self.store, row, self.show_changed, meeting=self.meeting.id))

    def action_agree(self) -> None:
        row = self.chosen_row()
        if row is None:
            return

        lead = next(iter(institution_names(row.institutions.lead, current())), "")
        agreed, today = self.spoken.agreed, self.terren.today()
        screen = AgreedScreen(self.store, row.ref, agreed, self.meeting, today, lead)
        self.app.push_screen(screen, self._written)

    def action_agree_as_a_whole(self) -> None:
        agreed, today = resolutions(self.store, self.meeting), self.terren.today()
        screen = AgreedScreen(self.store, self.meeting, agreed, self.meeting, today)
        self.app.push_screen(screen, self._written)

    def action_participants(self) -> None:
        self.app.push_screen(present_form(self.store, self.meeting), self._amended)

    def _amended(self, _saved: object) -> None:
        self.read_meeting()
        self.show_item()

    def action_earlier_decisions(self) -> None:
        self.app.push_screen(EarlierScreen(self.store, self.meeting), self._written)

    def action_show_agenda(self) -> None:
        screen = OrderScreen(self.store, self.meeting, self.agenda_items(), self.rows, self.position)
        self.app.push_screen(screen, self._chosen_in_order)

    def _chosen_in_order(self, action: str | None) -> None:
        self.read_meeting()
        ids = [item.id for item in self.items]
        if action in ids:
            self.position = ids.index(action)
        self.show_item()

    def action_go_to_item(self) -> None:
        title = _("Number of the action, as 2.1.2 or 212")
        self.ask(AnswerScreen(title, "", "", self._number_meant, enter=N_("go")), self._go_to)

    def _number_meant(self, text: str) -> str:
        with self.store.reading() as conn:
            return resolve_number(text, [*current_numbers(conn).values()])

    def _go_to(self, nr: str) -> None:
        # by their present numbers, whatever revision another process took meanwhile
        self.read_agenda()
        if nr not in [item.nr for item in self.items]:
            agenda: list[ActionKey] = [*self.items[: self.position + 1], nr, *self.items[self.position + 1 :]]
            amended = self.terren.attempt(lambda: amend_meeting(self.store, self.meeting.name, agenda=agenda))
            if amended is None:
                return
            self.meeting = amended
            self.read_agenda()
        self.move_to([item.nr for item in self.items].index(nr))

    def action_finish(self) -> None:
        from store.history.meeting_end import end_meeting
        from tui.meeting.minutes import MinutesScreen

        def closed(leaving: bool | None) -> None:
            if leaving and screen.over:
                self.terren.attempt(lambda: end_meeting(self.store, self.meeting.name))
            if leaving:
                self.dismiss(None)

        printed = self.terren.attempt(lambda: minutes(self.store, self.meeting.name, statuses=True))
        if printed is None:
            return
        screen = MinutesScreen(self.store, printed, [*self.sitting.seen])
        self.app.push_screen(screen, closed)
