"""What is painted of the plan: the first line, the list with its title and chips, the page beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from language import _, current, glyph, ngettext, switcher
from store.db.database import Store
from store.db.places import PLANS
from store.ledger.identity import Identity
from store.plan.lookup import ObjectiveRow
from store.plan.units import unit_name
from store.status.outline import Outline
from tui.finding.filter_bar import FilterBar
from tui.finding.filter_state import FilterState, chips_of, title_of, way_out
from tui.screens.base import WorkScreen
from tui.screens.running import RunningApp
from tui.tree.plan_tree import PlanTree
from tui.tree.tree_rows import Node, call_counts
from tui.widgets.draw import cut, safe
from tui.widgets.page import ActionView, Page

if TYPE_CHECKING:
    from store.query.queries import ActionDetail

_CALL_STYLES: Final = {"bad": "$text-error", "warn": "$text-warning"}


class Panes:
    """Paints the rows that the model has as the filter state says, and a page of the row under the cursor.

    The page follows the cursor one frame later, so that keys and letters come first. Commands go by the
    cursor in the tree, never by what is shown beside it.
    """

    def __init__(
        self,
        store: Store,
        tree: PlanTree,
        state: FilterState,
        view: ActionView,
        title_bar: TitleBar,
        filter_bar: FilterBar,
        screen: WorkScreen[None],
    ) -> None:
        self.tree, self.title_bar = tree, title_bar
        self._store, self._state, self._view, self._filter_bar = store, state, view, filter_bar
        self._screen, self._app = screen, screen.terren
        self._page_pending = False
        self._shown: ActionDetail | None = None

    def show_titles(self) -> None:
        """Say above the tree what it shows, how many are marked, and what is asked for."""
        model = self.tree.model
        # a row on which one stands shows on, and is counted only where it meets the filter
        met = self._state.number
        total, shown = len(model.actions), model.number_shown if met is None else met
        self.tree.way_out = way_out(self._state, self._screen.key)
        title = title_of(self._state, shown, total, self._screen.key)
        self.tree.head(Content.assemble(title, *self._calls(), self._marked_words()))
        count = _("{n} of {total}").format(n=shown, total=total)
        hint = _("{key} takes the last one away").format(key=self._screen.key("drop_filter"))
        self._filter_bar.show(chips_of(self._state), count, hint)

    def _calls(self) -> list[tuple[str, str]]:
        """Return how many actions that show call for somebody; none while a search narrows them."""
        model = self.tree.model
        if self._state.text:
            return []
        rows = (row for action, row in model.shown_rows.items() if model.shows(action))
        return [(f" {words}", _CALL_STYLES[style]) for words, style in call_counts(rows)]

    def _marked_words(self) -> str:
        count, elsewhere = len(self.tree.marked()), self.tree.marked_elsewhere()
        words = []
        if count:
            words.append(ngettext("{n} marked", "{n} marked", count).format(n=count))
        if elsewhere:
            marked_words = ngettext("{n} marked but not shown", "{n} marked but not shown", elsewhere)
            words.append(marked_words.format(n=elsewhere))
        return "".join(glyph(" · ", " - ") + part for part in words)

    def show_rows(self, *, top: bool = False, stay: str | None = None) -> None:
        """Show what the filter state lets through, and the action ``stay`` in any case.

        The cursor is on its row where that shows, with ``top`` on the first.
        """
        self.tree.model.show(self._state.only, self._state.order, self._state.of_unit)
        self.tree.model.stay(stay)
        if top:
            self.tree.put(0)
        self.tree.rebuild()
        self.show_titles()
        self._screen.show_keys()
        self.show_page_soon()

    def show_row(self, key: str) -> None:
        """Put the cursor on a row that shows, and show what is known of it."""
        self.tree.go_to(key)
        self.show_titles()
        self._screen.show_keys()
        self.show_page()

    def show_outline(self, outline: Outline) -> None:
        """Show rows that were read again; the cursor stays on its row."""
        self.tree.rebuild()
        self.show_titles()
        self._screen.show_keys()
        self.title_bar.show(outline)
        self.show_page(keep_place=True)

    def show_marks(self) -> None:
        """Show which actions are marked."""
        self.tree.refresh()
        self.show_titles()
        self._screen.show_keys()

    def speak(self) -> None:
        self.show_titles()
        self.tree.measure()
        self.tree.refresh()
        self.show_page(keep_place=True)

    def show_page_soon(self) -> None:
        """Show the page of the chosen row one frame later."""
        if not self._page_pending:
            self._page_pending = True
            self._screen.call_after_refresh(self.show_pending_page)

    def show_pending_page(self) -> None:
        """Show it now, where that was still to come."""
        if self._page_pending:
            self.show_page()

    def show_page(self, *, keep_place: bool = False, same_plan: bool = False) -> None:
        """Show it now, with ``keep_place`` scrolled as it is.

        With ``same_plan`` the plan is as it was when the page that shows was read.
        """
        # the place in another row's page says nothing
        keep_place = keep_place and not self._page_pending
        self._page_pending = False
        node, shown_before = self.tree.node, self._shown if same_plan else None
        make = self._app.attempt(lambda: self._page_of(node, shown_before))
        self._view.head(Content(safe(node.row.nr)) if node is not None else None)
        self._view.show(make, keep_place=keep_place)

    def _page_of(self, node: Node | None, shown_before: ActionDetail | None) -> Callable[[int], Page] | None:
        """Return a function that lays out a row for a width; None where no row is chosen."""
        store, model, today = self._store, self.tree.model, self._app.today()
        self._shown = None
        if node is None:
            return None
        if isinstance(node.row, ObjectiveRow):
            from store.edits.indicators import indicators
            from store.query.objectives import objective_detail
            from tui.plan.objective_page import objective_lines

            objective, progress = objective_detail(store, node.row, today=today), model.progress(node)
            measured = indicators(store, objective=node.row.nr)
            return lambda width: objective_lines(objective, progress, measured, width)
        from store.query.queries import action_detail, by_unit
        from tui.plan.action_page import ENTRIES, action_lines

        if shown_before is not None and shown_before.row.id != node.row.id:
            shown_before = None
        action = self._shown = action_detail(
            store, node.row.ref, today=today, entries=ENTRIES, read_before=shown_before
        )
        if model.of_unit is not None and node.row.id in model.of_unit.rows:
            action = by_unit(action, model.of_unit.rows[node.row.id], model.of_unit.unit)
        return lambda width: action_lines(action, width, today)


def _plan_name(app: RunningApp) -> str:
    """Return what people call the plan that is open, where a home has several: their titles may be alike."""
    home = app.places._replace(plan="")
    if not (home.data / PLANS).is_dir():
        return ""
    from sync.home_plans import plans_beside

    plans, here = plans_beside(app.places, app.database, app.settings.database)
    return plans[here].name if len(plans) > 1 else ""


class TitleBar(Widget):
    """The first line: what is open, who works here, what is not confirmed yet, and the language."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TitleBar { height: 1; background: $panel; color: $text; padding: 0 1; }
    """

    class Speak(Message):
        """A language was clicked."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, outline: Outline, app: RunningApp) -> None:
        super().__init__()
        self.outline, self.today = outline, app.today()
        self.receipt_days = app.settings.receipt_days
        self._plan = _plan_name(app)
        self._who = _who(outline.identity)

    def show(self, outline: Outline) -> None:
        """Show another state of the same plan."""
        if outline.identity != self.outline.identity:
            self._who = _who(outline.identity)
        self.outline = outline
        self.refresh()

    def speak(self) -> None:
        """Show everything in the current language."""
        self._who = _who(self.outline.identity)
        self.refresh()

    def _delivery(self) -> str:
        delivery = self.outline.delivery
        count = delivery.unconfirmed
        if not count:
            return ""
        from language.dates import age

        overdue = self.outline.waiting.overdue(self.receipt_days)
        unsent = delivery.unsent
        not_sent = ngettext("{n} not sent", "{n} not sent", unsent).format(n=unsent)
        if overdue is not None and overdue.file is None:
            words = ngettext("{n} not sent for {age}", "{n} not sent, the oldest for {age}", unsent)
            return f"! {words.format(n=unsent, age=age(overdue.days))}"
        if overdue is not None:
            words = ngettext(
                "{n} without a receipt for {age}",
                "{n} without a receipt, the oldest for {age}",
                overdue.changes,
            ).format(n=overdue.changes, age=age(overdue.days))
            if unsent:
                return f"! {glyph(' · ', ' - ').join((words, not_sent))}"
            code = "" if overdue.file is None else f" ({safe(overdue.file.check_code)[:9]})"
            return f"! {words}{code}"
        if delivery.to_server:
            return ngettext("{n} not on the server", "{n} not on the server", count).format(n=count)
        words = ngettext("{n} not confirmed", "{n} not confirmed", count).format(n=count)
        if not delivery.sent:
            return words
        last = delivery.sent[-1]
        sent_on = datetime.fromtimestamp(last.at, timezone.utc).date()
        code, sent = safe(last.check_code)[:9], age(max(0, (self.today - sent_on).days))
        if not unsent:
            return f"{words} ({code}, {sent})"
        in_file = _("{n} in {code} ({age})").format(n=count - unsent, code=code, age=sent)
        return glyph(" · ", " - ").join((not_sent, in_file))

    def on_click(self, event: events.Click) -> None:
        """Speak the language whose letters were clicked, which stand at the right end."""
        place, end = event.get_content_offset(self), self.size.width
        for code, label in reversed(switcher().items()):
            start = end - cell_len(label)
            if place is not None and start <= place.x < end:
                self.post_message(self.Speak(code))
            end = start - 1

    def render(self) -> Content:
        separator = glyph("│", "|")
        codes = separator.join(switcher().values())
        dot = glyph(" · ", " - ")
        delivery = self._delivery()
        style = "bold $text-error" if delivery.startswith("!") else "$text-warning" if delivery else ""
        right = dot.join(part for part in (self._who, delivery) if part)
        width = self.size.width
        room = width - cell_len(right) - cell_len(codes) - 4
        named = dot.join(filter(None, ("Terren", safe(self._plan), safe(self.outline.title))))
        left = cut(named, max(room, 6))
        gap = max(1, width - cell_len(left) - cell_len(right) - cell_len(codes) - 2)
        return Content.assemble((left, "bold"), " " * gap, (right, style), "  ", codes)


def _who(identity: Identity | None) -> str:
    """Return who works here, in the current language."""
    if identity is None:
        return _("Read only")

    unit = safe(unit_name(identity.unit, current()))
    return _("Headquarters: {unit}").format(unit=unit) if identity.is_headquarters else unit
