"""The agenda of a meeting: one action at a time in large type, recorded as fast as people speak."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from language import _, ngettext
from language.dates import meeting_title
from language.terms import status, status_mark
from store.account.statuses import STATUSES
from store.db.database import Store
from store.edits.assessment import resolutions
from store.edits.meeting import Meeting, find_meeting
from store.history.minutes import earlier_decisions, minutes, next_on_agenda
from store.ledger.change import Change
from store.plan.lookup import ActionRef, current_numbers
from store.query.queries import action_detail
from store.query.reporting_units import record_status, reporting_units
from store.status.outline import ActionRow, action_row, outline
from tui.commands.catalogue import by_id
from tui.meeting.earlier import earlier_words
from tui.meeting.meeting_page import Spoken, choices, empty_page, head, meeting_lines, tally
from tui.meeting.order import AgendaItem, agenda_items, agenda_line, beside_width
from tui.meeting.sitting import Sitting
from tui.report.recording import UndoRedo, last_number
from tui.screens.base import WorkScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import safe
from tui.widgets.key_bar import KeyBar
from tui.widgets.page import ActionView

_WIDE = 100
"""Columns from which on the agenda stands beside the action."""


class MeetingView(ActionView):
    """The page of an action; Home and End go to the first and last action also where it scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home", "screen.go(0)", show=False),
        Binding("end", "screen.go(-1)", show=False),
    ]


