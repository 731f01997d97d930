"""Messages about tables that report: trackers, and what somebody sent."""

from __future__ import annotations

from typing import Final

from language import N_

TRACKERS: Final = {
    "amount_about": N_("“{found}” says that it is about so much, and is recorded as that amount."),
    "amount_below_kind": N_(
        "{found_cents} in all is less than the {known_cents} of one kind alone, so nothing is recorded of it."
        " Correct the table, and take it again."
    ),
    "amount_beside_units": N_(
        "“{found}” stands beside what units say, is of none of them and not their sum, so nothing of it is"
        " recorded. Correct the table, or write into it whose this is."
    ),
    "amount_kinds_differ": N_(
        "{found_cents} in all is not what capital and recurrent are together, {known_cents}, so nothing is"
        " recorded of it. Correct the table, and take it again."
    ),
    "amount_merged": N_(
        "The amount {found} stands in a cell that is merged over several rows: it counts for the first alone."
    ),
    "amount_of_doubtful_kind": N_(
        "Of one kind of what was spent the table says two things ({known}), so nothing is recorded of the"
        " amount of all kinds. Correct the table, and take it again."
    ),
    "amount_of_one_kind": N_(
        "{found_cents} was allocated of one kind alone, and what is recorded is capital and recurrent"
        " together. Name their total, or the other kind: “--column HEADING=allocated.2026” or"
        " “--column HEADING=allocated.2026.recurrent”."
    ),
    "amount_over_columns": N_(
        "The amount {found} stands in a cell over several columns of amounts, and nothing of it is recorded."
    ),
    "amount_rounded": N_("“{found}” has parts of a cent, and is recorded to the nearest cent."),
    "amounts_added": N_("The amounts of these columns are added, since each names who pays: {found}."),
    "amounts_in_columns": N_(
        "Several columns tell the same amounts, and none of them is recorded: {found}. Say which counts with"
        " “--column HEADING=spent.2026”, and of the others “--column HEADING=remark”."
    ),
    "amounts_of_parts": N_(
        "These amounts are of a part of a year alone, as was answered, and are not recorded (here: {found})."
        " Write what was spent or allocated in the year so far."
    ),
    "amounts_of_payers": N_(
        "{nr}: {known} tells an amount as well, and the two rows name different sources of funding ({found})."
        " A table tells what was spent or allocated in all, so neither is recorded. Write their sum into"
        " one row, and take the table again."
    ),
    "answer_empty": N_("Nothing is typed. Type one of the answers that stand above."),
    "answers_of_earlier_file": N_(
        "What was answered of an earlier version of this file counts for this one too: {found}. If another"
        " unit sent this one, answer again with “--assume”."
    ),
    "cell_amount_added": N_(
        "“{found}” would be added to what stands, and a table tells totals. Write that of the year so far."
    ),
    "cell_amount_ambiguous": N_(
        "“{found}” can be {understood} or {alternatives}. Write it in the table with two decimals."
    ),
    "cell_amount_unreadable": N_("“{found}” is not an amount. Write it as 12500 or 12500,50."),
    "cell_of_column_passed": N_(
        "The column that counts is blank in this row, and “{found}” of another one is not recorded. Write"
        " what holds into the column that counts."
    ),
    "cell_said_twice": N_(
        "The table says something else of {nr} in {known}, so neither of the two is recorded. Let one of them"
        " stand, and take the table again."
    ),
    "cells_of_other_unit": N_(
        "This is of {unit}, so nothing of it is recorded for the unit that was named (values: {found}). To"
        " record it, take the table again with “--unit” and {unit}; of a column that does not say who"
        " reports, say “--column HEADING=remark”."
    ),
    "columns_of_all": N_(
        "What these columns say is not recorded, since columns of units beside them say it unit by unit:"
        " {found}."
    ),
    "columns_unused": N_(
        "Nothing is recorded of these columns: {found}. To use one, say what it is: “--column HEADING=note”,"
        " “--column HEADING=status”, and of money with its own year “--column HEADING=spent.YEAR” or"
        " “--column HEADING=allocated.YEAR”."
    ),
    "formula_unsaved": N_(
        "The result of the formula below “{found}” is not saved, so nothing of it is recorded. Save the file"
        " with Excel or LibreOffice, and take it again."
    ),
    "line_against_sheet": N_(
        "“{found}” is the name of another unit than that of its sheet, so nothing of the rows behind it is"
        " recorded. Correct the line or the name of the sheet."
    ),
    "mark_unknown": N_(
        "“{found}” is no mark that is understood, so the row's status is not recorded. Write an x, or"
        " nothing."
    ),
    "percent_two_ways": N_(
        "“{found}” can be 1% or 100%, and the other cells of the column do not tell which. Write it with the"
        " sign: 1% or 100%."
    ),
    "recorded_of_other": N_(
        "{nr}, {field}: from this same file {values} was recorded for {unit} before, and stands beside this,"
        " so that both count. If it was wrong, undo it before you record this, or clear it for {unit}."
    ),
    "row_day_ahead": N_(
        "“{found}” is a day to come, so the status counts from the day of the table. Write the day on which"
        " it began."
    ),
    "row_day_unread": N_(
        "“{found}” is no day that is understood, so the status counts from the day of the table. Write it"
        " like this: 31.12.2026."
    ),
    "row_names_others": N_(
        "{nr}: the row names {found}, and it is recorded for {unit}. Where another unit reports, say so with"
        " “--unit CODE”."
    ),
    "row_not_expected": N_(
        "{nr}: this is of {unit}, from which the plan expects no report on it, so nothing of it is recorded."
        " To record it nevertheless, take the table again with “--unit” and {unit}."
    ),
    "row_number_of_another": N_(
        "The row has the number {found}, and the title of {nr}: it is recorded for {nr}. Correct number or"
        " title in the table."
    ),
    "row_number_two_ways": N_(
        "The number is a number of the workbook, so that it can be any of {found}. Give the cell the format"
        " “Text” and type it again, or write the title beside it."
    ),
    "row_of_all_municipalities": N_(
        "{nr} is of all municipalities, or the row says so, and it names none of them. Say which with"
        " “--unit CODE”, or write its name into the row."
    ),
    "row_of_another": N_(
        "The plan's action {nr} is “{title}”, and the row says “{found}”. Correct number or title in the"
        " table. Where all titles are in another language, leave them out with “--column"
        ' "HEADING=leave"”: then the numbers count.'
    ),
    "row_of_no_action": N_("No action of the plan is “{found}”. The nearest are: {nearest}."),
    "row_of_no_unit": N_("Nobody leads {nr}, so no unit reports on it. Say which with “--unit CODE”."),
    "row_of_others": N_(
        "{nr}: the row names {found}, and that is not one unit from which the plan expects a report on it, so"
        " nothing of it is recorded. Correct the name, or record the row with “--unit CODE”."
    ),
    "row_unnamed": N_("The row names no action by number or title, and nothing of it is recorded: {found}."),
    "rows_earlier": N_(
        "Tables or rows of several days tell how the same action stands: of each value the latest counts, and"
        " notes of all (rows: {found}). The first of the others is this."
    ),
    "rows_hidden": N_(
        "Rows and columns that the table hides are read as all others (number: {found}). The first is this."
    ),
    "rows_of_all": N_(
        "What sums others up is not recorded, since rows or sheets of units say it unit by unit (rows:"
        " {found}). The first is this."
    ),
    "rows_of_nobody": N_(
        "“{found}” was said to be of no unit, and nothing of the rows below it is recorded (rows: {rows})."
    ),
    "rows_of_years": N_(
        "The column “{found}” says of which year, or part of one, each row is: amounts without a year in"
        " their heading are of that year, and of a past time a row says how things stood at its end. If the"
        ' column is something else, say “--column "HEADING=remark"”.'
    ),
    "status_blank": N_(
        "The column “{found}” holds no words. A colour alone is not read: write the status into the cells."
    ),
    "status_left": N_("“{found}” was said to be no status, and nothing is recorded of it."),
    "status_marked_twice": N_(
        "The row is marked below {found} statuses, so none of them is recorded. Leave one mark."
    ),
    "struck_out": N_("This is struck through, and nothing of it is recorded: {found}."),
    "table_day_ahead": N_(
        "The table says that it is of {found}, which has not come yet: it is recorded as of today, {day}."
    ),
    "table_day_untold": N_("Nothing tells of which day the table is: it is recorded as of today, {day}."),
    "table_declined": N_("Nothing of {file} was recorded."),
    "table_is_form": N_(
        "{file} is a form that Terren wrote, and says itself of which unit. Headquarters takes it with"
        " “terren receive FILE”."
    ),
    "table_kind": N_("{file} has no known file extension. Add one of: {known}."),
    "table_open": N_(
        "{file} leaves open what is meant: {found}. Say it with “--assume KEY=VALUE”, as in the example"
        " above; “status.WORDS=leave” leaves words out, “unit.WORDS=-” says that words name no unit,"
        " “unit=lead” that rows are of the unit that leads their action where nothing says whose they are,"
        " “--column HEADING=lead” that a column does, and “--column HEADING=remark” that it does not;"
        " “amounts=year” that amounts of a part of a year are of the year so far, and “amounts=leave” leaves"
        " them out; “day=30.06.2026” that things stand so on that day."
    ),
    "table_passed": N_("Nothing is recorded of the table that begins here (rows: {found})."),
    "table_says_nothing": N_(
        "The table of {file} ({place}) has no column that tells how actions stand. Its columns are:"
        " {columns}. Name one with “--column HEADING=status”. Of colours alone nothing is read."
    ),
    "table_unconfirmed": N_(
        "{file} is recorded for a unit only by a person's yes: at a terminal, or with “--yes”."
    ),
    "table_unread": N_(
        "Of what stands below “{heading}” too little is understood ({file}, {place}), and no other column"
        " tells how actions stand. Say it with {option}, and each cell that is not understood is named."
    ),
    "units_several": N_(
        "“{found}” names several units, so it does not tell whose this is: it is recorded for whom each row"
        " names, else for who leads the action. Where one of them reports, say so with “--unit CODE”."
    ),
}
"""Templates by code, sorted."""
