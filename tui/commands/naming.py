"""The commands of headquarters' work with the plan: its names, and publishing a revision."""

from __future__ import annotations

from functools import partial
from typing import Final

from language import N_
from tui.commands.command import Command, inside
from tui.commands.headquarters import HEADQUARTERS

_NAMES: Final = N_("Group the spellings of institutions, donors and documents, for filters and reports")
_ONE: Final = N_("Make one name of what is marked, or of the group, called as the first line says")
_NAME: Final = N_("Type the name for what is marked, or for the group")
_MARK: Final = N_("Mark a name or a spelling, to make one name of several")
_PART: Final = N_("Let the spelling stand alone again, or all of the group")
_SHOW: Final = N_("1 what may be one name, 2 names in several spellings, 3 all names")
_FIND: Final = N_("Find names by what they hold")
_FOUND: Final = N_("Go to the names found")
_CLOSE: Final = N_("End the search, or back to the plan")
_PAGE_DOWN: Final = N_("One page down")
_DOWN: Final = N_("read down")
_READ_UP: Final = N_("Scroll the entry up")

_PUBLISH: Final = N_(
    "Compare a revised plan with the one in force, answer what cannot be matched, publish it"
)
_CONTINUES: Final = N_("It continues this entry of the plan in force; 0 says that it is new")
_OTHER: Final = N_("Type the number that it has in the other revision")
_LEAVES: Final = N_("Say that nothing continues an entry of the plan in force: it leaves")
_FOLLOWS: Final = N_("Name what follows an action that leaves the plan")
_SINCE: Final = N_("Set the first day on which the revision is in force")
_READ_DOWN: Final = N_("Scroll the entry down")
_BACK: Final = N_("Go back; nothing is published")
_QUIT: Final = N_("Close without publishing; a second Esc drops the answers")

_in = partial(inside, HEADQUARTERS)

COMMANDS: Final = (
    Command("names", "N", N_("names"), _NAMES, HEADQUARTERS, "main"),
    _in("names", "one_name", "a", N_("one name"), _ONE),
    _in("names", "name_it", "enter", N_("name it"), _NAME),
    _in("names", "mark_name", "space", N_("mark"), _MARK),
    _in("names", "part_names", "x delete", N_("part"), _PART),
    _in("names", "names_shown", "1 2 3", N_("show"), _SHOW, shown="1-3"),
    _in("names", "find_name", "slash f", N_("find"), _FIND, footer=False, does="search"),
    _in("names", "undo_name", "u", N_("undo"), N_("Take back your last change"), footer=False),
    _in("names", "close_names", "escape q N", N_("close"), _CLOSE, does="close"),
    _in("names", "names_help", "question_mark f1", N_("help"), N_("All keys"), does="open_help"),
    _in("names_find", "to_names", "enter down", N_("to the list"), _FOUND, does="to_list"),
    _in("names_find", "all_names", "escape", N_("show all"), N_("End the search"), does="end_search"),
    _in("name_join", "store_name", "enter", N_("store"), N_("Make it one name, called so"), does="accept"),
    _in("name_join", "leave_name", "escape", N_("leave"), N_("Leave the names as they are"), does="leave"),
    Command("publish_plan", "P", N_("publish a revision"), _PUBLISH, HEADQUARTERS, "main"),
    _in("publish", "continues", "0 1 2 3 4 5 6 7 8 9", N_("continues"), _CONTINUES, shown="0-9"),
    _in("publish", "other_number", "o enter", N_("other number"), _OTHER),
    _in("publish", "leaves_plan", "x", N_("leaves"), _LEAVES, footer=False),
    _in("publish", "name_successor", "s", N_("successor"), _FOLLOWS),
    _in("publish", "in_force_from", "d", N_("day"), _SINCE),
    _in("publish", "publish_revision", "w", N_("publish"), N_("Publish the revision")),
    _in("publish", "answer_back", "u", N_("undo"), N_("Take back the last answer"), footer=False),
    _in("publish", "next_question", "n tab", N_("next question"), N_("To the next question"), footer=False),
    _in("publish", "entry_up", "up k", N_("up"), N_("One row up"), footer=False, does="move(-1)"),
    _in("publish", "entry_down", "down j", N_("down"), N_("One row down"), footer=False, does="move(1)"),
    _in("publish", "entries_up", "pageup", N_("page up"), N_("One page up"), footer=False, does="page(-1)"),
    _in("publish", "entries_down", "pagedown", N_("page down"), _PAGE_DOWN, footer=False, does="page(1)"),
    _in("publish", "entry_read_up", "ctrl+up K", N_("read up"), _READ_UP, footer=False, does="read(-1)"),
    _in("publish", "entry_read_down", "ctrl+down J", _DOWN, _READ_DOWN, footer=False, does="read(1)"),
    _in("publish", "close_publishing", "escape q", N_("close"), _QUIT),
    _in("publish", "publish_help", "question_mark f1", N_("help"), N_("All keys"), does="open_help"),
    _in("publish_type", "take_typed", "enter", N_("take it"), N_("Take what was typed"), does="accept"),
    _in("publish_type", "leave_typed", "escape", N_("leave"), N_("Leave it as it was"), does="leave"),
    _in("publish_confirm", "publish_now", "enter", N_("publish"), N_("Publish the revision")),
    _in("publish_confirm", "leave_publishing", "escape q", N_("not yet"), _BACK, does="leave"),
)  # fmt: skip
