"""What earlier meetings agreed and is not done: the first thing of which the next meeting speaks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import N_, _, ngettext
from language.dates import date as day_words
from language.numbers import NOTHING
from language.registers import resolution_words
from language.terms import agenda_mark, side_mark
from store.db.database import Store
from store.db.errors import UserError
from store.edits.agreed import Agreed, follow_up
from store.edits.assessment import resolution_entry
from store.edits.meeting import Meeting
from store.history.minutes import earlier_decisions
from tui.meeting.forms import due_form
from tui.screens.window import WindowScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import Line, cut, safe
from tui.widgets.page import ActionView, page_of

_WIDTH = 100
_FRAME = 8
_FEW = 4
"""So many stand beside the action."""


def earlier_line(agreed: Agreed, today: date, width: int) -> Line:
    """Return a decision in a line: its action, its text, by when, and whether that has passed."""
    resolution = agreed.resolution
    mark, style = "ahead", ""
    state = f"{side_mark('overdue')} {_('overdue')}" if resolution.overdue(today) else ""
    if resolution.done is not None:
        mark, state, style = "recorded", _("done on {day}").format(day=day_words(resolution.done)), "good"
    elif agreed.answered:
        mark, state, style = "skipped", "  ".join(filter(None, (_("still open"), state))), "warn"
    elif state:
        style = "bad"
    due = "" if resolution.due is None else day_words(resolution.due)
    tail = "  ".join(filter(None, (due, state)))
    text = f"{safe(agreed.nr) or safe(agreed.title)}  {safe(resolution.text)}"
    return (
        (f" {agenda_mark(mark)} ", style if agreed.answered else ""),
        (f"{cut(text, max(8, width - cell_len(tail) - 6))}  ", ""),
        (tail, style),
    )


def earlier_words(left: Sequence[Agreed], today: date, width: int) -> Content:
    """Return how many decisions of earlier meetings are open, and the first of them."""
    heading = ngettext("{n} earlier decision open", "{n} earlier decisions open", len(left))
    parts: list[tuple[str, str]] = [(heading.format(n=len(left)), "bold")]
    for agreed in left[:_FEW]:
        late = agreed.resolution.overdue(today)
        words = f"{agreed.nr or NOTHING}  {agreed.resolution.text}"
        mark = f"{side_mark('overdue')} " if late else "  "
        parts.append((f"\n{mark}{cut(safe(words), width - 4)}", "$text-error" if late else ""))
    return Content.assemble(*parts)


class EarlierScreen(WindowScreen[None]):
    """Says of each decision whether it is done, still open, or has another day; recorded at once."""

    heading = N_("Decisions of earlier meetings")
    CSS_PATH = "earlier.tcss"
    contexts = ("earlier", "recorded")

    def __init__(self, store: Store, meeting: Meeting) -> None:
        super().__init__()
        self.store, self.meeting = store, meeting
        self.decisions = earlier_decisions(store, meeting.name)
        self._seen = dict[str, object]()
        """What stands of a decision, by entry, where another was told than the list shows."""

    def content(self) -> ComposeResult:
        at = next((n for n, agreed in enumerate(self.decisions) if not agreed.answered), 0)
        self.listed = ChoiceList(self._lines(), at, id="listed")
        self.whole = ActionView(id="whole")
        self.note = Static(Content(""))
        yield self.listed
        yield self.note
        yield self.whole

    def _lines(self) -> list[Line]:
        width = min(self.app.size.width, _WIDTH) - _FRAME
        today = self.terren.today()
        return [earlier_line(agreed, today, width) for agreed in self.decisions]

    def on_mount(self) -> None:
        self.set_focus(self.listed)
        self._show()

    def on_resize(self) -> None:
        if self.ready:
            self.listed.fill(self._lines(), self.listed.cursor)
            self.call_after_refresh(self.show_keys)

    def idle(self) -> Collection[str]:
        idle = () if self.decisions else ("earlier_done", "earlier_open", "earlier_day")
        return idle if self.whole.max_scroll_y else (*idle, "earlier_read_down")

    @property
    def chosen(self) -> Agreed | None:
        """Return the decision that is highlighted."""
        return self.decisions[self.listed.cursor] if self.decisions else None

    def _show(self) -> None:
        """Show all of what is highlighted: before its text who is responsible, which the text would hide."""
        told = [_("No decision of an earlier meeting is open.")]
        if (agreed := self.chosen) is not None:
            entry = resolution_entry(agreed.resolution)
            about = " ".join(filter(None, (agreed.nr, agreed.title)))
            told = [about, " · ".join(resolution_words(entry)), agreed.resolution.text]
        self.whole.show(page_of([safe(words) for words in told if words]))
        # how high the text may be is known once it is laid out
        self.whole.refresh(layout=True)
        self.call_after_refresh(self.show_keys)

    def on_line_view_moved(self) -> None:
        self.say("")
        self._show()

    async def take_line(self) -> None:
        self._show()

    def action_read(self, direction: int) -> None:
        self.whole.action_read(direction)

    def action_earlier_done(self) -> None:
        self._follow(done=self.terren.today())

    def action_earlier_open(self) -> None:
        self._follow()

    def action_earlier_day(self) -> None:
        if (agreed := self.chosen) is not None:
            form = due_form(self.store, agreed, self.meeting, self.terren.today())
            self.ask(form, lambda _changes: self._go_on())

    def _follow(self, done: date | None = None) -> None:
        if (agreed := self.chosen) is None:
            return
        entry = agreed.recorded.entry
        seen = self._seen.get(entry, resolution_entry(agreed.resolution))
        try:
            follow_up(
                self.store, f"{agreed.recorded.unit}:{entry}", done=done, meeting=self.meeting.id, before=seen
            )
        except UserError as refused:
            if refused.code == "changed_meanwhile":
                # whoever says it again has read it
                self._seen[entry] = refused.params["now"]
            self.refuse(refused)
            return
        self._go_on()

    def _go_on(self) -> None:
        """Read what stands now, and go to the next of which nothing was said."""
        decisions, at = self._standing(), self.listed.cursor
        open_places = [n for n, agreed in enumerate(decisions) if not agreed.answered]
        ahead = [n for n in open_places if n > at]
        self._fill(decisions, (ahead or open_places or [at])[0])

    def read_again(self, *, asked: bool) -> bool:
        decisions, chosen = self._standing(), self.chosen
        entries = [agreed.recorded.entry for agreed in decisions]
        is_there = chosen is None or chosen.recorded.entry in entries
        if is_there or asked:
            at = entries.index(chosen.recorded.entry) if chosen and is_there else self.listed.cursor
            self._fill(decisions, at)
        return is_there or asked

    def _standing(self) -> list[Agreed]:
        """Read what stands now, each where it stood."""
        places = {agreed.recorded.entry: n for n, agreed in enumerate(self.decisions)}
        decisions = earlier_decisions(self.store, self.meeting.name)
        return sorted(decisions, key=lambda agreed: places.get(agreed.recorded.entry, len(places)))

    def _fill(self, decisions: list[Agreed], at: int) -> None:
        self.decisions = decisions
        self._seen.clear()
        self.say("")
        self.listed.fill(self._lines(), at)
        self.listed.action_move(0)
        self._show()
