"""Messages as a screen says them, where keys or the table itself do what options of the command line do."""

from __future__ import annotations

from typing import Final

from language import N_

SCREENS: Final = {
    "amount_of_one_kind": N_(
        "{found_cents} was allocated of one kind alone, and what is recorded is capital and recurrent"
        " together. Write their total into the table, or the other kind beside it, and take it again."
    ),
    "amounts_in_columns": N_(
        "Several columns tell the same amounts, and none of them is recorded: {found}. Leave the one that"
        " counts in the table, and take it again."
    ),
    "answers_of_earlier_file": N_(
        "What was answered of an earlier version of this file counts for this one too: {found}. If another"
        " unit sent this one, copy it into a folder of its own and take it from there: then all is asked"
        " again."
    ),
    "attachment_no_viewer": N_("No program here shows {file}. Copy it to a computer that has one."),
    "cells_of_other_unit": N_(
        "This is of {unit}, so nothing of it is recorded for the unit that was named (values: {found}). To"
        " record it, take the table again and name {unit}; if the column does not say who reports, leave it"
        " out of the table."
    ),
    "columns_unused": N_(
        "Nothing is recorded of these columns: {found}. To use one, give it a heading that says what it is,"
        " such as “Status” or “Spent 2026”."
    ),
    "corrections_of_form": N_(
        "{file} is the reviewable form: correct it in an editor, and publish it with {key_publish_plan}."
    ),
    "inbox_full": N_(
        "{file} was left where it lies: {n} files of senders whom nobody has accepted wait already."
        " {key_inbox} lists them: accept whom you know, and delete the others."
    ),
    "meeting_of_others": N_(
        "The meeting “{found}” is held by {unit}: what is recorded in it is for {unit} to record. Record"
        " outside of a meeting, or open one of your own: {key_meeting} on the main screen."
    ),
    "no_identity": N_(
        "{file} is open for reading only. To report, enrol first: {key_identity} on the main screen."
    ),
    "release_conflict": N_(
        "Several versions of Terren were published side by side ({known}), so none is installed."
        " Headquarters decides among the conflicts: {key_conflicts} on the main screen."
    ),
    "revision_too_early": N_(
        "Nothing was published: {found} lies before {known}, from which on the last revision is in force."
        " Choose a later date."
    ),
    "row_names_others": N_(
        "{nr}: the row names {found}, and it is recorded for {unit}. Where another unit reports, take the"
        " table from the inbox ({key_inbox} {key_take_table}) and name that unit."
    ),
    "row_not_expected": N_(
        "{nr}: this is of {unit}, from which the plan expects no report on it, so nothing of it is recorded."
        " To record it nevertheless, take the table from the inbox ({key_inbox} {key_take_table}) and name"
        " {unit}."
    ),
    "row_of_all_municipalities": N_(
        "{nr} is of all municipalities, or the row says so, and it names none of them. Write its name into"
        " the row, or take the table from the inbox ({key_inbox} {key_take_table}) and name it there."
    ),
    "row_of_another": N_(
        "The plan's action {nr} is “{title}”, and the row says “{found}”. Correct number or title in the"
        " table. Where all titles are in another language, leave their column out of it: then the numbers"
        " count."
    ),
    "row_of_no_unit": N_(
        "Nobody leads {nr}, so no unit reports on it. To say which does, take the table from the inbox"
        " ({key_inbox} {key_take_table}) and name it there."
    ),
    "row_of_others": N_(
        "{nr}: the row names {found}, and that is not one unit from which the plan expects a report on it, so"
        " nothing of it is recorded. Correct the name, or take the table from the inbox ({key_inbox}"
        " {key_take_table}) and name the unit there."
    ),
    "rows_of_years": N_(
        "The column “{found}” says of which year, or part of one, each row is: amounts without a year in"
        " their heading are of that year, and of a past time a row says how things stood at its end. If the"
        " column is something else, give it another heading."
    ),
    "seal_no_headquarters": N_(
        "Nobody is accepted here as headquarters, so no file can be sealed to it. Take a file of it, and"
        " accept its sender in the inbox ({key_inbox}) first."
    ),
    "table_is_form": N_(
        "{file} is a form that Terren wrote, and says itself of which unit. Headquarters takes it from the"
        " inbox ({key_inbox} {key_take_forms})."
    ),
    "table_says_nothing": N_(
        "The table of {file} ({place}) has no column that tells how actions stand. Its columns are:"
        " {columns}. Give one of them the heading “Status”. Of colours alone nothing is read."
    ),
    "units_several": N_(
        "“{found}” names several units, so it does not tell whose this is: it is recorded for whom each row"
        " names, else for who leads the action. Where one of them reports, take the table from the inbox"
        " ({key_inbox} {key_take_table}) and name it there."
    ),
}
"""Templates by code, sorted; ``{key_COMMAND}`` is the key that does a command of the interface."""
