"""Refusals of what people report, ask for and decide: actions, amounts, days, units, filters, meetings."""

from __future__ import annotations

from typing import Final

from language import N_

REPORTING: Final = {
    "action_unknown": N_("The plan has no action {nr}. The nearest numbers are: {nearest}."),
    "amount_ambiguous": N_(
        "“{found}” was understood as {understood}, but can be read otherwise: {alternatives}. Nothing was"
        " stored; write it with two decimals, or add “--yes”."
    ),
    "amount_below_capital": N_("{found_cents} in all is less than the {known_cents} of capital spending."),
    "amount_currency": N_(
        "“{found}” names another currency than the plan, whose money is {currency}. Enter the amount in it."
    ),
    "amount_declined": N_("Nothing was stored. Write the amount with two decimals, for example 12500,00."),
    "amount_in_conflict": N_(
        "{nr} has two amounts that were never settled ({values}): nothing can be added. Enter the new total."
    ),
    "amount_later": N_(
        "{nr}, {field}: {values} stands already, of {known}, so nothing can be added as of {found}, when"
        " it was {stood_cents}. Enter the total of {found}, and then each later one again, with its day."
    ),
    "amount_negative": N_("“{found}” is negative. To correct an amount, enter the new total."),
    "amount_too_fine": N_(
        "“{found}” has more than two decimals. Enter the whole amount and at most two digits behind it."
    ),
    "amount_too_large": N_("“{found}” is too large. The largest amount is {limit_cents}."),
    "amount_unreadable": N_("“{found}” is not an amount. Write it as 12500, 12500,50 or +500 to add."),
    "annex_unknown": N_("There is no annex {found}. There are: {known}."),
    "as_of_too_early": N_("{found} lies before the first change, which is of {first}. Give a later date."),
    "attachment_elsewhere": N_(
        "“{name}” belongs to evidence of another unit, and such attachments are kept at headquarters and with"
        " that unit alone. Ask one of them for a copy."
    ),
    "attachment_kind": N_(
        "{file} is neither a photograph (JPEG, PNG) nor a PDF. Save it as one of these, and attach that."
    ),
    "attachment_no_viewer": N_(
        "No program here shows {file}. Copy it to a computer that has one, or save it with"
        " “terren evidence NR --save ENTRY -o FILE”."
    ),
    "attachment_none": N_("Nothing is attached to the entry “{found}” of action {nr}."),
    "attachment_not_here": N_(
        "“{name}” is not here yet. The next file that is written asks for it; exchange files once more."
    ),
    "attachment_too_large": N_(
        "{file} has {found} bytes; at most {limit} go along. Make the photograph smaller (1,600 points a side"
        " are enough), or scan with fewer colours."
    ),
    "attachment_unreadable": N_(
        "{file} cannot be read: there is no such file, or it is a folder. Name the photograph or PDF itself."
    ),
    "change_parted": N_(
        "Copies of a database have recorded under one id, and {found} may be of several changes. Take a name"
        " of “terren log --json”: {known}."
    ),
    "change_unknown": N_("There is no change {found}. terren log --json prints the ids of changes."),
    "changed_meanwhile": N_(
        "{nr}, {field}: meanwhile it is {values}, which you have not seen. Nothing was recorded; save again"
        " to put yours in its place."
    ),
    "chapter_unknown": N_("There is no chapter “{found}” here. Choose one of: {known}."),
    "choice_unmatched": N_(
        "“{found}” is none of the choices. Take it away with Backspace, or choose with the arrows."
    ),
    "conflict_changed": N_(
        "Another value has arrived in conflict {id} since you looked. Look at it again and decide."
    ),
    "conflict_left": N_("Nothing was recorded; the conflict stays open."),
    "conflict_place": N_(
        "“{found}” can be the value at place {found}, {listed}, or {typed}. Nothing was decided; write mine,"
        " theirs, the words of the value, or --keep {head}."
    ),
    "conflict_side": N_("Conflict {id} has none or several such values. Choose one of: {known}."),
    "conflict_unknown": N_("There is no open conflict “{found}”. Choose one of: {known}."),
    "conflict_value": N_(
        "“{found}” cannot stand in conflict {id}. Choose one of its values, or a valid one."
    ),
    "date_unreadable": N_("“{found}” is not a date. Write it as 14.03.2022 or 2022-03-14."),
    "date_without_status": N_("{nr} has no status yet, so no day can be set for it. Set a status as well."),
    "due_missing": N_("No day is entered. Write one as 31.12., 31.12.2022, +14, tomorrow or 2 weeks."),
    "due_passed": N_("{day} has passed already. Save once more if it is meant."),
    "due_unreadable": N_("“{found}” is not a day. Write it as 31.12., 31.12.2022, +14, tomorrow or 2 weeks."),
    "entry_unknown": N_(
        "Action {nr} has no single entry “{found}”. The entries that can be named are: {known}."
    ),
    "evidence_kind_unknown": N_("There is no kind of evidence “{found}”. Choose one of: {known}."),
    "field_unknown": N_(
        "“{found}” is nothing that can be reported. It is status, percent, reason, reason_text, new_deadline,"
        " output_reached, next_steps, note, or an amount such as 2026.capital.spent."
    ),
    "figure_unknown": N_(
        "No figure of the report is “{found}”. Give a value as printed, or one of: {known}."
    ),
    "filter_name": N_("“{found}” cannot be the name of a filter. Choose a name of 1 to {limit} letters."),
    "filter_unknown": N_(
        "No filter is saved under “{found}”. Saved are: {known}. Save one with “terren list --save-filter"
        " NAME”."
    ),
    "filter_unreadable": N_(
        "“{found}” is no filter. Write filters as: mine overdue due=2022 status=implemented lead=MPB."
    ),
    "funding_unknown": N_("The plan names no funding source “{found}”. The nearest are: {nearest}."),
    "in_conflict": N_(
        "{nr}, {field}: several values stand in conflict ({values}), and setting another decides between"
        " them. Look at them under “Conflicts” and decide there."
    ),
    "indicator_twice": N_("{found} says already which indicator is meant. Leave out “--indicator”."),
    "indicator_unknown": N_(
        "Objective {nr} has no indicator {found}. It has {known}; choose one of them by its position."
    ),
    "institution_unknown": N_("The plan names no institution “{found}”. The nearest are: {nearest}."),
    "issue_early": N_(
        "The report on {period} cannot be final before the period ends, on {last}. Write it without"
        " --final, or as of that day."
    ),
    "issue_of_unit": N_("Only the report on the whole plan is issued. Leave the unit out."),
    "issue_unknown": N_(
        "No report number {found} has been issued on {period}; there are: {known}. “terren period issued”"
        " lists all."
    ),
    "later_stands": N_(
        "{nr}, {field}: {values} stands, of {known}, and this is of {found}: it is left out. If it holds all"
        " the same, put the day of the table right, or record it by hand."
    ),
    "line_number": N_(
        "{file}, line {line}: {found} is a number here, so that 1.1 and 1.10 are the same. Write the number"
        " of the action in quotation marks."
    ),
    "line_unreadable": N_(
        "{file}, line {line}: this is no report. Write an object of JSON with"
        " nr and fields, or CSV below a heading with nr."
    ),
    "lines_encoding": N_(
        "{file} is not in UTF-8, nor in an encoding that can be told. Save it as UTF-8 (in Excel: “CSV"
        " UTF-8”) and give that."
    ),
    "lines_refused": N_(
        "Nothing is recorded: some values cannot be (values: {found}, lines in all: {of}). Correct them as is"
        " said above."
    ),
    "meeting_not_empty": N_(
        "Something is recorded in the meeting “{title}” ({n}), so it cannot be deleted. End it instead."
    ),
    "meeting_of_others": N_(
        "The meeting “{found}” is held by {unit}: what is recorded in it is for {unit} to record. Record"
        " outside of a meeting, or open one of your own with “terren meeting open TITLE”."
    ),
    "meeting_stays": N_(
        "Something is recorded in the meeting “{title}” ({n}), so it cannot be deleted. It has ended, and"
        " stays in the list."
    ),
    "meeting_unknown": N_("There is no meeting “{found}”. Choose one of: {known}."),
    "name_roles": N_("“{found}” stands for several things in the plan. Add “--role”: {known}."),
    "name_too_long": N_(
        "“{name}” has {found} characters, and what something is recorded under at most {limit}. Use a shorter"
        " one; where the plan prints it, shorten it in the plan."
    ),
    "name_unknown": N_("The plan prints no name “{found}”. The nearest are: {nearest}."),
    "no_identity": N_("{file} is open for reading only. To report, enrol first with “terren init”."),
    "no_meeting": N_("No meeting was held yet. Begin one with “terren meeting open TITLE”."),
    "not_allowed": N_("You report for {own}, so an entry for {unit} is not yours to make. Ask headquarters."),
    "nothing_to_redo": N_("There is nothing to redo."),
    "nothing_to_undo": N_("There is nothing to undo."),
    "number_ambiguous": N_("{nr} may mean several numbers: {known}. Write it with its full stops."),
    "number_unknown": N_("The plan has no objective or action {nr}. The nearest numbers are: {nearest}."),
    "officer_empty": N_("The name of the officer is empty. Enter the name under which you report."),
    "pdf_missing": N_(
        "PDF needs WeasyPrint, which is not here: {detail}. With internet it is installed by"
        " “{command}”. Without, write FILE.html, open it in a browser and print it as PDF."
    ),
    "percent_range": N_("“{found}” is not a percentage. Enter a whole number from 0 to 100."),
    "period_due_early": N_(
        "The date lies before the period {period}, which begins on {first}. Give a later date."
    ),
    "period_not_open": N_(
        "The period {found} is not asked for. Asked for are: {known}. Ask for it with “terren period open”."
    ),
    "period_outside": N_("The plan has no period {found}. Its years are: {known}."),
    "period_unreadable": N_("“{found}” is no period. Write it as 2022, 2022-H1 or 2022-Q3."),
    "picture_missing": N_("{file} cannot be read: {detail}."),
    "plan_title_printed": N_(
        "The plan is printed in this language, and its title stays as printed. Give it in another language."
    ),
    "reason_in_words": N_(
        "“{found}” is no reason of the list. Take it away with Backspace; your own words go into “In words”."
    ),
    "reason_unknown": N_("There is no reason “{found}”. Choose one of: {known}."),
    "report_altered": N_("The report was altered: what it says of itself cannot be read ({detail})."),
    "report_changed": N_(
        "The report of {unit} on {nr} was changed since it was shown; it shows now as it is: look again."
    ),
    "report_foreign": N_("{file} carries no report of Terren that could be checked."),
    "report_heavy": N_(
        "{file} was not checked: reading it took more time or memory than any report of Terren does. Check"
        " where it comes from."
    ),
    "report_kind": N_("The name {file} must end in one of these: {known}."),
    "report_missing": N_("{file} cannot be read: {detail}."),
    "report_none": N_("There is no report on {nr} to review yet ({unit})."),
    "report_other_plan": N_("The report is of another plan ({found}); this database holds {known}."),
    "report_returned": N_(
        "What was reported on {nr} is returned and not answered yet ({known}). Name with “--unit” whose"
        " report you approve nonetheless."
    ),
    "report_several": N_(
        "Several units have reported on {nr}: {known}. Say whose report you return, with “--unit”."
    ),
    "resolution_unknown": N_(
        "There is no single decision “{found}”. “terren agreed” lists what is open. Those that can be named"
        " are: {known}."
    ),
    "role_unknown": N_("There is no role “{found}”. Choose one of: {known}."),
    "sort_unknown": N_("There is no order “{found}”. Choose one of: {known}."),
    "spent_on_ahead": N_("{found} has not come yet. Give the day on which it was spent, or none."),
    "spent_on_outside": N_("{found} is no day of {year}. Give the day of {year} on which it was spent."),
    "status_later": N_(
        "{nr}, {field}: {values} stands since {known}, which is later than {found}. Nothing was recorded."
        " To put yours in its place, say “--decide”, and then set the later one again with its day if it"
        " holds."
    ),
    "status_meanwhile": N_(
        "{nr}, {field}: meanwhile it is {values}, which you have not seen. It stays as it is; nothing was"
        " recorded yet. Save again to put beside it what you entered."
    ),
    "status_unknown": N_("There is no status “{found}”. Choose one of: {known}."),
    "template_fields": N_(
        "The template cannot be filled. Fields that it lacks: {missing}. Names that are no fields: {unknown}."
        " All fields: {known}."
    ),
    "template_heavy": N_(
        "The template was not filled: that takes more time or memory than it may. Check where it comes from,"
        " or take its longest loops out."
    ),
    "template_kind": N_("A template is filled only for a Word document: give -o a name that ends in .docx."),
    "template_other": N_(
        "The report was filled into another template than this one: give the one whose SHA-256 begins with"
        " {found}."
    ),
    "template_unreadable": N_("The template cannot be filled: {detail}"),
    "text_empty": N_("The text is empty. Write something, or leave the entry."),
    "text_lost": N_(
        "The text that stood here before was replaced or withdrawn before it was sent, or redacted: it cannot"
        " come back. Write it anew."
    ),
    "text_too_long": N_("The text has {found} characters. At most {limit} are kept; shorten it."),
    "undo_changed_since": N_(
        "{target} has been changed since then by {officer}, so this stays as it is. Take that change back"
        " first, or set the value anew."
    ),
    "undo_nothing": N_(
        "{target} was the same before this change, or it does not count: there is nothing to take back."
    ),
    "unit_ambiguous": N_("“{found}” may be several units: {known}. Give the code of the one that is meant."),
    "unit_unknown": N_(
        "There is no unit “{found}”. The nearest are: {nearest}. Units are the municipalities and the"
        " institutions that the plan names: {known}."
    ),
    "units_missing": N_("No unit is chosen. Name those that are expected to report, such as MPB or Pejë."),
    "value_too_long": N_(
        "What is to be recorded has {found} bytes, and a file bears at most {limit}. Shorten it."
    ),
    "value_unknown": N_("“{found}” cannot be chosen here. Choose one of: {known}."),
    "value_unreadable": N_(
        "“{found}” is not one number with its unit, of 15 digits at most. Write the measured value as 62,"
        " 62,5, 62% or 62 persons."
    ),
    "vector_missing": N_(
        "The report knows change {number} of installation {replica}, which is not held here. Import the"
        " missing files first."
    ),
    "year_unknown": N_("The plan has no year {found}. Choose one of: {known}."),
}
