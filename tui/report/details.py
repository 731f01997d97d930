"""The window for what belongs to a status: its day, percent, reason, output, next steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from language import _, ngettext
from language.dates import date as day_words
from language.dates import holds_since, parse_date, parse_deadline
from language.terms import reason, status, status_mark
from language.typed import parse_percent
from store.db.database import Store
from store.edits.edits import REASONS, StatusReport, checked_text, report_statuses
from store.ledger.change import Change
from store.status.outline import ActionRow
from store.status.statuses import DETAILS
from tui.screens.form import FormScreen, Row
from tui.widgets.choice_field import ChoiceField
from tui.widgets.draw import safe, safe_lines
from tui.widgets.text_box import TextBox

_TEXTS = ("reason_text", "output_reached", "next_steps")


class DetailsScreen(FormScreen[list[Change]]):
    """Returns what was recorded, or nothing. It completes the batch of the status that was just set, if any.

    ``actions`` all get what is entered; ``current`` is what the unit has reported by now, ``since`` the day
    of its status (ISO), ``fields`` those to ask for, ``recorded`` what is stored already, in words.
    """

    def __init__(
        self,
        store: Store,
        actions: Sequence[ActionRow],
        current: Mapping[str, object],
        since: str | None,
        *,
        fields: Sequence[str] = DETAILS,
        batch: str | None = None,
        recorded: str = "",
    ) -> None:
        super().__init__()
        self.store, self.actions = store, actions
        self.current, self.since = current, since
        self.asked, self.completes, self.recorded = tuple(fields), batch, recorded

    def about(self) -> str:
        return " ".join(row.id for row in self.actions)

    def title_words(self) -> str:
        code = self.current.get("status")
        held = code if isinstance(code, str) else None
        what = f"{status_mark(held)} {safe(status(held))}"
        if len(self.actions) > 1:
            count = len(self.actions)
            words = ngettext("{n} action: {status}", "{n} actions: {status}", count)
            return words.format(n=count, status=what)
        return f"{safe(self.actions[0].nr)}: {what}"

    def rows(self) -> list[Row]:
        labels = {
            "on": _("As of"),
            "percent": _("Percent"),
            "reason": _("Reason"),
            "reason_text": _("In words"),
            "new_deadline": _("New deadline"),
            "output_reached": _("Output reached"),
            "next_steps": _("Next steps"),
        }
        dated = self.current.get("status") is not None
        names = ("on", *self.asked) if dated else self.asked
        return [Row(name, labels[name], self._widget(name)) for name in names]

    def above(self) -> ComposeResult:
        if self.recorded:
            yield Static(Content(_("Stored: {change}").format(change=self.recorded)), classes="dim")

    def first_field(self) -> Widget:
        wanted = self.asked[0] if self.asked else "on"
        return self.fields[wanted].widget

    def _held(self, name: str) -> str:
        held: Any = self.since if name == "on" else self.current.get(name)
        if held is None:
            return ""
        if name in ("on", "new_deadline"):
            return day_words(held)
        return str(held)

    def _widget(self, name: str) -> Widget:
        if name == "reason":
            words = [reason(code) for code in REASONS]
            return ChoiceField(REASONS, words, self._held(name), id=name)
        if name in _TEXTS:
            return TextBox("\n".join(safe_lines(self._held(name))), id=name)
        return Input(safe(self._held(name)), id=name, compact=True)

    def understood(self, name: str) -> str:
        today = self.terren.today()
        if name == "on":
            day = self.read(name, lambda text: parse_date(text, today) if text.strip() else today)
            return holds_since(day, today)
        if name == "percent":
            self.read(name, parse_percent)
            return _("Percent complete, from 0 to 100.")
        if name == "reason":
            return _("Type its first letters, or choose with the arrows.")
        if name == "new_deadline":
            if found := self.read(name, lambda text: parse_deadline(text, today)):
                return _("The new deadline: {day}.").format(day=day_words(found))
            return _("A year or a day.")
        return ""

    def record(self) -> list[Change]:
        today = self.terren.today()
        given: dict[str, Any] = {}
        for name in self.fields:
            if not self.changed(name):
                continue
            if name == "on":
                given[name] = self.read(name, lambda text: parse_date(text, today) if text.strip() else None)
            elif name == "percent":
                given[name] = self.read(name, parse_percent)
            elif name == "new_deadline":
                given[name] = self.read(name, lambda text: parse_deadline(text, today))
            else:
                given[name] = self.read(name, lambda text: checked_text(text) if text.strip() else "")
        if not given:
            return []
        actions = [row.ref for row in self.actions]
        return report_statuses(self.store, actions, StatusReport(**given), today=today, batch=self.completes)
