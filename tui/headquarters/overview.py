"""The dashboard of a year, of the plan or by group; each figure leads to the list behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import N_, _, pgettext
from language.dates import date as day_words
from language.dates import parse_date
from store.account.spans import year_span
from store.db.database import Store
from store.db.errors import UserError
from store.edits.indicators import indicators
from store.plan.achievement import IndicatorRow
from store.plan.lookup import all_years, nearest_year
from store.query.filters.filter import Filter, list_actions
from store.query.overview import GROUPS, Overview, OverviewGroup, overview
from store.status.outline import ActionRow
from tui.headquarters.overview_page import groups_page, overview_title, plan_page
from tui.screens.headed import CountedScreen, beside, ends
from tui.screens.oneline import AnswerScreen, write_into_file
from tui.widgets.linked_lines import LinkedLines

if TYPE_CHECKING:
    from report.table import Table


class _CountedGroups(NamedTuple):
    """What the screen shows: all groups, or ``shown`` alone with its indicators and what is overdue."""

    overview: Overview
    shown: OverviewGroup | None
    indicators: tuple[IndicatorRow, ...] = ()
    overdue: Sequence[ActionRow] = ()


class OverviewScreen(CountedScreen["Filter | str", _CountedGroups]):
    """Returns the filter, or the number of the action, that a figure led to."""

    CSS_PATH = "overview.tcss"
    contexts = ("overview", "screen", "recorded")

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.by = "plan"
        self.groups: tuple[OverviewGroup, ...] = ()
        with store.reading() as conn:
            self.years = all_years(conn)
        self.year: int | None = None
        self.as_of: date | None = None
        self.whole: str | None = None

    def content(self) -> ComposeResult:
        self.tabs = Static(id="tabs")
        self.view = LinkedLines(id="figures")
        yield self.tabs
        yield self.view

    def on_mount(self) -> None:
        self.year = nearest_year(self.years, self.terren.today())
        self._show(keep=False)

    def _show(self, *, keep: bool = True, after: Callable[[], None] = lambda: None) -> None:
        """Count what is asked for, then show it; ``after`` that go on."""
        by, whole, ask = self.by, self.whole, self._question()

        def read(store: Store) -> _CountedGroups:
            overview = ask(store)
            shown = next((group for group in overview.groups if group.key == whole), None)
            if by != "plan" and shown is None:
                return _CountedGroups(overview, None)
            chosen = overview if shown is None else overview._replace(groups=(shown,))
            return _CountedGroups(chosen, shown, _indicators(store, chosen), _overdue(store, chosen))

        def come(counted: _CountedGroups) -> None:
            self._draw(counted, keep=keep)
            after()

        self._show_tabs()
        self.count(read, come)

    def _draw(self, counted: _CountedGroups, *, keep: bool) -> None:
        overview, shown, measured, overdue = counted
        self.year, self.groups = overview.year, overview.groups
        self.show_title(overview_title(overview, day_words(overview.as_of), group=shown))
        if overview.by == "plan" or shown is not None:
            self.view.show(lambda width: plan_page(overview, measured, overdue, width), keep=keep)
        else:
            self.view.show(lambda width: groups_page(overview, width), keep=keep)
        self.show_keys()

    def _question(self) -> Callable[[Store], Overview]:
        span = None if self.year is None else year_span(self.year)
        return partial(overview, by=self.by, today=self.terren.today(), as_of=self.as_of, span=span)

    def idle(self) -> Collection[str]:
        idle = ends(self.years, self.year, "year_before", "year_after")
        if self.view.link is None:
            idle.add("follow_figure")
        # the plan is one group, shown in full already
        if self.by == "plan" or (self.whole is None and self.view.link is None):
            idle.add("whole_group")
        return idle

    def recount(self) -> None:
        self._show()

    def on_line_view_moved(self) -> None:
        self.show_keys()

    def _show_tabs(self) -> None:
        words = {
            "plan": _("plan"),
            "objective": _("objectives"),
            "lead": _("lead institutions"),
            "unit": _("units"),
        }
        parts = [
            Content.styled(f" {n} {words[by]} ", "reverse bold" if by == self.by else "")
            for n, by in enumerate(GROUPS, 1)
        ]
        self.tabs.update(Content(" ").join(parts))

    def speak(self) -> None:
        self._show()

    def action_count_by(self, key: str) -> None:
        self.by, self.whole = GROUPS[int(key) - 1], None
        self._show(keep=False)

    def action_next_group(self) -> None:
        self.action_count_by(str((GROUPS.index(self.by) + 1) % len(GROUPS) + 1))

    def action_whole_group(self) -> None:
        """Show all figures of the group under the cursor, or the groups again with the cursor on it."""
        if self.by == "plan":
            return
        before, self.whole = self.whole, None
        if before is None:
            linked = self.view.link
            self.whole = next((group.key for group in self.groups if group.wanted == linked), None)

        def back() -> None:
            if before is not None:
                self.view.move_to_link(next(group.wanted for group in self.groups if group.key == before))

        self._show(keep=False, after=back)

    def action_turn(self, by: int) -> None:
        if (other := beside(self.years, self.year, by)) is None:
            words = _("The plan has no earlier year.") if by < 0 else _("The plan has no later year.")
            self.terren.tell(words)
            return
        # a day that was asked for is one of the year before
        self.year, self.as_of = other, None
        self._show()

    def action_as_of(self) -> None:
        """Ask for the day as of which all is counted."""
        today = self.terren.today()

        def read(text: str) -> str:
            return parse_date(text, today).isoformat() if text else ""

        def asked(text: str) -> None:
            self.as_of = date.fromisoformat(text) if text else None
            self._show()

        above = _("As of which day; empty for the last day of the year, today if that is earlier")
        start = "" if self.as_of is None else self.as_of.isoformat()
        self.ask(
            AnswerScreen(
                pgettext("the day by which is counted", "As of"), above, start, read, enter=N_("count")
            ),
            asked,
        )

    def on_linked_lines_followed(self, event: LinkedLines.Followed) -> None:
        if isinstance(event.link, (Filter, str)):
            self.dismiss(event.link)
        else:
            self.terren.tell(_("No list stands behind this row."))

    def action_follow_figure(self) -> None:
        self.view.action_follow()

    def action_write_overview(self) -> None:
        """Write the figures of all groups that are counted into a file."""
        from report.lists.objective_lists import overview_list

        def table() -> Table:
            return overview_list(self._question()(self.store))

        write_into_file(self, table, f"{_('Overview')} {self.year}")

    def action_close_overview(self) -> None:
        if self.whole is not None:
            self.action_whole_group()
            return
        self.dismiss(None)


def _indicators(store: Store, overview: Overview) -> tuple[IndicatorRow, ...]:
    """Return those of the plan or of an objective; institutions and units have none of their own."""
    if overview.by not in ("plan", "objective"):
        return ()
    objective = None if overview.by == "plan" else overview.groups[0].key
    day = overview.span.money_day(overview.as_of)
    try:
        return indicators(store, objective=objective, unit=overview.unit, revision=overview.revision, day=day)
    except UserError:
        # the objective is one of an earlier version of the period
        return ()


def _overdue(store: Store, overview: Overview) -> list[ActionRow]:
    wanted = overview.groups[0].wanted
    if wanted is None:
        return []
    return list_actions(store, wanted._replace(overdue=True), today=overview.as_of)
