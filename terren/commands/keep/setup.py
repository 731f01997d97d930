"""``terren init``, ``demo`` and ``locate``: how an installation begins, and where it lies."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import language
from language import _, counted, terms
from language.commands import in_plan
from language.enrolment import correction_after_sending, left_behind
from store.db.database import Store
from store.db.errors import UserError
from store.db.system import command_with
from store.ledger.identity import ROLES, Identity, read_identity, required_identity
from terren import output
from terren.declare import argument, command, option
from terren.session import Session
from terren.shapes import shaped
from terren.values import WordChoice
from terren.words import unit_words

if TYPE_CHECKING:
    from store.plan.model import Plan
    from sync.correction import Correction


@command(
    "init",
    "Enrol without questions: make the database of one officer, who reports for one unit.",
    prints="@enrolment",
)
def init_command(
    session: Session,
    officer: str = option("The name under which changes are recorded.", metavar="NAME", required=True),
    unit: str = option(
        "The code or name of a municipality, or the acronym of an institution of the plan.",
        metavar="CODE",
        required=True,
    ),
    role: str = option("Who collects the reports is headquarters.", type=WordChoice(*ROLES), default="field"),
    plan: Path | None = option(
        "A plan document, a *.plan.toml or a plan.db; else the shipped plan.", metavar="FILE"
    ),
) -> None:
    from sync.enrol import enrol
    from terren.commands.plan.documents import plan_source

    speech = session.chosen_language or session.settings.language or language.default()
    if (gone := session.gone()) is not None:
        raise gone
    source = plan_source(plan)
    with enrol(
        session.places,
        session.database,
        officer=officer,
        unit=unit,
        role=role,
        language=speech,
        **source,
    ) as store:
        identity = read_identity(store.conn)
        assert identity is not None
        if plan is not None and "plan" in source and identity.is_headquarters:
            _record_tracker(store, source["plan"], plan)
    output.give(lambda: shaped("enrolment", identity, database=session.database))
    _tell_enrolled(identity, session.database)


def _tell_enrolled(identity: Identity, database: Path) -> None:
    output.tell(
        _("{officer} reports for {unit} ({role}). The database is {file}."),
        officer=identity.officer,
        unit=unit_words(identity.unit),
        role=terms.role(identity.role),
        file=database,
    )


def _record_tracker(store: Store, plan: Plan, file: Path) -> None:
    """Record what the document of the plan tells of progress, where nothing of it has to be asked."""
    from planreader.review.kept import tells_progress
    from terren.commands.reporting.tables import ColumnAnswers, record_tracker

    if not tells_progress(plan):
        return
    try:
        record_tracker(store, file, ColumnAnswers(), unit=None, yes=True)
    except UserError as refused:
        if refused.code not in ("table_open", "mapping_open", "mapping_no_table"):
            raise
        output.tell(in_plan(_("To record how actions stand: terren import {file} --record")), file=file)


@command(
    "correct-enrolment",
    "Enrol anew on the same plan, and record for the right unit what you recorded for the wrong one. Name,"
    " unit and role stay where they are not named. Whom you had accepted you accept anew, and take what they"
    " send. The database that stood is kept aside.",
    rehearses=True,
    prints="@corrected_enrolment",
)
def correct_enrolment_command(
    session: Session,
    officer: str | None = option("The name under which changes are recorded.", metavar="NAME"),
    unit: str | None = option(
        "The code or name of a municipality, or the acronym of an institution of the plan.", metavar="CODE"
    ),
    role: str | None = option("Who collects the reports is headquarters.", type=WordChoice(*ROLES)),
) -> None:
    from sync.correction import correct_enrolment

    with session.reading() as store, store.reading() as conn:
        identity = required_identity(conn, store.path)
    done = correct_enrolment(
        session.places,
        session.database,
        officer=identity.officer if officer is None else officer,
        unit=identity.unit if unit is None else unit,
        role=identity.role if role is None else role,
        now=datetime.now(),
    )
    _tell_corrected(session, done)


def _tell_corrected(session: Session, done: Correction) -> None:
    """Say who is enrolled now, and what became of what was recorded before."""
    before, after = done.before.identity, done.after
    aside = session.own_path(done.aside)
    output.give(
        lambda: shaped(
            "corrected_enrolment",
            after,
            database=session.own_path(session.database),
            aside=aside,
            before=shaped("who", before),
            values=done.anew,
            left=done.left,
            accepted=done.before.accepted,
            decided=done.before.decided,
            sent=done.before.sent,
        )
    )
    _tell_enrolled(after, session.own_path(session.database))
    output.tell(
        counted("{n} value is recorded anew.", "{n} values are recorded anew.", done.anew),
        _("The database that stood lies in {file}.").format(file=aside),
    )
    for words in left_behind(done.left, done.before.accepted, done.before.decided):
        output.tell(words)
    if done.before.sent:
        output.tell(correction_after_sending(before.replica, unit_words(before.unit), before.role))


@command(
    "locate", "Print where the database, the configuration, keys and files of exchange lie.", prints="@places"
)
def locate_command(session: Session) -> None:
    from store.db.places import shipped_plan
    from store.exchange.attachments import attachments_beside
    from tui.screens.crash import log_path

    session.speak_as_officer()
    places = session.places
    paths = {
        "database": (_("Database"), session.database),
        "plan": (_("Plan that comes with Terren"), shipped_plan()),
        "config": (_("Configuration"), places.config_file),
        "keys": (_("Signing keys"), places.keys),
        "outbox": (_("Sent files"), places.outbox),
        "archive": (_("Taken files"), places.archive),
        "attachments": (_("Attachments"), attachments_beside(session.database)),
        "log": (_("Log of errors"), log_path(places)),
    }
    width = max(len(label) for label, _path in paths.values())
    output.give(
        lambda: {code: path for code, (_label, path) in paths.items()},
        (f"{label.ljust(width)}  {path}" for label, path in paths.values()),
    )


@command(
    "demo",
    "Make a made-up year of reporting on the plan that comes with Terren in FOLDER: headquarters, a"
    " municipality's officer and a ministry's, each a TERREN_HOME, and a stick with a file that is not"
    " taken yet. Nothing else is touched.",
    prints="text*",
)
def demo_command(session: Session, folder: Path = argument("FOLDER")) -> None:
    from sync.demo.making import make_demo

    session.begin_speaking()
    made = make_demo(folder.absolute(), language=language.current(), progress=_progress)
    output.give(lambda: made, map(str, made))
    *homes, _stick = made
    line = command_with("TERREN_HOME", str(homes[0]), "terren")
    output.tell(_("Try it: {command}"), command=line)


def _progress(done: int, of: int) -> None:
    if done == of or done % 10 == 0:
        output.tell(_("{done} of {of} units have reported."), done=done, of=of)
