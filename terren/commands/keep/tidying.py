"""``terren tidy``: removes kept files and backups that a restore does not need any more."""

from __future__ import annotations

from time import time
from typing import TYPE_CHECKING

from language import N_, _, counted
from terren import failures, output
from terren.declare import command, flag, option
from terren.session import Session
from terren.values import NUMBER

if TYPE_CHECKING:
    from store.integrity.retention import RemovableFile


@command(
    "tidy",
    N_(
        "Remove files of archive and outbox that the newest backup knows, and older backups. What a restore"
        " from that backup needs stays."
    ),
)
def tidy_command(
    session: Session,
    days: int | None = option(
        N_("Days after which they go; keep_days in the configuration, or 365, if not given."),
        "--older-than",
        metavar="DAYS",
        type=NUMBER,
    ),
    redacted: bool = flag(N_("Remove, whatever their age, those that still have a text that was redacted.")),
    dry_run: bool = flag(N_("Only say what would go.")),
) -> int:
    from store.edits.redaction import redaction_words, scrub_values
    from store.integrity.retention import find_removable, remove_files

    with session.working() as store:
        keep = session.settings.keep_days if days is None else days
        found = find_removable(store, session.places, now=time(), days=keep, redacted=redacted)
        left = () if dry_run else remove_files(found.files)
        with store.reading() as conn:
            any_redacted = next(redaction_words(conn), None) is not None
        traces = any_redacted and not dry_run and not scrub_values(store)
    output.give(
        lambda: {
            "backup": found.backup,
            "files": [_form(one) for one in found.files],
            "left": [one.path for one in left],
            "dry_run": dry_run,
        },
        (str(one.path) for one in found.files),
    )
    size = sum(one.bytes for one in found.files) // 1024
    output.tell(counted("{n} file, {size} KiB", "{n} files, {size} KiB", len(found.files), size=size))
    if found.backup is None:
        output.tell(
            _(
                "Nothing can go: there is no sound backup beside the database that has the rest. Make one"
                " first."
            )
        )
    elif found.files:
        output.tell(
            _(
                "A restore from {file} needs none of them. From an older backup, what they brought would have"
                " to come from the others again."
            ).format(file=found.backup)
        )
    if traces:
        output.tell(
            _("Another window has the database open; traces stay until “terren tidy” is given alone.")
        )
    return failures.WAITING if left or traces else failures.DONE


def _form(one: RemovableFile) -> dict[str, object]:
    return {"file": one.path, "kind": one.kind, "at": output.utc(int(one.at)), "bytes": one.bytes}
