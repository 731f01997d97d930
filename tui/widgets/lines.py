"""A scrolling widget drawn line by line from styled text: quick to paint, and never markup."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.draw import Line


class LineView(ScrollView):
    """Lines of spans. Subclasses give :meth:`line` and keep ``virtual_size``."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--dim",
        "line--strong",
        "line--heading",
        "line--good",
        "line--going",
        "line--bad",
        "line--warn",
        "line--cursor",
        "line--cursor-blurred",
    }
    DEFAULT_CSS = """
    LineView {
        scrollbar-size: 1 1;
        scrollbar-gutter: stable;
        overflow-x: hidden;
        background: $background;
        & > .line--dim { color: $text-muted; }
        & > .line--strong { text-style: bold; }
        & > .line--heading { text-style: bold; color: $text-primary; }
        & > .line--good { color: $text-success; }
        & > .line--going { color: $text-primary; }
        & > .line--bad { color: $text-error; text-style: bold; }
        & > .line--warn { color: $text-warning; }
        & > .line--cursor { background: $primary 35%; text-style: bold; }
        & > .line--cursor-blurred { background: $primary 15%; }
    }
    """

    @property
    def room(self) -> int:
        """The width for text: a scrollbar never lies over it."""
        return self.scrollable_content_region.width

    def line(self, y: int, width: int) -> Line:
        """The spans of one line."""
        raise NotImplementedError

    def cursor_style(self, y: int) -> str:
        """The style that lies under a whole line, or ""."""
        return ""

    def _style(self, name: str) -> Style:
        # partial: the text keeps the background that lies under the line
        return self.get_component_rich_style(f"line--{name}", partial=True)

    def render_line(self, y: int) -> Strip:
        """One line of the visible part."""
        at = y + self.scroll_offset.y
        base = self.rich_style
        if under := self.cursor_style(at):
            base += self._style(under)
        segments = [
            Segment(text, base + self._style(name) if name else base)
            for text, name in self.line(at, self.room)
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)
