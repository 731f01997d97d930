"""Messages about files that a person filled in: a plan's workbook or TOML, and forms to report."""

from __future__ import annotations

from typing import Final

from language import N_

WORKBOOKS: Final = {
    "cell_amount": N_("{place}: “{found}” is no amount. Write figures alone, such as 12500 or 12500.50."),
    "cell_amount_fine": N_("{place}: {found} has parts of a cent. Write at most two decimals."),
    "cell_choice": N_("{place}: “{found}” is not in the list. Choose one of: {known}."),
    "cell_currency": N_("{place}: “{found}” is no currency. Write three letters, such as EUR."),
    "cell_day": N_("{place}: “{found}” is no day. Write it like this: 31.12.2026."),
    "cell_day_ahead": N_("{place}: {found} is a day to come. Write the day as of which you report."),
    "cell_deadline": N_(
        "{place}: “{found}” is no deadline that can be read. Write 2026, 2026-2027, Q2 2026 or 30.06.2026, or"
        " leave the words and write beside them from when and to when it lasts (– for none)."
    ),
    "cell_error": N_("{place} shows the error {found}. Write the value itself."),
    "cell_figures": N_("{place} was changed. Leave the sheet of findings as it was written."),
    "cell_formula": N_("{place} is computed. Write the value itself."),
    "cell_formula_unsaved": N_(
        "{place} is computed, and its result is not saved. Write the value itself, or save the file"
        " with Excel or LibreOffice."
    ),
    "cell_hidden": N_("{place} is hidden and holds something. Show its row or column, or clear the filter."),
    "cell_id_twice": N_(
        "{place}: the id {found} stands here again, first in {first}. In a row that is new, leave it blank."
    ),
    "cell_merged": N_("{place}: the cells {found} are merged. Part them, and fill in each one."),
    "cell_missing": N_("{place}: “{heading}” is missing. Fill it in."),
    "cell_month": N_("{place}: “{found}” is no year or month. Write 2026 or 2026-03, or – for none."),
    "cell_names": N_("{place}: “{found}” are several names. Write each on a line of its own (Alt+Enter)."),
    "cell_no_heading": N_("{place}: “{found}” stands in a column without a heading. Move it or delete it."),
    "cell_not_yes": N_("{place}: “{found}” is neither yes nor no. Choose from the list, or leave it empty."),
    "cell_number_text": N_(
        "{place}: {found} is a number here, so that 1.1 and 1.10 are the same. Give the cell the"
        " format “Text” and type it again."
    ),
    "cell_objective": N_("{place}: the plan has no objective {found}."),
    "cell_stray": N_(
        "{place}: “{found}” stands in a column that a row of the kind “{kind}” does not have. Move it"
        " or delete it."
    ),
    "cell_twice": N_("{place}: {found} stands here again, first in {first}. Give each its own."),
    "cell_two_ways": N_(
        "{place}: “{found}” can be read in two ways, and nobody can tell which is meant. Type the"
        " number without a sign of thousands."
    ),
    "cell_year": N_("{place}: “{found}” is no year. Write it like this: 2026."),
    "file_wrong": N_("{file} is not taken, and nothing has changed. Correct this and try again:"),
    "form_action_gone": N_("{place}: action {found} is no longer in the plan. Send a new form."),
    "form_cell_changed": N_(
        "{place} says “{found}”, and the form said “{shown}”. Put that back, and write into light yellow"
        " cells only."
    ),
    "form_cell_outside": N_(
        "{place}: “{found}” stands where the form asks nothing. Move it into a light yellow cell."
    ),
    "form_damaged": N_(
        "{file}: the hidden sheet of the form was changed. Send a new form and let it be filled in again."
    ),
    "form_declined": N_("{file} was not taken, and nothing has changed."),
    "form_newer_plan": N_(
        "{file} was made for version {found} of the plan; here {known} is in force. Take that version first."
    ),
    "form_no_actions": N_("{unit} has no action on which it reports. Check the code of the unit."),
    "form_nothing_confirmed": N_("{place}: there is no status that could be unchanged. Choose one."),
    "form_number": N_(
        "{place}: the number {found} was changed, or is none of this form. Put the right one back."
    ),
    "form_other_format": N_(
        "{file} was saved in another format than .xlsx, in which no form is read. Save it as .xlsx, and take"
        " that."
    ),
    "form_other_plan": N_(
        "{file} is a form of another plan ({found}, here {known}). Take it where that plan is."
    ),
    "form_other_sheet": N_(
        "The sheet “{found}” does not belong to the form. Delete it, or move what it says into the form."
    ),
    "form_row_added": N_("{place}: this row was added. A form takes its own rows only; delete it."),
    "form_row_missing": N_("The row of action {found} is missing. Put it back, or begin with a new form."),
    "form_unconfirmed": N_("{file} is taken only by a person's yes: at a terminal, or with “--yes”."),
    "form_unknown": N_(
        "{file} is a workbook, and no form that Terren wrote. Ask for the form that was sent, filled in."
    ),
    "heading_missing": N_("{place}: the column “{heading}” is missing. Put its heading back into row 1."),
    "heading_no_year": N_("{place}: no column is called “Budget” with a year, such as “Budget 2026”."),
    "heading_twice": N_("{place}: the heading “{found}” stands twice. Keep one of the two."),
    "heading_unknown": N_("{place}: the heading “{found}” means nothing here. Correct it or delete it."),
    "paper_code_wrong": N_(
        "“{found}” is not the code of a paper form of {unit}: it stands at the top of each page. Check the"
        " code, the unit and the period."
    ),
    "paper_day_ahead": N_("{found} is a day to come. Type the day that stands on the paper."),
    "paper_declined": N_("Nothing was recorded. What was typed is kept, and “terren enter” offers it again."),
    "paper_not_on_form": N_("Action {nr} is not on the paper form of {unit}. Check its number."),
    "paper_person_missing": N_("Say who filled in the paper form: --by NAME."),
    "paper_reason": N_(
        "“{found}” is none of the reasons. Type its number, and words behind it: !9 in words."
    ),
    "paper_sign_twice": N_("“{found}” says something twice. Type each sign once."),
    "paper_status": N_("“{found}” is no status. Type a digit from 0 to 6."),
    "paper_unconfirmed": N_(
        "A paper form is recorded only by a person's yes: at a terminal, or with “--yes”."
    ),
    "plan_no_actions": N_("{place}: the sheet has no action. Fill in its rows."),
    "plan_not_in_cells": N_(
        "{file} is not written: the cell for {where} would not keep it as it is. Write a .plan.toml instead."
    ),
    "plan_value": N_("Line {line}: {found} cannot stand for “{key}” ({where})."),
    "plan_value_missing": N_("Line {line}: “{key}” is missing ({where})."),
    "plan_value_twice": N_("Line {line}: “{key}” {found} stands twice."),
    "row_order": N_("{place}: nothing stands above it to which it belongs. Put its objective above it."),
    "row_total_twice": N_("{place}: objective {found} has a total already. Keep one of the two."),
    "sheet_example": N_(
        "This sheet is an example, and nothing of it is read. Write the row into the sheet “{sheet}”."
    ),
    "sheet_hidden": N_("The sheet “{place}” is hidden. Show it, and look what it holds."),
    "sheet_missing": N_("The sheet “{sheet}” is missing. Give it back its name, or begin with a new file."),
    "sheet_twice": N_("The sheets “{sheet}” and “{found}” are alike. Delete the one that is not meant."),
    "workbook_macros": N_(
        "{file} has macros, which are never run. Save it as a workbook without macros (.xlsx)."
    ),
    "workbook_newer": N_(
        "{file} was written by a newer version of Terren ({found}, here {known}). Update Terren and"
        " try again."
    ),
}
"""Templates by code, sorted."""
