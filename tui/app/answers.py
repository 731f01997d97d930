"""The lines in which one answers the questions of the first run."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui.widgets.choice_list import ChoiceList


class AnswerInput(Input):
    """An input that goes on to the next question at once."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.next_field", show=False)]


class UnitInput(AnswerInput):
    """The search for a unit; the arrows move in the list below."""

    def __init__(self, choices: ChoiceList) -> None:
        super().__init__(id="unit", compact=True)
        self.choices = choices

    async def _on_key(self, event: events.Key) -> None:
        steps = {"up": -1, "down": 1, "pageup": -5, "pagedown": 5}
        if event.key in steps:
            event.stop()
            event.prevent_default()
            self.choices.action_move(steps[event.key])
            return
        await super()._on_key(event)
