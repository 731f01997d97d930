"""The window in which one chooses what shows: typing narrows the lines, Enter takes the marked one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from language import N_, _, glyph, ngettext
from language.filterwords import order_words, part_words
from store.db.database import Store
from store.db.errors import UserError
from store.db.text import sought
from store.plan.units import every_name
from store.query.filters.facets import Facet, list_facets
from store.query.filters.filter import Filter
from store.query.filters.filter_parts import FilterPart, filter_parts, toggle_part
from store.query.filters.named_filters import forget_filter, named_filter, named_filters, save_filter
from store.query.filters.order import SORT_KEYS
from tui.commands.catalogue import by_id
from tui.finding.filter_state import FilterState, chips, in_words
from tui.screens.window import WindowScreen
from tui.tree.tree_model import TreeModel
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import Line, fit, safe

_WIDTH = 62


class FilterScreen(WindowScreen[None]):
    """Every choice shows at once behind the window; ``show_wanted`` shows it, false where it is refused."""

    heading = N_("What shows")
    CSS_PATH = "filter.tcss"
    contexts = ("filter", "typing")

    def __init__(
        self, store: Store, state: FilterState, model: TreeModel, show_wanted: Callable[[Filter, str], bool]
    ) -> None:
        super().__init__()
        self.store, self.state, self.model, self.show_wanted = store, state, model, show_wanted
        self.naming = False
        self.forgetting = ""
        self.shown: list[FilterOption] = []

    def content(self) -> ComposeResult:
        self.typed = Input(id="typed", compact=True)
        self.choices = ChoiceList((), id="choices")
        self.choices.can_focus = False
        self.note = Static(Content(""), id="note", classes="dim")
        yield self.typed
        yield self.choices
        yield self.note

    def on_mount(self) -> None:
        self._offer()

    def _offer(self) -> None:
        """Count anew what may be chosen."""
        self.typed.placeholder = _("type to choose: overdue, 2022, MPB, BK …")
        wanted, year = self.state.filter, self.terren.today().year
        saved = self.terren.attempt(lambda: list(named_filters(self.terren.places.config_file))) or []
        offered = list_facets(self.store, self.model.seen, wanted, this_year=year, index=self.state.index())
        self.options = options(wanted, offered, saved)
        self._show()

    def _show(self) -> None:
        wanted = self.state.filter
        self.shown = meant(self.options, "" if self.naming else self.typed.value, wanted)
        asked = filter_parts(wanted)
        nothing: list[Line] = [] if self.shown else [((_("No match."), "dim"),)]
        self.choices.fill(nothing or [self._line(option, option.part in asked) for option in self.shown])
        shown = self.state.only
        count = len(self.model.actions if shown is None else shown)
        words = chips(asked, self.state.seen)
        words += [order_words(self.state.sort)]
        count_words = ngettext("{n} action", "{n} actions", count).format(n=count)
        self.forgetting = ""
        self.say(safe(f"{count_words}: {', '.join(words)}"))
        self.show_keys()

    def idle(self) -> Collection[str]:
        if self.naming:
            return ("keep_filters", "clear_filters", "forget_filter")
        idle = set() if filter_parts(self.state.filter) else {"clear_filters"}
        if self._marked_name() is None:
            idle.add("forget_filter")
        return idle

    def _marked_name(self) -> str | None:
        """Return the name of the saved filter that is marked."""
        marked = self.shown[self.choices.cursor] if self.choices.cursor < len(self.shown) else None
        return str(marked.value) if marked is not None and marked.field == SAVED else None

    def on_line_view_moved(self) -> None:
        self.show_keys()

    def _line(self, option: FilterOption, asked: bool) -> Line:
        chosen = asked or (option.field == ORDER and option.value == self.state.sort)
        sign = glyph("✓", "[x]") if chosen else glyph(" ", "[ ]")
        count = "" if option.actions is None else str(option.actions)
        style = "strong" if chosen else "dim" if option.actions == 0 else ""
        room = min(self.size.width - 12, _WIDTH) - len(sign) - 6
        return (
            (f" {sign} ", "good"),
            (fit(option.words, room), style),
            (f" {count:>4}", "dim"),
        )

    def on_resize(self) -> None:
        if self.choices.lines:
            self._show()

    def on_input_changed(self) -> None:
        if not self.naming:
            self._show()

    def action_move(self, by: int) -> None:
        self.choices.action_move(by)

    def action_take_filter(self) -> None:
        if self.naming:
            self._save()
        elif self.choices.cursor < len(self.shown):
            self._take(self.shown[self.choices.cursor])

    def _take(self, option: FilterOption) -> None:
        wanted, sort = self.state.filter, self.state.sort
        if option.field == ORDER:
            sort = str(option.value)
        elif option.field == SAVED:
            name = str(option.value)
            saved = self.terren.attempt(lambda: named_filter(self.terren.places.config_file, name))
            if saved is None:
                return
            wanted = saved
        else:
            wanted = toggle_part(wanted, option.part)
        if self.show_wanted(wanted, sort):
            self.typed.value = ""
            self._offer()

    def action_forget_filter(self) -> None:
        """Ask once, then delete the saved filter that is marked."""
        name = self._marked_name()
        if self.naming or name is None:
            self.say(_("Choose one of the saved filters first."), error=True)
            return
        key = by_id("forget_filter").sign()
        if self.forgetting != name:
            self.forgetting = name
            self.say(_("{key} again deletes “{name}”.").format(key=key, name=safe(name)), error=True)
            return
        self.forgetting = ""
        try:
            forget_filter(self.terren.places.config_file, name)
        except UserError as refused:
            self.terren.tell_refusal(refused)
            return
        self.terren.tell(_("“{name}” is no longer saved.").format(name=safe(name)))
        self.typed.value = ""
        self._offer()

    def action_clear_filters(self) -> None:
        if self.show_wanted(Filter(), self.state.sort):
            self._offer()

    def action_keep_filters(self) -> None:
        self.naming = True
        self.typed.value = ""
        self.typed.placeholder = _("name under which to save; Enter saves")
        self.show_keys()

    def _save(self) -> None:
        try:
            save_filter(self.terren.places.config_file, self.typed.value.strip(), self.state.filter)
        except UserError as refused:
            self.refuse(refused)
            return
        self.terren.tell(_("Saved as “{name}”.").format(name=safe(self.typed.value.strip())))
        self.naming = False
        self.typed.value = ""
        self._offer()

    def action_close_filter(self) -> None:
        if self.naming:
            self.naming = False
            self.typed.value = ""
            self._offer()
        else:
            self.dismiss()


SAVED, ORDER = "saved", "order"


class FilterOption(NamedTuple):
    """A line: a part of a filter, a filter saved under a name, or an order of the list.

    ``actions`` is how many would show, None where that is not known; ``called`` what else it is found by.
    """

    field: str
    value: str | int | bool
    words: str
    actions: int | None = None
    called: str = ""

    @property
    def part(self) -> FilterPart:
        """Return what it asks for."""
        return FilterPart(self.field, self.value)


def options(wanted: Filter, offered: Sequence[Facet], saved: Iterable[str]) -> list[FilterOption]:
    """Return all lines; what is asked already comes first, so that it is quickly taken away."""
    choices = [
        FilterOption(*choice.part, _words(choice), choice.actions, _called(choice)) for choice in offered
    ]
    parts_known = {option.part for option in choices}
    asked = filter_parts(wanted)
    others = [FilterOption(*part, safe(part_words(*part))) for part in asked if part not in parts_known]
    lines = [*others, *(option for option in choices if option.part in asked)]
    common = [option for option in choices if option.part not in asked]
    plan = ("lead", "funding", "objective")
    return [
        *lines,
        *(option for option in common if option.field not in plan),
        *(FilterOption(SAVED, name, safe(_("saved: {name}").format(name=name))) for name in saved),
        *(FilterOption(ORDER, order, order_words(order)) for order in SORT_KEYS),
        *(option for option in common if option.field in plan),
    ]


def _words(choice: Facet) -> str:
    field, value = choice.part
    if field == "objective":
        return safe(f"{part_words(field, value)}  {choice.name}")
    return safe(part_words(field, in_words(choice.part, choice.name or value)))


def _called(choice: Facet) -> str:
    return every_name(choice.name) if choice.part.field == "lead" else ""


def meant(given: Sequence[FilterOption], typed: str, wanted: Filter) -> list[FilterOption]:
    """Return the lines in whose words all typed ones stand, the nearest first.

    First come those that say just this, then those that begin with it, then those in which a word begins with
    it. Where nothing is typed, those are left out that would leave nothing.
    """
    words = sought(typed).split()
    if not words:
        asked = filter_parts(wanted)
        return [option for option in given if option.actions != 0 or option.part in asked]

    def place(option: FilterOption) -> tuple[bool, bool, bool]:
        option_words, wanted_words = sought(option.words), " ".join(words)
        return (
            option_words != wanted_words,
            not option_words.startswith(wanted_words),
            f" {words[0]}" not in f" {option_words}",
        )

    return sorted(
        (
            option
            for option in given
            if all(word in sought(f"{option.words} {option.called}") for word in words)
        ),
        key=place,
    )
