"""A scrolling widget drawn line by line from styled text: quick to paint, and never markup."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBarRender
from textual.strip import Strip

from language import in_signs, is_plain
from tui.widgets.contrast import readable
from tui.widgets.draw import Line

if TYPE_CHECKING:
    from textual.app import App
    from typing_extensions import Self


CURSORS: Final = {"cursor": 0.35, "cursor-blurred": 0.15}
"""Rows on which a cursor stands, and how much of the primary colour lies under them."""


_SHARES: Final = {"": 0.95, "dim": 0.6, "strong": 0.95}
"""Inks by how much of the colour of text is in them."""
_INKS: Final = {
    "heading": "text-primary",
    "good": "text-success",
    "going": "text-primary",
    "bad": "text-error",
    "warn": "text-warning",
}
"""Inks by the colour of the theme."""
_BOLD: Final = frozenset({"strong", "heading", "bad"})


class AsciiBar(ScrollBarRender):
    """A scrollbar without the blocks that old consoles lack: colour alone."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8


_Frame: TypeAlias = "tuple[int, int, int, Mapping[str, Style]]"
"""What all lines have in common: the first in sight, widths of text and widget, styles."""

Drawn: TypeAlias = "tuple[Line, str, int]"
"""A line with the style that lies under it, and the width for which it was made."""


class LineView(ScrollView):
    """Lines of spans. Subclasses give :meth:`line` and say with :meth:`have` how many there are.

    Textual's own widgets measure or keep every row before the first one shows; here a row is made when it
    comes into sight. What that costs is measured in docs/decisions/0013-painting.md.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    LineView {
        scrollbar-size: 1 1; scrollbar-gutter: stable; overflow-x: hidden; background: $background;
        scrollbar-color: $foreground 25%; scrollbar-background: $background;
        border-title-color: $foreground 70%; border-title-style: bold;
    }
    """

    class Moved(Message):
        """The cursor stands on another line, or cell."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._drawn: dict[int, Drawn] = {}
        self._ready: dict[int, Drawn] = {}
        self._headed: Content | None = None
        self._heading = False

    def on_mount(self) -> None:
        if is_plain():
            self.vertical_scrollbar.renderer = AsciiBar  # type: ignore[misc]

    @property
    def room(self) -> int:
        """Return the width for text: a scrollbar never lies over it."""
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

    def head(self, title: Content | None) -> None:
        """Say above the lines what they are; nothing but that is painted."""
        if title == self._headed:
            return
        self._headed, self._heading = title, True
        try:
            self.border_title = title
        finally:
            self._heading = False

    def refresh(self, *regions: Region, **how: bool) -> Self:
        """Repaint as Textual does; a title its own line, not all below it."""
        if self._heading and not regions:
            left, top = self.content_offset
            regions = (Region(-left, -top, self.outer_size.width, 1),)
        else:
            self._ready.clear()
        return super().refresh(*regions, **how)

    def refresh_changed(self) -> None:
        """Paint those lines in sight that are not what was painted there last."""
        top, room = self.scroll_offset.y, self.room
        lines = {y: self._line_at(y + top, room) for y in range(self.size.height)}
        changed = {y: line for y, line in lines.items() if self._drawn.get(y) != line}
        self._ready.clear()
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))
            self._ready = changed

    def _line_at(self, y: int, width: int) -> Drawn:
        """Return what has to stand in a line."""
        return tuple(self.line(y, width)), self.cursor_style(y), width

    def clicked(self, event: events.Click) -> Offset | None:
        """Return the column and the line that a click is on; None on the frame or the space inside it."""
        offset = event.get_content_offset(self)
        return None if offset is None else Offset(offset.x, offset.y + self.scroll_offset.y)

    def line(self, y: int, width: int) -> Line:
        """Return the spans of one line."""
        return ()

    def bring_into_sight(self, y: int) -> None:
        """Scroll as far as it takes for a line to be seen."""
        self.scroll_to_region(Region(0, y, 1, 1), animate=False, force=True, x_axis=False)

    def cursor_style(self, y: int) -> str:
        """Return the style that lies under a whole line, or ""."""
        return ""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines as Textual does; what is the same for all of them is asked once."""
        styles = _styles(self.app.theme, "surface" if self.screen.is_modal else "background", self.app)
        self._frame: _Frame = (self.scroll_offset.y, self.room, self.size.width, styles)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return one line of the visible part."""
        top, room, width, styles = self._frame
        drawn = self._ready.pop(y, None)
        if drawn is None or drawn[2] != room:
            drawn = self._line_at(y + top, room)
        self._drawn[y] = drawn
        spans, name, _width = drawn
        if not spans:
            return Strip.blank(width, styles[_under(name, "")])
        segments = [Segment(in_signs(text), styles[_under(name, style)]) for text, style in spans]
        return Strip(segments).adjust_cell_length(width, styles[_under(name, "")])


@lru_cache(maxsize=16)
def _styles(_theme: str, ground: str, app: App[object]) -> dict[str, Style]:
    """Return the styles on a ground (``background`` or ``surface``), made once a theme."""
    return _Styles(app.theme_variables, ground)


class _Styles(dict[str, Style]):
    """Styles by name on a ground, "" for plain text, each made when it is first asked for.

    Most screens need a third of them, and looking one up through the style sheet costs a search.
    """

    def __init__(self, colors: Mapping[str, str], ground: str) -> None:
        super().__init__()
        self._colors = colors
        self._below, self._text, self._primary = (
            Color.parse(colors[name]) for name in (ground, "foreground", "primary")
        )

    def __missing__(self, name: str) -> Style:
        row, _, ink = name.rpartition(" ")
        if name == "cell":
            drawn = _drawn(self._text, self._below.blend(self._text, 0.1), bold=False)
        elif name == "cell-cursor":
            drawn = _drawn(self._below, self._primary, bold=True)
        else:
            on = self._below.blend(self._primary, CURSORS[row]) if row else self._below
            drawn = _drawn(self._ink(ink), on, bold=row == "cursor" or ink in _BOLD)
        self[name] = drawn
        return drawn

    def _ink(self, name: str) -> Color:
        if name in _SHARES:
            return self._below.blend(self._text, _SHARES[name])
        return Color.parse(self._colors[_INKS[name]])


def _drawn(ink: Color, on: Color, *, bold: bool) -> Style:
    return Style(color=readable(ink, on).rich_color.name, bgcolor=on.rich_color.name, bold=bold)


def _under(row: str, name: str) -> str:
    """Return the name of a style within a row on which a cursor stands; "" is no such row."""
    return f"{row} {name}" if row else name
