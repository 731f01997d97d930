"""The commands of the screens that only look: overview and history."""

from __future__ import annotations

from functools import partial
from typing import Final

from language import N_
from tui.commands.command import Command, inside

LOOKING: Final = N_("Looking")

_REDACT: Final = N_("At headquarters: take the text of a note or of evidence away, everywhere, for good")
_WHOLE: Final = N_("All figures of the line's group, or the list of groups")
_FIND: Final = N_("Find changes by officer, unit, day or words")
_FOUND: Final = N_("Go to the changes found")
_CLOSE: Final = N_("End the search, or back to the plan")
_BY: Final = N_("By plan, objective, lead institution or unit")

_in = partial(inside, LOOKING)

COMMANDS: Final = (
    Command("overview", "o", N_("overview"), N_("Rates, statuses and money of a year"), LOOKING, "main"),
    Command("history", "h", N_("history"), N_("All changes of the action"), LOOKING, "main", needs="action"),
    Command("history_of_all", "H", N_("all changes"), N_("All changes of the whole plan"), LOOKING, "main"),
    _in("overview", "count_by", "1 2 3 4", N_("count by"), _BY, shown="1-4"),
    _in("overview", "next_group", "tab", N_("next"), N_("To the next way of counting"), footer=False),
    _in("overview", "follow_figure", "enter", N_("list"), N_("Show the actions behind the figure")),
    _in("overview", "whole_group", "space d", N_("in full"), _WHOLE),
    _in("overview", "year_before", "left h", N_("year before"), N_("To the year before"), does="turn(-1)"),
    _in("overview", "year_after", "right l", N_("year after"), N_("To the year after"), does="turn(1)"),
    _in("overview", "write_overview", "w", N_("write"), N_("Write the figures into a file")),
    _in("overview", "close_overview", "escape o q", N_("close"), N_("Back to the plan")),
    _in("overview", "as_of", "a", N_("as of"), N_("Count as of another day")),
    _in("history", "find_change", "slash f", N_("find"), _FIND, does="search"),
    _in("history", "revert", "x delete", N_("take back"), N_("Take the change back, by a new change")),
    _in("history", "scope", "a tab", N_("one or all"), N_("Switch between the action and the whole plan")),
    _in("history", "to_action", "enter", N_("go to"), N_("Go to the action of the change")),
    _in("history", "write_history", "w", N_("write"), N_("Write the changes into a file")),
    _in("history", "undo_revert", "u", N_("undo"), N_("Take back your last change"), footer=False),
    _in("history", "redact", "R", N_("redact"), _REDACT, footer=False),
    _in("history", "close_history", "escape q", N_("close"), _CLOSE, does="close"),
    _in("finding", "to_changes", "enter down", N_("to the list"), _FOUND, does="to_list"),
    _in("finding", "all_changes", "escape", N_("show all"), N_("End the search"), does="end_search"),
)  # fmt: skip
