"""The plan as a tree: objectives with their progress, actions with status and marks."""

from __future__ import annotations

from collections.abc import Set
from typing import ClassVar, Final, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.message import Message

from language import _
from language.terms import status_short
from store.status.outline import ActionRow
from tui.commands.catalogue import bindings
from tui.tree.tree_model import TreeModel
from tui.tree.tree_rows import Columns, Node
from tui.widgets.draw import Line, cut
from tui.widgets.lines import LineView

NOWHERE: Final = -1
"""The position where no row is chosen: every key says so, and none acts."""


class Place(NamedTuple):
    """An action (its id, None for an objective), and the objectives from the nearest one up.

    Objectives by level and number, which a revision of the plan leaves as they are.
    """

    action: str | None
    objectives: tuple[tuple[int, str], ...]


def place_of(model: TreeModel, node: Node) -> Place:
    """Return where a row of the tree stands."""
    action = node.row.id if isinstance(node.row, ActionRow) else None
    nearest = model.objective_of(node.row.id) if isinstance(node.row, ActionRow) else node.row
    above = [(0, row.nr) for row in model.outline.strategic if row.key == nearest.parent]
    return Place(action, ((0 if nearest.parent is None else 1, nearest.nr), *above))


def row_of(model: TreeModel, at: Place) -> int:
    """Return the position of that row, or of the nearest objective above it that shows, else NOWHERE."""
    if at.action is not None and (position := model.nodes.position_of(at.action)) is not None:
        return position
    keys = {(node.level, node.row.nr): node.key for node in model.objectives()}
    for objective in at.objectives:
        key = keys.get(objective)
        if key is not None and (position := model.nodes.position_of(key)) is not None:
            return position
    return NOWHERE


class PlanTree(LineView, can_focus=True):
    """Rows of a :class:`TreeModel` with a cursor.

    Textual's Tree makes a node a row, which takes 1,300 ms for 10,000 actions, and draws no columns.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("tree")]

    class Marked(Message):
        """Other actions are marked than before."""

    class Entered(Message):
        """A person wants to go into the action under the cursor."""

    class Read(Message):
        """A person wants to scroll what is shown of the row under the cursor."""

        def __init__(self, lines: int) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, model: TreeModel, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.model = model
        self.marks: frozenset[str] = frozenset()
        """The ids of marked actions. They outlive a search, so that they can be gathered from several."""
        self._place: Place | None = None
        self._cursor, self._rows = NOWHERE, model.nodes
        self._short = 9
        self.way_out = ""

    @property
    def cursor(self) -> int:
        """Return the position of the cursor: where the rows changed, by what it stood on, not its number."""
        if self._rows is not self.model.nodes:
            self.put(NOWHERE if self._place is None else row_of(self.model, self._place))
        return self._cursor

    def put(self, at: int) -> None:
        """Let the cursor stand at a position; NOWHERE, or what is no position, for no row."""
        self._rows = self.model.nodes
        self._cursor = at if 0 <= at < len(self._rows) else NOWHERE
        self._place = None if self._cursor == NOWHERE else place_of(self.model, self._rows[at])

    @property
    def node(self) -> Node | None:
        """Return the row under the cursor; None where no row is chosen."""
        return None if self.cursor == NOWHERE else self._rows[self.cursor]

    def mark(self, actions: Set[str]) -> None:
        """Mark all of these, unless all are marked already: then none."""
        self.marks = self.marks - actions if actions <= self.marks else self.marks | actions

    def marked(self) -> list[ActionRow]:
        """Return the marked actions that the list lets through, in the plan's order: a status is for them."""
        if not self.marks:
            return []
        shows = self.model.shows
        return [row for action, row in self.model.actions.items() if action in self.marks and shows(action)]

    def marked_elsewhere(self) -> int:
        """Return how many actions of the plan are marked that the list leaves out."""
        return len(self.marks & self.model.actions.keys()) - len(self.marked())

    def on_mount(self) -> None:
        self.measure()

    def measure(self) -> None:
        """Take the number of rows and the language's words into account."""
        statuses = ("not_started", "in_progress", "partially_implemented", "implemented", "not_implemented")
        self._short = max(cell_len(status_short(code)) for code in (*statuses, "cancelled"))
        self.have(len(self.model.nodes))

    def rebuild(self) -> None:
        """Draw what the rows are by now; the cursor stays on its row, or goes to the objective above it."""
        self.measure()
        self._show_cursor()
        self.refresh_changed()

    def go_to(self, key: str) -> None:
        """Draw the rows with the cursor on one of them."""
        position = self.model.nodes.position_of(key)
        self.put(NOWHERE if position is None else position)
        self.rebuild()

    def repaint(self, action: str) -> None:
        """Draw the row of an action and the objectives that count it, as far as they are in sight."""
        first = self.scroll_offset.y
        for position, node in enumerate(self.model.nodes[first : first + self.size.height], first):
            if node.level < 2 or node.key == action:
                self.refresh_line(position)

    def on_resize(self) -> None:
        self._show_cursor()

    def _show_cursor(self) -> None:
        if self.cursor != NOWHERE:
            self.bring_into_sight(self.cursor)

    def move_to(self, position: int) -> None:
        """Put the cursor on a row."""
        position = max(0, min(position, len(self.model.nodes) - 1))
        if position == self.cursor or not self.model.nodes:
            return
        before = self.cursor
        self.put(position)
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
            words = _("No match."), self.way_out
            return ((cut(f" {words[y]}", width), "dim"),)
        if y >= len(self.model.nodes):
            return ()
        node = self.model.nodes[y]
        model = self.model
        columns = Columns(width, model.number_width, self._short, model.outline.currency, model.has_shares)
        if isinstance(node.row, ActionRow):
            return columns.action(node.row, marked=node.row.id in self.marks)
        progress = self.model.progress(node) if self.model.outline.complete else None
        is_open = self.model.is_open(node)
        marked = not is_open and not self.marks.isdisjoint(self.model.below(node.row))
        return columns.objective(node, progress, is_open=is_open, marked=marked)

    def on_click(self, event: events.Click) -> None:
        place = self.clicked(event)
        if place is not None and place.y < len(self.model.nodes):
            self.move_to(place.y)
            if event.chain == 2:
                self.action_open()

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
        self.rebuild()

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

    def action_mark(self) -> None:
        node = self.node
        if node is None:
            return
        actions = {node.row.id} if isinstance(node.row, ActionRow) else {*self.model.below(node.row)}
        self.mark(actions)
        self.refresh()
        self.post_message(self.Marked())
        if node.level == 2:
            self.action_move(1)

    def action_unfold_all(self) -> None:
        self.model.open_all()
        self.rebuild()

    def action_move(self, by: int) -> None:
        self.move_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        self.move_to(self.cursor + by * max(1, self.size.height - 1))

    def action_neighbour(self, by: int) -> None:
        """Go to the next action, or the one before, also where its objective is closed."""
        action = self.model.neighbour(self.cursor, by) if self.node is not None else None
        if action is None:
            return
        if self.model.order is None:
            self.model.reveal(action)
        self.go_to(action)
        self.post_message(self.Moved())

    def action_sibling(self, by: int) -> None:
        """Go to the next row under the same objective, or the one before."""
        position = self.model.sibling(self.cursor, by) if self.node is not None else None
        if position is not None:
            self.move_to(position)

    def action_go(self, position: int) -> None:
        """Go to a row; -1 is the last."""
        self.move_to(position if position >= 0 else len(self.model.nodes) + position)

    def action_read(self, lines: int) -> None:
        self.post_message(self.Read(lines))
