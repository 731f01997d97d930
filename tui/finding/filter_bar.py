"""One line with what is asked for, a chip each, and how many actions meet it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.widgets.draw import cut, safe


class FilterBar(Widget):
    """Chips; a click on one asks to remove it. Nothing shows where nothing is asked."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    FilterBar { height: 1; background: $background; color: $text; padding: 0 1; display: none; }
    FilterBar.-asked { display: block; }
    """
    _MOST = 28

    class Removed(Message):
        """A chip was clicked."""

        def __init__(self, position: int) -> None:
            super().__init__()
            self.position = position

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.chips: tuple[str, ...] = ()
        self.count, self.hint = "", ""

    def show(self, chips: Sequence[str], count: str, hint: str) -> None:
        """Show other chips, the count at the right, and a hint where there is room for it."""
        self.chips, self.count, self.hint = tuple(map(safe, chips)), count, hint
        self.set_class(bool(self.chips), "-asked")
        self.refresh()

    def _fitting(self) -> list[str]:
        """Return the chips that fit beside the count; the last one says how many do not."""
        room = self.size.width - cell_len(self.count) - 1
        drawn = [f"[{cut(chip, self._MOST)}]" for chip in self.chips]
        for kept in range(len(drawn), 0, -1):
            more = [f"+{len(drawn) - kept}"] if kept < len(drawn) else []
            if sum(cell_len(chip) + 1 for chip in (*drawn[:kept], *more)) <= room:
                return [*drawn[:kept], *more]
        return [f"+{len(drawn)}"]

    def render(self) -> Content:
        chips = self._fitting()
        used = sum(cell_len(chip) + 1 for chip in chips)
        room = self.size.width - used - cell_len(self.count)
        hint = self.hint if cell_len(self.hint) + 3 <= room else ""
        parts: list[Content] = []
        for chip in chips:
            parts += [Content.styled(chip, "bold $text-accent"), Content(" ")]
        parts += [Content.styled(hint, "$text-muted"), Content(" " * max(1, room - cell_len(hint)))]
        return Content("").join([*parts, Content.styled(self.count, "bold")])

    def on_click(self, event: events.Click) -> None:
        at = 0
        for position, chip in enumerate(self._fitting()):
            end = at + cell_len(chip)
            if at <= event.get_content_offset_capture(self).x < end and position < len(self.chips):
                self.post_message(self.Removed(position))
                return
            at = end + 1
