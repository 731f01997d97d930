"""Where one call of the command line works: the home, its plans, its configuration, and a database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from store.db.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from store.db.places import Places
    from store.db.settings import Settings
    from sync.home_plans import HomePlan, HomePlans


class HomeSession:
    """Settled in the order: option, environment, the plan that is open, configuration, default."""

    def __init__(self) -> None:
        self._database: Path | None = None
        self._plan: str | None = None
        self._home: Places | None = None
        self._plans: HomePlans | None = None
        self._meanwhile: HomePlan | None = None
        """What one works on in place of what was chosen: another plan, or a copy."""
        self._served: tuple[HomePlan, ...] = ()
        self._settings: Settings | None = None

    def choose_database(self, value: str) -> None:
        """Use the database that an option names."""
        self._database = path_named(value)

    def choose_plan(self, name: str) -> None:
        """Work on the plan of the home that an option names."""
        self._plan = name

    @property
    def home(self) -> Places:
        """Return the folders of this installation. Raises UserError ``home_no_folder``."""
        if self._home is None:
            from store.db.places import read_places

            home = read_places()
            _refuse_file(home.data)
            self._home = home
        return self._home

    @property
    def places(self) -> Places:
        """Return the folders of the plan that one works on.

        Raises UserError as :attr:`home`, ``plan_unknown``, ``plan_unsettled`` or ``plan_or_database``.
        """
        return self._chosen_plan().places

    @property
    def settings(self) -> Settings:
        """Return what the configuration says, or the defaults. Raises UserError ``config_unreadable``."""
        if self._settings is None:
            from store.db.settings import read_settings

            self._settings = read_settings(self.home.config_file).checked()
        return self._settings

    @property
    def plans(self) -> HomePlans:
        """Return the plans of this home. Raises UserError ``home_no_folder``."""
        if self._plans is None:
            from sync.home_plans import read_plans

            self._plans = read_plans(self.home)
        return self._plans

    def _chosen_plan(self) -> HomePlan:
        if self._meanwhile is not None:
            return self._meanwhile
        if self._plan is not None:
            if self._database is not None:
                raise UserError("plan_or_database")
            return self.plans.named(self._plan)
        if (database := self._named_database) is not None:
            further = self.plans.plans[1:]
            return next((plan for plan in further if plan.database == database), self.plans.plans[0])
        return self.plans.opened()

    def served_plans(self) -> tuple[HomePlan, ...]:
        """Return the plans on which a command works that serves all: one where that was chosen.

        Raises UserError as :attr:`places` or :attr:`settings`.
        """
        if not self._served:
            is_chosen = self._plan is not None or self._named_database is not None
            self._served = (self.here,) if is_chosen else self.all_plans()
        return self._served

    def all_plans(self) -> tuple[HomePlan, ...]:
        """Return the plans of this home, the first with the database that the configuration names."""
        first, *further = self.plans.plans
        return (first._replace(database=self.settings.database or first.database), *further)

    @property
    def here(self) -> HomePlan:
        """Return the plan on which one works, with the database in force."""
        return self._chosen_plan()._replace(database=self.database)

    def plan_to_name(self) -> HomePlan | None:
        """Return the plan on which one works where a command that names none would reach another; else None.

        Whoever names a database does not work on a plan by its name.
        """
        if self._named_database is not None:
            return None
        with suppress(UserError):
            here, opened = self._chosen_plan(), self.plans.open
            if opened is None or opened.places.plan != here.places.plan or os.environ.get("TERREN_DB"):
                return here
        return None

    @property
    def _named_database(self) -> Path | None:
        """Return the database named by an option, or, where no plan is, by the environment."""
        if self._database is None and self._plan is None and (named := os.environ.get("TERREN_DB")):
            return path_named(named)
        return self._database

    @property
    def chosen_database(self) -> Path | None:
        """Return the database named by an option, the environment or the configuration, if any."""
        if self._meanwhile is not None:
            return self._meanwhile.database
        return self._named_database or (None if self.places.plan else self.settings.database)

    @property
    def database(self) -> Path:
        """Return the database in force."""
        return self.chosen_database or self.places.database

    @contextmanager
    def _working_on(self, plan: HomePlan) -> Iterator[None]:
        before, self._meanwhile = self._meanwhile, plan
        try:
            yield
        finally:
            self._meanwhile = before


def _refuse_file(home: Path) -> None:
    """Raise UserError ``home_no_folder`` where a person chose a folder for all, and there is a file."""
    there = next((path for path in (home, *home.parents) if path.exists()), None)
    if os.environ.get("TERREN_HOME") and there is not None and not there.is_dir():
        raise UserError("home_no_folder", folder=str(home), file=str(there))


def path_named(text: str) -> Path:
    """Return the path that a person names."""
    from store.db.system import path_of

    return path_of(text)
