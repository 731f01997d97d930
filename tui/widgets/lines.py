"""A scrolling widget drawn line by line from styled text: quick to paint, and never markup."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBarRender
from textual.strip import Strip

from tui.draw import PLAIN, Line
from tui.palette import styles


class AsciiBar(ScrollBarRender):
    """A scrollbar without the blocks that old consoles lack: colour alone."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8


class LineView(ScrollView):
    """Lines of spans. Subclasses give :meth:`line` and say with :meth:`have` how many there are."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    LineView {
        scrollbar-size: 1 1; scrollbar-gutter: stable; overflow-x: hidden; background: $background;
        scrollbar-color: $foreground 25%; scrollbar-background: $background;
        border-title-color: $foreground 70%; border-title-style: bold;
    }
    """

    def on_mount(self) -> None:
        if self.plain:
            self.vertical_scrollbar.renderer = AsciiBar  # type: ignore[misc]

    @property
    def plain(self) -> bool:
        """Whether old consoles' signs are wanted."""
        return "ascii" in self.app.classes

    @property
    def room(self) -> int:
        """The width for text: a scrollbar never lies over it."""
        return self.scrollable_content_region.width

    def have(self, lines: int) -> None:
        """Have so many lines from now on.

        The screen is laid out anew only where the scrollbar comes or goes: that would hold up each letter of
        a search.
        """
        size, height = Size(1, lines), self.container_size.height
        if not height or (lines > height) != self.show_vertical_scrollbar:
            self.virtual_size = size
            return
        self.set_reactive(LineView.virtual_size, size)
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = lines
        self.scroll_y = min(self.scroll_y, self.max_scroll_y)

    def line(self, y: int, width: int) -> Line:
        """The spans of one line."""
        raise NotImplementedError

    def cursor_style(self, y: int) -> str:
        """The style that lies under a whole line, or ""."""
        return ""

    def render_line(self, y: int) -> Strip:
        """One line of the visible part."""
        at = y + self.scroll_offset.y
        known = styles(self.app, "surface" if self.screen.is_modal else "background")
        base = known[""]
        spans = self.line(at, self.room)
        if self.plain:
            spans = [(text.translate(PLAIN), style) for text, style in spans]
        if name := self.cursor_style(at):
            under = known[name]
            base += under
            segments = [Segment(text, known[style] + under) for text, style in spans]
        else:
            segments = [Segment(text, known[style]) for text, style in spans]
        return Strip(segments).adjust_cell_length(self.size.width, base)
