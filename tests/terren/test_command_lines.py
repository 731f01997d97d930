"""Every command line that README and the documents print is one that the program understands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
import pytest

from terren.command_line import terren
from terren.session import Session
from tests.support.paths import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
MEANT = {"DATE": "2022-03-14", "NR": "1.1.1", "PLAN.docx": "plan.docx", "N": "1", "S": "implemented"}
"""What stands for a value in an example and would be none."""
_CALL = re.compile(r"(?:TERREN_HOME=\S+ )?(?:\.venv/bin/)?terren ([a-z-].*)")


def blocks(text: str) -> Iterator[str]:
    """The lines of code, without what stands beside them."""
    for block in re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from (re.split(r" {2,}", line)[0] for line in block.splitlines())


def spans(text: str) -> Iterator[str]:
    """Code in sentences; of a pipe each program, without what a shell does with its output."""
    for code in re.findall(r"`([^`]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)):
        yield from (re.sub(r" >.*", "", part) for part in " ".join(code.split()).split(" | "))


def called(lines: Iterator[str]) -> list[str]:
    """The words behind the program's name; not where something is left out, or the file is a stream."""
    found = [match[1] for line in lines if (match := _CALL.fullmatch(line))]
    return [line for line in found if not re.search(r"…|\\|\[|(?:^| )-(?:$|[ .])", line)]


def understood(line: str) -> None:
    """Raise what the command line raises at words that mean nothing; nothing runs."""
    words = [MEANT.get(word, word) for word in shlex.split(line)]
    command: click.Command = terren
    ctx = click.Context(terren, info_name="terren", obj=Session())
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name, found, words = command.resolve_command(ctx, words)
        assert found is not None
        command, ctx = found, click.Context(found, parent=ctx, info_name=name)
    # a command that is only named has no words
    if words:
        # the version, and help, are printed while the words are read
        with suppress(click.exceptions.Exit):
            command.make_context(ctx.info_name, words, parent=ctx.parent, obj=ctx.obj)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_line_is_understood(page: Path) -> None:
    text = page.read_text("utf-8")
    wrong = []
    for line, whole in [
        *((one, True) for one in called(blocks(text))),
        *((one, False) for one in called(spans(text))),
    ]:
        try:
            understood(line)
        except click.UsageError as error:
            # a sentence may name an option alone
            if whole or not isinstance(error, (click.MissingParameter, click.BadOptionUsage)):
                wrong.append((line, error.format_message()))
    assert wrong == []


def test_a_line_that_means_nothing_would_be_found() -> None:
    page = "`terren set 1.1.1 --state 4`\n```\nterren liste   all\nterren undo --steps x\nterren list\n```"
    assert called(spans(page)) == ["set 1.1.1 --state 4"]
    assert called(blocks(page)) == ["liste", "undo --steps x", "list"]
    for line in ("set 1.1.1 --state 4", "liste", "undo --steps x"):
        with pytest.raises(click.UsageError):
            understood(line)
