"""Actions against units: one sign a cell, the units' names, as short as tells them apart, downwards above."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from language import current
from language.terms import side_mark, status_mark
from store.plan.short_names import short_names
from store.plan.units import unit_name
from store.query.matrix import Matrix, MatrixRow
from tui.tree.tree_rows import STATUS_STYLES
from tui.widgets.draw import Line, Span, fit, safe
from tui.widgets.lines import LineView

_HEAD = 6
"""Letters of a unit's name that are shown."""
_LEAST_TITLE = 14


class MatrixGrid(LineView, can_focus=True):
    """A head that stays, rows that scroll, and a cursor on one cell.

    Textual's DataTable needs 610 ms for 186 actions of 40 units, and 18 ms a key where 10 are the budget.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1, 0)", show=False),
        Binding("down,j", "move(1, 0)", show=False),
        Binding("left,h", "move(0, -1)", show=False),
        Binding("right,l", "move(0, 1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "move(0, -9999)", show=False),
        Binding("end", "move(0, 9999)", show=False),
        Binding("ctrl+home", "move(-99999, 0)", show=False),
        Binding("ctrl+end,G", "move(99999, 0)", show=False),
    ]

    class Entered(Message):
        """A cell was clicked twice."""

    def __init__(self, matrix: Matrix, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._take(matrix)
        self.row = self.column = 0
        self._top = self._first = 0

    def show(self, matrix: Matrix) -> None:
        """Show another state of the same plan; the cursor stays on its action and unit where both show."""
        row, unit = self.chosen, self.unit
        self._take(matrix)
        rows = (n for n, other in enumerate(matrix.rows) if row is not None and other.id == row.id)
        self.row = next(rows, min(self.row, max(0, len(matrix.rows) - 1)))
        columns = (n for n, other in enumerate(matrix.units) if other == unit)
        self.column = next(columns, min(self.column, max(0, len(matrix.units) - 1)))
        self._keep_in_sight()

    def _take(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.names = short_names(
            {unit: unit_name(unit, current(), matrix.printed) for unit in matrix.units}, _HEAD
        )

    @property
    def chosen(self) -> MatrixRow | None:
        """Return the row under the cursor."""
        return self.matrix.rows[self.row] if self.matrix.rows else None

    @property
    def unit(self) -> str | None:
        """Return the unit under the cursor."""
        return self.matrix.units[self.column] if self.matrix.units else None

    @property
    def _head(self) -> int:
        return max(map(len, self.names.values()), default=1)

    @property
    def _rows_in_sight(self) -> int:
        return max(1, self.size.height - self._head)

    @property
    def _numbers(self) -> int:
        return max((len(row.nr) for row in self.matrix.rows), default=1)

    @property
    def _left(self) -> int:
        """Return the cells before the first unit: number, title and roll-up."""
        free = self.room - self._numbers - 6
        return self._numbers + 6 + max(_LEAST_TITLE, min(free - len(self.matrix.units), 60, free))

    @property
    def _columns_in_sight(self) -> int:
        return max(1, self.room - self._left)

    def _keep_in_sight(self) -> None:
        self._top = max(min(self._top, self.row), self.row - self._rows_in_sight + 1)
        self._first = max(min(self._first, self.column), self.column - self._columns_in_sight + 1)
        self.virtual_size = Size(1, self.size.height)
        self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        self._keep_in_sight()

    def action_move(self, rows: int, columns: int) -> None:
        """Move the cursor by rows and columns."""
        self.row = max(0, min(self.row + rows, len(self.matrix.rows) - 1))
        self.column = max(0, min(self.column + columns, len(self.matrix.units) - 1))
        self._keep_in_sight()
        self.post_message(self.Moved())

    def action_page(self, by: int) -> None:
        """Move the cursor a page up or down."""
        self.action_move(by * self._rows_in_sight, 0)

    def line(self, y: int, width: int) -> Line:
        if y < self._head:
            return self._head_line(y)
        at = self._top + y - self._head
        return self._row_line(at) if at < len(self.matrix.rows) else ()

    def _sight(self) -> range:
        return range(self._first, min(self._first + self._columns_in_sight, len(self.matrix.units)))

    def _head_line(self, y: int) -> Line:
        spans: list[Span] = [(" " * self._left, "")]
        for column in self._sight():
            name = self.names[self.matrix.units[column]].rjust(self._head)
            spans.append((safe(name[y]) or " ", "heading" if column == self.column else "dim"))
        return spans

    def _row_line(self, at: int) -> Line:
        row = self.matrix.rows[at]
        here = at == self.row
        star = "*" if row.assessed else " "
        title = self._left - self._numbers - 6
        spans: list[Span] = [
            (f"{safe(row.nr).ljust(self._numbers)}  ", "strong" if here else ""),
            (fit(safe(row.title), title), "strong" if here else "dim"),
            (f" {status_mark(row.status)}{star} ", STATUS_STYLES.get(row.status, "")),
        ]
        for column in self._sight():
            sign, style = self._cell(row, self.matrix.units[column])
            spans.append((sign, "cell-cursor" if here and column == self.column else style))
        return spans

    def _cell(self, row: MatrixRow, unit: str) -> Span:
        if unit in row.conflicts:
            return side_mark("conflict"), "bad"
        if unit not in row.cells:
            return " ", ""
        status = row.cells[unit]
        return status_mark(status), STATUS_STYLES.get(status, "")

    def on_click(self, event: events.Click) -> None:
        place = self.clicked(event)
        if place is None or place.y < self._head:
            return
        at = self._top + place.y - self._head
        column = self._first + place.x - self._left
        if at < len(self.matrix.rows):
            column = column if 0 <= column < len(self.matrix.units) else self.column
            self.action_move(at - self.row, column - self.column)
            if event.chain == 2:
                self.post_message(self.Entered())
