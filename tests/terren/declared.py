"""Every declared command by its whole name, ``meeting open``."""

from __future__ import annotations

from importlib import import_module

from terren.command_line import COMMANDS
from terren.declare import TerrenCommand
from terren.groups import leaves


def all_commands() -> dict[str, TerrenCommand]:
    """The commands without those that only have commands of their own."""
    found: dict[str, TerrenCommand] = {}
    for name, entry in COMMANDS.items():
        found |= leaves(
            name,
            getattr(import_module(f"terren.commands.{entry.module}"), f"{name.replace('-', '_')}_command"),
        )
    return found


ALL = all_commands()
