"""Which rows of the plan a tree shows: what a filter lets through, below open objectives or as a list."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from store.plan.lookup import ObjectiveRow
from store.status.outline import ActionRow, Outline, Progress, progress_of
from tui.tree.tree_rows import Node, Nodes

if TYPE_CHECKING:
    from store.account.money import YearMoney
    from store.query.unit_view import UnitWords

_MOST_NUMBER = 10


class TreeModel:
    """The rows in document order, and those of them that show."""

    def __init__(self, outline: Outline) -> None:
        self.open: set[str] = set()
        self.only: frozenset[str] | None = None
        self.order: tuple[str, ...] | None = None
        self.of_unit: UnitWords | None = None
        self._listed: tuple[tuple[str, ...], frozenset[str]] | None = None
        self._counted_among: frozenset[str] | None = None
        self.outline = outline
        self.replace(outline)

    def replace(self, outline: Outline, money: Mapping[str, YearMoney] | None = None) -> None:
        """Take a new outline with the money of its actions; what is open stays open.

        In another revision objectives are known by their numbers; new ones are open.
        """
        closed = {(node.level, node.row.nr) for node in self.objectives() if node.key not in self.open}
        revised, self.outline = outline.revision != self.outline.revision, outline
        if revised:
            self.open = {node.key for node in self.objectives() if (node.level, node.row.nr) not in closed}
        self.money = {} if money is None else dict(money)
        self.actions = {row.id: row for row in outline.actions}
        self.number_width = min(max(map(len, (row.nr for row in outline.actions)), default=5), _MOST_NUMBER)
        self._ids: dict[int, list[str]] = defaultdict(list)
        for row in outline.actions:
            self._ids[row.objective].append(row.id)
        self._specific: dict[int | None, list[ObjectiveRow]] = defaultdict(list)
        self._objectives = {objective.key: objective for objective in outline.specific}
        for objective in outline.specific:
            self._specific[objective.parent].append(objective)
        self._progress: dict[str, Progress] = {}
        self._tree: tuple[object, Nodes] | None = None
        self._look_for_shares()
        self.refresh()

    def take_money(self, money: Mapping[str, YearMoney]) -> None:
        """Take the money of all actions, where the rows were shown without."""
        self.money = dict(money)
        self._look_for_shares()
        self._progress.clear()

    def _look_for_shares(self) -> None:
        self.has_shares = any(of.execution is not None for of in self.money.values())
        """Whether of some action's money a share was spent, be it nothing: rows have a column for it."""

    def update(self, row: ActionRow, money: Mapping[str, YearMoney] | None = None) -> None:
        """Take one changed row; the objectives above it are counted anew."""
        self.actions[row.id] = row
        self.money.update(money or {})
        self._look_for_shares()
        specific = self._objectives[row.objective]
        self._progress.pop(Node(1, specific).key, None)
        self._progress.pop(f"o{specific.parent}.0", None)

    @property
    def seen(self) -> Outline:
        """Return the outline with all rows as they are now."""
        return self.outline._replace(actions=tuple(self.actions.values()))

    @property
    def shown_rows(self) -> Mapping[str, ActionRow]:
        """Return all actions as they show: by the word of one unit where that is asked for."""
        return self.actions if self.of_unit is None else ChainMap({**self.of_unit.rows}, self.actions)

    @property
    def foreign_unit(self) -> str | None:
        """Return the code of the unit by whose word actions show, where it is not the own one."""
        if self.of_unit is None:
            return None
        own = self.outline.identity
        return self.of_unit.unit if own is None or own.unit != self.of_unit.unit else None

    def show(
        self,
        only: frozenset[str] | None,
        order: tuple[str, ...] | None = None,
        of_unit: UnitWords | None = None,
    ) -> None:
        """Show some actions (None for all) below their objectives, or those of ``order`` as a list.

        With ``of_unit`` by the word of one unit.
        """
        if of_unit is not self.of_unit:
            self.of_unit, self._tree = of_unit, None
            self._progress.clear()
        self.only, self.order = only, order
        self.refresh()

    def admit(self, node: Node) -> bool:
        """Let a row show whatever is asked, and open what is above it; false where it did not show before."""
        if self.order is not None and node.level == 2:
            shown = node.key in self.order
            self.order = self.order if shown else (*self.order, node.key)
            self.refresh()
            return shown
        if isinstance(node.row, ActionRow):
            missing, above = {node.row.id}, self._objectives[node.row.objective]
        else:
            missing, above = {*self._all_below(node.row)}, node.row
        shown = self.only is None or not self.only.isdisjoint(missing)
        if not shown and self.only is not None:
            self.only |= missing
        if above.parent is not None:
            self.open.add(f"o{above.parent}.0")
        if node.level == 2:
            self.open.add(Node(1, above).key)
        self.refresh()
        return shown

    def stay(self, action: str | None) -> None:
        """Let the action on which a person stands show on, whatever was asked, as long as the plan has it."""
        if action in self.actions:
            self.admit(Node(2, self.actions[action]))

    @property
    def number_shown(self) -> int:
        """Return how many actions show, or would below open objectives."""
        if self.order is not None:
            return len(self.order)
        return len(self.actions if self.only is None else self.only)

    @property
    def _let_through(self) -> frozenset[str] | None:
        """Return the actions that show, None for all; a list is made a set only when that is asked."""
        if self.order is None:
            return self.only
        if self._listed is None or self._listed[0] is not self.order:
            self._listed = self.order, frozenset(self.order)
        return self._listed[1]

    def shows(self, action: str) -> bool:
        """Return True if an action shows."""
        let_through = self._let_through
        return let_through is None or action in let_through

    def _all_below(self, objective: ObjectiveRow) -> list[str]:
        if objective.parent is None:
            return [action for child in self._specific[objective.key] for action in self._ids[child.key]]
        return self._ids[objective.key]

    def below(self, objective: ObjectiveRow) -> list[str]:
        """Return ids of the actions below an objective that the filter lets through."""
        if objective.parent is None:
            return [action for child in self._specific[objective.key] for action in self.below(child)]
        ids, let_through = self._ids[objective.key], self._let_through
        return ids if let_through is None else [action for action in ids if action in let_through]

    def progress(self, node: Node) -> Progress:
        """Return the counts of an objective; kept until something below it changes."""
        let_through = self._let_through
        if let_through is not self._counted_among:
            self._progress.clear()
            self._counted_among = let_through
        progress = self._progress.get(node.key)
        if progress is None and isinstance(node.row, ObjectiveRow):
            shown = self.shown_rows
            rows = [shown[action] for action in self.below(node.row)]
            progress = self._progress[node.key] = progress_of(rows, self.money)
        assert progress is not None
        return progress

    def is_open(self, node: Node) -> bool:
        """Return True if the rows below an objective show."""
        return node.key in self.open

    def refresh(self) -> None:
        """Build the rows that show. The tree is kept while a list shows, so that it is soon back."""
        if self.order is not None:
            self.nodes = Nodes(self.shown_rows, self.order)
            return
        asked = self.only, frozenset(self.open)
        if self._tree is None or self._tree[0] != asked:
            self._tree = asked, Nodes(self.shown_rows, self._built())
        self.nodes = self._tree[1]

    def _built(self) -> list[Node | str]:
        """Return the rows of the tree; those of closed objectives are not built."""
        filtered = self.only is not None
        entries: list[Node | str] = []
        for strategic in self.outline.strategic:
            if filtered and not self.below(strategic):
                continue
            top = Node(0, strategic)
            entries.append(top)
            if not self.is_open(top):
                continue
            for specific in self._specific[strategic.key]:
                ids = self.below(specific)
                if filtered and not ids:
                    continue
                middle = Node(1, specific)
                entries.append(middle)
                if self.is_open(middle):
                    entries += ids
        return entries

    def open_all(self) -> None:
        """Open every objective."""
        self.open = {Node(0, row).key for row in self.outline.strategic}
        self.open |= {Node(1, row).key for row in self.outline.specific}
        self.refresh()

    def open_at_start(self, rows: int) -> None:
        """Open everything where at most ``rows`` actions show, else the strategic objectives alone."""
        if self.outline.complete and self.number_shown <= rows:
            self.open_all()
            return
        self.open = {Node(0, row).key for row in self.outline.strategic}
        self.refresh()

    def parent_of(self, position: int) -> int | None:
        """Return the position of the row above a row in the tree; None at the top."""
        level = self.nodes[position].level
        return next((n for n in range(position - 1, -1, -1) if self.nodes[n].level < level), None)

    def sibling(self, position: int, by: int) -> int | None:
        """Return the position of the next row (``by`` 1) or the one before (-1) under the same objective."""
        level = self.nodes[position].level
        at = position + by
        while 0 <= at < len(self.nodes) and self.nodes[at].level > level:
            at += by
        return at if 0 <= at < len(self.nodes) and self.nodes[at].level == level else None

    def neighbour(self, position: int, by: int) -> str | None:
        """Return the action after a row (``by`` 1) or before it (-1), also where its objective is closed."""
        if self.order is not None:
            at = position + by
            return self.order[at] if 0 <= at < len(self.order) else None
        ids = [action for objective in self.outline.strategic for action in self.below(objective)]
        node = self.nodes[position]
        if isinstance(node.row, ActionRow):
            at = ids.index(node.row.id) + by
        else:
            first = next(iter(self.below(node.row)), None)
            at = ids.index(first) + min(by, 0) if first is not None else -1
        return ids[at] if 0 <= at < len(ids) else None

    def objective_of(self, action: str) -> ObjectiveRow:
        """Return the specific objective to which an action belongs."""
        return self._objectives[self.actions[action].objective]

    def by_number(self) -> dict[str, Node]:
        """Return objectives and actions by their numbers."""
        actions = (Node(2, row) for row in self.actions.values())
        return {node.row.nr: node for node in (*self.objectives(), *actions)}

    def objectives(self) -> list[Node]:
        """Return all objectives, whether they show or not."""
        strategic = [Node(0, row) for row in self.outline.strategic]
        return strategic + [Node(1, row) for row in self.outline.specific]

    def reveal(self, action: str) -> None:
        """Open the objectives above an action."""
        row = self.actions[action]
        specific = self._objectives[row.objective]
        strategic = next(item for item in self.outline.strategic if item.key == specific.parent)
        self.open |= {Node(1, specific).key, Node(0, strategic).key}
        self.refresh()
