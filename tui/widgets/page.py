"""A page of styled lines (fields with labels, paragraphs, tables), and the widget that shows one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Final

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.commands.catalogue import bindings
from tui.widgets.draw import Line, Span, cut, fit, wrap
from tui.widgets.lines import LineView

SPACIOUS: Final = 104
"""From this width on a page has two columns."""

_BETWEEN: Final = 3


class Page:
    """Lines that are added from top to bottom."""

    def __init__(self, width: int, label_width: int) -> None:
        self.width, self.label_width = width, label_width
        self.lines: list[Line] = []

    def gap(self) -> None:
        """Add an empty line, never two."""
        if self.lines and self.lines[-1]:
            self.lines.append(())

    def parted(self, share: float) -> tuple[Page, Page]:
        """Return two pages for columns beside each other, the left one with this share of the width."""
        left = int((self.width - _BETWEEN) * share)
        right = self.width - _BETWEEN - left
        return (
            Page(left, self.label_width),
            Page(right, min(self.label_width, right // 3)),
        )

    def beside(self, left: Page, right: Page) -> None:
        """Add the lines of two pages as columns."""
        for at in range(max(len(left.lines), len(right.lines))):
            line = left.lines[at] if at < len(left.lines) else ()
            if at >= len(right.lines):
                self.lines.append(line)
                continue
            used = sum(cell_len(text) for text, _ in line)
            self.lines.append((*line, (" " * (left.width + _BETWEEN - used), ""), *right.lines[at]))

    def heading(self, text: str) -> None:
        """Add a heading with an empty line above it."""
        self.gap()
        self.lines += [((line, "heading"),) for line in wrap(text, self.width)]

    def paragraph(self, text: str, style: str = "", *, most: int = 0) -> bool:
        """Add text in at most ``most`` lines where given; return whether all of it stands."""
        lines = wrap(text, self.width)
        whole = not most or len(lines) <= most
        if not whole:
            rest = " ".join(lines[most - 1 :])
            lines = [*lines[: most - 1], cut(rest, self.width)]
        self.lines += [((line, style),) for line in lines]
        return whole

    def field(self, label: str, value: str, style: str = "", *, after: Sequence[Span] = ()) -> None:
        """Add a label, and a value wrapped beside it; a label too long for its column stands above."""
        if cell_len(label) > self.label_width:
            self.lines += [((line, "dim"),) for line in wrap(label, self.width)]
            label = ""
        head = fit(label, self.label_width) + " "
        room = self.width - self.label_width - 1
        used = sum(cell_len(text) for text, _ in after)
        first, *rest = wrap(value, room)
        if after and cell_len(first) + used > room:
            self.lines.append(((head, "dim"), (first, style)))
            self.lines += [((" " * len(head), ""), (line, style)) for line in rest]
            text, style = "".join(text for text, _ in after).strip(), after[-1][1]
            self.lines += [((" " * (self.label_width + 1), ""), (line, style)) for line in wrap(text, room)]
            return
        self.lines.append(((head, "dim"), (first, style), *after))
        self.lines += [((" " * (self.label_width + 1), ""), (line, style)) for line in rest]

    def entry(self, head: str, text: str, tail: Span = ("", "")) -> None:
        """Add a dated entry whose text is wrapped beside its date, with a remark behind."""
        indent = cell_len(head) + 1
        if indent > self.width // 2:
            self.lines.append(((head, "dim"),))
            head, indent = "", 2
        lines = wrap(text, self.width - indent)
        for n, line in enumerate(lines):
            start = f"{head} " if n == 0 and head else " " * indent
            self.lines.append(((start, "dim"), (line, "")))
        if tail[0]:
            if cell_len(lines[-1]) + cell_len(tail[0]) + 2 + indent <= self.width:
                self.lines[-1] = (*self.lines[-1], ("  " + tail[0], tail[1]))
            else:
                room = indent if indent + cell_len(tail[0]) <= self.width else 2
                self.lines += [
                    ((" " * room, ""), (line, tail[1])) for line in wrap(tail[0], self.width - room)
                ]

    def table(self, rows: Sequence[tuple[str, Sequence[Span], str]]) -> bool:
        """Return rows of a label, cells at the right, and the label's style.

        False where the width is too small.
        """
        columns = len(rows[0][1])
        widths = [max(cell_len(row[1][n][0]) for row in rows) + 2 for n in range(columns)]
        label = max(self.label_width, *(cell_len(row[0]) for row in rows))
        if label + sum(widths) > self.width:
            return False
        for name, cells, style in rows:
            drawn = [
                (fit(text, width, right=True), cell_style)
                for (text, cell_style), width in zip(cells, widths, strict=True)
            ]
            self.lines.append(((fit(name, label), style), *drawn))
        return True


def page_of(lines: Iterable[str]) -> Callable[[int], Page]:
    """Return what makes a page of paragraphs."""

    def page(width: int) -> Page:
        made = Page(width, 1)
        for line in lines:
            made.paragraph(line)
        return made

    return page


class ActionView(LineView, can_focus=True):
    """Shows the page that a function makes for the present width."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("detail")]

    class Left(Message):
        """A person wants to go back to the tree."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._make: Callable[[int], Page] | None = None
        self._lines: list[Line] = []
        self._width = 0

    def show(self, make: Callable[[int], Page] | None, *, keep_place: bool = False) -> None:
        """Show another page, from its top unless ``keep_place``."""
        self._make = make
        self._layout()
        if not keep_place:
            self.scroll_to(y=0, animate=False, force=True)
        self.refresh_changed()

    def _layout(self) -> None:
        self._width = self.room
        ready = self._make is not None and self._width > 0
        self._lines = self._make(self._width).lines if ready and self._make is not None else []
        self.have(len(self._lines))

    def on_resize(self, _event: events.Resize) -> None:
        if self.room != self._width:
            self._layout()
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        # a window is painted once before it hears of its size: it would show empty
        if self.room != self._width:
            self._layout()
        return super().render_lines(crop)

    def line(self, y: int, width: int) -> Line:
        return self._lines[y] if y < len(self._lines) else ()

    def action_read(self, direction: int) -> None:
        """Scroll a page down, or up where ``direction`` is -1."""
        scroll = self.scroll_page_down if direction > 0 else self.scroll_page_up
        scroll(animate=False)

    def action_go_back(self) -> None:
        self.post_message(self.Left())
