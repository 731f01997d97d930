"""Where Terren keeps things: ``TERREN_HOME`` puts all under one folder, else the user's own folders."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from store.db.system import path_of


class Places(NamedTuple):
    """The folders of one installation. The database lies in ``data``; keys lie in ``config``, never in it."""

    data: Path
    config: Path

    @property
    def database(self) -> Path:
        """Return the database that is opened where no other is named."""
        return self.data / "terren.db"

    @property
    def config_file(self) -> Path:
        """Return the optional configuration (TOML)."""
        return self.config / "config.toml"

    @property
    def keys(self) -> Path:
        """Signing keys and high-water marks, one pair a replica."""
        return self.config / "keys"

    @property
    def outbox(self) -> Path:
        """Return the folder with a copy of every change set that was sent."""
        return self.data / "outbox"

    @property
    def archive(self) -> Path:
        """Return the folder with every change set that was received."""
        return self.data / "archive"

    @property
    def inbox(self) -> Path:
        """Change sets that wait until their sender is accepted."""
        return self.data / "inbox"


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
