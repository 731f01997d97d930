"""The plan as a tree: objectives with their progress, actions with status and marks."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message

from language import _
from language.terms import side_mark, status_mark, status_short
from store.outline import ActionRow
from tui.commands.catalogue import bindings
from tui.draw import Line, Span, bar, cut, fit, safe
from tui.tree_model import Node, Progress, TreeModel
from tui.widgets.lines import LineView

STATUS_STYLES = {
    "implemented": "good",
    "in_progress": "going",
    "partially_implemented": "going",
    "not_implemented": "bad",
    "cancelled": "dim",
    "not_started": "",
    None: "dim",
}
_MARKS = (("overdue", "bad"), ("unsent", "going"), ("conflict", "bad"), ("money", "warn"))
_NUMBER_WIDTH = 5
_SHORT_WIDTH = 9
_BAR_WIDTH = 4
_ROOM_FOR_BARS = 54


class PlanTree(LineView, can_focus=True):
    """Rows of a :class:`TreeModel` with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("tree")]

    class Moved(Message):
        """The cursor stands on another row."""

    class Entered(Message):
        """A person wants to go into the action under the cursor."""

    class Read(Message):
        """A person wants to scroll what is shown of the row under the cursor."""

        def __init__(self, lines: int) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, model: TreeModel, *, ascii: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self.model, self.ascii = model, ascii
        self.cursor = 0
        self._short, self._digits = _SHORT_WIDTH, 2

    @property
    def node(self) -> Node | None:
        """The row under the cursor."""
        return self.model.nodes[self.cursor] if self.cursor < len(self.model.nodes) else None

    def on_mount(self) -> None:
        self.measure()

    def measure(self) -> None:
        """Take the number of rows and the language's words into account."""
        statuses = ("not_started", "in_progress", "partially_implemented", "implemented", "not_implemented")
        self._short = max(cell_len(status_short(code)) for code in (*statuses, "cancelled"))
        tops = [self.model.progress(node).total for node in self.model.nodes if node.level == 0]
        self._digits = len(str(max(tops, default=0)))
        self.virtual_size = Size(1, len(self.model.nodes))

    def rebuild(self, keep: str | None = None) -> None:
        """Draw all rows anew, with the cursor on the row ``keep`` where it still shows."""
        position = self.model.position_of(keep) if keep is not None else None
        self.cursor = min(self.cursor if position is None else position, max(0, len(self.model.nodes) - 1))
        self.measure()
        self.refresh()
        self._show_cursor()

    def repaint(self, action: str) -> None:
        """Draw the row of an action and the objectives that count it, as far as they are in sight."""
        first = self.scroll_offset.y
        for position, node in enumerate(self.model.nodes[first : first + self.size.height], first):
            if node.level < 2 or node.key == action:
                self.refresh_line(position)

    def _show_cursor(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True, x_axis=False)

    def move_to(self, position: int) -> None:
        """Put the cursor on a row."""
        position = max(0, min(position, len(self.model.nodes) - 1))
        if position == self.cursor or not self.model.nodes:
            return
        before, self.cursor = self.cursor, position
        self.refresh_line(before)
        self.refresh_line(position)
        self._show_cursor()
        self.post_message(self.Moved())

    def cursor_style(self, y: int) -> str:
        if y != self.cursor:
            return ""
        return "cursor" if self.has_focus else "cursor-blurred"

    def line(self, y: int, width: int) -> Line:
        if not self.model.nodes and y < 2:
            words = _("Nothing meets this."), _("Backspace takes the last filter away, X all of them.")
            return ((cut(f" {words[y]}", width, ascii=self.ascii), "dim"),)
        if y >= len(self.model.nodes):
            return ()
        node = self.model.nodes[y]
        if isinstance(node.row, ActionRow):
            return self._action(node.row, width)
        return self._objective(node, width)

    def _marks(self, flags: tuple[bool, ...]) -> list[Span]:
        return [(" ", "")] + [
            (side_mark(name, self.ascii), style) if flag else (" ", "")
            for (name, style), flag in zip(_MARKS, flags, strict=True)
        ]

    def _action(self, row: ActionRow, width: int) -> Line:
        style = STATUS_STYLES.get(row.status, "")
        number = safe(row.nr)
        number += " " * (_NUMBER_WIDTH - cell_len(number)) + " "
        room = width - 5 - cell_len(number) - 1 - self._short - 5
        return (
            ("   ", ""),
            (status_mark(row.status, self.ascii) + " ", style),
            (number, "dim"),
            (fit(safe(row.title), room, ascii=self.ascii) + " ", ""),
            (fit(status_short(row.status), self._short), style),
            *self._marks((row.overdue, row.unsent, row.conflict, row.money_warning)),
        )

    def _objective(self, node: Node, width: int) -> Line:
        signs = ("v", ">") if self.ascii else ("▾", "▸")
        sign = signs[0] if self.model.is_open(node) else signs[1]
        progress = self.model.progress(node)
        counts = self._counts(progress)
        share = progress.implemented / progress.total if progress.total else 0.0
        drawn = " " + bar(share, _BAR_WIDTH, ascii=self.ascii) if width >= _ROOM_FOR_BARS else ""
        number = safe(node.row.nr)
        head = f"{' ' * node.level}{sign} {number} "
        room = width - cell_len(head) - sum(cell_len(text) for text, _ in counts) - cell_len(drawn) - 6
        style = "heading" if node.level == 0 else "strong"
        flags = (progress.overdue, progress.unsent, progress.conflict, progress.money_warning)
        closed = not self.model.is_open(node)
        return (
            (head, style),
            (fit(safe(node.row.title), room, ascii=self.ascii) + " ", style),
            *counts,
            (drawn, "good"),
            *self._marks(tuple(bool(flag) and closed for flag in flags)),
        )

    def _counts(self, progress: Progress) -> list[Span]:
        if not self.model.counted:
            return []
        return [
            (f"{status_mark('implemented', self.ascii)}{progress.implemented:<{self._digits}} ", "good"),
            (f"{status_mark('in_progress', self.ascii)}{progress.begun:<{self._digits}} ", "going"),
            (f"{status_mark(None, self.ascii)}{progress.rest:<{self._digits}}", "dim"),
        ]

    def on_click(self, event: events.Click) -> None:
        position = event.y + self.scroll_offset.y
        if position < len(self.model.nodes):
            if position == self.cursor:
                self.action_open()
            self.move_to(position)

    def on_focus(self) -> None:
        self.refresh_line(self.cursor)

    def on_blur(self) -> None:
        self.refresh_line(self.cursor)

    def _toggle(self) -> None:
        node = self.node
        if node is None:
            return
        self.model.open ^= {node.key}
        self.model.refresh()
        self.rebuild(node.key)

    def action_open(self) -> None:
        if self.node is not None and self.node.level == 2:
            self.post_message(self.Entered())
        else:
            self._toggle()

    def action_fold(self) -> None:
        node = self.node
        if node is not None and node.level < 2 and self.model.is_open(node):
            self._toggle()
        elif node is not None and (parent := self.model.parent_of(self.cursor)) is not None:
            self.move_to(parent)

    def action_unfold(self) -> None:
        node = self.node
        if node is None:
            return
        if node.level == 2:
            self.post_message(self.Entered())
        elif self.model.is_open(node):
            self.move_to(self.cursor + 1)
        else:
            self._toggle()

    def action_unfold_all(self) -> None:
        keep = self.node.key if self.node is not None else None
        self.model.open_all()
        self.rebuild(keep)

    def action_move_up(self) -> None:
        self.move_to(self.cursor - 1)

    def action_move_down(self) -> None:
        self.move_to(self.cursor + 1)

    def action_page_up(self) -> None:
        self.move_to(self.cursor - max(1, self.size.height - 1))

    def action_page_down(self) -> None:
        self.move_to(self.cursor + max(1, self.size.height - 1))

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(len(self.model.nodes) - 1)

    def action_read_up(self) -> None:
        self.post_message(self.Read(-3))

    def action_read_down(self) -> None:
        self.post_message(self.Read(3))
