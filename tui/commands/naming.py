"""The commands of headquarters' work with the plan: its names, and publishing a revision."""

from __future__ import annotations

from typing import Final

from language import N_
from tui.commands.command import Command
from tui.commands.headquarters import HEADQUARTERS

_NAMES: Final = N_("Group the spellings of institutions, donors and documents, for filters and reports")
_ONE: Final = N_("Make one name of what is marked, or of the group, called as the first line says")
_NAME: Final = N_("Type the name for what is marked, or for the group")
_MARK: Final = N_("Mark a name or a spelling, to make one name of several")
_PART: Final = N_("Let the spelling stand alone again, or all of the group")
_SHOW: Final = N_("1 what may be one name, 2 names in several spellings, 3 all names")


def _in(context: str, command: str, keys: str, name: str, text: str, *, footer: bool = True) -> Command:
    return Command(command, keys, name, text, HEADQUARTERS, context, footer=footer, palette=False)


COMMANDS: Final = (
    Command("names", "N", N_("names"), _NAMES, HEADQUARTERS, "main"),
    _in("names", "one_name", "a", N_("one name"), _ONE),
    _in("names", "name_it", "enter", N_("name it"), _NAME),
    _in("names", "mark_name", "space", N_("mark"), _MARK),
    _in("names", "part_names", "x delete", N_("part"), _PART),
    Command(
        "names_shown", "1 2 3", N_("show"), _SHOW, HEADQUARTERS, "names",
        footer=True, palette=False, numbered=True, shown="1-3",
    ),
    _in("names", "find_name", "slash f", N_("find"), N_("Find names by what they hold"), footer=False),
    _in("names", "undo_name", "u", N_("undo"), N_("Take back your last change"), footer=False),
    _in("names", "names_help", "question_mark f1", N_("help"), N_("All keys")),
    _in("names", "close_names", "escape q N", N_("close"), N_("End the search, or back to the plan")),
    _in("names_find", "to_names", "enter down", N_("to the list"), N_("Go to the names found")),
    _in("names_find", "all_names", "escape", N_("show all"), N_("End the search")),
    _in("name_join", "store_name", "enter", N_("store"), N_("Make it one name, called so")),
    _in("name_join", "leave_name", "escape", N_("leave"), N_("Leave the names as they are")),
)  # fmt: skip
