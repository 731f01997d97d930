"""What a shell offers after ``terren …`` on the Tab key; made of the declarations of the commands."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from typing import Final

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    split_arg_string,
)

from terren.session import Session
from terren.values import codes_of

VARIABLE: Final = "_TERREN_COMPLETE"
"""Set by the script of a shell, which asks for what may come next: ``bash_complete``."""
_CHOICES: Final = re.compile(r"[\w-]+(\|[\w-]+)+")
_MOST: Final = 200


class Completion(ShellComplete):
    """That of PowerShell, which offers files by itself where nothing else is offered."""

    name = "powershell"
    source_template = """\
Register-ArgumentCompleter -Native -CommandName terren -ScriptBlock {
    param($word, $ast, $position)
    $env:%(complete_var)s = 'powershell_complete'
    $env:COMP_WORDS = $ast.ToString()
    $env:COMP_CWORD = $word
    try {
        terren | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
        }
    } finally {
        Remove-Item Env:%(complete_var)s, Env:COMP_WORDS, Env:COMP_CWORD
    }
}
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is being written, and that one."""
        words, incomplete = split_arg_string(os.environ["COMP_WORDS"]), os.environ.get("COMP_CWORD", "")
        return words[1:-1] if incomplete else words[1:], incomplete

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return what is offered, without what PowerShell does itself."""
        return [item for item in super().get_completions(args, incomplete) if item.type == "plain"]

    def format_completion(self, item: CompletionItem) -> str:
        """Return a line: the value, and what it means."""
        return f"{item.value}\t{item.help or ''}"


SHELLS: Final[dict[str, type[ShellComplete]]] = {
    "bash": BashComplete,
    "zsh": ZshComplete,
    "fish": FishComplete,
    "powershell": Completion,
}


def script(shell: str, command: click.Command) -> str:
    """Return what a shell reads once so that it asks Terren."""
    # not the method of bash, which starts one to ask for its version
    return ShellComplete.source(SHELLS[shell](command, {}, "terren", VARIABLE))


def answer(instruction: str, command: click.Command, session: Session) -> None:
    """Print what a shell asks for by the variable; nothing where it asks for what is not known."""
    shell, _, what = instruction.partition("_")
    if shell in SHELLS and what == "complete":
        session.find_language()
        completed = SHELLS[shell](command, {"obj": session}, "terren", VARIABLE).complete()
        sys.stdout.write(f"{completed}\n" if completed else "")


def offered(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return what may stand for a parameter, by its type or by its value's name in the help."""
    codes = codes_of(parameter.type)
    if codes is not None:
        return [CompletionItem(code, help=words) for code, words in codes if code.startswith(incomplete)]
    name = (parameter.metavar or "").strip("[].")
    if _CHOICES.fullmatch(name):
        return [CompletionItem(choice) for choice in name.split("|") if choice.startswith(incomplete)]
    if name == "NR":
        return [CompletionItem(nr) for nr in _numbers(ctx) if nr.startswith(incomplete)][:_MOST]
    if name in ("FILE", "FOLDER", "FILE|FOLDER"):
        return [CompletionItem(incomplete, type="dir" if name == "FOLDER" else "file")]
    return []


def _numbers(ctx: click.Context) -> Iterator[str]:
    """Yield the numbers of the plan's actions.

    None come where the database cannot be read, for Tab never complains.
    """
    from store.db.errors import Refused
    from store.db.places import shipped_plan
    from store.opening.open_store import open_store
    from store.plan.lookup import action_numbers

    session = ctx.ensure_object(Session)
    try:
        path = session.database if session.database.exists() else shipped_plan()
        with open_store(path, read_only=True) as store, store.reading() as conn:
            # a number comes from a document, and a shell parts what it reads at spaces and line ends
            yield from (nr for nr in action_numbers(conn).values() if nr.isprintable() and " " not in nr)
    except (Refused, OSError):
        return
