"""The commands of headquarters' screens: conflicts, and the matrix of actions and units."""

from __future__ import annotations

from functools import partial
from typing import Final

from language import N_
from tui.commands.command import Command, inside

HEADQUARTERS: Final = N_("Headquarters")

_KEEP: Final = N_("Keep the value with this number")
_MISSING: Final = N_("Only what is not reported, or everything again")


def _main(command: str, key: str, name: str, text: str) -> Command:
    return Command(command, key, name, text, HEADQUARTERS, "main")


_in = partial(inside, HEADQUARTERS)

COMMANDS: Final = (
    _main("conflicts", "c", N_("conflicts"), N_("Values of which somebody has to choose one")),
    _main("matrix", "M", N_("matrix"), N_("What each unit reported on each action")),
    _main("report", "R", N_("report"), N_("Write the report on a period")),
    _in("conflicts", "keep_value", "1 2 3 4 5 6 7 8 9", N_("keep"), _KEEP, shown="1-9"),
    _in("conflicts", "other_value", "o 0", N_("another value"), N_("Type another value")),
    _in("conflicts", "give_reason", "r", N_("reason"), N_("Give a reason first; it is kept as a note")),
    _in("conflicts", "conflict_action", "enter", N_("go to"), N_("Go to the action in conflict")),
    _in("conflicts", "undo_decision", "u", N_("undo"), N_("Take back your last decision"), footer=False),
    _in("conflicts", "close_conflicts", "escape q c", N_("close"), N_("Back to the plan"), does="leave"),
    _in("conflicts", "conflicts_help", "question_mark f1", N_("help"), N_("All keys"), does="open_help"),
    _in("other_value", "store_other", "enter", N_("store"), N_("Decide by this value, or keep the reason")),
    _in("other_value", "leave_other", "escape", N_("leave"), N_("Leave it undecided")),
    _in("report", "write_report", "enter", N_("write"), N_("Write the report into the folder")),
    _in("report", "complete_report", "tab", N_("complete"), N_("Complete the name of the folder")),
    _in("report", "report_field", "shift+tab", N_("period"), N_("To the period, or to the folder")),
    _in("report", "report_form", "ctrl+f", N_("form"), N_("As Word, workbook, HTML, PDF, CSV, JSON or IATI")),
    _in("report", "report_language", "ctrl+t", N_("language"), N_("Write the report in another language")),
    _in("report", "report_up", "pageup", N_("page up"), N_("One page up"), footer=False),
    _in("report", "report_down", "pagedown", N_("page down"), N_("One page down"), footer=False),
    _in("report", "close_report", "escape", N_("close"), N_("Back to the plan")),
    _in("matrix", "matrix_action", "enter", N_("go to"), N_("Go to the action of the row")),
    _in("matrix", "missing", "m", N_("missing only"), _MISSING),
    _in("matrix", "close_matrix", "escape q M", N_("close"), N_("Back to the plan"), does="leave"),
    _in("matrix", "matrix_help", "question_mark f1", N_("help"), N_("All keys"), does="open_help"),
)  # fmt: skip
