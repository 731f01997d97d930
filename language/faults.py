"""What a check of the database found wrong, in sentences of the current language."""

from __future__ import annotations

from typing import Final

from language import N_, _
from language.commands import in_plan
from language.numbers import bare, fill

FAULTS: Final[dict[str, str]] = {
    "attachment_differs": N_(
        "What is kept as the attachment {place} is something else by now. Open or save it: then the next file"
        " asks for it again."
    ),
    "author_differs": N_("Unit, role or key of {place} are not those that were accepted. Restore a backup."),
    "awaited_differs": N_(
        "What is awaited ({place}) is not what the changes say. “terren verify --rebuild” derives it again."
    ),
    "branch": N_(
        "The history {place}, which parts after change {detail}, does not stand as it was received. Restore a"
        " backup."
    ),
    "clock": N_(
        "The counter of the database stands at {place}, its changes at {detail}. “terren verify --rebuild”"
        " sets it right."
    ),
    "file_damaged": N_("{place}: the copy that was kept of it ({detail}) is damaged. Nothing else is wrong."),
    "file_differs": N_(
        "The database says of {place} something else ({detail}) than the signed file does. Restore a backup."
    ),
    "file_number": N_(
        "File number {place} of the database lies before {detail}, which has left. The next export goes"
        " beyond it."
    ),
    "foreign_key": N_("Table {place} has a row that belongs to nothing: {detail}."),
    "gap": N_("Change {place} follows a gap: {detail} was expected."),
    "grant": N_("The acceptance of {place} does not bear the signature of {detail}."),
    "grant_foreign": N_(
        "The acceptance of {place} by {detail} goes back to nobody whom this installation accepted. Remove it"
        " with “terren trust revoke”, or restore a backup."
    ),
    "hash": N_("Change {place} is not what was recorded: its hash is wrong."),
    "identity": N_("This database belongs to {place}, which is not among those it knows."),
    "identity_differs": N_(
        "Who writes here ({place}) is not who has enrolled here: {detail} differs. Restore a backup."
    ),
    "integrity": N_("SQLite finds the file damaged: {detail}."),
    "held_differs": N_(
        "The database says of {place}, which waits, something else ({detail}) than the file does. Delete"
        " it with “terren inbox --drop”, and take it again."
    ),
    "lineage": N_(
        "The database says that this installation wrote as {place} before, and nothing that is signed says"
        " so. Restore a backup."
    ),
    "misheld": N_(
        "Change {place} is held, or counts, otherwise than its form says ({detail}). “terren verify"
        " --rebuild” judges it again."
    ),
    "misjudged": N_(
        "Change {place} does not count as its author's acceptance says ({detail}). Restore a backup, or"
        " accept its author again."
    ),
    "parked": N_("What is set aside from change {place} on is not what was received and signed."),
    "plan_differs": N_(
        "Revision {place} of the plan is not what was written here. One that headquarters published is"
        " derived again by “terren verify --rebuild”; else restore a backup."
    ),
    "redaction": N_("The value of change {place} is gone, and nobody who may has redacted it."),
    "revision_differs": N_(
        "Revision {place} of the plan is not what was published. “terren verify --rebuild” derives it again."
    ),
    "revision_lacking": N_(
        "Revision {place} of the plan was published and is not here. “terren verify --rebuild” takes it."
    ),
    "revision_unpublished": N_(
        "Revision {place} of the plan was published by nobody. “terren verify --rebuild” takes it out."
    ),
    "units_differ": N_(
        "Table {place} is not what follows from the plan and its groups of names. “terren verify --rebuild”"
        " derives it again."
    ),
    "schema": N_("{place} ({detail}) is not what Terren makes in a database. Restore a backup."),
    "signature": N_("The history up to change {place} does not bear its author's signature."),
    "state_differs": N_(
        "The state of {place} is not what the changes say. “terren verify --rebuild” derives it again."
    ),
    "unaccepted": N_("Nobody has accepted {place}, of which {detail} changes are held."),
    "unsigned": N_("The changes from {place} to {detail} were never signed by their author."),
    "vector": N_("What is held of {place} does not end at its change {detail}."),
}


def fault(code: str, place: str, detail: str) -> str:
    """Return one fault as a sentence; an unknown code is shown as it is."""
    params = {"place": place, "detail": detail}
    return fill(in_plan(_(FAULTS[code])), params) if code in FAULTS else bare(code, params)
