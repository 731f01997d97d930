"""The way in: opens the database, then loads Textual and shows the interface."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

from language import _, default, use
from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.settings import Settings
from store.ledger.identity import read_identity
from store.status.outline import Outline, outline
from tui.app.terminal import suited, why_not

_AT_ONCE = 1000
"""Where there are more actions, the objectives show first."""
_TURN = 0.0005
"""Seconds after which a thread that waits gets its turn."""


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def _open(places: Places, database: Path, today: date, settings: Settings) -> tuple[Store, Outline] | None:
    """Return the database and its plan as rows; None where there is no database yet."""
    if not database.is_file():
        from sync.home_plans import plans_beside
        from tui.screens.gone_plan import gone

        plans, _here = plans_beside(places, database, settings.database)
        if (refused := gone(plans, database)) is not None:
            raise refused
        return None
    from store.exchange.on_server import measure_by_server
    from sync.identity.opening import open_for_work

    store = open_for_work(places, database)
    measure_by_server(store, places, lambda: settings.mailbox)
    try:
        rows = outline(store, today=today, most=_AT_ONCE)
        # a published plan belongs to nobody, so nobody can record anything in it
        store.read_only = store.read_only or rows.identity is None
        return store, rows
    except BaseException:
        store.close()
        raise


def _speak_as_officer(database: Path) -> None:
    """Speak the language that the officer chose, where the database tells it."""
    from store.opening.open_store import open_store

    with suppress(UserError):
        if database.is_file():
            with open_store(database, read_only=True) as store, store.reading() as conn:
                if (identity := read_identity(conn)) is not None:
                    use(identity.language)


def _what_went_wrong(database: Path) -> str:
    """Return what is to be said where the interface broke off: a damaged database, or a fault of ours."""
    from language.messages import message
    from store.opening.open_store import database_damage

    damage = database_damage(database)
    if damage is not None:
        return message(damage.code, damage.params)
    return _("Something unexpected happened. Everything you entered is saved.")


def _in_force(settings: Settings, places: Places) -> Settings:
    """Return the settings for this terminal, with the chosen keys in force: before any screen is made."""
    settings = suited(settings)
    if settings.keys:
        from tui.commands import keymap
        from tui.commands.catalogue import COMMANDS, active_with

        problems = keymap.use(settings.keys, str(places.config_file), COMMANDS, active_with)
        settings = settings._replace(problems=(*settings.problems, *problems))
    return settings


def run(
    places: Places,
    database: Path | None,
    *,
    language: str | None,
    settings: Settings = Settings(),
    ascii: bool | None = None,
    version: str = "",
) -> int:
    """Open the interface on a database, by default the one of ``places``; returns the exit code.

    Where there is no database yet, the first run enrols. ``language`` comes before the one remembered, and
    ``ascii`` before what the settings say; ``version`` is the program's.
    """
    use(language or default())
    path = database if database is not None else places.database
    if why_not() is not None:
        if language is None:
            _speak_as_officer(path)
        _say(why_not() or "")
        return 1
    try:
        opened = _open(places, path, date.today(), settings)
    except UserError as refused:
        from language.messages import message

        _say(message(refused.code, refused.params))
        return 1
    store, rows = opened if opened is not None else (None, None)
    if language is None and rows is not None and rows.identity is not None:
        use(rows.identity.language)
    # the thread that writes frames gets its turn at once, also while what comes next is being loaded
    sys.setswitchinterval(_TURN)
    settings = _in_force(settings, places)
    if ascii is not None:
        settings = settings._replace(ascii=ascii)
    from tui.app.application import TerrenApp

    app = TerrenApp(places, path, store, rows, settings=settings, version=version)
    try:
        app.run()
    finally:
        if app.store is not None:
            app.store.close()
    if app.return_code:
        _say(_what_went_wrong(app.database))
        if app.log_file is not None:
            _say(_("Details are in {file}.").format(file=app.log_file))
    return app.return_code or 0
