"""``terren help``, ``guide``, ``completion`` and ``man``: what is said of the commands, and all guides."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from language import N_, _
from store.db.errors import UserError
from terren import output
from terren.command_line import COMMANDS
from terren.declare import argument, command, flag, option
from terren.groups import refuse_unknown
from terren.help.describe import described
from terren.help.guides import NAMES, guide_page, guide_text, languages_of, title
from terren.help.pages import every_context
from terren.misuse import WrongUsage
from terren.session import Session


@command(
    "help", "Show what a command does and takes, or a guide; without a name, all commands.", prints="@help"
)
def help_command(session: Session, words: Sequence[str] = argument("[COMMAND]...", nargs=-1)) -> None:
    session.find_language()
    shown = click.get_current_context().find_root()
    guides = [name for name in NAMES if name not in COMMANDS]
    if len(words) == 1 and words[0] in guides:
        _print_guides((words[0],), listed=False)
        return
    for word in words:
        if not isinstance(shown.command, click.Group):
            raise WrongUsage(N_("Not understood: {found}."), shown, found=word)
        names = shown.command.list_commands(shown)
        refuse_unknown(shown, [word], names if shown.parent else [*names, *guides])
        inner = shown.command.get_command(shown, word)
        assert inner is not None
        shown = inner.context_class(inner, parent=shown, info_name=word)
    if output.manner().json:
        output.print_json({"help": shown.get_help(), **described(shown)})
        return
    output.lines(shown.get_help().splitlines(), ours=True)


@command(
    "completion", "Print what a shell reads so that it completes commands on the Tab key.", prints="@script"
)
def completion_command(session: Session, shell: str = argument("bash|zsh|fish|powershell")) -> None:
    from terren.help.completion import SHELLS, script

    if shell not in SHELLS:
        raise WrongUsage(
            N_("There is no shell “{found}”. Choose one of: {known}."),
            code="choice_unknown",
            field="SHELL",
            found=shell,
            known=", ".join(SHELLS),
        )
    text = script(shell, click.get_current_context().find_root().command)
    output.give(lambda: {"script": text}, text.splitlines())


@command(
    "man",
    "Write a manual page of each command into FOLDER: man -l FOLDER/terren-set.1 shows one.",
    prints="@paths",
)
def man_command(
    session: Session,
    folder: Path = option("Where to write; made where it is missing.", "-o", metavar="FOLDER", required=True),
) -> None:
    from store.db.durable import translate_os_errors
    from terren.help.manual import manual_page

    session.find_language()
    paths = []
    with translate_os_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for context in every_context(click.get_current_context().find_root()):
            paths.append(folder / f"{context.command_path.replace(' ', '-')}.1")
            paths[-1].write_text(manual_page(context, session.places), encoding="utf-8")
    output.give(lambda: {"paths": paths}, map(str, paths))
    output.tell(_("Written: {file}"), file=folder)


_WIDEST = 100


@command(
    "guide",
    "Open a guide in the browser where the pages came along and a window can open, else print it; without"
    " a name the officer's.",
    prints="@guide",
)
def guide_command(
    session: Session,
    name: str = argument(f"[{'|'.join(NAMES)}]", default=NAMES[0]),
    list: bool = flag("Only list the guides."),
    open: bool = flag("Open it in the browser, or refuse."),
    print: bool = flag("Print it, in any case."),
) -> None:
    session.find_language()
    if name not in NAMES:
        raise WrongUsage(
            N_("There is no guide “{found}”. Choose one of: {known}."),
            code="guide_unknown",
            field="NAME",
            found=name,
            known=", ".join(NAMES),
        )
    as_json = output.manner().json
    if open or (not (print or list or as_json) and _looked_at()):
        try:
            output.tell(_("Opened in the browser: {file}"), file=_open(name))
            if not as_json:
                return
        except UserError:
            if open:
                raise
    _print_guides(NAMES if list else (name,), listed=list)


def _print_guides(names: Sequence[str], *, listed: bool) -> None:
    """Print a list of guides, or the text of the first."""
    texts = {name: guide_text(name) for name in names}
    forms = [
        {"name": name, "title": title(text), "languages": languages_of(name), "page": guide_page(name)}
        for name, text in texts.items()
    ]
    if output.manner().json:
        output.print_json(forms if listed else {**forms[0], "text": texts[names[0]]})
    elif listed:
        wide = max(map(len, names))
        output.lines(f"{name.ljust(wide)}  {title(text)}" for name, text in texts.items())
    else:
        from shutil import get_terminal_size

        from terren.help.markdown import plain

        output.lines(plain(texts[names[0]], max(20, min(get_terminal_size().columns, _WIDEST))))


def _looked_at() -> bool:
    """Return True if somebody sits before a terminal beside which a window can open."""
    from store.db.system import has_windows

    return sys.stdout.isatty() and has_windows()


def _open(name: str) -> Path:
    """Open the page of a guide, and return it. Raises UserError where there is none, or nothing opens it."""
    from store.db.system import open_file

    page = guide_page(name)
    if page is None:
        raise UserError("guide_pages_missing")
    try:
        open_file(page)
    except OSError as error:
        raise UserError("browser_missing", file=str(page)) from error
    return page
