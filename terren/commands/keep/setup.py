"""``terren init`` and ``locate``: enrolling, and where everything lies."""

from __future__ import annotations

import click

import language
from language import N_, _, terms
from store.db.system import path_of
from store.ledger.identity import ROLES
from terren import output
from terren.declare import as_json, command, option
from terren.session import Session
from terren.values import Choice


@command(
    "init",
    help=N_("Enrol without questions: make the database of one officer, who reports for one unit."),
)
@option("--officer", metavar="NAME", required=True, help=N_("The name under which changes are recorded."))
@option(
    "--unit",
    metavar="CODE",
    required=True,
    help=N_("The code or name of a municipality, or the acronym of an institution of the plan."),
)
@option(
    "--role",
    type=Choice(*ROLES),
    default="field",
    help=N_("Who collects the reports is headquarters."),
)
@option(
    "--plan", metavar="FILE", help=N_("A plan document, a *.plan.toml or a plan.db; else the shipped plan.")
)
@as_json()
@click.pass_obj
def init_command(
    session: Session, officer: str, unit: str, role: str, plan: str | None, as_json: bool
) -> None:
    from store.db.database import is_database
    from store.ledger.identity import read_identity
    from store.plan.units import unit_name
    from sync.enrol import enrol
    from terren.commands.plan.documents import read_document

    path = None if plan is None else path_of(plan)
    speech = session.chosen_language or session.settings.language or language.default()
    published = path if path is not None and is_database(path) else None
    document = read_document(path) if path is not None and published is None else None
    with enrol(
        session.places,
        session.database,
        officer=officer,
        unit=unit,
        role=role,
        language=speech,
        published=published,
        plan=None if document is None else document.plan,
        source_name="" if document is None else document.name,
        source_sha256="" if document is None else document.sha256,
    ) as store:
        identity = read_identity(store.conn)
        assert identity is not None
    if as_json:
        output.print_json(
            {
                "database": str(session.database),
                "replica": identity.replica,
                "officer": identity.officer,
                "unit": identity.unit,
                "role": identity.role,
                "language": identity.language,
            }
        )
    output.tell(
        _("{officer} reports for {unit} ({role}). The database is {file}.").format(
            officer=identity.officer,
            unit=unit_name(identity.unit, language.current()),
            role=terms.role(identity.role),
            file=session.database,
        )
    )


@command("locate", help=N_("Print where the database, the configuration, keys and files of exchange lie."))
@as_json()
@click.pass_obj
def locate_command(session: Session, as_json: bool) -> None:
    from store.db.places import shipped_plan
    from tui.screens.crash import log_path

    places = session.places
    found = {
        "database": session.database,
        "plan": shipped_plan(),
        "config": places.config_file,
        "keys": places.keys,
        "outbox": places.outbox,
        "archive": places.archive,
        "log": log_path(places),
    }
    if as_json:
        output.print_json({name: str(path) for name, path in found.items()})
        return
    width = max(map(len, found))
    for name, path in found.items():
        output.line(f"{name.ljust(width)}  {path}")
