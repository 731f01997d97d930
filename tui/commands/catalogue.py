"""All commands of the interface, and what keys, footer and help take from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from tui.commands import dialogs, exchange, headquarters, looking, main, meeting, review
from tui.commands.command import Command, bindings_of

if TYPE_CHECKING:
    from textual.binding import Binding

COMMANDS: Final = (
    *dialogs.ANSWERS,
    *main.COMMANDS,
    *meeting.COMMANDS,
    *looking.COMMANDS,
    *headquarters.COMMANDS,
    *exchange.COMMANDS,
    *review.COMMANDS,
    *headquarters.PLAN_COMMANDS,
    *dialogs.COMMANDS,
)
GROUPS: Final = (
    main.REPORTING,
    main.FINDING,
    meeting.MEETING,
    looking.LOOKING,
    headquarters.HEADQUARTERS,
    review.REVIEW,
    main.EXCHANGE,
    main.MOVING,
    main.GENERAL,
    dialogs.DIALOGS,
)
FOOTER_LIMIT: Final = 7
_LISTS: Final = ("narrative", "owing", "queue", "publish", "review", "mapping", "reported")
_SCREENS: Final = ("inbox", "meeting", "conflicts", "matrix", "names", "overview", "history")
TOGETHER: Final = (
    frozenset({"main", "tree"}),
    frozenset({"main", "detail"}),
    *(frozenset({context, "list", "screen", "recorded"}) for context in _LISTS),
    *(frozenset({context, "screen", "recorded"}) for context in _SCREENS),
    frozenset({"revision", "recorded"}),
    frozenset({"earlier", "recorded"}),
    frozenset({"answer", "place", "typing"}),
    frozenset({"choice", "window"}),
    frozenset({"tracker_file", "answer", "place"}),
    frozenset({"mailbox", "answer", "place"}),
    *(frozenset({context, "typing"}) for context in ("agenda", "filter")),
)
"""Contexts whose keys work at the same time: a widget's and those of the screen around it."""


def active_with(context: str) -> frozenset[str]:
    """Return the contexts whose keys work at the same time as those of ``context``, itself among them."""
    groups = [group for group in TOGETHER if context in group]
    return frozenset({context, "app"}).union(*groups)


def commands_of(*contexts: str) -> tuple[Command, ...]:
    """Return the commands that these contexts bind."""
    return tuple(command for command in COMMANDS if command.context in contexts)


def by_id(id: str) -> Command:
    """Return the command of this id."""
    return next(command for command in COMMANDS if command.id == id)


def bindings(*contexts: str, does_it: str = "") -> list[Binding]:
    """Return the bindings of these contexts; ``does_it`` as for :func:`bindings_of`."""
    return list(bindings_of(commands_of(*contexts), does_it))


def footer(contexts: Iterable[str], needs: str = "") -> tuple[Command, ...]:
    """Return at most seven commands that help most where the person stands."""
    wanted = set(contexts)
    chosen = [
        command
        for command in COMMANDS
        if command.footer and command.context in wanted and command.needs in ("", needs)
    ]
    return tuple(chosen[:FOOTER_LIMIT])
