"""The commands of the main screen."""

from __future__ import annotations

from typing import Final

from language import N_
from tui.commands.command import Command

REPORTING: Final = N_("Reporting")
FINDING: Final = N_("Searching")
EXCHANGE: Final = N_("Exchange")
MOVING: Final = N_("Moving")
GENERAL: Final = N_("General")

_STATUS: Final = N_(
    "Set the status: 1 not started, 2 in progress, 3 partially, 4 implemented, 5 not implemented, 6 cancelled"
)
_MARK: Final = N_("Mark the action, or all below an objective: the next status is for all that are marked")
_STATUS_LIST: Final = N_("Choose the status from a list")
_DETAILS: Final = N_("Enter what belongs to the status: day, percent, reason, output, next steps")
_INDICATORS: Final = N_("The indicators of the objective: planned, measured, and a new measurement")
_MONEY: Final = N_("Enter what was allocated and spent, year by year")
_SEARCH: Final = N_("Find actions by number, title, institution, output or note")
_VIEW: Final = N_("Switch between all actions and those of your unit")
_GO: Final = N_("Go to a number: 2.1.2 or 212")
_FILTER: Final = N_("Choose what shows: overdue, due this year, status, lead, funding, saved filters")
_DROP: Final = N_("Take the last filter away")
_SHOW_ALL: Final = N_("Take away all filters, also that of your unit")
_SORT: Final = N_("Change the order: by number, by deadline, by execution")
_WRITE_LIST: Final = N_("Write the actions that show into a file: a workbook or CSV")
_NEXT_ACTION: Final = N_("To the next action, also where its objective is closed")
_PREVIOUS_ACTION: Final = N_("To the action before, also where its objective is closed")
_EXPORT: Final = N_("Write your changes into a file for headquarters")
_REVISION: Final = N_("See what a revision of the plan changes, and take one that waits")
_DOCTOR: Final = N_("See whether terminal, disk, database, clock, key and exchange are OK")
_PLANS: Final = N_("Your plans, with what is due and unsent in each, and open another")
_BACK: Final = N_("End the search, or go back from the action to the tree")
_OPEN: Final = N_("Open or close an objective; go into an action")
_NEXT_SIBLING: Final = N_("To the next row under the same objective")
_PREVIOUS_SIBLING: Final = N_("To the row before under the same objective")
_READ_UP: Final = N_("Scroll what is shown of the action up")
_READ_DOWN: Final = N_("Scroll what is shown of the action down")


def _report(
    command: str, keys: str, name: str, text: str, *, needs: str = "action", footer: bool = False
) -> Command:
    return Command(command, keys, name, text, REPORTING, "main", needs=needs, footer=footer)


def _in_line(context: str, command: str, keys: str, name: str, text: str) -> Command:
    return Command(command, keys, name, text, FINDING, context, footer=True, palette=False)


def _general(command: str, keys: str, name: str, text: str, *, footer: bool = False) -> Command:
    return Command(command, keys, name, text, GENERAL, "main", footer=footer)


def _move(command: str, keys: str, name: str, text: str, does: str = "", *, palette: bool = False) -> Command:
    return Command(command, keys, name, text, MOVING, "tree", palette=palette, does=does)


