"""The optional configuration: ``config.toml`` with the keys ``database`` and ``language``."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from language import LANGUAGES
from store.errors import Refused


class Config(NamedTuple):
    """What the configuration says; None where it says nothing."""

    database: Path | None = None
    language: str | None = None


def read_config(path: Path) -> Config:
    """Read the configuration; an empty one where there is no file.

    A relative ``database`` starts at the folder of the file. Raises Refused ``config_unreadable``.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("config_unreadable", file=str(path), detail=str(error)) from error
    import tomli

    try:
        values = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise Refused("config_unreadable", file=str(path), detail=str(error)) from error
    database, language = values.get("database"), values.get("language")
    if database is not None and not isinstance(database, str):
        raise Refused("config_unreadable", file=str(path), detail="database")
    if language is not None and language not in LANGUAGES:
        raise Refused("config_unreadable", file=str(path), detail=f"language = {language!r}")
    return Config(None if database is None else path.parent / Path(database).expanduser(), language)
