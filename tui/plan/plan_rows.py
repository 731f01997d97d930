"""The rows of the main screen: in step with the database, whoever writes to it, and what commands act on."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from language import _, current
from store.account.money import YearMoney, add_money
from store.account.recorded import action_money
from store.db.database import Store
from store.exchange.delivery import read_delivery
from store.ledger.identity import own_unit
from store.plan.lookup import printed_units
from store.plan.units import unit_name
from store.status.outline import ActionRow, action_row, outline
from tui.commands.catalogue import by_id
from tui.finding.filter_state import FilterState
from tui.plan.banners import Banners
from tui.plan.filtering import Filtering
from tui.plan.panes import Panes
from tui.report.recording import may_record
from tui.screens.running import RunningApp
from tui.tree.tree_model import TreeModel
from tui.tree.tree_rows import Node
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from store.ledger.change import Change

_ONE_BY_ONE: Final = 100
"""Where more rows changed, reading all anew is quicker."""


class PlanRows:
    """Reads what changed, or everything, into the model and has it painted.

    The commands of reporting record on it.
    """

    def __init__(
        self,
        app: RunningApp,
        store: Store,
        state: FilterState,
        filtering: Filtering,
        panes: Panes,
        banners: Banners,
    ) -> None:
        self._app, self._store, self._tree, self._model = app, store, panes.tree, panes.tree.model
        self._state, self._filtering, self._panes, self._banners = state, filtering, panes, banners
        self._version = store.data_version()
        self._revised = ""
        self._recorded = False

    def selected(self) -> ActionRow | None:
        """Return the action under the cursor."""
        # commands name an action by its number, which a revision taken by another process may have given away
        self.look()
        node = self._tree.node
        return node.row if node is not None and isinstance(node.row, ActionRow) else None

    def chosen(self) -> ActionRow | None:
        """Return the action under the cursor; say so where there is none."""
        row = self.selected()
        if row is None:
            self._app.tell(_("Choose an action first."), severity="warning")
        return row

    def marked(self) -> list[ActionRow]:
        """Return the actions that are marked and show."""
        return self._tree.marked()

    def marks_were_used(self) -> None:
        """Unmark the marked actions that show; others wait until they show."""
        if used := {row.id for row in self.marked()}:
            self._tree.marks -= used
            self._panes.show_marks()

    def drop_marks(self) -> None:
        """Unmark all."""
        self._tree.marks = frozenset()
        self._panes.show_marks()

    def may_report(self) -> bool:
        """Return True if what is part of the own unit's report can be recorded here.

        Beside the words of another unit it would not be of what the person sees: say whose it would be.
        """
        if not may_record(self._app, self._store):
            return False
        if (unit := self._model.foreign_unit) is None:
            return True

        with self._store.reading() as conn:
            names = printed_units(conn)
        own = self._model.outline.identity
        words = _(
            "This list shows the report of {unit}; your entry would count for {own}. {key} shows all actions."
        ).format(
            unit=safe(unit_name(unit, current(), names)),
            own="" if own is None else safe(unit_name(own.unit, current(), names)),
            key=by_id("show_all").sign(),
        )
        self._app.tell(words, severity="warning")
        return False

    def row_now(self, row: ActionRow) -> ActionRow:
        """Return the row as it stands by now."""
        return self._model.actions.get(row.id, row)

    def number_of(self, action: str) -> str:
        """Return the number under which an action stands in the plan."""
        row = self._model.actions.get(action)
        return row.nr if row is not None else action

    def complete(self) -> bool:
        """Read what the first picture went without: money, and in a large plan the actions; whether those."""
        complete = self._model.outline.complete
        if not complete:
            self._model.replace(outline(self._store, today=self._app.today()))
            self._filtering.begin()
        self._model.take_money(self._money())
        return not complete

    def _money(self, action: str | None = None) -> dict[str, YearMoney]:
        """Return the money of one action or of all, all years added up."""
        actions = None if action is None else {action}
        with self._store.reading() as conn:
            seen = self._model.outline
            money = action_money(conn, seen.today, unit=own_unit(seen.identity), actions=actions)
        return {action: add_money(years) for action, years in money.items()}

    def look(self) -> bool:
        """Show what another process has written meanwhile; return True if it has."""
        is_newer = self._app.attempt(self._store.data_version) not in (None, self._version)
        if is_newer:
            self._app.attempt(self.reload)
        return is_newer

    def reload(self, done: str = "") -> None:
        """Read everything again; the cursor stays on its row, which shows on whatever was asked.

        Where the plan was revised meanwhile that is told, and where one is; ``done`` is what a person did.
        """
        before, node = self._model.outline, self._tree.node
        self._version = self._store.data_version()
        self._model.replace(outline(self._store, today=self._app.today()), self._money())
        self._filtering.ask_again()
        self._model.stay(None if node is None else node.key)
        self._panes.show_outline(self._model.outline)
        revised = self._model.outline.revision != before.revision
        if revised:
            self._revised = revised_words(self._model, node, self._tree.node)
        if done or revised:
            self.say(done)
        self._banners.look()

    def look_around(self) -> bool:
        """Do what may be done a while after a key: look, as :meth:`look` and at what was put on the server,
        and say what waits after what was recorded."""
        if self._banners.live.has_sent():
            self._app.attempt(self.reload)
            return True
        if self.look():
            return True
        if self._recorded:
            self._recorded = False
            self._filtering.count_again()
            self._banners.look()
        return False

    def show_changed(self, changes: Collection[Change]) -> None:
        """Read and paint what these changed, and nothing else."""
        self._recorded = True
        kinds = {change.kind for change in changes}
        if "note" in kinds:
            self._state.forget(notes_only=True)
        # a row of another revision has no place in the tree as it was read
        if self.look():
            return
        today, model = self._app.today(), self._model
        actions = dict.fromkeys(change.target for change in changes)
        # what is of no action may change every row, such as who is expected to report
        if len(actions) > _ONE_BY_ONE or model.of_unit is not None or actions.keys() - model.actions.keys():
            self.reload()
            return
        for action in actions:
            money = self._money(action) if "money" in kinds else None
            row = action_row(self._store, action, today=today, read_before=model.actions[action])
            model.update(row, money)
            self._tree.repaint(action)
        with self._store.reading() as conn:
            # of no target: the rows say that themselves, and what is not confirmed may be a year's work
            delivery = read_delivery(conn, model.outline.identity, "")
        if delivery != model.outline.delivery:
            model.outline = model.outline._replace(delivery=delivery)
            self._panes.title_bar.show(model.outline)
        self._panes.show_page(keep_place=True, same_plan=True)

    def say(self, done: str) -> None:
        """Tell what was done, and that the plan was revised as long as the cursor stands where that says."""
        # what nobody asked for hides nothing
        self._app.tell(f"{done} {self._revised}".strip(), add=not done)

    def forget_revision(self) -> None:
        """Say no longer where the cursor came to stand by a revision: it was moved since."""
        self._revised = ""


def revised_words(model: TreeModel, before: Node | None, now: Node | None) -> str:
    """Return that another revision shows, and where the cursor is that stood on ``before``."""
    words = [_("The plan was revised: revision {number} shows.").format(number=model.outline.revision)]
    if before is not None and isinstance(before.row, ActionRow):
        old, row = safe(before.row.nr), model.actions.get(before.row.id)
        if row is None:
            words.append(_("{nr} is no longer in it.").format(nr=old))
        elif row.nr != before.row.nr:
            words.append(_("What was {old} is {nr} now.").format(old=old, nr=safe(row.nr)))
    if now is None:
        words.append(_("No row is chosen."))
    else:
        words.append(_("You are on {nr}.").format(nr=safe(now.row.nr)))
    return " ".join(words)
