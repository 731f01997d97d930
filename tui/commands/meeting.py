"""The commands of meetings: the agenda, the meeting itself, what was agreed, and the minutes."""

from __future__ import annotations

from functools import partial
from typing import Final

from language import N_
from tui.commands.command import Command, inside

MEETING: Final = N_("Meeting")

_AGREE: Final = N_("Write down a decision, who does it, and by when, or correct it")
_STATUS: Final = N_("Record the status and go on to the next action")
_WHOM: Final = N_("Change for whom the status is recorded (headquarters)")
_GO_TO: Final = N_("Go to an action by its number; one that is not on the agenda joins it")
_FINISH: Final = N_("End the meeting and write the minutes")
_PAUSE: Final = N_("Leave the meeting for now; it goes on later where it was left")
_DELETE: Final = N_("Delete the highlighted meeting, while nothing is recorded in it")
_LEAVE: Final = N_("Leave the meeting; all is recorded")
_FOLDER: Final = N_("Complete the name of the folder; from the place to the folder")
_PLACE: Final = N_("Say where the meeting is held, or back to the folder")
_TO_MEETING: Final = N_("Back to the meeting")
_AGENDA: Final = N_("Show the agenda: what was spoken of, in which order; go to any action")
_EARLIER: Final = N_("Say what became of decisions of earlier meetings")
_PRESENT: Final = N_("Say who is present and who is not")
_AS_A_WHOLE: Final = N_("Write down a decision on no action, about the meeting as a whole")
_RAISE: Final = N_("Move the highlighted action up")
_LOWER: Final = N_("Move the highlighted action down")
_DROP: Final = N_("Take the highlighted action off the agenda; what was recorded on it stays")
_PAGE_DOWN: Final = N_("One page down")
_READ_UP: Final = N_("Scroll the entry up")
_READ_DOWN: Final = N_("Scroll the entry down")
_BACK: Final = N_("To the action before")
_NEXT_ITEM: Final = N_("Leave it as it is and go on")

_in = partial(inside, MEETING)

COMMANDS: Final = (
    Command("meeting", "m", N_("meeting"), N_("Hold a meeting on the actions shown"), MEETING, "main"),
    _in("agenda", "begin_meeting", "enter", N_("begin"), N_("Begin the meeting, or go on with it")),
    _in("agenda", "end_meeting", "ctrl+o", N_("end it"), N_("End the highlighted meeting")),
    _in("agenda", "delete_meeting", "ctrl+r", N_("delete it"), _DELETE),
    _in("agenda", "leave_agenda", "escape", N_("leave"), N_("Leave without a meeting"), does="leave"),
    _in("meeting", "meeting_status", "1 2 3 4 5 6", N_("status"), _STATUS, shown="1-6"),
    _in("meeting", "agree", "d", N_("decision"), _AGREE),
    _in("meeting", "meeting_note", "n", N_("note"), N_("Write a note on the action")),
    _in("meeting", "previous_item", "left backspace h", N_("back"), _BACK, footer=False, does="step(-1)"),
    _in("meeting", "next_item", "right enter space l", N_("next"), _NEXT_ITEM, does="step(1)"),
    _in("meeting", "meeting_money", "b", N_("money"), N_("Enter money of the own unit"), footer=False),
    _in("meeting", "whom", "w", N_("for whom"), _WHOM, footer=False),
    _in("meeting", "go_to_item", "g", N_("go to"), _GO_TO, footer=False),
    _in("meeting", "show_agenda", "a", N_("agenda"), _AGENDA, footer=False),
    _in("meeting", "earlier_decisions", "o", N_("earlier decisions"), _EARLIER, footer=False),
    _in("meeting", "participants", "p", N_("participants"), _PRESENT, footer=False),
    _in("meeting", "agree_as_a_whole", "D", N_("general decision"), _AS_A_WHOLE, footer=False),
    _in("meeting", "first_item", "home", N_("first"), N_("To the first action"), footer=False, does="go(0)"),
    _in("meeting", "last_item", "end G", N_("last"), N_("To the last action"), footer=False, does="go(-1)"),
    _in("meeting", "undo_item", "u", N_("undo"), N_("Take back what was recorded last"), footer=False),
    _in("meeting", "redo_item", "ctrl+r", N_("redo"), N_("Set again what was taken back last"), footer=False),
    _in("meeting", "finish", "q Q", N_("finish"), _FINISH),
    _in("meeting", "pause_meeting", "escape", N_("to the plan"), _PAUSE, does="dismiss(None)"),
    _in("order", "take_item", "enter", N_("go"), N_("Go to the highlighted action")),
    _in("order", "raise_item", "K shift+up", N_("earlier"), _RAISE, does="shift(-1)"),
    _in("order", "lower_item", "J shift+down", N_("later"), _LOWER, does="shift(1)"),
    _in("order", "drop_item", "x delete", N_("take off"), _DROP),
    _in("order", "leave_order", "escape", N_("back"), N_("Back to the action"), does="leave"),
    _in("earlier", "earlier_done", "1", N_("done"), N_("The highlighted decision is done")),
    _in("earlier", "earlier_open", "2", N_("still open"), N_("The highlighted decision is still open")),
    _in("earlier", "earlier_day", "3", N_("new day"), N_("Give the highlighted decision another day")),
    _in("earlier", "earlier_read_down", "J ctrl+down", N_("read down"), _READ_DOWN, does="read(1)"),
    _in("earlier", "earlier_read_up", "K ctrl+up", N_("read up"), _READ_UP, footer=False, does="read(-1)"),
    _in("earlier", "leave_earlier", "enter escape", N_("go on"), N_("On to the agenda"), does="leave"),
    _in("minutes", "write_minutes", "enter", N_("write"), N_("Write the minutes as files of all forms")),
    _in("minutes", "minutes_folder", "tab", N_("complete"), _FOLDER),
    _in("minutes", "minutes_place", "shift+tab", N_("place"), _PLACE),
    _in("minutes", "minutes_language", "ctrl+t", N_("language"), N_("Write the minutes in another language")),
    _in("minutes", "minutes_up", "pageup", N_("page up"), N_("One page up"), footer=False, does="read(-1)"),
    _in("minutes", "minutes_down", "pagedown", N_("page down"), _PAGE_DOWN, footer=False, does="read(1)"),
    _in("minutes", "back_to_meeting", "escape", N_("back"), _TO_MEETING, does="close_minutes(False)"),
    _in("minutes", "leave_meeting", "ctrl+l", N_("to the plan"), _LEAVE, does="close_minutes(True)"),
)  # fmt: skip
