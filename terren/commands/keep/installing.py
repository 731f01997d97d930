"""``terren install`` and ``uninstall``: Terren on a computer, and off it."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from language import _, counted
from store.db.errors import UserError
from terren import __version__, output
from terren.asking import agreed, at_terminal, confirm
from terren.declare import command, flag
from terren.session import Session

if TYPE_CHECKING:
    from sync.home_plans import HomePlan
    from sync.update.installation import Installation


@command(
    "install",
    "Install this folder for Windows for its user: start menu, desktop, terren in every console, and an entry"
    " among the apps. It needs no administrator's rights.",
    prints="@installed",
)
def install_command(
    session: Session,
    force: bool = flag("Install also where a newer version has written the data, to restore a backup."),
    look: bool = flag(
        "Only look whether this version can read the data that are here; nothing is installed."
    ),
) -> None:
    from sync.update.removal import install_for_user

    session.speak_as_officer()
    if not force:
        _refuse_newer_data(session)
    root, left = Path(sys.prefix), list[Path]()
    if not look:
        root, left = install_for_user(_installation("install_by_hand"), __version__)
    output.give(lambda: {"version": __version__, "folder": root, "left": left})
    if look:
        return
    output.tell(
        _("Terren {version} is installed in {folder}. Start it from the start menu or from the desktop."),
        version=__version__,
        folder=root,
    )
    for file in left:
        output.tell(
            _("{file} could not be written. Terren starts without it as well: {start}."),
            file=file,
            start=root / "Terren.cmd",
        )


@command(
    "uninstall",
    "Remove Terren from this computer. Its data stay, unless you say otherwise: database, keys, files that"
    " were sent and received, configuration.",
    prints="@uninstalled",
)
def uninstall_command(
    session: Session,
    yes: bool = flag("Remove without a question; the data stay."),
    with_data: bool = flag("Remove the data as well, for good."),
) -> None:
    from sync.update.removal import check_data, check_program, remove_data, remove_program

    session.speak_as_officer()
    installation, places = _installation("uninstall_by_hand"), session.home
    check_program(installation)
    if with_data:
        check_data(places, _databases(session))
    if not yes:
        confirm(
            _("Remove Terren {version} from this computer? [y/N]").format(version=__version__),
            "uninstall_unconfirmed",
            "uninstall_declined",
        )
        with_data = _data_too(session, with_data)
    elif with_data and (lost := _what_is_lost(session)):
        output.tell(lost)
    if with_data:
        remove_data(places, _databases(session))
    # last: what was refused, or broken off, can be given again
    left = remove_program(installation)
    output.give(lambda: {"left": left, "data": None if with_data else places.data})
    if left:
        # a person's own file or folder, or what could not be removed, is there as before
        for file in left:
            output.tell(_("To finish, delete {file}."), file=file)
        output.tell(
            _("Its data were removed.") if with_data else _("Its data stay in {folder}."), folder=places.data
        )
    elif with_data:
        output.tell(_("Terren and its data were removed."))
    else:
        output.tell(_("Terren was removed. Its data stay in {folder}."), folder=places.data)


def _databases(session: Session) -> list[Path]:
    """Return the databases that the keys of this home belong to, wherever a person has put them."""
    return [plan.database for plan in (*session.all_plans(), *session.served_plans())]


def _refuse_newer_data(session: Session) -> None:
    """Raises UserError ``install_older`` where a newer version has written data that this one cannot read."""
    from store.opening.open_store import read_form

    plans: tuple[HomePlan, ...] = ()
    # what else is wrong with the data is no hindrance: installing may mend it
    with suppress(UserError):
        plans = session.all_plans()
    for plan in plans:
        try:
            read_form(plan.database)
        except UserError as refused:
            if refused.code == "db_too_new":
                raise UserError("install_older", version=__version__, **refused.params) from refused


def _installation(otherwise: str) -> Installation:
    """Return how this Terren was installed. Raises UserError ``otherwise`` where no bundle did it."""
    from sync.update.installation import find_installation

    try:
        return find_installation(__version__)
    except UserError as refused:
        raise UserError(otherwise, **refused.params) from None


def _data_too(session: Session, wanted: bool) -> bool:
    """Return True if the data go as well, as the person says who sees what would be lost."""
    if not (wanted or at_terminal()) or not any(plan.database.exists() for plan in session.all_plans()):
        return wanted
    question = _("Remove the data in {folder} as well, for good? [y/N]")
    return agreed(f"{_what_is_lost(session)} {question.format(folder=session.home.data)}".strip())


def _what_is_lost(session: Session) -> str:
    """Return how much headquarters has not confirmed, of all plans; empty where it has everything."""
    from sync.plans import work

    plans = [plan for plan in session.all_plans() if plan.database.exists()]
    states = list(work(plans, date.today(), __version__, session.settings.mailbox))
    told = []
    if count := sum(state.unsent + state.in_file for state in states if state.refusal is None):
        told.append(
            counted(
                "{n} change is not confirmed by headquarters and would be lost.",
                "{n} changes are not confirmed by headquarters and would be lost.",
                count,
            )
        )
    # a damaged database keeps nobody from removing the program
    told += [
        _("What {file} contains cannot be read: nobody knows what of it headquarters lacks.").format(
            file=state.plan.database
        )
        for state in states
        if state.refusal is not None
    ]
    return " ".join(told)
