"""``terren server``: the tables of a PostgreSQL server through which many desks exchange."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from shlex import quote
from typing import TYPE_CHECKING

from language import N_, _, dates
from language.numbers import number
from terren import output
from terren.commands.exchange.acceptance import role_word
from terren.declare import argument, option
from terren.groups import Group
from terren.misuse import WrongUsage
from terren.session import Session
from terren.shapes import shaped
from terren.values import NUMBER
from terren.words import unit_words

if TYPE_CHECKING:
    from sync.server.desks import Desk, ServerFile
    from sync.server.tables import TableForm

server_command = Group(
    "server", help=N_("Make the tables of a server to exchange through, and list who does.")
)


@server_command.add(
    "init",
    "Make the tables on a server, and the role that may append to them; for who keeps the server.",
    prints="@server_made",
)
def init_server_command(
    session: Session,
    url: str = argument("URL"),
    role: str | None = option(
        "The role on the server whose members may append; terren_desk if not given.", "--role", metavar="NAME"
    ),
) -> None:
    from sync.server.tables import make_tables

    _prepare(session, make_tables, url, role)


@server_command.add(
    "upgrade",
    "Bring the tables on a server to the form of this Terren; nothing of what lies there is altered.",
    prints="@server_made",
)
def upgrade_server_command(
    session: Session,
    url: str = argument("URL"),
    role: str | None = option(
        "A role on the server whose members may append as well; those that may already may do so still.",
        "--role",
        metavar="NAME",
    ),
) -> None:
    from sync.server.tables import upgrade_tables

    _prepare(session, upgrade_tables, url, role)


def _prepare(session: Session, prepare: Callable[..., TableForm], url: str, role: str | None) -> None:
    """Make or upgrade the tables on a server, and say in which form they are."""
    from sync.server.rights import EVERYBODY, KEEPING, PUBLIC, quoted, revocation

    session.speak_as_officer()
    made = prepare(url, role=role)
    output.give(lambda: shaped("server_made", made))
    if made.before == made.form:
        output.tell(
            _("The tables on {server} are up to date (form {form})."), server=made.server, form=made.form
        )
    else:
        output.tell(_("The tables on {server} are made (form {form})."), server=made.server, form=made.form)
    output.tell(_("Who exchanges must be a member of the role {role}."), role=made.role)
    for other in made.roles[1:]:
        output.tell(_("Members of the role {role} may append there as well."), role=other)
    _tell_loose(made)
    grantees = dict.fromkeys(right.grantee for right in made.beyond)
    for grantee in grantees:
        rights = {right.right for right in made.beyond if right.grantee == grantee}
        output.tell(
            _("{grantee} may do more there than read and append ({rights}). Take that away: {statement}")
            if rights.isdisjoint(KEEPING)
            else _(
                "{grantee} may do everything to the tables ({rights}), and is a member of the desks' role as"
                " well. Exchange by another login, and take this one out of that role: {statement}"
            ),
            # as SQL has it: without quotes everybody, with quotes a role of that name
            grantee=PUBLIC if grantee == EVERYBODY else quoted(grantee) if grantee == PUBLIC else grantee,
            rights=", ".join(sorted(rights)),
            statement=revocation(
                grantee,
                (membership.role for membership in made.memberships if membership.member == grantee),
                rights=rights,
                database=made.server.rpartition("/")[2],
            ),
        )
    if grantees:
        command = f"terren server upgrade {quote(url)}"
        # a role from which all was taken is no longer found by what it may
        named = [f"{command} --role {quote(grantee)}" for grantee in grantees if grantee in made.roles]
        output.tell(_("Then upgrade once more: {command}"), command=" && ".join(named or [command]))


def _tell_loose(made: TableForm) -> None:
    """Say which rows name one that is not there, and how those are removed that no desk reads."""
    for table, other in dict.fromkeys((loose.table, loose.other) for loose in made.loose):
        rows = [loose.row for loose in made.loose if (loose.table, loose.other) == (table, other)]
        output.tell(
            _(
                "Rows of {table} name a row of {other} that is not there: {rows}. From now on the server"
                " takes no such row; these may stay."
            ),
            table=table,
            other=other,
            rows=_named(rows),
        )
    if made.unreachable:
        from sync.server.references import REMOVAL
        from sync.server.rows import MOST_MISSING

        output.tell(
            _(
                "No desk reads these rows of change_set, nor what is behind them, since more than {number}"
                " numbers before them are missing: {rows}. This removes what no desk reads at the"
                " time: {statement}"
            ),
            number=number(MOST_MISSING),
            rows=_named([f"{row.sender}/{row.place}" for row in made.unreachable]),
            statement=REMOVAL,
        )


def _named(rows: Sequence[str]) -> str:
    """Name rows as people read them, the first where there are more."""
    from sync.server.references import MOST_NAMED

    words = ", ".join(rows[:MOST_NAMED])
    return words if len(rows) <= MOST_NAMED else _("{words} and others").format(words=words)


@server_command.add(
    "list",
    "List who exchanges through a server, and who has taken what; where none is named, through the mailbox of"
    " the configuration.",
    prints="@desks",
)
def list_server_command(
    session: Session,
    url: str | None = argument("[URL]"),
    limit: int | None = option("At most that many files.", type=NUMBER),
) -> None:
    from sync.server.desks import desks

    url = url or session.settings.mailbox
    if not url:
        raise WrongUsage(N_("Name the address of the server."))
    with session.reading() as store:
        listing = desks(store, url, limit=limit or 20)
    names = {desk.replica: desk.officer for desk in listing.desks if desk.proven}
    unproven = any(not desk.proven for desk in listing.desks)
    heads = (_("Unit"), _("Role"), _("Officer"), _("Files"), _("Last"), _("Not read"), _("Unproven id"))
    width = len(heads) if unproven else len(heads) - 1
    cells = [_desk_row(desk)[:width] for desk in listing.desks]
    rows = output.columns(heads[:width], cells, texts=3) if cells else ()
    output.give(lambda: shaped("desks", listing), rows)
    if unproven:
        output.tell(
            _(
                "Whoever is listed with an id has been accepted by nobody here: unit, role and name are only"
                " what a row on the server says."
            )
        )
    if listing.desks:
        output.tell(
            _(
                "Which files were taken is what rows on the server say, and whoever may append can claim it."
                " What you take is checked by its signature all the same."
            )
        )
    for file in listing.files:
        output.tell(_file_line(file, names))


def _desk_row(desk: Desk) -> tuple[str, ...]:
    last = dates.datetime(desk.at) if desk.at else ""
    return (
        unit_words(desk.unit),
        role_word(desk.role),
        desk.officer,
        number(desk.files),
        last,
        number(desk.unread),
        "" if desk.proven else desk.replica,
    )


def _file_line(file: ServerFile, names: dict[str, str]) -> str:
    by = ", ".join(names.get(replica, replica[:8]) for replica in file.taken_by)
    words = (
        _("{file}, {when}: said to be taken by {names}") if by else _("{file}, {when}: taken by nobody yet")
    )
    return words.format(file=file.name, when=dates.datetime(file.at), names=by)
