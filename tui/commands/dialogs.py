"""The commands of the windows that open over the main screen, and of the first run."""

from __future__ import annotations

from functools import partial
from typing import Final

from language import N_
from tui.commands.command import inside

DIALOGS: Final = N_("Windows")

_FORM_ENTER: Final = N_("To the next field; in the last one what was entered is saved")
_FORGET: Final = N_("Delete the highlighted filter from those that are saved; a second press does it")
_COMPLETE: Final = N_("Complete the name of the folder or file")
_PAGE_UP: Final = N_("One page up")
_PAGE_DOWN: Final = N_("One page down")
_READ_UP: Final = N_("Scroll the entry up")
_READ_DOWN: Final = N_("Scroll the entry down")
_OPEN_ATTACHED: Final = N_("Show what is attached to the evidence, in the viewer of the system")
_READ_AGAIN: Final = N_("Read everything from the database again")
_LATER: Final = N_("Close; what waits goes on waiting")
_NEXT: Final = N_("To the next field")
_BACK: Final = N_("To the field before")

_in = partial(inside, DIALOGS)

ANSWERS: Final = (
    _in("choice", "pick", "0 1 2 3 4 5 6", N_("choose"), N_("Choose by number"), shown="0-6"),
    _in("window", "accept_window", "enter", N_("choose"), N_("Take the highlighted line"), does="accept"),
    _in("window", "leave_window", "escape q", N_("leave"), N_("Leave without a change"), does="leave"),
    _in("answer", "accept_answer", "enter", N_("take it"), N_("Take what was typed"), does="accept"),
    _in("place", "complete_place", "tab", N_("complete"), _COMPLETE, does="complete"),
    _in("answer", "leave_answer", "escape", N_("leave"), N_("Leave it as it was"), does="leave"),
    _in("typing", "typing_up", "up", N_("up"), N_("One row up"), footer=False, does="move(-1)"),
    _in("typing", "typing_down", "down", N_("down"), N_("One row down"), footer=False, does="move(1)"),
    _in("typing", "typing_page_up", "pageup", N_("page up"), _PAGE_UP, footer=False, does="move(-5)"),
    _in("typing", "typing_page_down", "pagedown", N_("page down"), _PAGE_DOWN, footer=False, does="move(5)"),
)  # fmt: skip
"""Those of windows in which one picks or answers: they stand first in the footer."""

COMMANDS: Final = (
    _in("list", "list_up", "up k", N_("up"), N_("One row up"), footer=False, does="move(-1)"),
    _in("list", "list_down", "down j", N_("down"), N_("One row down"), footer=False, does="move(1)"),
    _in("list", "list_page_up", "pageup", N_("page up"), _PAGE_UP, footer=False, does="page(-1)"),
    _in("list", "list_page_down", "pagedown", N_("page down"), _PAGE_DOWN, footer=False, does="page(1)"),
    _in("list", "list_first", "home", N_("first"), N_("To the first row"), footer=False, does="move(-9999)"),
    _in("list", "list_last", "end", N_("last"), N_("To the last row"), footer=False, does="move(9999)"),
    _in("list", "entry_read_up", "ctrl+up K", N_("read up"), _READ_UP, footer=False, does="read(-1)"),
    _in("list", "entry_read_down", "ctrl+down J", N_("read down"), _READ_DOWN, footer=False, does="read(1)"),
    _in("screen", "screen_help", "question_mark f1", N_("help"), N_("All keys"), does="open_help"),
    _in("recorded", "read_again", "f5", N_("reload"), _READ_AGAIN, footer=False),
    _in("money", "edit_cell", "enter", N_("edit"), N_("Edit the amount; a second Enter stores it")),
    _in("money", "clear_cell", "delete x", N_("clear"), N_("Clear the amount")),
    _in("money", "spent_on", "d", N_("day"), N_("Say on which day what you enter was spent")),
    _in("money", "undo_cell", "u", N_("undo"), N_("Take back your last change")),
    _in("money", "close_money", "escape b q", N_("close"), N_("Close the table; what was stored stays")),
    _in("cell", "store_cell", "enter", N_("store"), N_("Store the amount")),
    _in("cell", "leave_cell", "escape", N_("leave as it was"), N_("Leave the amount as it was")),
    _in("form", "form_enter", "enter", N_("next"), _FORM_ENTER),
    _in("form", "save_form", "ctrl+s", N_("save"), N_("Save what was entered")),
    _in("form", "form_next", "tab down", N_("next"), _NEXT, footer=False, does="app.focus_next"),
    _in("form", "form_previous", "shift+tab up", N_("back"), _BACK, footer=False, does="app.focus_previous"),
    _in("form", "new_line", "ctrl+j shift+enter", N_("new line"), N_("Begin a new line"), needs="text"),
    _in("form", "edit_outside", "ctrl+e", N_("editor"), N_("Open the text in your own editor"), needs="text"),
    _in("form", "leave_form", "escape", N_("leave"), N_("Leave the form; a second Esc discards what was"
                                                        " typed")),
    _in("evidence", "open_attached", "ctrl+o", N_("open"), _OPEN_ATTACHED),
    _in("evidence", "complete_attached", "ctrl+f", N_("complete"), _COMPLETE),
    _in("filter", "take_filter", "enter tab", N_("choose"), N_("Take the highlighted line, or leave it out")),
    _in("filter", "keep_filters", "ctrl+s", N_("save"), N_("Save what is chosen under a name")),
    _in("filter", "clear_filters", "ctrl+l", N_("clear"), N_("Take away everything that was chosen")),
    _in("filter", "forget_filter", "ctrl+r", N_("delete"), _FORGET),
    _in("filter", "close_filter", "escape", N_("close"), N_("Close the window; what was chosen stays")),
    _in("revision", "take_revision", "enter", N_("take it"), N_("Take the revision that waits")),
    _in("revision", "close_revision", "escape q p", N_("close"), _LATER, does="leave"),
    _in("plans", "open_plan", "enter", N_("open"), N_("Open the highlighted plan")),
    _in("plans", "new_plan", "n", N_("new plan"), N_("Begin a further plan, as who you are in this one")),
    _in("plans", "close_plans", "escape q ctrl+o", N_("close"), N_("Close the window"), does="leave"),
    _in("help", "close_help", "escape q question_mark f1", N_("close"), N_("Close the help"), does="leave"),
    _in("doctor", "make_backup", "b", N_("back up"), N_("Write a checked copy of the database beside it")),
    _in("doctor", "close_doctor", "escape q C", N_("close"), N_("Close the window"), does="leave"),
    _in("enrol", "next_field", "enter tab", N_("next"), N_("To the next question")),
    _in("enrol", "previous_field", "shift+tab", N_("back"), N_("To the question before")),
    _in("enrol", "enrol_now", "ctrl+s", N_("enrol"), N_("Enrol with what was answered")),
    _in("enrol", "own_plan", "ctrl+o", N_("own plan"), N_("Begin with a plan of your own (headquarters)")),
    _in("enrol", "just_look", "ctrl+l", N_("just look"), N_("Look at the plan without enrolling")),
    _in("enrol", "leave_enrol", "ctrl+q", N_("quit"), N_("Leave Terren without enrolling")),
    _in("enrol", "keep_enrolment", "escape", N_("leave"), N_("Leave the enrolment as it is")),
)  # fmt: skip
