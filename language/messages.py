"""What is said when something is refused: one template a code, in English, sorted by code.

A template says what is wrong, where, and what to do, in one or two short sentences. Its placeholders are
params of the refusal; keys that end in ``_cents`` are money, lists are joined with commas.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from language import N_, _
from language.headings import headings
from language.sources import source
from language.templates import MISSING, bare, fill

MESSAGES: Final[dict[str, str]] = {
    "accept_differs": N_(
        "The code {found} is neither the check code of {file} nor the fingerprint of its sender. Nothing was"
        " taken; have it read out again on the telephone, or get the file anew."
    ),
    "action_left": N_(
        "{nr} is in the plan no more. As it was: terren show {nr} --revision {number}. All that left:"
        " terren revision left."
    ),
    "action_unknown": N_("The plan has no action {nr}. The nearest numbers are: {nearest}."),
    "amount_ambiguous": N_(
        "“{found}” was understood as {understood}, but can be read otherwise: {alternatives}. Nothing was"
        " stored; write it with two decimals, or add “--yes”."
    ),
    "amount_declined": N_("Nothing was stored. Write the amount with two decimals, for example 12500,00."),
    "amount_in_conflict": N_(
        "{nr} has two amounts that were never settled ({amounts}): nothing can be added. Enter the new total."
    ),
    "amount_negative": N_("“{found}” is negative. To correct an amount, enter the new total."),
    "amount_too_fine": N_(
        "“{found}” has more than two decimals. Enter euros and at most two digits of cents."
    ),
    "amount_too_large": N_("“{found}” is too large. The largest amount is {limit_cents}."),
    "amount_unreadable": N_("“{found}” is not an amount. Write it as 12500, 12500,50 or +500 to add."),
    "answer_kinds": N_(
        "{new} cannot continue {nr}: one of them is an action, the other an indicator. Correct the answer."
    ),
    "answer_new_unknown": N_(
        "An answer names {nr}, which the revised plan does not have. The nearest numbers are: {nearest}."
    ),
    "answer_old_unknown": N_(
        "An answer names {nr}, which the plan in force does not have. The nearest numbers are: {nearest}."
    ),
    "answer_twice": N_("Two answers are about {nr}. Keep one of them."),
    "answers_unreadable": N_(
        "The answers in {file} cannot be read: {detail}. They are JSON with the keys match, new, removed and"
        " successor."
    ),
    "backup_failed": N_(
        "The backup {file} could not be written: {detail}. Choose another place with “-o FILE”."
    ),
    "backup_faulty": N_(
        "{file} cannot be restored: it is damaged ({detail}). Nothing was changed; choose another backup."
    ),
    "change_unknown": N_("There is no change {found}. terren log --json prints the ids of changes."),
    "changeset_body": N_(
        "{file} has contents that cannot be read ({detail}). Nothing was taken; ask for a new export."
    ),
    "changeset_chain": N_(
        "{file}: change {seq} of {replica} does not link to the one before it. Nothing was taken;"
        " ask for a new export."
    ),
    "changeset_continued": N_(
        "Somebody else writes under the name of this database from change {first} on: it is a copy"
        " or a restored"
        " backup. It goes on as {replica}; nothing is lost."
    ),
    "changeset_enrolment": N_(
        "{file} is an enrolment file. Accept its sender with “terren trust accept FILE”."
    ),
    "changeset_fork": N_(
        "Two databases write as {replica}: from change {seq} on {file} of {officer} is another"
        " history than the"
        " one held from {other}. Both are kept. Give its sender your next file: it then"
        " goes on under a"
        " name of its own."
    ),
    "changeset_hash": N_(
        "{file} was altered or damaged: its checksum is wrong. Nothing was taken; copy or export it again."
    ),
    "changeset_header": N_(
        "{file} has a header that cannot be read ({detail}). Nothing was taken; ask for a new export."
    ),
    "changeset_limit": N_("{file} exceeds a limit ({detail}). Nothing was taken; ask for a new export."),
    "changeset_magic": N_("{file} is not a change set of Terren. Choose a file whose name ends in .terren."),
    "changeset_mangled": N_(
        "{file} was altered on its way as if it were text. Send it again in a zip archive or on a USB stick."
    ),
    "changeset_missing": N_("There is no file {file}. Check the name and the folder."),
    "changeset_newer": N_(
        "{file} was written by a newer version. Install Terren {needed} or later to take it."
    ),
    "changeset_own_file": N_("{file} was written by this database itself. Give it to the other side."),
    "changeset_plan_other": N_(
        "{file} belongs to another plan ({found}); this database holds {known}. Take it there."
    ),
    "changeset_redaction": N_(
        "In {file} a text has been redacted by somebody who is not accepted here as headquarters. Nothing was"
        " taken. Take a file from headquarters first."
    ),
    "changeset_signature": N_(
        "{file} is not signed by the sender it names. Nothing was taken; ask for a new export."
    ),
    "changeset_trailing": N_(
        "{file} has {extra} bytes after its end. Nothing was taken; copy or export it again."
    ),
    "changeset_truncated": N_(
        "{file} is cut off: {found} bytes of {needed}. Nothing was taken; copy or export it again."
    ),
    "changeset_unexpected": N_(
        "Something unexpected happened with {file} ({detail}). Nothing of it was taken; the other files were"
        " read."
    ),
    "changeset_unreadable": N_(
        "{file} could not be read ({detail}). Check the stick, or copy the file again."
    ),
    "config_by_hand": N_(
        "A line cannot be added to {file} as it is written. Write it yourself under [filters]: {line}"
    ),
    "config_remove_by_hand": N_(
        "The filter “{found}” cannot be taken out of {file} as it is written. Take it away there yourself."
    ),
    "config_unreadable": N_("The configuration {file} cannot be read: {detail}. Correct or remove it."),
    "conflict_changed": N_(
        "Another value has arrived in conflict {id} since you looked. Look at it again and decide."
    ),
    "conflict_left": N_("Nothing was recorded; the conflict stays open."),
    "conflict_side": N_("Conflict {id} has none or several such values. Choose one of: {known}."),
    "conflict_unknown": N_("There is no open conflict “{found}”. Choose one of: {known}."),
    "conflict_value": N_(
        "“{found}” cannot stand in conflict {id}. Choose one of its values, or a valid one."
    ),
    "copied_database": N_(
        "{file} is a copy or a restored backup, so it can only be read. Continue with a new identity;"
        " all pending work is kept."
    ),
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
        "{file} is the reviewable form: correct it in an editor and import it again. Corrections and"
        " “--review” are for documents."
    ),
    "corrections_twice": N_(
        "{file}, line {line}: “{found}” is decided twice, first in line {first}. Remove one of the two."
    ),
    "corrections_value": N_("{file}, line {line}: “{key}” cannot be {found}. Write it like this: {example}"),
    "date_unreadable": N_("“{found}” is not a date. Write it as 14.03.2022 or 2022-03-14."),
    "date_without_status": N_("{nr} has no status yet, so no day can be set for it. Set a status as well."),
    "db_acts": N_(
        "The database {file} was not opened: it contains “{name}” ({kind}), which Terren never makes and"
        " which would change what others write. Restore a backup, or get the plan from headquarters again."
    ),
    "db_corrupt": N_("The database {file} is damaged. Restore a backup with “terren restore FILE”."),
    "db_disk_full": N_("The disk is full, so nothing was saved in {file}. Free some space and try again."),
    "db_exists": N_("{file} already exists. Choose another name, or move that file away."),
    "db_io": N_("The database {file} could not be opened or written. Check the folder and its permissions."),
    "db_locked": N_("Another program is writing to {file}. Close it and try again."),
    "db_missing": N_("There is no database {file}. Create one with “terren init”."),
    "db_no_plan": N_("The database has no plan yet. Import one with “terren import FILE -o FILE.db”."),
    "db_not_terren": N_("{file} is not a database of Terren. Choose another file with “--db FILE”."),
    "db_read_only": N_(
        "The database {file} cannot be written to. Change its permissions, or use another copy."
    ),
    "db_too_new": N_(
        "The database {file} was written by a newer version (form {found}, known up to {known})."
        " Install the newer Terren."
    ),
    "disk_full": N_(
        "No space is left in {folder}; {needed} bytes are needed. Free some space and try again."
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
        "{file}, line {line}: the encoding of the text is not recognised. Save the file as UTF-8."
    ),
    "document_memory": N_(
        "{file} was not read: reading it took more than {limit} MB of memory. Keep the plan alone and import"
        " that, or check where the file comes from."
    ),
    "document_missing": N_("There is no file {file}. Check the name and the folder."),
    "document_no_actions": N_(
        "{file} has no actions that can be recognised. Headings found: {found} ({place}); missing: {missing}."
        " Looked for: rows below the headings {looked}, with numbers such as 1.1.1. Choose another sheet or"
        " another format of the document."
    ),
    "document_no_heading": N_(
        "{file} has no heading of a plan. Looked for: {looked}. Found: {found} ({place}); missing: {missing}."
        " Name its columns so in the document, or choose another sheet or another format of it."
    ),
    "document_no_text": N_(
        "{file} is a scan: its pages are pictures without text (number of pages: {found})."
        " Ask for the Word file."
    ),
    "document_number_order": N_(
        "{file}, line {line}: the number {number} does not follow the one before it. Correct the document."
    ),
    "document_number_order_at": N_(
        "{file}, {place}: the number {number} does not follow {before}. Correct the document and import it"
        " again."
    ),
    "document_number_twice": N_(
        "{file}, line {line}: the number {number} stands twice. Correct the document and import it again."
    ),
    "document_number_twice_at": N_(
        "{file}, {place}: the number {number} stands twice, first in {first}. Correct the document and import"
        " it again."
    ),
    "document_old_format": N_(
        "{file} has a format of before 2007. Open it, save it as DOCX or XLSX, and import that."
    ),
    "document_order_lost": N_(
        "{file}, {place}: the cells of a row do not follow each other ({found} of {of} actions lack some)."
        " Import the PDF or the Word file itself."
    ),
    "document_password": N_(
        "{file} is protected with a password. Remove the password, or ask for a copy without one."
    ),
    "document_slow": N_(
        "{file} was not read: reading it took longer than {limit} seconds. Keep the plan alone and import"
        " that, or check where the file comes from."
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
        " Import"
        " each plan from a file of its own."
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
    "editor_failed": N_("The editor {editor} could not be used ({detail}). The text is as it was."),
    "editor_missing": N_(
        'No editor is chosen. Name one in the configuration, editor = "nano", or in the environment variable'
        " EDITOR. “terren locate” says where the configuration lies."
    ),
    "enrolment_changes": N_(
        "{file} is a change set and not an enrolment file. Take it with “terren receive FILE”."
    ),
    "enrolment_none": N_(
        "There is no enrolment file in {file}. Choose the folder into which “terren trust request” wrote."
    ),
    "entry_unknown": N_(
        "Action {nr} has no single entry “{found}”. The entries that can be named are: {known}."
    ),
    "evidence_kind_unknown": N_("There is no kind of evidence “{found}”. Choose one of: {known}."),
    "export_left_out": N_(
        "{nr}, {field}: an earlier version of the program has let in what no file can carry (change {seq} of"
        " {officer}, {replica}). The changes of that laptop from this one on were left out, everything else"
        " is in the file. Renew its key (“terren trust renew”) and enter again what followed."
    ),
    "file_exists": N_(
        "{file} already exists and is not overwritten. Move it away, or choose another folder."
    ),
    "filter_name": N_("“{found}” cannot be the name of a filter. Choose a name of 1 to {limit} letters."),
    "filter_unknown": N_(
        "No filter is saved under “{found}”. Saved are: {known}. Save one with “terren list --save-filter"
        " NAME”."
    ),
    "filter_unreadable": N_(
        "“{found}” is no filter. Write filters as: mine overdue due=2022 status=implemented lead=MPB."
    ),
    "folder_missing": N_("There is no folder {folder}. Create it, or choose another one."),
    "folder_read_only": N_("The folder {folder} cannot be written to. Choose another one."),
    "funding_unknown": N_("The plan names no funding source “{found}”. The nearest are: {nearest}."),
    "headquarters_only": N_("Only headquarters can record this. Write a note, or ask headquarters."),
    "held_unknown": N_(
        "No file with the check code {found} waits because its key was revoked. See: terren inbox."
    ),
    "in_conflict": N_(
        "{nr}, {field}: several values stand in conflict ({values}), and setting another decides between"
        " them. Look at them under “Conflicts” and decide there; on the command line “--decide” says that you"
        " mean it."
    ),
    "inbox_full": N_(
        "{file} was left where it lies: {n} files of senders whom nobody has accepted wait already. Accept"
        " whom you know, and let go of the others: terren inbox --drop all, or --drop ID."
    ),
    "indicator_unknown": N_(
        "Objective {nr} has no indicator {found}. It has {known}; choose one of them by its position."
    ),
    "input_encoding": N_("What came from standard input is not UTF-8. Save the text as UTF-8 and give that."),
    "institution_unknown": N_("The plan names no institution “{found}”. The nearest are: {nearest}."),
    "key_damaged": N_(
        "The key of this database ({file}) is damaged, so it can only be read. Put back a copy of the key, or"
        " continue with a new identity."
    ),
    "key_missing": N_(
        "The key of this database is missing ({file}), so it can only be read. Put the key back, or continue"
        " with a new identity."
    ),
    "key_unreadable": N_(
        "The key of this database ({file}) is there and cannot be read: {detail}. Until it can, the database"
        " can only be read. See to the disk and to who may read the file; where it stays so, continue with a"
        " new identity."
    ),
    "keys_clash": N_(
        "{file}, [keys] {command}: {key} already means {other} there. {command} keeps its usual keys."
    ),
    "keys_command_unknown": N_(
        "{file}, [keys]: there is no command {found}. The nearest are: {nearest}. docs/keys.md has all names."
    ),
    "keys_count": N_(
        "{file}, [keys] {command}: {known} keys are needed, {found} are given. It keeps its usual keys."
    ),
    "keys_key_unknown": N_(
        "{file}, [keys] {command}: {found} is no key. Write f5, ctrl+r or a character. The usual keys stay."
    ),
    "keys_unreadable": N_(
        '{file}, [keys] {command}: write the keys as a text or a list of texts, for example "f5 ctrl+r".'
    ),
    "language_unknown": N_("There is no language “{found}”. Choose one of: {known}."),
    "left_ambiguous": N_(
        "Several actions that left the plan had the number {nr}. Name one of these: {known}."
    ),
    "left_unknown": N_(
        "No action {nr} has left the plan. The nearest are: {nearest}. See: terren revision left."
    ),
    "mark_damaged": N_(
        "The mark beside the key ({file}) is damaged. It says what has left in files, so nobody can tell"
        " whether this database is a restored backup; it can only be read. Continue with a new identity; all"
        " pending work is kept."
    ),
    "mark_missing": N_(
        "The mark beside the key ({file}) is missing. It says what has left in files, so nobody can tell"
        " whether this database is a restored backup; it can only be read. Put the mark back, or continue"
        " with a new identity; all pending work is kept."
    ),
    "mark_unreadable": N_(
        "The mark beside the key ({file}) is there and cannot be read: {detail}. It says what has left in"
        " files, so nobody can tell whether this database is a restored backup; it can only be read. See to"
        " the disk and to who may read the file; where it stays so, continue with a new identity."
    ),
    "meeting_not_empty": N_(
        "Something is recorded in the meeting “{title}” ({n}), so it cannot be deleted. End it instead."
    ),
    "meeting_unknown": N_("There is no meeting “{found}”. Choose one of: {known}."),
    "minutes_kind": N_("{file} has no ending that says what to write. End it with .md, .html or .txt."),
    "name_roles": N_("“{found}” stands for several things in the plan. Add “--role”: {known}."),
    "name_unknown": N_("The plan prints no name “{found}”. The nearest are: {nearest}."),
    "no_identity": N_("{file} is open for reading only. To report, enrol first with “terren init”."),
    "no_meeting": N_("No meeting was held yet. Begin one with “terren meeting open TITLE”."),
    "not_allowed": N_("You report for {own}, so an entry for {unit} is not yours to make. Ask headquarters."),
    "nothing_to_redo": N_("There is nothing to redo."),
    "nothing_to_undo": N_("There is nothing to undo."),
    "number_ambiguous": N_("{nr} may mean several numbers: {known}. Write it with its full stops."),
    "number_unknown": N_("The plan has no objective or action {nr}. The nearest numbers are: {nearest}."),
    "officer_empty": N_("The name of the officer is empty. Enter the name under which you report."),
    "output_exists": N_("{file} already exists and is not overwritten. Choose another name with “-o FILE”."),
    "output_kind": N_("{file} has no ending that says what to write. End it with .db or .plan.toml."),
    "peer_unknown": N_(
        "No laptop of “{found}” is known yet. Export for everybody, or take a file of theirs first."
    ),
    "percent_range": N_("“{found}” is not a percentage. Enter a whole number from 0 to 100."),
    "plan_findings": N_(
        "{file} has {found} findings, and “--strict” allows none. Correct the document, or import without it."
    ),
    "plan_form": N_(
        "The plan has a value that cannot be read at {where}: {found}. Correct it and try again."
    ),
    "plan_format": N_("The file has the form “{found}”, and Terren reads “{known}”. Choose another file."),
    "reason_unknown": N_("There is no reason “{found}”. Choose one of: {known}."),
    "redaction_declined": N_("Nothing was redacted."),
    "redaction_none": N_("There is no text here that could be redacted: only notes and evidence have one."),
    "redaction_stays": N_("A redaction is not taken back: the text is gone."),
    "redaction_unconfirmed": N_(
        "Nothing was redacted. Without a terminal nobody can be asked: give --yes once you are sure."
    ),
    "refused_unknown": N_(
        "No refused or waiting file has the code, or comes from the sender, “{found}”. See them with “terren"
        " inbox”."
    ),
    "reserve_unreadable": N_(
        "{file} is not a reserve key. Choose the file that “terren trust reserve” wrote."
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
    "review_value": N_("“{found}” cannot stand here. Write it like this: {example}"),
    "revision_changed": N_(
        "Meanwhile revision {number} is in force; the comparison was with revision {seen}. Nothing was"
        " published; compare again."
    ),
    "revision_declined": N_("Nothing was published."),
    "revision_none_waiting": N_("No revision of the plan waits to be taken. See: terren revision list."),
    "revision_questions": N_(
        "Nothing was published: it must be said what {open} of the revised plan continue. Answer on a"
        " terminal, or with --match OLD=NEW, --new NR or --removed NR."
    ),
    "revision_same": N_("Nothing was published: the plan says the same as revision {number}."),
    "revision_stays": N_(
        "A published revision is not taken back, since others may work under it. Publish another one."
    ),
    "revision_too_early": N_(
        "Nothing was published: {found} lies before {known}, from which on the last revision is in force."
        " Choose a later day with --from."
    ),
    "revision_too_large": N_(
        "The plan is too large to be published: {found} characters, at most {limit}. Divide it."
    ),
    "revision_unconfirmed": N_(
        "Nothing was published. Look at the comparison and, if it is right, add “--yes”."
    ),
    "revision_unknown": N_("There is no revision {found} of the plan here. There are: {known}."),
    "revision_unreadable": N_(
        "Revision {number} of the plan cannot be read by this version ({detail}). Install a newer Terren."
    ),
    "role_unknown": N_("There is no role “{found}”. Choose one of: {known}."),
    "seal_missing": N_(
        "{file}: nothing can be sealed or opened here, since pyrage is not installed. Install Terren with its"
        " extra: pip install 'terren[seal]'"
    ),
    "seal_no_headquarters": N_(
        "Nobody is accepted here as headquarters, so no file can be sealed to it. Accept its enrolment file"
        " first: terren trust accept FILE --role headquarters"
    ),
    "seal_reserve": N_(
        "The reserve key “{found}” that headquarters named is none, so nothing was sealed. Ask headquarters"
        " to make a new one."
    ),
    "sealed_damaged": N_(
        "{file} is sealed, and was cut or altered. Nothing was taken; copy or export it again."
    ),
    "sealed_for_others": N_(
        "{file} is sealed for somebody else: no key here opens it. It was left alone; give it to whom it is"
        " for."
    ),
    "sort_unknown": N_("There is no order “{found}”. Choose one of: {known}."),
    "status_unknown": N_("There is no status “{found}”. Choose one of: {known}."),
    "text_empty": N_("The text is empty. Write something, or leave the entry."),
    "text_too_long": N_("The text has {found} characters. At most {limit} are kept; shorten it."),
    "theme_unknown": N_("There is no theme {found}. Known are: {known}."),
    "theme_unreadable": N_(
        "The theme in {file} cannot be used: {detail}. docs/commands.md says what stands in it."
    ),
    "toml_damaged": N_("{file} cannot be read as TOML: {reason}. Correct it and import it again."),
    "trust_headquarters": N_(
        "{officer}, {unit}, claims to be headquarters, whose word counts for everybody. Nothing was accepted;"
        " call headquarters, and where it is meant, repeat the command with --role headquarters."
    ),
    "trust_key_differs": N_(
        "{officer}, {unit}, is known here with another key. Nothing was accepted; call them and ask for a new"
        " enrolment file."
    ),
    "trust_revoked": N_(
        "The file {found} waits because the key of its sender was revoked. To take it all the same: terren"
        " inbox --take {found}. To take back the revocation, name the sender by its fingerprint or its id."
    ),
    "trust_role_differs": N_(
        "{officer}, {unit}, is no headquarters by its own word. Nothing was accepted; ask headquarters for"
        " its enrolment file."
    ),
    "trust_self": N_("“{found}” is this installation itself, which is always believed. Choose another."),
    "trust_several": N_(
        "Several in {folder} say that they are headquarters: {known}. Nobody was accepted. Call headquarters,"
        " compare the fingerprint and accept its file alone."
    ),
    "trust_unconfirmed": N_(
        "Nobody was accepted: the folder names {n} senders. Compare their fingerprints with what you were"
        " told, and say how many they must be with --expect."
    ),
    "trust_unit": N_(
        "{officer} says to report for “{unit}”, which is no unit of the plan. Nothing was accepted; ask, and"
        " name the unit that is meant: --unit CODE."
    ),
    "trust_unknown": N_(
        "Nobody here has the fingerprint, check code or id “{found}”. See who waits with “terren trust list”."
    ),
    "undo_changed_since": N_(
        "{target} has been changed by somebody else since then, so this cannot be undone. Set the value anew."
    ),
    "unit_ambiguous": N_("“{found}” may be several units: {known}. Give the code of the one that is meant."),
    "unit_unknown": N_("There is no unit “{found}”. The nearest are: {nearest}."),
    "value_unreadable": N_(
        "“{found}” is not one number with its unit. Write the measured value as 62, 62,5, 62% or 62 persons."
    ),
    "write_failed": N_("{file} could not be written ({detail}). Check the disk or the stick and try again."),
    "year_unknown": N_("The plan has no year {found}. Choose one of: {known}."),
}


_PLACES: Final = frozenset({"place", "first"})
"""Figures of refused documents that are places in them."""
_LOOKED: Final = frozenset({"document_no_heading", "document_no_actions"})
"""Refusals that say which headings were looked for and found."""

_OF_REGISTERS: Final = frozenset({"export_left_out", "in_conflict"})
"""Those that quote a register as ``kind`` and ``field``, and perhaps its ``values``."""


def message(code: str, params: Mapping[str, object]) -> str:
    """The message of a refusal in the current language; an unknown code is shown with its params."""
    if code not in MESSAGES:
        return bare(code, params)
    if code.startswith("document_"):
        params = {
            key: source(value) if key in _PLACES and isinstance(value, str) else value
            for key, value in params.items()
        }
    if code in _OF_REGISTERS:
        from language.registers import register, value

        kind, field, values = (params.get(key, MISSING) for key in ("kind", "field", "values"))
        shown = [value(str(kind), str(field), one) for one in values] if isinstance(values, list) else []
        params = {**params, "field": register(str(kind), str(field)), "values": shown}
    if code in _LOOKED:
        params = {
            key: value if key in ("file", "place") else headings(str(value)) for key, value in params.items()
        }
    template = _(MESSAGES[code])
    if not params.get("nearest", True):
        # where nothing is near, the sentence about it says nothing
        import re

        template = re.sub(r"\s*[^.]*\{nearest\}[^.]*\.", "", template)
    return fill(template, params)
