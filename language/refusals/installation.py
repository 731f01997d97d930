"""Refusals of the database, the disk, the configuration and what a command is given."""

from __future__ import annotations

from typing import Final

from language import N_

INSTALLATION: Final = {
    "backup_failed": N_(
        "The backup {file} could not be written: {detail}. Choose another place with “-o FILE”."
    ),
    "backup_faulty": N_(
        "{file} cannot be restored: it is damaged ({detail}). Nothing was changed; choose another backup."
    ),
    "config_by_hand": N_(
        "A line cannot be added to {file} as it is written. Write it yourself under [filters]: {line}"
    ),
    "config_remove_by_hand": N_(
        "The filter “{found}” cannot be taken out of {file} as it is written. Take it away there yourself."
    ),
    "config_unreadable": N_("The configuration {file} cannot be read: {detail}. Correct or remove it."),
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
    "demo_not_empty": N_("{folder} is not empty. Name a new folder, or an empty one."),
    "disk_full": N_(
        "No space is left in {folder}; {needed} bytes are needed. Free some space and try again."
    ),
    "editor_failed": N_("The editor {editor} could not be used ({detail}). The text is as it was."),
    "editor_missing": N_(
        'No editor is chosen. Name one in the configuration, editor = "nano", or in the environment variable'
        " EDITOR. “terren locate” says where the configuration lies."
    ),
    "file_exists": N_(
        "{file} already exists and is not overwritten. Move it away, or choose another folder."
    ),
    "input_encoding": N_("What came from standard input is not UTF-8. Save the text as UTF-8 and give that."),
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
    "library_missing": N_(
        "This needs {library}, which is not installed: only what an officer uses is here. Do it at"
        " headquarters, or install Terren with its extra: pip install 'terren[{extra}]'"
    ),
    "minutes_kind": N_("{file} has no ending that says what to write. End it with .md, .html or .txt."),
    "theme_unknown": N_("There is no theme {found}. Known are: {known}."),
    "theme_unreadable": N_(
        "The theme in {file} cannot be used: {detail}. docs/commands.md says what stands in it."
    ),
    "write_failed": N_("{file} could not be written ({detail}). Check the disk or the stick and try again."),
}
"""Templates by code, sorted."""
