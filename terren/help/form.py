"""How help looks: click's formatter, context and options, with words translated when they are shown."""

from __future__ import annotations

import copy
import sys
from typing import Any, Final

import click

from language import N_, _

_HEADINGS: Final = {"Options": N_("Options"), "Commands": N_("Commands"), "Arguments": N_("Arguments")}


class HelpFormatter(click.HelpFormatter):
    """Help with its headings in the current language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, _("Usage:") + " " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        from terren.terminal import BOLD, coloured

        words = _(_HEADINGS[heading]) if heading in _HEADINGS else heading
        self.write(f"{'':{self.current_indent}}{coloured(words, BOLD, sys.stdout)}:\n")


class Context(click.Context):
    """A context whose help is ours, and as wide as the terminal."""

    formatter_class = HelpFormatter

    def __init__(self, *arguments: Any, **choices: Any) -> None:
        super().__init__(*arguments, **{"max_content_width": sys.maxsize, **choices})


class Option(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        shown = copy.copy(self)
        shown.required = False
        shown.help = _(self.help) if self.help else self.help
        if self.required:
            shown.help = f"{shown.help} {_('Required.')}"
        return click.Option.get_help_record(shown, ctx)
