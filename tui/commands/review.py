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
_READ_DOWN: Final = N_("Scroll the source down")
_ANY_FIELD: Final = N_("Correct any field of the number, also one that was read for certain")
_KIND: Final = N_("Show one kind alone: what was inferred for one reason, or one kind of finding")
_CLOSE: Final = N_("Close; all answers are kept beside the document")
_LEAVE: Final = N_("Leave; a second Esc drops what was typed")
_COLUMNS: Final = N_("Say anew what the columns of the document are, and read it by that")
_DROP: Final = N_("Leave without reading; a second time drops the answers")
_SKIP: Final = N_("Leave it open; an answer that was given is taken back")
_PAGE_DOWN: Final = N_("One page down")
_READ_UP: Final = N_("Scroll the source up")
_RECORD: Final = N_("Record what the file says, after a question")
_NOTHING: Final = N_("Leave; nothing is recorded")
_TRACKER: Final = N_("Record how actions stand by what the document says of the plan in force")
_STAYS: Final = N_("Leave; the column stays what it is")
_BELOW: Final = N_("To the field below")

_in = partial(inside, REVIEW)

COMMANDS: Final = (
    Command("review_plan", "D", N_("review a plan document"), _REVIEW, REVIEW, "main"),
    _in("review_file", "read_document", "enter", N_("read"), N_("Read the document")),
    _in("review_file", "complete_document", "tab", N_("complete"), N_("Complete the name of the file")),
    _in("review_file", "leave_document", "escape", N_("leave"), N_("Leave without reading"), does="leave"),
    _in("tracker_file", "read_tracker", "ctrl+t", N_("progress only"), _TRACKER),
    _in("review", "accept_item", "a", N_("accept"), _ACCEPT),
    _in("review", "change_item", "c enter", N_("change"), N_("Set another value")),
    _in("review", "skip_item", "s", N_("skip"), _SKIP),
    _in("review", "accept_alike", "A", N_("accept alike"), _ALIKE),
    _in("review", "take_back", "u", N_("undo"), N_("Take back the last answer"), footer=False),
    _in("review", "item_up", "up k", N_("up"), N_("One row up"), footer=False, does="move(-1)"),
    _in("review", "item_down", "down j", N_("down"), N_("One row down"), footer=False, does="move(1)"),
    _in("review", "next_open", "n tab", N_("next open"), _NEXT, footer=False),
    _in("review", "previous_open", "N", N_("previous open"), _BEFORE, footer=False),
    _in("review", "only_kind", "f", N_("one kind"), _KIND, footer=False),
    _in("review", "go_number", "g", N_("go to"), N_("Go to a number"), footer=False),
    _in("review", "any_field", "o", N_("other field"), _ANY_FIELD, footer=False),
    _in("review", "items_up", "pageup", N_("page up"), N_("One page up"), footer=False, does="page(-1)"),
    _in("review", "items_down", "pagedown", N_("page down"), _PAGE_DOWN, footer=False, does="page(1)"),
    _in("review", "item_read_up", "ctrl+up K", N_("read up"), _READ_UP, footer=False, does="read(-1)"),
    _in("review", "item_read_down", "ctrl+down J", N_("read down"), _READ_DOWN, footer=False, does="read(1)"),
    _in("review", "name_columns", "m", N_("columns"), _COLUMNS, footer=False),
    _in("review", "record_tracker", "t", N_("record progress"), _TRACKER, footer=False),
    _in("review", "write_plan", "w", N_("write"), N_("Write the plan into a file")),
    _in("review", "leave_review", "escape q", N_("close"), _CLOSE, does="leave"),
    _in("review", "review_help", "question_mark f1", N_("help"), N_("All keys"), does="open_help"),
    _in("review_change", "store_change", "enter", N_("store"), N_("Set this value")),
    _in("review_change", "field_up", "up", N_("up"), N_("To the field above"), footer=False, does="move(-1)"),
    _in("review_change", "field_down", "down", N_("down"), _BELOW, footer=False, does="move(1)"),
    _in("review_change", "leave_change", "escape", N_("leave"), _LEAVE),
    _in("review_kind", "show_kind", "enter", N_("show"), N_("Show this kind alone, or all")),
    _in("review_kind", "leave_kind", "escape q", N_("leave"), N_("Leave; what shows stays"), does="leave"),
    _in("review_number", "go_to_number", "enter", N_("go there"), N_("Go to the number"), does="accept"),
    _in("review_number", "leave_going", "escape", N_("leave"), N_("Stay where you are"), does="leave"),
    _in("mapping", "name_column", "enter c", N_("answer"), N_("Say what the marked column is")),
    _in("mapping", "read_mapped", "w r", N_("read"), N_("Read the document by the answers")),
    _in("mapping", "column_up", "up k", N_("up"), N_("One row up"), footer=False, does="move(-1)"),
    _in("mapping", "column_down", "down j", N_("down"), N_("One row down"), footer=False, does="move(1)"),
    _in("mapping", "columns_up", "pageup", N_("page up"), N_("One page up"), footer=False, does="page(-1)"),
    _in("mapping", "columns_down", "pagedown", N_("page down"), _PAGE_DOWN, footer=False, does="page(1)"),
    _in("mapping", "leave_mapping", "escape q", N_("leave"), _DROP),
    _in("mapping", "mapping_help", "question_mark f1", N_("help"), N_("All keys"), does="open_help"),
    _in("mapping_role", "choose_role", "enter", N_("choose"), N_("The column is that")),
    _in("mapping_role", "leave_role", "escape q", N_("leave"), _STAYS, does="leave"),
    _in("mapping_line", "store_line", "enter", N_("store"), N_("Take what was typed"), does="accept"),
    _in("mapping_line", "leave_line", "escape", N_("leave"), N_("Leave; nothing changes"), does="leave"),
    _in("tracker_answer", "take_answer", "enter", N_("go on"), N_("Take what was typed"), does="accept"),
    _in("tracker_answer", "leave_answer", "escape", N_("leave"), _NOTHING, does="leave"),
    _in("reported", "record_reported", "enter w", N_("record"), _RECORD),
    _in("reported", "undo_reported", "u", N_("undo"), N_("Take back what was recorded of the file")),
    _in("reported", "cell_up", "up k", N_("up"), N_("One row up"), footer=False, does="move(-1)"),
    _in("reported", "cell_down", "down j", N_("down"), N_("One row down"), footer=False, does="move(1)"),
    _in("reported", "cells_up", "pageup", N_("page up"), N_("One page up"), footer=False, does="page(-1)"),
    _in("reported", "cells_down", "pagedown", N_("page down"), _PAGE_DOWN, footer=False, does="page(1)"),
    _in("reported", "close_reported", "escape q", N_("close"), N_("Close; what is not recorded is dropped")),
    _in("reported", "reported_help", "question_mark f1", N_("help"), N_("All keys"), does="open_help"),
    _in("record_confirm", "record_now", "enter", N_("record"), N_("Record it"), does="dismiss(True)"),
    _in("record_confirm", "leave_recording", "escape q", N_("not yet"), _NOTHING, does="leave"),
    _in("review_write", "start_writing", "enter", N_("write the file"), N_("Write the plan into this file")),
    _in("review_write", "complete_goal", "tab", N_("complete"), N_("Complete the name of the folder")),
    _in("review_write", "leave_writing", "escape", N_("close"), N_("Close the window"), does="leave"),
)  # fmt: skip