class MeetingAgenda(WorkScreen[None]):
    """Walks down the agenda; everything is recorded at once and carries the meeting's mark."""

    CSS_PATH = "meeting.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium"), (_WIDE, "-wide")]  # noqa: RUF012
    contexts = ("meeting", "screen", "recorded")

    def __init__(self, store: Store, meeting: Meeting) -> None:
        super().__init__()
        self.store, self.meeting = store, meeting
        self.position = 0
        self.speakers: dict[str, str] = {}
        self.rows: dict[str, ActionRow] = {}
        self.last_words = ""
        self.recorded: Sequence[Change] = ()
        self._offered: Sequence[Change] = ()
        self.so_far = minutes(store, meeting.name)

    def compose(self) -> ComposeResult:
        self.head = Static(id="head")
        self.undo_redo = UndoRedo(self.terren, self.store, last_number(self.store), self.show_changed)
        self.view = MeetingView(id="item")
        self.agenda = ChoiceList((), id="agenda")
        self.agenda.can_focus = False
        self.earlier = Static(id="earlier")
        self.choices = Static(id="choices")
        self.tally = Static(id="tally")
        self.key_bar = KeyBar()
        yield self.head
        with Horizontal(id="room"):
            with Vertical(id="beside") as self.beside:
                yield self.agenda
                yield self.earlier
            yield self.view
        yield self.choices
        yield self.tally
        yield self.key_bar

    def on_mount(self) -> None:
        # a clock that runs would make every kept picture another one
        self.sitting = Sitting(self.terren.places, self.meeting.id, runs=self.terren.blink)
        self.read_agenda()
        is_new = not self.sitting.action
        self._go_on()
        self.set_focus(self.view)
        if self.terren.blink:
            self.set_interval(1.0, self._show_head)
        self.show_item()
        if is_new:
            self.begin_meeting()

    @abstractmethod
    def begin_meeting(self) -> None:
        """Open what a meeting begins with."""

    def _go_on(self) -> None:
        """Go to where the meeting was left here; else to what follows the last word."""
        left = self.sitting.action or next_on_agenda(self.so_far) or ""
        self.position = next((n for n, item in enumerate(self.items) if item.id == left), 0)

    def read_agenda(self) -> None:
        """Read the actions of the agenda by their present numbers; what left the plan is passed over."""
        with self.store.reading() as conn:
            numbers = current_numbers(conn)
        self.items = [ActionRef(id, numbers[id]) for id in self.meeting.agenda if id in numbers]

    def read_meeting(self) -> None:
        """Read the meeting again, which may have been changed since, and stay at the same action."""
        with self.store.reading() as conn:
            meeting = self.terren.attempt(lambda: find_meeting(conn, self.meeting.name))
        if meeting is not None:
            at = self.item if self.items else None
            self.meeting = meeting
            self.read_agenda()
            stays = (n for n, item in enumerate(self.items) if at is not None and item.id == at.id)
            self.position = next(stays, max(0, min(self.position, len(self.items) - 1)))

    @property
    def item(self) -> ActionRef:
        """Return the action spoken of."""
        return self.items[self.position]

    def chosen_row(self) -> ActionRow | None:
        if not self.items:
            self.terren.tell(_("Choose an action first."), severity="warning")
            return None
        return self.spoken.detail.row

    def show_changed(self, changes: Collection[Change]) -> None:
        """Show what changed, maybe of another action; what earlier meetings decided is of none."""
        self.read_meeting()
        earlier = {agreed.recorded.entry for agreed in earlier_decisions(self.store, self.meeting.name)}
        changed = {change.target for change in changes if change.field not in earlier}
        if self.items and self.item.id not in changed:
            positions = (n for n, item in enumerate(self.items) if item.id in changed)
            self.position = next(positions, self.position)
        self.show_item()

    def show_item(self, *, again: bool = False) -> None:
        """Show the action spoken of; ``again`` leaves what was said and where one reads as they are."""
        if not self.items:
            self.view.show(lambda width: empty_page(width))
        elif self.terren.attempt(self._read_item) is None:
            return
        else:
            self.sitting.remember(self.item.id)
            today, spoken = self.terren.today(), self.spoken
            height = self.app.size.height
            self.view.show(lambda width: meeting_lines(spoken, width, height, today), keep_place=again)
        self.show_keys()
        self._show_head()
        self._show_choices()
        self.so_far = self.terren.attempt(lambda: minutes(self.store, self.meeting.name)) or self.so_far
        if not again:
            self._show_tally()
        self._show_agenda()

    def idle(self) -> Collection[str]:
        idle = set() if self.items else {"meeting_status", "agree", "meeting_note"}
        if self.position == 0:
            idle.add("previous_item")
        if self.position + 1 >= len(self.items):
            idle.add("next_item")
        return idle

    def _show_choices(self) -> None:
        """Show the statuses below the page, where they never scroll away with it."""
        self.choices.update(choices(self.app.size.width - 4, self.app.size.height))

    def agenda_items(self) -> list[AgendaItem]:
        if not self.rows:
            self.rows = {row.id: row for row in outline(self.store, today=self.terren.today()).actions}
        return agenda_items(self.items, self.so_far, self.sitting.seen, self.position)

    def _show_agenda(self) -> None:
        """Show the agenda and what earlier meetings left open beside the action, where there is room."""
        if self.app.size.width < _WIDE:
            return
        items = self.agenda_items()
        width = beside_width(items, self.app.size.width)
        self.beside.styles.width = width + 1
        shown = [(item, self.rows.get(item.ref.id)) for item in items]
        lines = [agenda_line(*each, width, here=n == self.position) for n, each in enumerate(shown)]
        self.agenda.fill(lines, self.position)
        self.call_after_refresh(self.agenda.action_move, 0)
        listed = earlier_decisions(self.store, self.meeting.name)
        left = [agreed for agreed in listed if agreed.resolution.done is None]
        self.earlier.update(earlier_words(left, self.terren.today(), width) if left else "")
        self.earlier.display = bool(left)

    def on_line_view_moved(self) -> None:
        if self.agenda.cursor != self.position:
            self.move_to(self.agenda.cursor)

    def _read_item(self) -> Spoken:
        detail = action_detail(self.store, self.item, today=self.terren.today())
        identity = detail.identity
        units = () if identity is None else reporting_units(identity, detail.action.institutions)
        speaker = self.speakers.get(detail.row.id, units[0] if units else "")
        self.spoken = Spoken(detail, speaker, resolutions(self.store, self.item))
        if self.rows:
            self.rows[detail.row.id] = detail.row
        return self.spoken

    def _show_head(self) -> None:
        self.sitting.tick()
        place = min(self.position + 1, len(self.items)), len(self.items)
        width, present = self.app.size.width - 2, len(self.meeting.present)
        title = meeting_title(self.meeting.title, self.meeting.day)
        left, right = head(title, place, self.sitting.seconds, width, present)
        self.head.update(Content.assemble((left, "bold"), f"  {right}"))

    def _show_tally(self) -> None:
        undo = f"{self.key('undo_item')} {by_id('undo_item').label}"
        words = tally(self.so_far, self.last_words, undo, self.app.size.width - 4)
        self.tally.update(Content(words))
        self._offered = self.recorded if words.endswith(undo) else ()
        self.last_words, self.recorded = "", ()

    def on_resize(self) -> None:
        if self.is_mounted and self.ready:
            self.show_item()

    def speak(self) -> None:
        self.show_item()

    def move_to(self, to: int) -> None:
        if 0 <= to < len(self.items):
            self.position = to
            self.show_item()
        elif to >= len(self.items):
            words = _("That was the last action. {key} ends the meeting and writes the minutes.")
            self.terren.tell(words.format(key=self.key("finish")))
        else:
            self.terren.tell(_("This is the first action."))

    def action_step(self, by: int) -> None:
        self.move_to(self.position + by)

    def on_action_view_left(self) -> None:
        self.action_step(-1)

    def action_go(self, position: int) -> None:
        """Go to an action of the agenda; -1 is the last."""
        self.move_to(position if position >= 0 else len(self.items) + position)

    def action_meeting_status(self, key: str) -> None:
        if self.chosen_row() is None:
            return
        self.undo_redo.press()
        code = STATUSES[int(key) - 1]
        item, speaker = self.item, self.spoken.speaker
        today = self.terren.today()
        recorded = self.terren.attempt(
            lambda: record_status(self.store, item, speaker, code, today=today, meeting=self.meeting.id)
        )
        if recorded is None:
            return
        # not in a message over the page, which the room reads
        self.last_words = f"{safe(item.nr)}: {status_mark(code)} {status(code)}"
        self.recorded = recorded
        if together := self.undo_redo.together(recorded):
            n = len(together)
            self.last_words = ngettext("{n} status changed", "{n} statuses changed", n).format(n=n)
            self.recorded = together
        if self.rows:
            self.rows[item.id] = action_row(
                self.store, item.id, today=today, read_before=self.rows.get(item.id)
            )
        if together or not self.settles(item, speaker, code):
            self.go_on()

    @abstractmethod
    def settles(self, item: ActionRef, speaker: str, code: str) -> bool:
        """Offer to set right what contradicts the status that was just recorded; False where nothing does."""

    def go_on(self) -> None:
        """Show what comes next, or the last action again."""
        if self.position + 1 < len(self.items):
            self.move_to(self.position + 1)
        else:
            self.show_item()

    def action_undo_item(self) -> None:
        self.undo_redo.undo(self.meeting.id, self._offered)

    def action_redo_item(self) -> None:
        self.undo_redo.redo()
