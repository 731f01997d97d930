"""Where Terren keeps things: ``TERREN_HOME`` puts all under one folder, else the user's own folders.

What belongs to a person (configuration, log) lies once. What belongs to a plan lies in ``data`` and
``config`` themselves for the first plan, and for each further one in ``plans/NAME`` below them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

from store.db.system import path_of

PLANS: Final = "plans"
DATABASE: Final = "terren.db"
KEYS: Final = "keys"


class Places(NamedTuple):
    """The folders of one plan. Databases lie below ``data``; keys lie below ``config``, never in them."""

    data: Path
    config: Path
    plan: str = ""
    """The folder of a further plan; "" for the first."""

    @property
    def own(self) -> Path:
        """Return the folder with the data of the plan."""
        return self._of_plan(self.data)

    def _of_plan(self, root: Path) -> Path:
        return root / PLANS / self.plan if self.plan else root

    @property
    def database(self) -> Path:
        """Return the database that is opened where no other is named."""
        return self.own / DATABASE

    @property
    def config_file(self) -> Path:
        """Return the optional configuration (TOML)."""
        return self.config / "config.toml"

    @property
    def keys(self) -> Path:
        """Signing keys and high-water marks, one pair a replica."""
        return self._of_plan(self.config) / KEYS

    @property
    def outbox(self) -> Path:
        """Return the folder with a copy of every change set that was sent."""
        return self.own / "outbox"

    @property
    def archive(self) -> Path:
        """Return the folder with every change set that was received."""
        return self.own / "archive"

    @property
    def inbox(self) -> Path:
        """Change sets that wait until their sender is accepted."""
        return self.own / "inbox"

    @property
    def former(self) -> Path:
        """Return what stood before the last update, to go back to."""
        return self.data / "update.json"


def read_places() -> Places:
    """Return the folders in force, from ``TERREN_HOME`` or the platform's custom."""
    if home := os.environ.get("TERREN_HOME"):
        root = path_of(home)
        return Places(root, root)
    import platformdirs

    return Places(
        path_of(platformdirs.user_data_dir("terren", appauthor=False)),
        path_of(platformdirs.user_config_dir("terren", appauthor=False)),
    )


def shipped_plan() -> Path:
    """Return the plan that ships with Terren: inside the installed package, or at the root of a checkout."""
    here = Path(__file__).parents[1]
    shipped = here / "published" / "plan.db"
    return shipped if shipped.is_file() else here.parent / "plan.db"