COMMANDS: Final = (
    Command(
        "status", "1 2 3 4 5 6", N_("status"), _STATUS, REPORTING, "main",
        needs="action", footer=True, palette=False, numbered=True, shown="1-6",
    ),
    _report("choose_status", "s", N_("choose status"), _STATUS_LIST),
    _report("details", "d", N_("details"), _DETAILS),
    _report("money", "b", N_("money"), _MONEY, footer=True),
    _report("note", "n", N_("note"), N_("Write a note on the action"), footer=True),
    _report("evidence", "E", N_("evidence"), N_("List the evidence of the action and add to it")),
    _report("indicators", "i", N_("indicators"), _INDICATORS, needs=""),
    _report("assess", "a", N_("assessment"), N_("Headquarters' assessment: status, day, reason")),
    _report("undo", "u", N_("undo"), N_("Take back your last change; that is a new change"), needs=""),
    _report("redo", "ctrl+r", N_("redo"), N_("Set again what you took back last"), needs=""),
    Command(
        "open", "enter", N_("open"), _OPEN, MOVING, "tree",
        needs="objective", footer=True, palette=False,
    ),
    Command("mark", "space", N_("mark"), _MARK, REPORTING, "tree", palette=False),
    Command("search", "slash", N_("find"), _SEARCH, FINDING, "main", footer=True),
    Command("view", "v", N_("view"), _VIEW, FINDING, "main"),
    Command("go", "g", N_("go to"), _GO, FINDING, "main"),
    Command("filter", "f", N_("filter"), _FILTER, FINDING, "main", footer=True),
    Command("drop_filter", "backspace", N_("remove last filter"), _DROP, FINDING, "main"),
    Command("show_all", "X", N_("show all"), _SHOW_ALL, FINDING, "main"),
    Command("write_list", "w", N_("write the list"), _WRITE_LIST, FINDING, "main"),
    Command("sort", "S", N_("order"), _SORT, FINDING, "main"),
    _in_line("go", "go_there", "enter", N_("go there"), N_("Go to the number")),
    _in_line("go", "leave_go", "escape", N_("leave"), N_("Stay where you are")),
    _in_line("search", "keep_search", "enter down", N_("go to the list"), N_("Go to the actions found")),
    _in_line("search", "end_search", "escape", N_("end search"), N_("End the search")),
    Command("revision", "p", N_("plan's revision"), _REVISION, EXCHANGE, "main"),
    Command("export", "e", N_("export"), _EXPORT, EXCHANGE, "main", footer=True),
    Command("reload", "r f5", N_("reload"), N_("Read everything from the database again"), EXCHANGE, "main"),
    _move("move_up", "up k", N_("up"), N_("One row up"), "move(-1)"),
    _move("move_down", "down j", N_("down"), N_("One row down"), "move(1)"),
    _move("fold", "left minus", N_("close"), N_("Close the objective, or go to the one above")),
    _move("unfold", "right l plus", N_("open"), N_("Open the objective, or go to its first row")),
    _move("page_up", "pageup", N_("page up"), N_("One page up"), "page(-1)"),
    _move("page_down", "pagedown", N_("page down"), N_("One page down"), "page(1)"),
    _move("first", "home", N_("first"), N_("To the first row"), "go(0)"),
    _move("last", "end G", N_("last"), N_("To the last row"), "go(-1)"),
    _move("unfold_all", "asterisk", N_("open all"), N_("Open all objectives"), palette=True),
    _move("next_action", "right_square_bracket", N_("next action"), _NEXT_ACTION, "neighbour(1)"),
    _move("previous_action", "left_square_bracket", N_("action before"), _PREVIOUS_ACTION, "neighbour(-1)"),
    _move("next_sibling", "J", N_("next at this level"), _NEXT_SIBLING, "sibling(1)"),
    _move("previous_sibling", "K", N_("previous at this level"), _PREVIOUS_SIBLING, "sibling(-1)"),
    _move("read_up", "ctrl+up ctrl+u", N_("read up"), _READ_UP, "read(-3)"),
    _move("read_down", "ctrl+down ctrl+d", N_("read down"), _READ_DOWN, "read(3)"),
    Command("scroll_up", "up k", N_("up"), N_("Scroll up"), MOVING, "detail", palette=False),
    Command("scroll_down", "down j", N_("down"), N_("Scroll down"), MOVING, "detail", palette=False),
    Command("go_back", "left", N_("back"), N_("Back to the tree"), MOVING, "detail", palette=False),
    Command("back", "escape", N_("back"), _BACK, MOVING, "main", palette=False),
    _general("help", "question_mark f1", N_("help"), N_("All keys"), footer=True),
    Command(
        "commands", "ctrl+p", N_("commands"), N_("Find a command by its name"), GENERAL, "app", palette=False
    ),
    _general("plans", "ctrl+o", N_("plans"), _PLANS),
    _general("doctor", "C", N_("check"), _DOCTOR),
    _general("copy", "y", N_("copy"), N_("Copy number and title of the row to the clipboard")),
    _general("language", "t", N_("language"), N_("Change the language")),
    _general("theme", "T", N_("theme"), N_("Next theme: dark, light, high contrast, your own")),
    _general("quit", "q ctrl+q", N_("quit"), N_("Leave Terren; everything is saved")),
)  # fmt: skip
