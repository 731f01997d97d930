"""``terren publish-update`` and ``update``: newer versions of Terren by the exchange."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from language import N_, _
from store.db.text import clean
from terren import __version__, failures, output
from terren.commands import options
from terren.declare import argument, command, flag, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.shapes import shaped


@command(
    "publish-update",
    "Publish a newer version of Terren: put the bundles FILE into a folder of the exchange, and announce"
    " them to everybody. Only headquarters may.",
    prints="@release",
)
def publish_update_command(
    session: Session,
    files: Sequence[Path] = argument("FILE|FOLDER...", nargs=-1),
    folder: Path = options.to_folder("-o", "--to"),
    note: str | None = option("What is new, in a sentence."),
    force: bool = flag("Also an older version than the one published, or the same with other content."),
) -> None:
    from sync.update.publish import publish

    with session.working() as store:
        done = publish(store, files, folder, note=clean(note or ""), force=force)
    release = done.release
    output.give(lambda: shaped("release", done), map(str, done.paths))
    output.tell(
        _("Version {version} is announced with the next file: terren sync FOLDER"), version=release.version
    )


@command(
    "update",
    "Install the newer version of Terren that headquarters published, from its file in FOLDER; nothing is"
    " run from there. The version before stays, and --back returns to it.",
    rehearses=True,
    prints="@update",
)
def update_command(
    session: Session,
    folder: Path | None = argument("[FOLDER]"),
    back: bool = flag("Return to the version before the last update."),
    force: bool = flag("Return also where what was recorded since goes from view."),
) -> int:
    if back and folder is None:
        return _back(session, force)
    if back or folder is None:
        raise WrongUsage(N_("Name the folder with the new version, or say --back."))
    from sync.update.installation import find_installation
    from sync.update.update import update

    with session.reading() as store:
        done = update(
            store,
            session.places,
            find_installation(__version__),
            folder,
            running=__version__,
            now=datetime.now(),
            only_look=session.rehearses,
        )
    version, note = done.release.version, done.release.note
    output.give(lambda: shaped("update", done, **{"from": __version__}))
    if note:
        output.tell(note)
    if session.rehearses:
        output.tell(_("Version {version} was tried, and works here. It is not installed."), version=version)
        return failures.DONE
    output.tell(
        _("Version {version} is installed. Close Terren everywhere and start it again."), version=version
    )
    output.tell(_("If something is wrong with it: terren update --back"))
    return failures.DONE


def _back(session: Session, force: bool) -> int:
    from sync.update.installation import find_installation
    from sync.update.revert import revert

    session.speak_as_officer()
    done = revert(
        session.places,
        # a copy is of the form that this version makes of it, and to look changes nothing
        session.own_path(session.database),
        find_installation(__version__),
        force=force,
        only_look=session.rehearses,
    )
    backup = None if done.backup is None else session.own_path(done.backup)
    output.give(lambda: {"version": done.version, "restored": backup})
    if backup is not None:
        output.tell(_("The database goes on from {file}."), file=backup)
    output.tell(_("Version {version} starts from now on."), version=done.version)
    return failures.DONE
