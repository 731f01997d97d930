"""The optional configuration, ``config.toml``; ``ask`` is checked here and read by the interface."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from language import LANGUAGES
from store.db.errors import Refused
from store.db.toml import parse_toml

_DAYS: Final = range(1, 36_501)


class Config(NamedTuple):
    """What the configuration says; None where it says nothing."""

    database: Path | None = None
    language: str | None = None
    receipt_days: int | None = None
    keep_days: int | None = None
    first_sight: bool = False
    seal: bool = False


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
    try:
        values = parse_toml(text)
    except ValueError as error:
        raise Refused("config_unreadable", file=str(path), detail=str(error)) from error
    database, language = values.get("database"), values.get("language")
    if database is not None and not isinstance(database, str):
        raise Refused("config_unreadable", file=str(path), detail="database")
    if language is not None and language not in LANGUAGES:
        raise Refused("config_unreadable", file=str(path), detail=f"language = {language!r}")
    days, keep = values.get("receipt_days"), values.get("keep_days")
    for key, number in (("receipt_days", days), ("keep_days", keep)):
        if number is not None and (type(number) is not int or number not in _DAYS):
            raise Refused("config_unreadable", file=str(path), detail=f"{key} = {number!r}")
    trust = values.get("trust", "accept")
    if trust not in ("first_sight", "accept"):
        raise Refused("config_unreadable", file=str(path), detail=f"trust = {trust!r}")
    seal = values.get("seal", False)
    if not isinstance(seal, bool):
        raise Refused("config_unreadable", file=str(path), detail=f"seal = {seal!r}")
    asked = values.get("ask", "reason")
    if asked not in ("always", "reason", "never"):
        raise Refused("config_unreadable", file=str(path), detail=f"ask = {asked!r}")
    return Config(
        None if database is None else path.parent / Path(database).expanduser(),
        language,
        days,
        keep,
        trust == "first_sight",
        seal,
    )
