"""Keys that a person chose for commands in place of the usual ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from store.db.errors import UserError
from store.db.likeness import nearest
from tui.commands.command import Command, chosen

_NAMED: Final = r"(?:(?:ctrl|alt|shift)\+)*(?:[a-z][a-z0-9_]*|[0-9])"
_SAME: Final = {
    "?": "question_mark",
    "/": "slash",
    "*": "asterisk",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "+": "plus",
    "-": "minus",
}


def use(
    wanted: Mapping[str, Iterable[str]],
    file: str,
    commands: Sequence[Command],
    active_with: Callable[[str], Collection[str]],
) -> list[UserError]:
    """Take the keys of a configuration file in force, before the screens are made.

    ``active_with`` tells the contexts whose keys work at the same time as those of one.
    What cannot be taken is told and leaves the usual keys: UserError ``keys_command_unknown``,
    ``keys_key_unknown``, ``keys_count`` or ``keys_clash``.
    """
    by_id = {command.id: command for command in commands}
    problems: list[UserError] = []
    chosen.clear()
    for name, listed in wanted.items():
        keys = tuple(_SAME.get(key, key) for key in listed)
        if name not in by_id:
            problems.append(
                UserError("keys_command_unknown", file=file, found=name, nearest=nearest(name, by_id))
            )
        elif wrong := [key for key in keys if len(key) > 1 and not re.fullmatch(_NAMED, key)]:
            problems.append(UserError("keys_key_unknown", file=file, command=name, found=wrong))
        elif by_id[name].numbered and len(keys) != len(by_id[name].usual):
            problems.append(
                UserError(
                    "keys_count", file=file, command=name, found=len(keys), known=len(by_id[name].usual)
                )
            )
        else:
            chosen[name] = keys
    problems += _clashes(file, by_id, active_with)
    return problems


def _clashes(
    file: str, by_id: Mapping[str, Command], active_with: Callable[[str], Collection[str]]
) -> Iterator[UserError]:
    """Give back the usual keys to every command whose chosen ones mean something else at the same time."""
    for name in list(chosen):
        command = by_id[name]
        for other in by_id.values():
            if other.id == name or other.context not in active_with(command.context):
                continue
            if shared := [key for key in command.keys if key in other.keys]:
                del chosen[name]
                yield UserError("keys_clash", file=file, command=name, key=shared[0], other=other.id)
                break
