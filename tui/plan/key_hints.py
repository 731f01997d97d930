"""Which keys the footer of the plan shows, and what they are called where the person stands."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from language import N_, _, ngettext
from store.db.database import Store
from store.ledger.identity import Identity
from tui.commands.catalogue import COMMANDS, by_id, footer
from tui.commands.command import Command
from tui.commands.main import REPORTING
from tui.tree.tree_rows import Node
from tui.widgets.draw import safe

_NEEDS: Final = ("objective", "objective", "action")
"""What a command has to stand on, by the level of the row."""


def commands_at(
    node: Node | None, line: str | None, marked: int, *, foreign: bool = False
) -> tuple[Command, ...]:
    """Return what helps on a row of the tree, or in the line (by its context) in which one types.

    Beside the words of another unit (``foreign``) the key that sets the own status is not offered.
    """
    needs = "" if node is None else _NEEDS[node.level]
    commands = footer(("main", "tree") if line is None else (line,), needs)
    if line is None and marked and needs != "action":
        # what is marked can be set from any row
        commands = (by_id("status"), *commands)
    return tuple(command for command in commands if not foreign or command.id != "status")


def first_of_all(store: Store) -> tuple[Command, ...]:
    """Return what has to come first where nothing can be recorded."""
    if not store.read_only:
        return ()
    enrol = by_id("identity")
    return (enrol if store.refusal is not None else enrol.called(N_("enrol")),)


def idle_on(store: Store) -> Collection[str]:
    """Return the ids of commands that can do nothing where nothing can be recorded."""
    if not store.read_only:
        return ()
    return {command.id for command in COMMANDS if command.group == REPORTING or command.id == "export"}


def key_names(identity: Identity | None, marked: int) -> dict[str, list[str]]:
    """Return what keys are called, the longest first: for how many actions, at headquarters for whom."""
    usual = by_id("status").label
    if marked:
        words = ngettext("{status} of {n} marked", "{status} of {n} marked", marked)
        return {
            "status": [template.format(status=usual, n=marked) for template in (words, _("{status} of {n}"))]
        }
    if identity is None or not identity.is_headquarters:
        return {}
    return {"status": [_("{status} of {n}").format(status=usual, n=safe(identity.unit)), usual]}
