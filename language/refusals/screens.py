"""What a refusal says on a screen of what is to be done, where its message names a command or an option."""

from __future__ import annotations

import re
from typing import Final

from language import N_

SCREENS: Final = {
    "amount_of_one_kind": N_(
        "Write their total into the table, or the other kind beside it, and take it again."
    ),
    "amounts_in_columns": N_("Leave the one that counts in the table, and take it again."),
    "answers_of_earlier_file": N_(
        "If another unit sent this one, copy it into a folder of its own and take it from there: then all"
        " is asked again."
    ),
    "attachment_no_viewer": N_("Copy it to a computer that has one."),
    "cells_of_other_unit": N_(
        "To record it, take the table again and name {unit}; if the column does not say who reports,"
        " leave it out of the table."
    ),
    "columns_unused": N_(
        "To use one, give it a heading that says what it is, such as “Status” or “Spent 2026”."
    ),
    "corrections_of_form": N_("Correct it in an editor, and publish it with {key_publish_plan}."),
    "inbox_full": N_("{key_inbox} lists them: accept whom you know, and delete the others."),
    "meeting_of_others": N_(
        "Record outside of a meeting, or open one of your own: {key_meeting} on the main screen."
    ),
    "no_identity": N_("To report, enrol first: {key_identity} on the main screen."),
    "release_conflict": N_("Headquarters decides among the conflicts: {key_conflicts} on the main screen."),
    "revision_too_early": N_("Choose a later date."),
    "row_names_others": N_(
        "Where another unit reports, take the table from the inbox ({key_inbox} {key_take_table}) and"
        " name that unit."
    ),
    "row_not_expected": N_(
        "To record it nevertheless, take the table from the inbox ({key_inbox} {key_take_table}) and name"
        " {unit}."
    ),
    "row_of_all_municipalities": N_(
        "Write its name into the row, or take the table from the inbox ({key_inbox} {key_take_table}) and"
        " name it there."
    ),
    "row_of_another": N_(
        "Where all titles are in another language, leave their column out of it: then the numbers count."
    ),
    "row_of_no_unit": N_(
        "To say which does, take the table from the inbox ({key_inbox} {key_take_table}) and name it there."
    ),
    "row_of_others": N_(
        "Correct the name, or take the table from the inbox ({key_inbox} {key_take_table}) and name the"
        " unit there."
    ),
    "rows_of_years": N_("If the column is something else, give it another heading."),
    "seal_no_headquarters": N_("Take a file of it, and accept its sender in the inbox ({key_inbox}) first."),
    "table_is_form": N_("Headquarters takes it from the inbox ({key_inbox} {key_take_forms})."),
    "table_says_nothing": N_("Give one of them the heading “Status”."),
    "units_several": N_(
        "Where one of them reports, take the table from the inbox ({key_inbox} {key_take_table}) and name"
        " it there."
    ),
}
"""The sentence by code, sorted; ``{key_COMMAND}`` is the key that does a command of the interface."""

OF_TERMINALS: Final = re.compile(r"--[a-z]|\bterren [a-z]")
"""An option or a command of the command line."""


def on_screen(said: str, way: str) -> str:
    """Return a message with ``way`` for the sentence that names a command or an option."""
    return " ".join(way if OF_TERMINALS.search(each) else each for each in re.split(r"(?<=\.) ", said))
