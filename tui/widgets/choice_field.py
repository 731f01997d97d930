"""One of several codes in one line: chosen by its words, with the arrows or by number, or side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from language import is_plain
from store.db.errors import UserError
from store.db.text import sought
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
        unknown: str = "choice_unmatched",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.codes, self.words = ("", *codes), (none, *words)
        self.chosen = self._before = chosen
        self.typed, self.unknown = "", unknown

    def choose(self, code: str, *, typed: str = "") -> None:
        """Choose a code, after ``typed`` was typed."""
        before, self.typed = self.entered, typed
        self.chosen = code
        if self.entered != before:
            self.post_message(self.Changed())
        self.refresh()

    def fill(self, entered: str) -> None:
        """Stand as it was left: at a code, or with what was typed and means none."""
        if entered in self.codes:
            self.choose(entered)
        else:
            self.choose(self.chosen, typed=entered)

    @property
    def fits(self) -> bool:
        """Return True if what was typed means one of the choices; nothing typed does."""
        return not self.typed or self._matching(self.typed) is not None

    @property
    def entered(self) -> str:
        """Return the chosen code; what was typed where it means none of them."""
        return self.chosen if self.fits else self.typed

    def read(self, entered: str) -> str:
        """Return what was entered, as it is. Raises UserError where it means none of the choices."""
        if not self.fits:
            raise UserError(self.unknown, found=self.typed)
        return entered

    def numbered(self) -> str:
        """Return the choices, each beside the number that chooses it."""
        return "  ".join(f"{n} {word}" for n, word in enumerate(self.words) if n)

    def render(self) -> Content:
        # a code of a newer version shows as it stands
        at = self.codes.index(self.chosen) if self.chosen in self.codes else None
        word = self.chosen if at is None else self.words[at]
        if is_plain():
            word = word.replace("–", "-")
        if self.has_focus and at:
            word = f"{at} {word}"
        tail = f"  [{self.typed}]" if self.typed else ""
        if not self.fits:
            # no choice: what stands would be taken for it
            return Content.styled(cut(f"? {tail.strip()}", self.size.width), "$text-error")
        if not self.has_focus:
            return Content(cut(word, self.size.width))
        left, right = ("<", ">") if is_plain() else ("◂", "▸")
        return Content(cut(f"{left} {word} {right}{tail}", self.size.width))

    def _matching(self, typed: str) -> str | None:
        """Return a number's code, or the first with a word that begins with what was typed or holds it."""
        if typed.isascii() and typed.isdigit() and int(typed) < len(self.codes):
            return self.codes[int(typed)]
        wanted = sought(typed)
        folded = [sought(word) for word in self.words]
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
            self._type(self.typed[:-1])
        elif event.character is not None and event.is_printable:
            self._type((self.typed + event.character).lstrip())
        else:
            return
        event.stop()
        event.prevent_default()

    def _type(self, typed: str) -> None:
        """Choose what this means; what means nothing stays to be seen, and chooses nothing."""
        if not self.typed:
            self._before = self.chosen if typed else ""
        match = self._matching(typed) if typed else None
        self.choose(self._before if match is None else match, typed=typed)

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
        if self.fits:
            self.typed = ""
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()


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
