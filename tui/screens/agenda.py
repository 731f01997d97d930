"""The window in which a meeting is opened on the actions shown, or gone on with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar, Final, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from language import _, ngettext
from language.dates import date
from language.messages import message
from store.database import Store
from store.errors import Refused
from store.meeting import Meeting, meetings, open_meeting
from tui.commands.catalogue import bindings, footer
from tui.draw import Line, safe
from tui.screens.window import WindowScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.key_bar import KeyBar

_EARLIER: Final = 5


class Agenda(NamedTuple):
    """Numbers of actions that a meeting could be held on, and what they are."""

    words: str
    numbers: tuple[str, ...]


class AgendaScreen(WindowScreen[Meeting]):
    """Returns the meeting to hold: a new one on an agenda, or one of the last ones."""

    CSS_PATH = "agenda.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("agenda")]
    contexts = ("agenda",)

    def __init__(self, store: Store, agendas: Sequence[Agenda]) -> None:
        super().__init__()
        self.store = store
        self.agendas = [agenda for agenda in agendas if agenda.numbers]
        self.earlier = meetings(store)[:_EARLIER]

    def compose(self) -> ComposeResult:
        day = date(self.terren.today())
        self.heading = Input(_("Meeting of {day}").format(day=day), id="title", compact=True)
        self.heading.cursor_blink = self.terren.blink
        self.choices = ChoiceList(self._lines(), id="choices")
        self.choices.can_focus = False
        self.note = Static(Content(""), classes="error")
        self.key_bar = KeyBar(footer(self.contexts), idle=self.idle(), ascii=self.terren.ascii)
        with Vertical(classes="window") as window:
            window.border_title = Content(_("Meeting"))
            yield Static(Content(_("Title of the meeting")), classes="dim")
            yield self.heading
            yield Static(Content(_("Agenda")), classes="dim")
            yield self.choices
            yield self.note
            yield self.key_bar

    def idle(self) -> Collection[str]:
        return () if self.agendas or self.earlier else ("begin_meeting",)

    def _lines(self) -> list[Line]:
        lines: list[Line] = [
            ((f" {safe(agenda.words)}  ", ""), (_count(agenda.numbers), "dim")) for agenda in self.agendas
        ]
        for held in self.earlier:
            words = _("go on with {title}").format(title=safe(held.title))
            lines.append(((f" {words}  ", ""), (f"{date(held.day)}, {_count(held.agenda)}", "dim")))
        return lines

    def on_mount(self) -> None:
        self.choices.styles.height = max(1, len(self.choices.lines))
        self.set_focus(self.heading)

    def action_agenda_up(self) -> None:
        self.choices.action_move(-1)

    def action_agenda_down(self) -> None:
        self.choices.action_move(1)

    def on_choice_list_chosen(self) -> None:
        self.action_begin_meeting()

    def on_input_submitted(self) -> None:
        self.action_begin_meeting()

    def action_begin_meeting(self) -> None:
        at = self.choices.cursor
        if at >= len(self.agendas):
            if self.earlier:
                self.dismiss(self.earlier[at - len(self.agendas)])
            else:
                self.note.update(Content(_("No action shows on which a meeting could be held.")))
            return
        try:
            opened = open_meeting(
                self.store, self.heading.value, self.terren.today(), self.agendas[at].numbers
            )
        except Refused as refused:
            self.note.update(Content(message(refused.code, refused.figures)))
            return
        self.dismiss(opened)

    def action_leave_agenda(self) -> None:
        self.dismiss(None)


def _count(actions: Sequence[str]) -> str:
    return ngettext("{n} action", "{n} actions", len(actions)).format(n=len(actions))
