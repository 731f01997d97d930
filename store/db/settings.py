"""The optional configuration, ``config.toml``: every setting with its type and default, read in one place.

One rule for mistakes: what cannot be understood is never guessed, its setting keeps the default, and a name
that is no setting is one. A mistake in how the interface looks (``ascii``, ``editor``, ``theme``, ``keys``)
is told and hinders nobody; any other is refused to whoever works by the settings (:meth:`Settings.checked`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from schema.choices import LANGUAGE
from store.db.errors import UserError
from store.db.regular import read_regular
from store.db.system import path_of
from store.db.toml import parse_toml

ASK: Final = ("always", "reason", "never")
TRUST: Final = ("accept", "first_sight")


class Settings(NamedTuple):
    """What the configuration says, or the defaults."""

    database: Path | None = None
    """The database that is opened where no other is named; a relative one starts at the file's folder."""
    language: str | None = None
    """One of schema.choices.LANGUAGE, where the database names no officer who has chosen one."""
    receipt_days: int = 14
    """Days without a receipt after which one is told."""
    keep_days: int = 365
    """Days after which what no restore needs may be removed."""
    trust: str = "accept"
    """``accept``: a new sender's files wait for a person; ``first_sight``: its first file accepts it."""
    mailbox: str = ""
    """The folder, or the address of the server, through which one exchanges where no other is named."""
    seal: bool = False
    """Whether files are written that only headquarters and their sender can read."""
    ask: str = "reason"
    """After which statuses the interface asks for what belongs to them, one of ASK: after every one to which
    something belongs, only after "not implemented" without a reason, or after none."""
    filters: Mapping[str, str] = {}
    """Saved filters by name, in their compact form (``store.query.filters.filter_form``)."""
    ascii: bool | None = None
    """Whether the interface draws with plain letters and lines; None leaves it to the terminal."""
    theme: str | None = None
    """The name of the colours of the interface."""
    editor: str = ""
    """The command that edits long texts; empty for that of the environment."""
    keys: Mapping[str, tuple[str, ...]] = {}
    """Other keys for the commands of the interface, by the command's name."""
    problems: tuple[UserError, ...] = ()
    """Mistakes in how the interface looks."""
    refusal: UserError | None = None
    """The first mistake in the file itself, or in what work goes by."""

    def checked(self) -> Settings:
        """Return the same.

        Raises UserError ``config_unreadable`` or ``setting_unknown``: a :attr:`refusal`.
        """
        if self.refusal is not None:
            raise self.refusal
        return self


def read_settings(file: Path) -> Settings:
    """Return what a configuration file says; all defaults where there is none. Never raises."""
    try:
        text = read_config(file)
        # without a configuration, which is optional, no command needs the parser
        values = parse_toml(text) if text else {}
    except UserError as refused:
        return Settings(refusal=refused)
    except ValueError as error:
        return Settings(refusal=_unreadable(file, str(error)))
    read_values: dict[str, Any] = {}
    refusals = [_unknown(file, name) for name in values if name not in _READERS]
    problems: list[UserError] = []
    for name, read in _READERS.items():
        if name not in values:
            continue
        try:
            read_values[name] = read(values[name])
        except ValueError as error:
            listed_in = problems if name in _LOOKS else refusals
            listed_in.append(_unreadable(file, str(error) or f"{name} = {values[name]!r}"))
    if database := read_values.get("database"):
        read_values["database"] = file.parent / database
    keys = read_values.get("keys", {})
    for command in [command for command, listed in keys.items() if not listed]:
        problems.append(UserError("keys_unreadable", file=str(file), command=command))
        del keys[command]
    return Settings(**read_values, problems=tuple(problems), refusal=refusals[0] if refusals else None)


def read_config(file: Path) -> str:
    """Return the text of a configuration file, empty where there is none.

    Raises UserError ``config_unreadable``.
    """
    try:
        return read_regular(file).decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file, str(error)) from error


def _unreadable(file: Path, detail: str) -> UserError:
    return UserError("config_unreadable", file=str(file), detail=detail)


def _unknown(file: Path, name: str) -> UserError:
    """Return the refusal of an unknown setting: mistyped, it would be left out without a word."""
    from difflib import get_close_matches

    nearest = get_close_matches(name, _READERS, 3, 0.5) or [*_READERS]
    return UserError("setting_unknown", file=str(file), found=name, nearest=nearest)


def _of(kind: type, test: Callable[[Any], bool] = lambda _: True) -> Callable[[Any], Any]:
    """Reads a value of exactly this type that passes a test. Raises ValueError."""

    def read(value: Any) -> Any:
        if type(value) is not kind or not test(value):
            raise ValueError
        return value

    return read


def _is_name(text: str) -> bool:
    """Return True if a text can be given to the system, which takes no NUL."""
    return "\0" not in text


def _path(value: Any) -> Path:
    if not isinstance(value, str) or not _is_name(value):
        raise ValueError("database")
    return path_of(value)


def _filters(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(form, str) for form in value.values()):
        raise ValueError("[filters]")
    return value


def _keys(value: Any) -> dict[str, tuple[str, ...]]:
    """Return keys by command; none for a command whose keys cannot be understood."""
    if not isinstance(value, dict):
        raise ValueError("[keys]")
    listed = {command: keys.split() if isinstance(keys, str) else keys for command, keys in value.items()}
    return {
        command: tuple(keys) if isinstance(keys, list) and all(isinstance(key, str) for key in keys) else ()
        for command, keys in listed.items()
    }


_days: Final = _of(int, range(1, 36_501).__contains__)
_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "database": _path,
    "language": _of(str, LANGUAGE.valid),
    "receipt_days": _days,
    "keep_days": _days,
    "trust": _of(str, TRUST.__contains__),
    "mailbox": _of(str, _is_name),
    "seal": _of(bool),
    "ask": _of(str, ASK.__contains__),
    "filters": _filters,
    "ascii": _of(bool),
    "theme": _of(str),
    "editor": _of(str, _is_name),
    "keys": _keys,
}
_LOOKS: Final = frozenset({"ascii", "theme", "editor", "keys"})
