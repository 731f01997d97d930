"""Keys that a person chose for commands in place of the usual ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from store.errors import Refused
from store.text import nearest

_NAMED: Final = re.compile(r"(?:(?:ctrl|alt|shift)\+)*(?:[a-z][a-z0-9_]*|[0-9])", re.ASCII)
_SAME: Final = {
    "?": "question_mark",
    "/": "slash",
    "*": "asterisk",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "+": "plus",
    "-": "minus",
}

_chosen: dict[str, tuple[str, ...]] = {}


def keys_of(command: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    """The keys in force for a command."""
    return _chosen.get(command, usual)


def use(wanted: Mapping[str, Iterable[str]], file: str) -> list[Refused]:
    """Take the keys of a configuration file in force, before the screens are made.

    What cannot be taken is told and leaves the usual keys: Refused ``keys_command_unknown``,
    ``keys_key_unknown``, ``keys_count`` or ``keys_clash``.
    """
    from tui.commands.catalogue import COMMANDS

    known = {command.id: command for command in COMMANDS}
    problems: list[Refused] = []
    _chosen.clear()
    for name, listed in wanted.items():
        keys = tuple(_SAME.get(key, key) for key in listed)
        if name not in known:
            problems.append(
                Refused("keys_command_unknown", file=file, found=name, nearest=nearest(name, known))
            )
        elif wrong := [key for key in keys if len(key) > 1 and not _NAMED.fullmatch(key)]:
            problems.append(Refused("keys_key_unknown", file=file, command=name, found=wrong))
        elif known[name].numbered and len(keys) != len(known[name].usual):
            problems.append(
                Refused("keys_count", file=file, command=name, found=len(keys), known=len(known[name].usual))
            )
        else:
            _chosen[name] = keys
    problems += _clashes(file)
    return problems


def _clashes(file: str) -> Iterator[Refused]:
    """Give back the usual keys to every command whose chosen ones mean something else at the same time."""
    from tui.commands.catalogue import COMMANDS, active_with

    for name in list(_chosen):
        command = next(found for found in COMMANDS if found.id == name)
        for other in COMMANDS:
            if other.id == name or other.context not in active_with(command.context):
                continue
            if shared := [key for key in command.keys if key in other.keys]:
                del _chosen[name]
                yield Refused("keys_clash", file=file, command=name, key=shared[0], other=other.id)
                break
