"""What the configuration says of the interface: signs, theme, keys; mistakes are told, never fatal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from store.errors import Refused
from store.places import Places


class Settings(NamedTuple):
    """``ascii`` for consoles without the signs, ``theme`` by name or None, ``keys`` by command id.

    ``problems`` are what could not be understood; the rest stands.
    """

    ascii: bool = False
    theme: str | None = None
    keys: Mapping[str, tuple[str, ...]] = {}
    problems: tuple[Refused, ...] = ()


def read_settings(places: Places) -> Settings:
    """The settings in force: ``TERREN_ASCII`` comes before ``ascii`` of the configuration."""
    values, problems = _configuration(places)
    ascii_wanted = values.get("ascii") is True
    if "TERREN_ASCII" in os.environ:
        ascii_wanted = os.environ["TERREN_ASCII"].lower() not in ("", "0", "no", "false")
    keys: dict[str, tuple[str, ...]] = {}
    table = values.get("keys", {})
    for command, held in table.items() if isinstance(table, dict) else ():
        listed = held.split() if isinstance(held, str) else held
        if isinstance(listed, list) and listed and all(isinstance(key, str) for key in listed):
            keys[command] = tuple(listed)
        else:
            problems.append(Refused("keys_unreadable", file=str(places.config_file), command=command))
    theme = values.get("theme")
    return Settings(ascii_wanted, theme if isinstance(theme, str) else None, keys, tuple(problems))


def _configuration(places: Places) -> tuple[dict[str, Any], list[Refused]]:
    if not places.config_file.is_file():
        return {}, []
    import tomli

    try:
        return tomli.loads(places.config_file.read_text("utf-8")), []
    except (OSError, ValueError) as error:
        return {}, [Refused("config_unreadable", file=str(places.config_file), detail=str(error))]
