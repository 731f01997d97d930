"""What the configuration says of the interface: signs, theme, keys; mistakes are told, never fatal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from store.db.errors import Refused
from store.db.places import Places
from store.db.toml import parse_toml

_BARE: Final = frozenset({"linux", "vt100", "vt102", "vt220"})
"""What consoles without the signs call themselves."""


class Settings(NamedTuple):
    """``ascii`` for consoles without the signs, ``theme`` by name or None, ``keys`` by command id.

    ``editor`` is the command that edits texts, "" for none.

    ``problems`` are what could not be understood; the rest stands.
    """

    ascii: bool = False
    theme: str | None = None
    keys: Mapping[str, tuple[str, ...]] = {}
    problems: tuple[Refused, ...] = ()
    editor: str = ""


def read_settings(places: Places) -> Settings:
    """The settings in force: ``TERREN_ASCII`` comes before ``ascii`` of the configuration.

    Where neither says anything, a bare console gets the plain signs: its font has no others.
    """
    values, problems = _configuration(places)
    told = values.get("ascii")
    ascii_wanted = told if isinstance(told, bool) else os.environ.get("TERM") in _BARE
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
    editor = values.get("editor")
    return Settings(
        ascii_wanted,
        theme if isinstance(theme, str) else None,
        keys,
        tuple(problems),
        editor if isinstance(editor, str) else "",
    )


def _configuration(places: Places) -> tuple[dict[str, Any], list[Refused]]:
    if not places.config_file.is_file():
        return {}, []
    try:
        return parse_toml(places.config_file.read_text("utf-8")), []
    except (OSError, ValueError) as error:
        return {}, [Refused("config_unreadable", file=str(places.config_file), detail=str(error))]
