"""The commands of the exchange of files: inbox, accepting a sender, mailbox, a new identity."""

from __future__ import annotations

from functools import partial
from typing import Final

from language import N_
from tui.commands.command import Command, inside
from tui.commands.main import EXCHANGE

_MAILBOX: Final = N_("Take what others left in a folder and write what they lack")
_INBOX: Final = N_(
    "What was sent and has arrived, what was received, waits for acceptance, was refused or is missing"
)
_DROP: Final = N_("Permanently delete the refused file, or all that waits of the sender")
_DROP_ALL: Final = N_("Permanently delete all files that wait or were refused; a second press does it")
_IDENTITY: Final = N_("Correct the enrolment; go on with a new identity where the database is a copy")
_CORRECT: Final = N_("Correct under which name, unit and role you enrolled")
_COMPLETE: Final = N_("Complete the name of the folder")
_TAKE_FORMS: Final = N_("Look at the forms that came back, and record what they say (headquarters)")
_LOOK_AT: Final = N_("List the forms; show what the marked one changes")
_COMPLETE_FILE: Final = N_("Complete the name of the folder or file")
_LOOK: Final = N_("Only look; nothing is changed")
_UPDATE: Final = N_("Install the newer version of Terren that headquarters published")
_NOT_NOW: Final = N_("Do not accept now; the files wait on")
_STOP: Final = N_("Stop after this file, or close the window")

_in = partial(inside, EXCHANGE)

COMMANDS: Final = (
    Command("mailbox", "x", N_("exchange folder"), _MAILBOX, EXCHANGE, "main"),
    Command("inbox", "z", N_("inbox"), _INBOX, EXCHANGE, "main"),
    Command("identity", "I", N_("new identity"), _IDENTITY, EXCHANGE, "main"),
    Command("update", "U", N_("newer version"), _UPDATE, EXCHANGE, "main"),
    _in("inbox", "accept_sender", "enter a", N_("accept"), N_("Accept the sender whose files wait")),
    _in("inbox", "try_again", "r", N_("try again"), N_("Try once more to take what was refused")),
    _in("inbox", "drop_refused", "delete", N_("drop"), _DROP),
    _in("inbox", "drop_all", "D", N_("drop all"), _DROP_ALL, footer=False),
    _in("inbox", "take_forms", "f", N_("forms"), _TAKE_FORMS),
    _in("inbox", "close_inbox", "escape q z", N_("close"), N_("Back to the plan")),
    _in("inbox", "inbox_help", "question_mark f1", N_("help"), N_("All keys"), does="open_help"),
    _in(
        "accept", "accept_now", "enter", N_("choose"), N_("Take the highlighted line, or accept headquarters")
    ),
    _in("accept", "leave_accept", "escape", N_("leave"), _NOT_NOW, does="leave"),
    _in("mailbox", "start_mailbox", "enter", N_("begin"), N_("Take and write"), does="start"),
    _in("mailbox", "complete_mailbox", "tab", N_("complete"), _COMPLETE, does="complete"),
    _in("mailbox", "mailbox_forms", "ctrl+f", N_("forms"), _TAKE_FORMS, footer=False),
    _in("mailbox", "close_mailbox", "escape", N_("close"), _STOP, does="leave"),
    _in("update", "start_update", "enter", N_("begin"), N_("Check and install it"), does="start"),
    _in("update", "complete_update", "tab", N_("complete"), _COMPLETE, does="complete"),
    _in("update", "close_update", "escape", N_("close"), N_("Leave it for now"), does="leave"),
    _in(
        "form_inbox",
        "look_at_form",
        "enter",
        N_("look"),
        _LOOK_AT,
    ),
    _in("form_inbox", "complete_form", "tab", N_("complete"), _COMPLETE_FILE, does="complete"),
    _in("form_inbox", "form_up", "up", N_("up"), N_("One row up"), footer=False, does="move(-1)"),
    _in("form_inbox", "form_down", "down", N_("down"), N_("One row down"), footer=False, does="move(1)"),
    _in("form_inbox", "close_forms", "escape", N_("close"), N_("Close the window"), does="leave"),
    _in("identity", "correct_enrolment", "e", N_("correct the enrolment"), _CORRECT),
    _in("identity", "choose_identity", "enter", N_("choose"), N_("Take the highlighted line")),
    _in("identity", "leave_identity", "escape q", N_("only look"), _LOOK, does="leave"),
)
