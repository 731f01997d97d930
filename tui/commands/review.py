"""The commands of reviewing a plan document."""

from __future__ import annotations

from functools import partial
from typing import Final

from language import N_
from tui.commands.command import Command, inside

REVIEW: Final = N_("Plan document")

_REVIEW: Final = N_("Read a plan document and look at what was inferred or contradicts itself (headquarters)")
_ACCEPT: Final = N_("It is right as read, or it stands as the document says")
_ALIKE: Final = N_("Accept all that were inferred for this reason, or all findings of this kind")
_NEXT: Final = N_("To the next item without an answer")
_BEFORE: Final = N_("To the item before without an answer")
_ANY_FIELD: Final = N_("Correct any field of the number, also one that was read for certain")
_KIND: Final = N_("Show one kind alone: what was inferred for one reason, or one kind of finding")
_CLOSE: Final = N_("Close; all answers are kept beside the document")
_COLUMNS: Final = N_("Say anew what the columns of the document are, and read it by that")
_DROP: Final = N_("Leave without reading; a second time discards the answers")
_SKIP: Final = N_("Leave it open; an answer that was given is taken back")
_RECORD: Final = N_("Record what the file says, after a question")
_TRACKER: Final = N_("Record how actions stand by what the document says of the plan in force")

_in = partial(inside, REVIEW)

COMMANDS: Final = (
    Command("review_plan", "D", N_("review a plan document"), _REVIEW, REVIEW, "main"),
    _in("tracker_file", "read_tracker", "ctrl+t", N_("progress only"), _TRACKER),
    _in("review", "accept_item", "a", N_("accept"), _ACCEPT),
    _in("review", "change_item", "c enter", N_("change"), N_("Set another value")),
    _in("review", "skip_item", "s", N_("skip"), _SKIP),
    _in("review", "accept_alike", "A", N_("accept alike"), _ALIKE),
    _in("review", "take_back", "u", N_("undo"), N_("Take back the last answer"), footer=False),
    _in("review", "next_open", "n tab", N_("next open"), _NEXT, footer=False),
    _in("review", "previous_open", "N", N_("previous open"), _BEFORE, footer=False),
    _in("review", "only_kind", "f", N_("one kind"), _KIND, footer=False),
    _in("review", "go_number", "g", N_("go to"), N_("Go to a number"), footer=False),
    _in("review", "any_field", "o", N_("other field"), _ANY_FIELD, footer=False),
    _in("review", "name_columns", "m", N_("columns"), _COLUMNS, footer=False),
    _in("review", "record_tracker", "t", N_("record progress"), _TRACKER, footer=False),
    _in("review", "write_plan", "w", N_("write"), N_("Write the plan into a file")),
    _in("review", "leave_review", "escape q", N_("close"), _CLOSE, does="leave"),
    _in("mapping", "name_column", "enter c", N_("answer"), N_("Say what the highlighted column is")),
    _in("mapping", "read_mapped", "w r", N_("read"), N_("Read the document by the answers")),
    _in("mapping", "leave_mapping", "escape q", N_("leave"), _DROP),
    _in("reported", "record_reported", "enter w", N_("record"), _RECORD),
    _in("reported", "undo_reported", "u", N_("undo"), N_("Take back what was recorded of the file")),
    _in("reported", "close_reported", "escape q", N_("close"), N_("Close; discard what is not recorded")),
)  # fmt: skip
