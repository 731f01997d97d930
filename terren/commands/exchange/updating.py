"""``terren publish-update`` and ``update``: newer versions of Terren by the exchange."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from language import N_, _
from store.db.system import path_of
from terren import __version__, failures, output
from terren.commands import options
from terren.declare import as_json, command, dry_run, flag, option
from terren.misuse import WrongUsage
from terren.session import Session


@command(
    "publish-update",
    help=N_(
        "Publish a newer version of Terren: put the bundles FILE into a folder of the exchange, and announce"
        " them to everybody. Only headquarters may."
    ),
)
@click.argument("files", metavar="FILE|FOLDER...", nargs=-1, required=True)
@options.to_folder("--to")
@option("--note", metavar="TEXT", help=N_("What is new, in a sentence."))
@flag("--force", help=N_("Also an older version than the one published, or the same with other content."))
@as_json()
@click.pass_obj
def publish_update_command(
    session: Session, files: Sequence[str], folder: str, note: str | None, force: bool, as_json: bool
) -> None:
    from store.db.text import clean
    from sync.update.publish import publish

    with session.working() as store:
        done = publish(
            store,
            [path_of(file) for file in files],
            path_of(folder),
            note=clean(note or ""),
            force=force,
        )
    release = done.release
    if as_json:
        output.print_json(
            {
                "version": release.version,
                "note": release.note or None,
                "files": [file._asdict() for file in release.files],
                "paths": [str(path) for path in done.paths],
            }
        )
    else:
        output.lines(str(path) for path in done.paths)
    output.tell(
        _("Version {version} is announced with the next file: terren sync FOLDER").format(
            version=release.version
        )
    )


@command(
    "update",
    help=N_(
        "Install the newer version of Terren that headquarters published, from its file in FOLDER; nothing is"
        " run from there. The version before stays, and --back returns to it."
    ),
)
@click.argument("folder", metavar="[FOLDER]", required=False)
@flag("--back", help=N_("Return to the version before the last update."))
@flag("--force", help=N_("Return also where what was recorded since goes from view."))
@dry_run()
@as_json()
@click.pass_context
def update_command(ctx: click.Context, folder: str | None, back: bool, force: bool, as_json: bool) -> int:
    session = ctx.ensure_object(Session)
    if back and folder is None:
        return _back(session, force, as_json)
    if back or folder is None:
        raise WrongUsage(N_("Name the folder with the new version, or say --back."), ctx)
    from sync.update.installation import find_installation
    from sync.update.update import update

    with session.reading() as store:
        done = update(
            store,
            session.places,
            find_installation(__version__),
            path_of(folder),
            running=__version__,
            now=datetime.now(),
            only_look=session.rehearses,
        )
    version, note = done.release.version, done.release.note
    if as_json:
        form = {"version": version, "from": __version__, "note": note or None, "file": str(done.file)}
        output.print_json(form)
    if note:
        output.tell(note)
    output.tell(
        _("Version {version} is installed. Close Terren everywhere and start it again.").format(
            version=version
        )
    )
    output.tell(_("If something is wrong with it: terren update --back"))
    return failures.DONE


def _back(session: Session, force: bool, as_json: bool) -> int:
    from sync.update.installation import find_installation
    from sync.update.revert import revert

    session.speak_as_officer()
    done = revert(
        session.places,
        session.database,
        find_installation(__version__),
        force=force,
        only_look=session.rehearses,
    )
    backup = None if done.backup is None else session.own_path(done.backup)
    if as_json:
        output.print_json({"version": done.version, "restored": None if backup is None else str(backup)})
    if backup is not None:
        output.tell(_("The database goes on from {file}.").format(file=backup))
    output.tell(_("Version {version} starts from now on.").format(version=done.version))
    return failures.DONE
