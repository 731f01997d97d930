"""One of a few codes, all of them side by side in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget


class OptionLine(Widget, can_focus=True):
    """Options side by side; codes are data, words are what is shown."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "OptionLine { height: 1; background: $boost; padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", show=False),
        Binding("right,l,space", "step(1)", show=False),
        *(Binding(str(n), f"choose({n - 1})", show=False) for n in range(1, 10)),
    ]

    class Changed(Message):
        """Another option is chosen."""

    def __init__(self, codes: Sequence[str], words: Sequence[str], chosen: str, *, id: str) -> None:
        super().__init__(id=id)
        self.codes, self.words, self.chosen = tuple(codes), tuple(words), chosen

    def name_options(self, words: Sequence[str]) -> None:
        """Show the options in other words."""
        self.words = tuple(words)
        self.refresh()

    def render(self) -> Content:
        parts: list[Content] = []
        for n, (code, word) in enumerate(zip(self.codes, self.words, strict=True), 1):
            here = code == self.chosen
            style = ("reverse bold" if self.has_focus else "bold underline") if here else ""
            parts += [Content.styled(f" {n} {word} ", style), Content("  ")]
        return Content("").join(parts)

    def action_choose(self, position: int) -> None:
        """Choose the option at a position."""
        if position < len(self.codes) and self.codes[position] != self.chosen:
            self.chosen = self.codes[position]
            self.refresh()
            self.post_message(self.Changed())

    def action_step(self, by: int) -> None:
        """Choose a neighbour."""
        self.action_choose((self.codes.index(self.chosen) + by) % len(self.codes))
