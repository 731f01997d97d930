"""The window in which a meeting is opened on the actions shown, or gone on with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from language import N_, _, ngettext
from language.dates import date, meeting_title, usual_title
from store.db.database import Store
from store.db.errors import UserError
from store.edits.meeting import Meeting, open_meeting
from store.history.meeting_end import count_recorded, delete_meeting, end_meeting, is_open, meetings_to_resume
from store.ledger.identity import read_identity
from store.plan.lookup import ActionRef
from tui.screens.window import WindowScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import Line, safe


class Agenda(NamedTuple):
    """Actions that a meeting could be held on, and what they are."""

    words: str
    actions: tuple[ActionRef, ...]


class AgendaScreen(WindowScreen[Meeting]):
    """Returns the meeting to hold: one that is not over, a new one on an agenda, or one of the earlier."""

    heading = N_("Meeting")
    CSS_PATH = "agenda.tcss"
    contexts = ("agenda", "typing")

    def __init__(self, store: Store, agendas: Sequence[Agenda]) -> None:
        super().__init__()
        self.store = store
        self.agendas = [agenda for agenda in agendas if agenda.actions]
        self._recorded = dict[str, int]()
        self._read()

    def _read(self) -> None:
        """Read what can be chosen: what is open comes before anything new."""
        with self.store.reading() as conn:
            identity = read_identity(conn)
        unit = "" if identity is None else identity.unit
        meetings = meetings_to_resume(self.store)
        going_on = [meeting for meeting in meetings if is_open(meeting, unit)]
        self.offered: list[Meeting | Agenda] = [*going_on, *self.agendas, *meetings[len(going_on) :]]

    @property
    def chosen(self) -> Meeting | Agenda | None:
        """Return what the marked line stands for."""
        at = self.choices.cursor
        return self.offered[at] if at < len(self.offered) else None

    def content(self) -> ComposeResult:
        self.usual = usual_title(self.terren.today())
        self.name_line = Input(self.usual, id="title", compact=True)
        self.choices = ChoiceList(self._lines(), id="choices")
        self.choices.can_focus = False
        self.note = Static(Content(""))
        yield Static(Content(_("Title of the meeting")), classes="dim")
        yield self.name_line
        yield Static(Content(_("Agenda")), classes="dim")
        yield self.choices
        yield self.note

    def idle(self) -> Collection[str]:
        if self.chosen is None:
            return ("begin_meeting", "end_meeting", "delete_meeting")
        if isinstance(self.chosen, Agenda):
            return ("end_meeting", "delete_meeting")
        idle = {"end_meeting"} if self.chosen.ended else set()
        if self.chosen.id not in self._recorded:
            self._recorded[self.chosen.id] = count_recorded(self.store, self.chosen)
        return idle | {"delete_meeting"} if self._recorded[self.chosen.id] else idle

    def _lines(self) -> list[Line]:
        return [_line_of(offered) for offered in self.offered]

    def on_mount(self) -> None:
        self._fit()

    def _fit(self) -> None:
        self.choices.styles.height = max(1, len(self.choices.lines))

    def on_line_view_moved(self) -> None:
        self.say("")
        self.show_keys()

    def on_input_changed(self) -> None:
        # a title is that of a new meeting: Enter begins that one, and goes on with no other
        if self.name_line.value != self.usual and not isinstance(self.chosen, Agenda) and self.agendas:
            self.choices.action_move(self.offered.index(self.agendas[0]) - self.choices.cursor)

    def action_move(self, by: int) -> None:
        self.choices.action_move(by)

    def action_begin_meeting(self) -> None:
        chosen = self.chosen
        if isinstance(chosen, Meeting):
            self.dismiss(chosen)
        elif chosen is None:
            self.say(_("No action shows on which a meeting could be held."), error=True)
        else:
            today = self.terren.today()
            self._attempt(
                lambda: self.dismiss(open_meeting(self.store, self.name_line.value, today, chosen.actions))
            )

    def action_end_meeting(self) -> None:
        self._close(end_meeting)

    def action_delete_meeting(self) -> None:
        self._close(delete_meeting)

    def _close(self, use_case: Callable[[Store, str], Meeting]) -> None:
        """End or delete the meeting that is marked."""
        if isinstance(chosen := self.chosen, Meeting) and self._attempt(
            lambda: use_case(self.store, chosen.name)
        ):
            self._read()
            self.choices.fill(self._lines())
            self._fit()
            self.show_keys()

    def _attempt(self, use_case: Callable[[], object]) -> bool:
        """Do it, or say in the window why not."""
        try:
            use_case()
        except UserError as refused:
            self.refuse(refused)
            return False
        self.say("")
        return True


def _line_of(offered: Meeting | Agenda) -> Line:
    if isinstance(offered, Agenda):
        return ((f" {safe(offered.words)}  ", ""), (_count(offered.actions), "dim"))
    title, day = meeting_title(offered.title, offered.day), date(offered.day)
    words = _("go on with {title}").format(title=safe(title))
    # what tells it from others of its day comes first, and a title that says the day says it once
    parts = (_("ended") if offered.ended else "", "" if day in title else day, _count(offered.agenda))
    return ((f" {words}  ", ""), (", ".join(filter(None, parts)), "dim"))


def _count(actions: Sequence[object]) -> str:
    return ngettext("{n} action", "{n} actions", len(actions)).format(n=len(actions))
