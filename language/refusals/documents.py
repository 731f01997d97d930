"""Refusals of plan documents, their review and corrections."""

from __future__ import annotations

from typing import Final

from language import N_

DOCUMENTS: Final = {
    "corrections_field": N_(
        "{file}: the plan has no field “{found}”. The nearest are: {nearest}. Correct the name, or remove the"
        " entry."
    ),
    "corrections_format": N_(
        "{file} is no file of corrections: it has the form “{found}”, and Terren reads “{known}”."
    ),
    "corrections_key": N_(
        "{file}, line {line}: there is no key “{key}” in corrections. Choose one of: {known}."
    ),
    "corrections_of_form": N_(
        "{file} is the reviewable form. Correct it in an editor and import it again: corrections and"
        " “--review” are for documents."
    ),
    "corrections_twice": N_(
        "{file}, line {line}: “{found}” is decided twice, first in line {first}. Remove one of the two."
    ),
    "corrections_value": N_("{file}, line {line}: “{key}” cannot be {found}. Write it like this: {example}"),
    "document_apple": N_(
        "{file} is of Numbers or Pages. Open it there, choose File > Export To > Excel or Word, and import"
        " what that writes."
    ),
    "document_binary": N_(
        "{file} is of no kind that can be read. Save it as DOCX, XLSX, PDF or text (UTF-8) and import that."
    ),
    "document_damaged": N_(
        "{file} is damaged and cannot be read. Get it again, or open it, save it under a new name and"
        " import that."
    ),
    "document_empty": N_("{file} is empty. Choose the file that contains the plan."),
    "document_encoding": N_(
        "{file}, line {line}: the encoding of the text is not recognised. Save the file as UTF-8, or say of"
        " a table what it is, such as “--assume encoding=cp1250” (cp1251, cp852, utf-16-le)."
    ),
    "document_listed_again": N_(
        "{file}, {place}: “{title}” is listed again, first in {first}. If this table says what the actions"
        " cost, write its amounts beside them in the first one; else leave it out. Then import the document"
        " again."
    ),
    "document_memory": N_(
        "{file} was not read: reading it took more than {limit} MB of memory. Keep the plan alone and import"
        " that, or check where the file comes from."
    ),
    "document_missing": N_("There is no file {file}. Check the name and the folder."),
    "document_mixed": N_(
        "{file}, {place}: this row names the columns of a plan, but not each of them once and in a cell of"
        " its own. Put tables that stand side by side below each other, or on sheets of their own, and write"
        " one heading above each column."
    ),
    "document_no_actions": N_(
        "{file} has no actions that can be recognised. Headings found: {found} ({place}); missing: {missing}."
        " Looked for: rows below the headings {looked}, with numbers such as 1.1.1. If another sheet"
        " holds the plan, hide or delete the others, or copy it into a workbook of its own; or import another"
        " format of the document."
    ),
    "document_no_heading": N_(
        "{file} has no table with the columns of a plan. Looked for: {looked}. Found: {found} ({place});"
        " missing: {missing}. Write headings above its columns, or import another format of the"
        " document. If another sheet holds the plan, hide or delete the others, or copy it into a workbook of"
        " its own."
    ),
    "document_no_text": N_(
        "{file} is a scan: its pages are pictures without text (number of pages: {found})."
        " Ask for the Word file."
    ),
    "document_number_order_at": N_(
        "{file}, {place}: the number {number} does not follow {before}. Correct the document and import it"
        " again."
    ),
    "document_number_twice_at": N_(
        "{file}, {place}: the number {number} stands twice, first in {first}. Correct the document and import"
        " it again."
    ),
    "document_numbers_few": N_(
        "{file}: only {found} of {of} rows have a number before their title; the first without is {place}."
        " Rows that a print cuts are no actions of their own. Import the Word file or the workbook that it is"
        " made from, or give each action a number and put the other rows into the one above."
    ),
    "document_old_format": N_(
        "{file} is of Word, or another program, of before 2007. Open it, save it as DOCX, and import that."
    ),
    "document_order_lost": N_(
        "{file}, {place}: the cells of a row do not follow each other ({found} of {of} actions lack some)."
        " Import the PDF or the Word file itself."
    ),
    "document_password": N_(
        "{file} is protected with a password. Remove the password, or ask for a copy without one."
    ),
    "document_rtf": N_("{file} is rich text (RTF). Open it in Word, save it as DOCX, and import that."),
    "document_slides": N_(
        "{file} is a presentation. Copy its tables into a workbook or a Word file, and import that."
    ),
    "document_slow": N_(
        "{file} was not read: reading it took longer than {limit} seconds. Keep the plan alone and import"
        " that, or check where the file comes from."
    ),
    "document_spaced": N_(
        "{file}: spaces part the thousands of its amounts, so that the text does not show where one ends."
        " Import the PDF or the Word file itself."
    ),
    "document_too_large": N_("{file} is too large ({found} bytes). At most {limit} bytes are read."),
    "document_too_long": N_(
        "{file}, {place}: there is too much to read ({found}, at most {limit}). Keep the plan alone and"
        " import that."
    ),
    "document_tool_text": N_(
        "{file} is text that a program took out of a PDF: what stands in which cell is lost in it. Import the"
        " PDF or the Word file itself."
    ),
    "document_truncated": N_(
        "{file} ends in the middle of the plan, at line {line}. Get the whole document."
    ),
    "document_two_plans": N_(
        "{file}, {place}: objective {number} begins again after {first}, as if a second plan stood there."
        " Import each plan from a file of its own. In tables of one plan, of a year each, number the actions"
        " on through all of them."
    ),
    "document_unlabelled": N_(
        "{file}, {place}: targets stand here, and nothing says of which indicator. Import the PDF or the Word"
        " file itself."
    ),
    "document_unmapped": N_(
        "{file} has a table ({place}) whose columns have to be named. Looked for: {looked}. Found: {found};"
        " missing: {lacking}. {missing} The columns there are: {columns}. Name them with “terren import FILE"
        ' --column "HEADING=ROLE"”, and with “--assume KEY=VALUE” what no column says; or import another'
        " format of the document. If another sheet holds the plan, hide or delete the others, or copy it into"
        " a workbook of its own."
    ),
    "document_unpacks": N_(
        "{file} unpacks to {found} bytes, more than a plan needs. It was not opened. Keep the plan alone,"
        " without empty rows and pictures, or check where the file comes from."
    ),
    "document_unruled": N_(
        "{file} lists actions outside of ruled tables, and there no cell can be told from the next. Import"
        " the Word file or the workbook that it was made from."
    ),
    "document_year_twice": N_(
        "{file}, {place}: the heading names the year {year} twice. Correct the document and import it again."
    ),
    "mapping_assume": N_(
        "{file}: “{found}” cannot be assumed. Choose one of: {known}. The columns there are: {columns}."
    ),
    "mapping_column": N_(
        "{file}: the document has no column “{found}”. The columns there are: {columns}. Write one of them"
        " as it is there."
    ),
    "mapping_dated": N_(
        "{file}: “{first}” is said to be {known} and “{name}” {found}. Say the year of both, or that both"
        " are budget. The columns there are: {columns}."
    ),
    "mapping_no_table": N_(
        "{file} has no table whose columns could be named. Choose another format of the document, with"
        " headings above its columns; where it has no table, leave --column and --assume out."
    ),
    "mapping_open": N_(
        "The columns of {file} have not been named, and nothing was imported. Start again when you know them."
    ),
    "mapping_pair": N_("“{found}” is no answer for {file}. Write it like this: {example}"),
    "mapping_role": N_(
        "{file}, column “{name}”: there is no role “{found}”. Choose one of: {known}. The columns there are:"
        " {columns}."
    ),
    "mapping_twice": N_(
        "{file}: “{first}” and “{name}” are both said to be {found}. Give one of them another role. The"
        " columns there are: {columns}."
    ),
    "mapping_two_roles": N_(
        "{file}: the column “{name}” is said to be {first} and {found}. Give it one role. The columns there"
        " are: {columns}."
    ),
    "mapping_unsaid": N_(
        "{file}, column “{name}”: “…” stands for what only you can say. Write one of these for it: {known}."
        " The columns there are: {columns}."
    ),
    "mapping_value": N_(
        "{file}: “{key}” cannot be assumed to be {found}. Write it like this: {example}. The columns there"
        " are: {columns}."
    ),
    "mapping_year": N_(
        "{file}, column “{name}”: “{found}” is no year. Write the year like this: 2022. The columns there"
        " are: {columns}."
    ),
    "output_exists": N_("{file} already exists and is not overwritten. Choose another name with “-o FILE”."),
    "output_kind": N_("The name {file} must end in .xlsx, .plan.toml or .db."),
    "plan_findings": N_(
        "{file} has {found} findings, and “--strict” allows none. Correct the document, or import without it."
    ),
    "plan_form": N_(
        "The plan has a value that cannot be read at {where}: {found}. Correct it and try again."
    ),
    "plan_format": N_("The file has the form “{found}”, and Terren reads “{known}”. Choose another file."),
    "plan_name_long": N_(
        "The plan has a number or an id of {length} characters at {where}: “{found}”. At most {limit} are"
        " kept. Shorten it and try again."
    ),
    "review_answer": N_("“{found}” is no answer here. Choose one of: {known}."),
    "review_no_terminal": N_(
        "{file} can only be reviewed at a terminal. For scripts there is “--review --json”, and the file of"
        " corrections can be written by hand."
    ),
    "review_number_twice": N_(
        "The number {number} would stand twice, for {first} and for {second} as they were read. Choose"
        " another."
    ),
    "review_unknown": N_("The document has no number {found}. The nearest are: {nearest}."),
    "review_value": N_("“{found}” is not valid here. Write it like this: {example}"),
    "toml_damaged": N_("{file} cannot be read as TOML: {reason}. Correct it and import it again."),
}
"""Templates by code, sorted."""
