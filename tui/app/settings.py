"""The settings of the interface in this terminal."""

from __future__ import annotations

import os
from typing import Final

from store.db.places import Places
from store.db.settings import Settings
from store.db.settings import read_settings as read_config

_BARE: Final = frozenset({"linux", "vt100", "vt102", "vt220"})
"""What consoles without the signs call themselves."""


def read_settings(places: Places) -> Settings:
    """The settings in force: ``TERREN_ASCII`` comes before ``ascii`` of the configuration.

    Where neither says anything, a bare console gets the plain signs: its font has no others.
    """
    settings = read_config(places.config_file)
    plain = os.environ.get("TERM") in _BARE if settings.ascii is None else settings.ascii
    if "TERREN_ASCII" in os.environ:
        plain = os.environ["TERREN_ASCII"].lower() not in ("", "0", "no", "false")
    problems = (*settings.problems, *([settings.refusal] if settings.refusal else []))
    return settings._replace(ascii=plain, problems=problems)
