"""What a shell offers after ``terren …`` on the Tab key; made of the declarations of the commands."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
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

from store.db.text import clean, fold
from terren.help.offers import offers
from terren.session import Session
from terren.values import codes_of

VARIABLE: Final = "_TERREN_COMPLETE"
"""Set by the script of a shell, which asks for what may come next: ``bash_complete``."""
_WORD: Final = re.compile(r"[\w-]+")
_SIGNS: Final = frozenset("\"'`$*?[]{}()<>|&;!#~\\,:\t")
"""What means something to a shell, or parts what it reads."""
_MOST: Final = 200


class _Bash(BashComplete):
    """That of bash, which takes a name of several words for one where the blanks are escaped."""

    def format_completion(self, item: CompletionItem) -> str:
        """Return a line: the kind, and the value; what reads it takes one level of escapes away."""
        value = item.value
        if item.type == "plain" and not self._is_quoted():
            value = value.replace(" ", "\\\\ ")
        return f"{item.type},{value}"

    def _is_quoted(self) -> bool:
        """Return True if the word that is being written begins with a quote: nothing is escaped there."""
        _args, incomplete = self.get_completion_args()
        return os.environ["COMP_WORDS"].removesuffix(incomplete).endswith(('"', "'"))


class _Fish(FishComplete):
    """That of fish, for values with commas as well."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split -m 1 ","')


class _PowerShell(ShellComplete):
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
        value = f"'{item.value}'" if " " in item.value else item.value
        return f"{value}\t{item.help or ''}"


SHELLS: Final[dict[str, type[ShellComplete]]] = {
    "bash": _Bash,
    "zsh": ZshComplete,
    "fish": _Fish,
    "powershell": _PowerShell,
}


def script(shell: str, command: click.Command) -> str:
    """Return what a shell reads once so that it asks Terren."""
    # not the method of bash, which starts one to ask for its version
    return ShellComplete.source(SHELLS[shell](command, {}, "terren", VARIABLE))


def answer(
    instruction: str, command: click.Command, session: Session, read: Callable[[list[str], Session], None]
) -> None:
    """Print what a shell asks for by the variable; nothing where it asks for what is not known.

    ``read`` settles what the common options say.
    """
    shell, _, what = instruction.partition("_")
    if shell in SHELLS and what == "complete":
        session.find_language()
        asked = SHELLS[shell](command, {"obj": session}, "terren", VARIABLE)
        read(asked.get_completion_args()[0], session)
        completed = asked.complete()
        sys.stdout.write(f"{completed}\n" if completed else "")


def offered(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return what may stand for a parameter, by its type or by what the database knows of it.

    Case and diacritics do not count. What has a sign of the shells in it is left out: it comes from others.
    """
    name = (parameter.metavar or "").strip("[].")
    codes = codes_of(parameter.type)
    words: Iterable[tuple[str, str]] = codes if codes is not None else _words_of(name)
    before = ""
    if parameter.name == "fields":
        before, comma, incomplete = incomplete.rpartition(",")
        before += comma
    begun = fold(incomplete)
    items = [
        CompletionItem(f"{before}{value}", help=clean(means))
        for value, means in chain(words, offers(ctx, parameter.name or "", name))
        if fold(value).startswith(begun) and value.isprintable() and _SIGNS.isdisjoint(value)
    ]
    if items or not name.startswith(("FILE", "FOLDER")):
        return items[:_MOST]
    return [CompletionItem(incomplete, type="dir" if name == "FOLDER" else "file")]


def _words_of(name: str) -> Iterator[tuple[str, str]]:
    """Yield the words of ``mine|theirs|VALUE``: what is in capitals stands for something else."""
    if "|" in name:
        yield from ((word, "") for word in name.split("|") if _WORD.fullmatch(word) and not word.isupper())
