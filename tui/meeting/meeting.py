"""A meeting: one action at a time in large type, recorded as fast as people speak."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import _
from language.terms import status, status_mark
from store.account.statuses import STATUSES
from store.db.database import Store
from store.edits.assessment import resolutions
from store.edits.meeting import Meeting, amend_meeting, find_meeting
from store.history.minutes import minutes, next_on_agenda
from store.ledger.change import Change
from store.plan.lookup import ActionKey, ActionRef, current_numbers, resolve_number
from store.query.queries import action_detail
from store.query.reporting_units import record_status, reporting_units
from store.status.outline import ActionRow
from tui.commands.catalogue import by_id
from tui.meeting.meeting_page import Spoken, choices, empty_page, head, meeting_lines, tally
from tui.meeting.sitting import Sitting
from tui.report.recording import UndoRedo, last_number
from tui.screens.base import WorkScreen
from tui.widgets.draw import safe
from tui.widgets.key_bar import KeyBar
from tui.widgets.page import ActionView


class MeetingScreen(WorkScreen[None]):
    """Walks down the agenda; everything is recorded at once and carries the meeting's mark."""

    CSS_PATH = "meeting.tcss"
    contexts = ("meeting",)

    def __init__(self, store: Store, meeting: Meeting) -> None:
        super().__init__()
        self.store, self.meeting = store, meeting
        self.position = 0
        self._speakers: dict[str, str] = {}
        self._said = ""
        self._recorded: Sequence[Change] = ()
        self._offered: Sequence[Change] = ()

    def compose(self) -> ComposeResult:
        self.head = Static(id="head")
        self.undo_redo = UndoRedo(self.terren, self.store, last_number(self.store), self.show_changed)
        self.view = ActionView(id="item")
        self.choices = Static(id="choices")
        self.tally = Static(id="tally")
        self.key_bar = KeyBar()
        yield self.head
        yield self.view
        yield self.choices
        yield self.tally
        yield self.key_bar

    def on_mount(self) -> None:
        # a clock that runs would make every kept picture another one
        self.sitting = Sitting(self.terren.places, self.meeting.id, runs=self.terren.blink)
        self._read_agenda()
        self._go_on()
        self.set_focus(self.view)
        if self.terren.blink:
            self.set_interval(1.0, self._show_head)
        self._show()

    def _go_on(self) -> None:
        """Go to where the meeting was left here; else to what follows the last word."""
        left = self.sitting.action
        if not left:
            so_far = self.terren.attempt(lambda: minutes(self.store, self.meeting.name))
            left = (so_far and next_on_agenda(so_far)) or ""
        self.position = next((n for n, item in enumerate(self.items) if item.id == left), 0)

    def _read_agenda(self) -> None:
        """Read the actions of the agenda by their present numbers; what left the plan is passed over."""
        with self.store.reading() as conn:
            numbers = current_numbers(conn)
        self.items = [ActionRef(id, numbers[id]) for id in self.meeting.agenda if id in numbers]

    def _read_meeting(self) -> None:
        """Read the meeting again: its agenda may have been changed, or taken back, since."""
        with self.store.reading() as conn:
            meeting = self.terren.attempt(lambda: find_meeting(conn, self.meeting.name))
        if meeting is not None:
            self.meeting = meeting
            self._read_agenda()
            self.position = max(0, min(self.position, len(self.items) - 1))

    @property
    def item(self) -> ActionRef:
        """Return the action spoken of."""
        return self.items[self.position]

    def _chosen(self) -> ActionRow | None:
        if not self.items:
            self.terren.tell(_("Choose an action first."), severity="warning")
            return None
        return self.spoken.detail.row

    def show_changed(self, changes: Collection[Change]) -> None:
        """Show what changed: what was taken back may be another action than the one on the screen."""
        self._read_meeting()
        changed = {change.target for change in changes}
        if self.items and self.item.id not in changed:
            positions = (n for n, item in enumerate(self.items) if item.id in changed)
            self.position = next(positions, self.position)
        self._show()

    def _show(self) -> None:
        if not self.items:
            self.view.show(lambda width: empty_page(width))
        elif self.terren.attempt(self._read_item) is None:
            return
        else:
            self.sitting.remember(self.item.id)
            today, spoken = self.terren.today(), self.spoken
            self.view.show(lambda width: meeting_lines(spoken, width, self.app.size.height, today))
        self.show_keys()
        self._show_head()
        self._show_choices()
        self._show_tally()

    def idle(self) -> Collection[str]:
        idle = set() if self.items else {"meeting_status", "agree", "meeting_note"}
        if self.position == 0:
            idle.add("previous_item")
        if self.position + 1 >= len(self.items):
            idle.add("next_item")
        return idle

    def _show_choices(self) -> None:
        """They stand below the page and never scroll away with it."""
        self.choices.update(choices(self.app.size.width - 4))

    def _read_item(self) -> Spoken:
        detail = action_detail(self.store, self.item, today=self.terren.today())
        identity = detail.identity
        units = () if identity is None else reporting_units(identity, detail.action.institutions)
        speaker = self._speakers.get(detail.row.id, units[0] if units else "")
        self.spoken = Spoken(detail, speaker, resolutions(self.store, self.item))
        return self.spoken

    def _show_head(self) -> None:
        self.sitting.tick()
        place = min(self.position + 1, len(self.items)), len(self.items)
        width = self.app.size.width - 2
        left, right = head(self.meeting.title, place, self.sitting.seconds, width)
        self.head.update(Content.assemble((left, "bold"), f"  {right}"))

    def _show_tally(self) -> None:
        so_far = self.terren.attempt(lambda: minutes(self.store, self.meeting.name))
        if so_far is None:
            return
        undo = f"{self.key('undo_item')} {by_id('undo_item').label}"
        words = tally(so_far, self._said, undo, self.app.size.width - 4)
        self.tally.update(Content(words))
        self._offered = self._recorded if words.endswith(undo) else ()
        self._said, self._recorded = "", ()

    def on_resize(self) -> None:
        if self.is_mounted and self.ready:
            self._show()

    def speak(self) -> None:
        self._show()

    def _move(self, to: int) -> None:
        if 0 <= to < len(self.items):
            self.position = to
            self._show()
        elif to >= len(self.items):
            words = _("That was the last action. {key} ends the meeting and writes the minutes.")
            self.terren.tell(words.format(key=self.key("finish")))
        else:
            self.terren.tell(_("This is the first action."))

    def action_step(self, by: int) -> None:
        self._move(self.position + by)

    def on_action_view_left(self) -> None:
        self.action_step(-1)

    def action_go(self, position: int) -> None:
        """To an action of the agenda; -1 is the last."""
        self._move(position if position >= 0 else len(self.items) + position)

    def action_meeting_status(self, key: str) -> None:
        if self._chosen() is None:
            return
        code = STATUSES[int(key) - 1]
        item, speaker = self.item, self.spoken.speaker
        today = self.terren.today()
        recorded = self.terren.attempt(
            lambda: record_status(self.store, item, speaker, code, today=today, meeting=self.meeting.id)
        )
        if recorded is None:
            return
        # not in a message over the page, which the room reads
        self._said = f"{safe(item.nr)}: {status_mark(code)} {status(code)}"
        self._recorded = recorded
        if self.position + 1 < len(self.items):
            self._move(self.position + 1)
        else:
            self._show()

    def action_whom(self) -> None:
        row = self._chosen()
        identity = self.spoken.detail.identity if row is not None else None
        if row is None or identity is None:
            return
        units = reporting_units(identity, self.spoken.detail.action.institutions)
        if len(units) < 2:
            self.terren.tell(_("You record for your own unit."))
            return
        now = units.index(self.spoken.speaker) if self.spoken.speaker in units else -1
        self._speakers[row.id] = units[(now + 1) % len(units)]
        self._show()

    def action_meeting_note(self) -> None:
        row = self._chosen()
        if row is None:
            return
        from tui.report.entry import NoteScreen

        screen = NoteScreen(self.store, row, self.spoken.detail.notes, meeting=self.meeting.id)
        self.app.push_screen(screen, self._written)

    def _written(self, _saved: object) -> None:
        self._show()

    def action_meeting_money(self) -> None:
        if (row := self._chosen()) is not None:
            from tui.report.money import MoneyScreen

            self.app.push_screen(MoneyScreen(self.store, row, self.show_changed, meeting=self.meeting.id))

    def action_agree(self) -> None:
        row = self._chosen()
        if row is None:
            return
        from tui.meeting.forms import AgreedScreen

        lead = next(iter(row.institutions.lead), "")
        agreed = self.spoken.agreed
        self.app.push_screen(AgreedScreen(self.store, row, agreed, self.meeting.id, lead), self._written)

    def action_go_to_item(self) -> None:
        from tui.meeting.forms import NumberScreen

        title = _("Number of the action, as 2.1.2 or 212")
        self.app.push_screen(NumberScreen(title, "", "", self._number_meant), self._go_to)

    def _number_meant(self, text: str) -> str:
        with self.store.reading() as conn:
            return resolve_number(text, [*current_numbers(conn).values()])

    def _go_to(self, nr: str | None) -> None:
        if nr is None:
            return
        # by their present numbers, whatever revision another process took meanwhile
        self._read_agenda()
        if nr not in [item.nr for item in self.items]:
            agenda: list[ActionKey] = [*self.items[: self.position + 1], nr, *self.items[self.position + 1 :]]
            amended = self.terren.attempt(lambda: amend_meeting(self.store, self.meeting.name, agenda=agenda))
            if amended is None:
                return
            self.meeting = amended
            self._read_agenda()
        self._move([item.nr for item in self.items].index(nr))

    def action_undo_item(self) -> None:
        self.undo_redo.undo(self.meeting.id, self._offered)

    def action_redo_item(self) -> None:
        self.undo_redo.redo()

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
        screen = MinutesScreen(self.store, printed)
        self.app.push_screen(screen, closed)
