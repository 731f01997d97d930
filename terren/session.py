"""What one call of the command line works with: places, configuration, language, database."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Container, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

import language
from language import _
from store.db.errors import UserError
from terren import __version__, output
from terren.home import HomeSession

if TYPE_CHECKING:
    from pathlib import Path

    from store.db.database import Store
    from sync.home_plans import HomePlan


class Session(HomeSession):
    """The choices of one call, settled in the order: option, environment, database, configuration, default.

    Nothing is read before it is asked for.
    """

    def __init__(self, read_rest: Callable[[Session], None] = lambda session: None) -> None:
        super().__init__()
        self._read_rest = read_rest
        """Settles what arguments say that click has not read."""
        self._tried = self._spoken = self._told = False
        self.language: str | None = None
        self.rehearses = False
        self.at_end = ExitStack()
        """What is done when the command has ended, also where click refuses it before it begins."""
        self._plan_told = False
        self._moved: tuple[tuple[Path, Path], ...] = ()
        self.recorded: list[dict[str, Any]] = []
        """What this call has recorded, where a program asks (``--json``)."""
        self.field: str | None = None
        """The option or argument whose value a refusal quotes, once there is one."""
        self.can_force = False
        """Whether the command that was refused takes ``--force``."""

    def choose_language(self, code: str) -> None:
        """Speak the language that an option names. Raises UserError ``language_unknown``."""
        self.language = known_language(code)
        language.use(self.language)

    @property
    def chosen_language(self) -> str | None:
        """Return the language named by an option or the environment, if any.

        Raises UserError ``language_unknown``.
        """
        if self.language is None and (named := os.environ.get("TERREN_LANGUAGE")):
            self.language = known_language(named)
        return self.language

    def begin_speaking(self) -> None:
        """Speak the language that is known before any database is opened."""
        language.use(self.chosen_language or language.default())

    def _speak_as(self, store: Store) -> None:
        self._find_words(store)
        if output.manner().verbose and not self._told:
            self._told = True
            output.tell(_("Database: {file}"), file=self.own_path(store.path))

    def _find_words(self, store: Store) -> None:
        self._spoken = True
        if self.chosen_language is not None:
            return
        from store.ledger.identity import read_identity

        with store.reading() as conn:
            identity = read_identity(conn)
        code = (identity.language if identity is not None else None) or self.settings.language
        if code in language.LANGUAGES:
            language.use(code)

    def find_language(self) -> None:
        """Speak the language of the call for help or for a refusal; nothing that cannot be read hinders."""
        read_rest, self._read_rest = self._read_rest, lambda session: None
        read_rest(self)
        with suppress(UserError, OSError):
            if self._spoken or self.chosen_language is not None:
                return
            if self.settings.language is not None:
                language.use(self.settings.language)
            # what could not be opened a moment ago is not waited for again
            if not self._tried and self.database.exists():
                self.reading().close()

    def speak_as_officer(self) -> None:
        """Speak as the installation does, for a command that needs no database; none is no hindrance."""
        if self.chosen_language is None:
            with suppress(UserError):
                if self.database.exists():
                    self.reading().close()

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Let all that can be changed be a copy meanwhile, where that was asked for (``--dry-run``).

        What is told and the exit code are those that the command itself would give.
        """
        if not self.rehearses:
            yield
            return
        # settled before: a command that serves all gets a copy of each
        self.served_plans()
        self.find_language()
        with self._working_on_copy(self.here):
            output.tell(_("This only says what would happen: nothing is changed."))
            yield

    @contextmanager
    def _working_on_copy(self, plan: HomePlan) -> Iterator[None]:
        from terren.rehearsal import copied

        with copied(plan.places, plan.database) as (places, database):
            self._moved += ((places.data, plan.places.data), (database.parent, plan.database.parent))
            with self._working_on(plan._replace(places=places, database=database)):
                yield

    @contextmanager
    def on(self, plan: HomePlan) -> Iterator[None]:
        """Work on one of :meth:`served_plans` meanwhile, or on a copy of it (``--dry-run``)."""
        if plan.places.plan == self.places.plan:
            yield
            return
        with self._working_on_copy(plan) if self.rehearses else self._working_on(plan):
            yield

    def own_path(self, path: Path) -> Path:
        """Return where a file would lie if this were no rehearsal; elsewhere the path itself."""
        for there, here in self._moved:
            if path.is_relative_to(there):
                return here / path.relative_to(there)
        return path

    def gone(self) -> UserError | None:
        """Return that the database in force is gone, where it is that of one of several plans; else None."""
        from tui.screens.gone_plan import gone

        return gone(self.all_plans(), self.database)

    def told(self, refused: UserError) -> UserError:
        """Return a refusal as it is told in this home."""
        if refused.code != "db_missing":
            return refused
        from store.db.system import path_of
        from tui.screens.gone_plan import of_plan

        file = str(self.own_path(path_of(str(refused.params["file"]))))
        with suppress(UserError):
            return of_plan(UserError(refused.code, **{**refused.params, "file": file}), self.all_plans())
        return refused

    def reading(self, *, or_shipped: bool = False) -> Store:
        """Open the database to read; with ``or_shipped``, the shipped plan where there is no database yet."""
        from store.exchange.on_server import measure_by_server
        from store.opening.open_store import open_store

        self._tried = True
        path = self.database
        shipped = or_shipped and self.chosen_database is None and not path.exists() and self.gone() is None
        if shipped:
            from store.db.places import shipped_plan

            path = shipped_plan()
        store = open_store(path, read_only=True)
        try:
            measure_by_server(store, self.places, self._mailbox)
            self._speak_as(store)
        except BaseException:
            store.close()
            raise
        if shipped:
            output.tell(_("There is no database yet: this is the plan that comes with Terren."))
        return store

    def _mailbox(self) -> str:
        # a list is no less true where the configuration cannot be read
        with suppress(UserError):
            return self.settings.mailbox
        return ""

    def damage(self) -> UserError | None:
        """Return that the database which this call has opened cannot be read; None where it can."""
        if not self._tried:
            return None
        from store.opening.open_store import database_damage

        return database_damage(self.database)

    @contextmanager
    def working(self) -> Iterator[Store]:
        """Yield the database, open to write. Raises UserError for a copy, or where nobody has enrolled."""
        from store.exchange.on_server import measure_by_server
        from sync.identity.opening import open_for_work

        self._tried = True
        with open_for_work(self.places, self.database) as store:
            measure_by_server(store, self.places, self._mailbox)
            self._speak_as(store)
            self._tell_plan()
            if not output.manner().json:
                yield store
                return
            from terren.recorded import watched

            with watched(store, self.recorded):
                yield store

    def each_plan(self, among: Container[HomePlan] | None = None) -> Iterator[HomePlan]:
        """Work on each of :meth:`served_plans`, or those ``among`` them, and say on which of several."""
        served = self.served_plans()
        if len(served) > 1:
            self.find_language()
        for plan in served:
            if among is not None and plan not in among:
                continue
            if len(served) > 1:
                output.tell(_("Plan: {name}"), name=plan.name)
                self._plan_told = True
            with self.on(plan):
                yield plan

    def _tell_plan(self) -> None:
        """Say on which plan one works, where there are several."""
        if self._plan_told or self._named_database is not None or len(self.plans.plans) == 1:
            return
        self._plan_told = True
        output.tell(_("Plan: {name}"), name=self.here.name)

    def open_interface(self, *, ascii: bool = False) -> int:
        """Show the interface until the person leaves it; return the exit code. Raises UserError."""
        # what is loaded for the first screen, which ends this, is no garbage: looking for some would delay it
        gc.disable()
        try:
            from tui.app.start import run

            return run(
                self.places,
                self.chosen_database,
                settings=self.settings,
                language=self.chosen_language,
                ascii=ascii or None,
                version=__version__,
            )
        finally:
            gc.enable()


def known_language(code: str) -> str:
    """Return the language of a code, however it is written. Raises UserError ``language_unknown``."""
    for supported in language.LANGUAGES:
        if code.lower() == supported.lower():
            return supported
    raise UserError("language_unknown", found=code, known=", ".join(language.LANGUAGES))
