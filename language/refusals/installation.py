"""Refusals of the database, the disk, the configuration and what a command is given."""

from __future__ import annotations

from typing import Final

from language import N_

INSTALLATION: Final = {
    "argument_encoding": N_(
        "{field} is not UTF-8, so letters would be lost: “{found}”. Choose UTF-8 in the terminal's settings"
        " and type it anew. Nothing was changed."
    ),
    "backup_failed": N_(
        "The backup {file} could not be written: {detail}. Choose another place with “-o FILE”."
    ),
    "backup_faulty": N_(
        "{file} cannot be restored: it is damaged ({detail}). Nothing was changed; choose another backup."
    ),
    "backup_key_differs": N_(
        "{file} cannot be restored: of this installation's id {replica} it says another key than the one that"
        " lies here. It was altered, or is somebody else's. Nothing was changed; choose another backup."
    ),
    "backup_of_plan": N_(
        "{file} is a backup of the plan “{name}” and is restored there: terren --plan NAME restore FILE."
        " Nothing was changed."
    ),
    "backup_plan_other": N_(
        "{file} is a backup of another plan than “{name}”. Nothing was changed; choose another backup."
    ),
    "browser_missing": N_(
        "No program was found that opens {file}. Open it by hand, or print the guide: terren guide --print"
    ),
    "bundle_differs": N_(
        "{file} is not what headquarters published: it was altered, or not copied whole. Nothing was"
        " installed; get the file again."
    ),
    "bundle_missing": N_(
        "{folder} has no file of the new version, {file}. Get it from headquarters, or name another folder."
    ),
    "bundle_none": N_(
        "Nothing that was named is a bundle. Name terren.pyz or a zip that “make bundle” made."
    ),
    "bundle_too_large": N_("{file} is too large for a bundle: {most} bytes at most. Nothing was published."),
    "bundle_unreadable": N_(
        "{file} cannot be read as a bundle of Terren ({detail}). Take a file that “make bundle” made."
    ),
    "bundle_unsafe": N_(
        "{file} was not unpacked: it contains “{name}”, which no bundle has. Tell headquarters."
    ),
    "config_by_hand": N_(
        "A line cannot be added to {file} as it is written. Write it yourself under [filters]: {line}"
    ),
    "config_remove_by_hand": N_(
        "The filter “{found}” cannot be taken out of {file} as it is written. Take it away there yourself."
    ),
    "config_unreadable": N_("The configuration {file} cannot be read: {detail}. Correct or remove it."),
    "data_by_hand": N_(
        "The data lie in {folder}, a folder that TERREN_HOME names, so nothing was removed. Uninstall without"
        " --with-data, and delete that folder yourself."
    ),
    "database_by_hand": N_(
        "{file} lies outside of Terren's folders, where you have put it, so nothing was removed. Export"
        " first; then delete it, with the backups beside it, and repeat the command."
    ),
    "db_acts": N_(
        "The database {file} was not opened: it contains “{name}” ({kind}), which Terren never makes and"
        " which would change what others write. Restore a backup, or get the plan from headquarters again."
    ),
    "db_corrupt": N_("The database {file} is damaged. Restore a backup with “terren restore FILE”."),
    "db_disk_full": N_("The disk is full, so nothing was saved in {file}. Free some space and try again."),
    "db_exists": N_(
        "{file} already exists. Choose another name, or move that file away. “terren plans add NAME” begins a"
        " further plan."
    ),
    "db_gone": N_(
        "The database of the plan “{name}” is gone ({file}), and no other plan takes its place. Go on from a"
        " backup: terren --plan {plan} restore BACKUP. Without one, begin the plan anew under another name:"
        " terren plans add NAME --from FILE. “terren plans use NAME” opens another plan."
    ),
    "db_io": N_("The database {file} could not be opened or written. Check the folder and its permissions."),
    "db_locked": N_("Another program is writing to {file}. Close it and try again."),
    "db_migrated": N_(
        "A newer Terren has taken over the database {file} meanwhile. Nothing was written; close this window"
        " and start Terren again."
    ),
    "db_missing": N_("There is no database {file}. Create one with “terren init”."),
    "db_no_plan": N_("The database has no plan yet. Import one with “terren import FILE -o FILE.db”."),
    "db_not_terren": N_(
        "{file} is not a database of Terren. Choose another file with “--db FILE”; if it is your plan, it is"
        " damaged: “terren restore BACKUP” puts a backup in its place."
    ),
    "db_read_only": N_(
        "The database {file} cannot be written to. Change its permissions, or use another copy."
    ),
    "db_replaced": N_(
        "Another database has taken the place of {file} meanwhile. Nothing was written; try again."
    ),
    "db_row_damaged": N_(
        "The database {file} is damaged: {place} cannot be read. “terren verify --rebuild” mends what follows"
        " from the changes; otherwise restore a backup with “terren restore FILE”."
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
    "emblem_large": N_(
        "The picture has {found} bytes; at most {limit} travel with the changes. Save it smaller, with fewer"
        " colours."
    ),
    "emblem_unreadable": N_(
        "The emblem must be a PNG of at most 2,000 points a side. Save the picture as PNG and give that file."
    ),
    "enrolment_faulty": N_(
        "The database {file} has faults ({detail}), so nothing of it is signed anew. “terren verify” tells"
        " them; restore a backup with “terren restore FILE” first."
    ),
    "enrolment_same": N_("You are enrolled like this already. Nothing was changed."),
    "enrolment_stays": N_(
        "When your enrolment was corrected, what you had recorded was recorded anew, all of it at once: that"
        " is not taken back. Enter the right value on the action."
    ),
    "file_exists": N_(
        "{file} already exists and is not overwritten. Move it away, or choose another folder."
    ),
    "file_missing": N_("There is no file {file}. Check the name and the folder."),
    "folder_not_whole": N_(
        "This folder is not whole, or was altered: {file}. Extract all of the ZIP file again, and install"
        " from there. Nothing was installed; what was there before is as it was."
    ),
    "guide_pages_missing": N_(
        "The guides did not come as pages with this installation. Print one: terren guide --print"
    ),
    "home_no_folder": N_(
        "TERREN_HOME names {folder}, but {file} is a file. Set TERREN_HOME to a folder, or leave it out."
    ),
    "input_encoding": N_("What came from standard input is not UTF-8. Save the text as UTF-8 and give that."),
    "install_by_hand": N_(
        "Only the folder for Windows installs itself; this is {folder}. Elsewhere run install.sh of the"
        " bundle."
    ),
    "install_older": N_(
        "Version {version} was not installed: a newer one has written the database {file}, and this one could"
        " not read it. Install the newer one. Where that is installed, “terren update --back” returns to the"
        " one before; where it does not start, install this one with --force and restore the backup beside"
        " that file."
    ),
    "keys_clash": N_(
        "{file}, [keys] {command}: {key} already means {other} there. {command} keeps its usual keys."
    ),
    "keys_command_unknown": N_(
        "{file}, [keys]: there is no command {found}. The nearest are: {nearest}. “terren guide keys” has all"
        " names."
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
        "This needs {library}, which is not installed here. Do it at headquarters, or install its bundle in"
        " place of this one: {bundle}. No bundle for {machine} has it: do it at headquarters. With internet"
        " it is installed by “{command}”."
    ),
    "minutes_kind": N_("The name {file} must end in one of these: {known}."),
    "plan_here": N_("This plan is here already, under the name “{name}”. A plan is in a home once."),
    "plan_name": N_(
        "“{found}” cannot be the name of a plan: one has at most {limit} characters, does not begin with a"
        " hyphen, and is no number. Choose another."
    ),
    "plan_name_taken": N_("A plan is called “{found}” already. Choose another name."),
    "plan_or_database": N_("“--db” and “--plan” name two databases. Give one of them."),
    "plan_unknown": N_(
        "There is no plan “{found}” here. There are: {known}. “terren plans add NAME” begins another."
    ),
    "plan_unsettled": N_(
        "Which plan is open cannot be read from {file}, and none is guessed. Choose it: terren plans use"
        " NAME. There are: {known}."
    ),
    "plan_without_unit": N_(
        "This plan does not name your unit “{found}”. Say with --unit CODE for whom you report in it: a"
        " municipality, or an institution that the plan names: {known}."
    ),
    "release_conflict": N_(
        "Several versions of Terren were published side by side ({known}), so none is installed. Headquarters"
        " decides: terren conflicts."
    ),
    "release_differs": N_(
        "Version {version} was published with other content in {file}. Give the new content a higher version,"
        " or repeat the command with --force."
    ),
    "release_none": N_("Headquarters has published no newer version; this is {found}. Exchange files first."),
    "release_not_for": N_(
        "Version {version} was not published for this kind of installation ({kind}); there is: {known}. Ask"
        " headquarters for it."
    ),
    "release_older": N_("Version {version} is not newer than {found}, so nothing was done."),
    "release_revoked": N_(
        "Version {version} was published under a key that is not accepted as one of headquarters now. Nothing"
        " was installed; call headquarters."
    ),
    "release_several": N_("The files are of several versions ({known}). Publish one version at a time."),
    "restore_unconfirmed": N_(
        "Nothing was restored: {file} says something else of senders or of the plan than stands here ({n})."
        " Compare the list with what you know; where it is right, give the command with --yes."
    ),
    "restore_unsent": N_(
        "Nothing was restored: {n} changes are neither in {file} nor in a file that comes back with it. What"
        " was never sent comes back if you write a file first: terren export --to FOLDER"
    ),
    "setting_unknown": N_(
        "{file}: there is no setting “{found}”. The nearest are: {nearest}. Correct the line, or take it out."
    ),
    "theme_unknown": N_("There is no theme {found}. Known are: {known}."),
    "theme_unreadable": N_(
        "The theme in {file} cannot be used: {detail}. “terren guide settings” says what stands in it."
    ),
    "uninstall_by_hand": N_(
        "This Terren was not installed from a bundle ({folder}). Remove it the way it was installed: delete"
        " the checkout, or pip uninstall terren. “terren locate” says where the data lie."
    ),
    "uninstall_declined": N_("Nothing was removed."),
    "uninstall_unconfirmed": N_(
        "Nothing was removed: nobody could be asked. Give the command with --yes; add --with-data where the"
        " data must go as well."
    ),
    "update_back_gone": N_(
        "Version {version} cannot read this database, and the backup from before the update, {file}, is not"
        " there. Nothing was changed; put it back there, or stay with this version."
    ),
    "update_back_loses": N_(
        "Version {version} cannot read this database, which got more since the update (changes and"
        " files: {n})."
        " Exchange files first; then repeat the command with --force. It goes on from {file} and takes all"
        " files again, and the present database is kept."
    ),
    "update_by_hand": N_(
        "This Terren was not installed from a bundle ({folder}), so it is not updated from a folder. Update"
        " it the way it was installed: with git, or with pip."
    ),
    "update_failed": N_(
        "The other version did not work here ({command}): {detail}. Nothing was changed; tell headquarters."
    ),
    "update_no_former": N_("There is no earlier version here to return to. Install it from its own bundle."),
    "update_on_stick": N_(
        "This Terren runs from {folder}. Copy it to the disk of this computer, start it there, and update"
        " that."
    ),
    "version_unreadable": N_(
        "“{found}” cannot be compared as a version. Use numbers with points, such as 1.2.0."
    ),
    "write_failed": N_("{file} could not be written ({detail}). Check the disk or the stick and try again."),
}
"""Templates by code, sorted."""
