"""All commands of the interface, and what keys, footer and help take from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from tui.commands import dialogs, main, meeting
from tui.commands.command import Command, bindings_of

if TYPE_CHECKING:
    from textual.binding import Binding

COMMANDS: Final = (*main.COMMANDS, *meeting.COMMANDS, *dialogs.COMMANDS)
GROUPS: Final = (
    main.REPORTING,
    main.FINDING,
    meeting.MEETING,
    main.EXCHANGE,
    main.MOVING,
    main.GENERAL,
    dialogs.DIALOGS,
)
FOOTER_LIMIT: Final = 7


def commands_of(*contexts: str) -> tuple[Command, ...]:
    """The commands that these contexts bind."""
    return tuple(command for command in COMMANDS if command.context in contexts)


def bindings(*contexts: str) -> list[Binding]:
    """The bindings of these contexts."""
    return list(bindings_of(commands_of(*contexts)))


def footer(contexts: Iterable[str], needs: str = "") -> tuple[Command, ...]:
    """At most seven commands that help most where the person stands."""
    wanted = set(contexts)
    chosen = [
        command
        for command in COMMANDS
        if command.footer and command.context in wanted and command.needs in ("", needs)
    ]
    return tuple(chosen[:FOOTER_LIMIT])
