"""One of several codes in one line of a form: chosen by typing its words, with the arrows, or by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from language import is_plain
from store.db.text import fold
from tui.widgets.draw import cut


class ChoiceField(Widget, can_focus=True):
    """Codes are data, words are what is shown; "" stands for none of them, in words ``none``."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ChoiceField { height: 1; background: $boost; padding: 0 1; }
    ChoiceField:focus { text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("delete", "clear", show=False),
    ]

    class Changed(Message):
        """Another code is chosen."""

    def __init__(
        self,
        codes: Sequence[str],
        words: Sequence[str],
        chosen: str,
        *,
        none: str = "–",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.codes, self.words = ("", *codes), (none, *words)
        self.chosen = chosen
        self.typed = ""

    def choose(self, code: str, *, typed: str = "") -> None:
        """Choose a code, after ``typed`` was typed."""
        self.typed = typed
        if code != self.chosen:
            self.chosen = code
            self.post_message(self.Changed())
        self.refresh()

    def render(self) -> Content:
        # a code of a newer version shows as it stands
        word = self.words[self.codes.index(self.chosen)] if self.chosen in self.codes else self.chosen
        if is_plain():
            word = word.replace("–", "-")
        if not self.has_focus:
            return Content(cut(word, self.size.width))
        left, right = ("<", ">") if is_plain() else ("◂", "▸")
        tail = f"  [{self.typed}]" if self.typed else ""
        return Content(cut(f"{left} {word} {right}{tail}", self.size.width))

    def _matching(self, typed: str) -> str | None:
        """The first code of which a word begins with what was typed, or that holds it anywhere."""
        wanted = fold(typed)
        folded = [fold(word) for word in self.words]
        for fits in (
            lambda word: word.startswith(wanted),
            lambda word: f" {wanted}" in word,
            lambda word: wanted in word,
        ):
            for code, word in zip(self.codes[1:], folded[1:], strict=True):
                if fits(word):
                    return code
        return None

    def on_key(self, event: events.Key) -> None:
        if event.key == "backspace":
            shorter = self.typed[:-1]
            self.choose((self._matching(shorter) or "") if shorter else "", typed=shorter)
        elif event.character is not None and event.is_printable:
            self._type(event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def _type(self, character: str) -> None:
        if character.isascii() and character.isdigit():
            if int(character) < len(self.codes):
                self.choose(self.codes[int(character)])
            return
        typed = (self.typed + character).lstrip()
        found = self._matching(typed) if typed else None
        if found is None:
            # a letter that fits nothing begins anew
            typed = character.strip()
            found = self._matching(typed) if typed else None
        if found is not None:
            self.choose(found, typed=typed)

    def action_step(self, by: int) -> None:
        """Choose a neighbour."""
        at = self.codes.index(self.chosen) if self.chosen in self.codes else 0
        self.choose(self.codes[(at + by) % len(self.codes)])

    def action_clear(self) -> None:
        """Choose none."""
        self.choose("")

    def on_click(self) -> None:
        self.action_step(1)

    def on_blur(self) -> None:
        self.typed = ""
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()
