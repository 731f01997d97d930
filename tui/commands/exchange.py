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
_TAKE_FORMS: Final = N_("Look at the forms that came back, and record what they say (headquarters)")
_TAKE_TABLE: Final = N_("Record what a table reports that somebody sent; it is shown first")
_UPDATE: Final = N_("Install the newer version of Terren that headquarters published")

_in = partial(inside, EXCHANGE)

COMMANDS: Final = (
    Command("mailbox", "x", N_("exchange folder"), _MAILBOX, EXCHANGE, "main"),
    Command("inbox", "z", N_("inbox"), _INBOX, EXCHANGE, "main"),
    Command("identity", "I", N_("new identity"), _IDENTITY, EXCHANGE, "main"),
    Command("update", "U", N_("newer version"), _UPDATE, EXCHANGE, "main"),
    _in("inbox", "accept_sender", "enter a", N_("accept"), N_("Accept the sender whose files wait")),
    _in("inbox", "try_again", "r", N_("try again"), N_("Try once more to take what was refused")),
    _in("inbox", "drop_refused", "delete", N_("delete"), _DROP),
    _in("inbox", "drop_all", "D", N_("delete all"), _DROP_ALL, footer=False),
    _in("inbox", "take_forms", "f", N_("forms"), _TAKE_FORMS),
    _in("inbox", "take_table", "t", N_("table"), _TAKE_TABLE),
    _in("inbox", "close_inbox", "escape q z", N_("close"), N_("Back to the plan")),
    _in("mailbox", "mailbox_forms", "ctrl+f", N_("forms"), _TAKE_FORMS, footer=False),
    _in("identity", "correct_enrolment", "e", N_("correct the enrolment"), _CORRECT),
)
