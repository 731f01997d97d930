"""Refusals of the exchange: change sets, enrolment, trust, keys, sealing, redaction."""

from __future__ import annotations

from typing import Final

from language import N_

EXCHANGE: Final = {
    "accept_differs": N_(
        "The code {found} is neither the check code of {file} nor the fingerprint of its sender. Nothing was"
        " taken; have it read out again on the telephone, or get the file anew."
    ),
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
    "changeset_folder": N_("{file} is a folder. Name the files in it that end in .terren."),
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
    "changeset_magic": N_(
        "{file} is not a file that Terren wrote, or was altered on its way. Choose the right file, or have"
        " it sent again."
    ),
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
    "copied_database": N_(
        "{file} is a copy or a restored backup, so it can only be read. Continue with a new identity;"
        " all pending work is kept."
    ),
    "enrolment_changes": N_(
        "{file} is a file of changes and not an enrolment file. Take it with “terren receive FILE”."
    ),
    "enrolment_none": N_(
        "There is no enrolment file in {file}. Choose the folder into which “terren trust request” wrote."
    ),
    "enrolment_plan_other": N_(
        "{file} asks to be accepted in another plan ({found}); this one is {known}. Accept it where that plan"
        " is."
    ),
    "export_damaged": N_(
        "The file was not written: the database holds something that no reader would take ({detail})."
        " “terren verify” shows where. Go back to a backup (“terren restore”), or call headquarters."
    ),
    "file_in_use": N_("Another program has {file} open. Close it there and try again."),
    "folder_missing": N_("There is no folder {folder}. Create it, or choose another one."),
    "folder_read_only": N_("The folder {folder} cannot be written to. Choose another one."),
    "headquarters_only": N_("Only headquarters can record this. Write a note, or ask headquarters."),
    "held_unknown": N_(
        "No file with the check code {found} waits because its key was revoked. See: terren inbox."
    ),
    "history_unsigned": N_(
        "In this database changes stand under this installation's own id that its key has not signed:"
        " somebody else has altered it. Nothing can be recorded beyond them. “terren verify” shows where they"
        " begin; restore a backup from before that (“terren restore”)."
    ),
    "inbox_full": N_(
        "{file} was left where it lies: {n} files of senders whom nobody has accepted wait already. Accept"
        " whom you know, and delete the others: terren inbox --drop all, or --drop ID."
    ),
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
    "peer_unknown": N_(
        "No computer of “{found}” is known yet. Export for everybody, or take a file of theirs first."
    ),
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
    "seal_missing": N_(
        "{file}: nothing can be sealed or opened here, since pyrage is not installed. Every bundle of Terren"
        " has it: install one (in a checkout: pip install -r requirements-officer.lock)."
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
    "sealed_for_others": N_("{file} is encrypted for somebody else and was not changed. Pass it to them."),
    "trust_headquarters": N_(
        "{officer}, {unit}, claims to be headquarters, whose word counts for everybody. Nothing was accepted;"
        " call headquarters, and where it is meant, repeat the command with --role headquarters."
    ),
    "trust_key_differs": N_(
        "{officer}, {unit}, is known here with another key. Nothing was accepted; call them and ask for a new"
        " enrolment file."
    ),
    "trust_not_accepted": N_(
        "“{found}” is not accepted here, so nothing of it counts and nothing is revoked. To delete its"
        " file: terren inbox --drop CODE."
    ),
    "trust_revoked": N_(
        "The file {found} waits because the key of its sender was revoked. To take it all the same: terren"
        " inbox --take {found}. To take back the revocation, name the sender by its fingerprint or its id."
    ),
    "trust_role_differs": N_(
        "{officer}, {unit}, is no headquarters by its own word. Nothing was accepted; ask headquarters for"
        " its enrolment file."
    ),
    "trust_self": N_("“{found}” is this installation itself, which is always trusted. Choose another."),
    "trust_several": N_(
        "Several in {folder} say that they are headquarters: {known}. Nobody was accepted. Call headquarters,"
        " compare the fingerprint and accept its file alone."
    ),
    "trust_told_otherwise": N_(
        "Files name different units ({known}) for the sender with “{found}”, and none of them is its own."
        " Nobody was accepted; ask, and name the unit that is meant: --unit CODE."
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
}
"""Templates by code, sorted."""
