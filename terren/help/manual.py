"""Every command on a page of the manual, in roff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import click

from language import N_, _
from store.db.places import Places
from terren import __version__
from terren.command_line import EXIT_CODES
from terren.help.describe import codes_of_options, described
from terren.help.settings import ENVIRONMENT

FILES: Final = {
    "database": N_("The database: the plan, and every change."),
    "config_file": N_("The configuration, which need not be there: terren guide settings."),
    "keys": N_("The keys; without its key a database goes on under a new identity."),
    "outbox": N_("A copy of each file that was sent."),
    "archive": N_("Each file that was received."),
    "inbox": N_("Files that wait until their sender is accepted."),
}
"""What lies in an installation's places, by their names."""


def manual_page(ctx: click.Context, places: Places) -> str:
    """Return the page of a command, section 1, for an installation."""
    return "\n".join(_page_lines(ctx, places)) + "\n"


def _page_lines(ctx: click.Context, places: Places) -> Iterator[str]:
    form = described(ctx)
    title = form["name"].replace(" ", "-")
    summary = form["summary"] or _(
        "Reporting on government action plans. Without a command the interface opens."
    )
    yield f'.TH "{_safe(title.upper())}" 1 "" "terren {__version__}"'
    yield from _section(_("NAME"), f"{_safe(title)} \\- {_safe(summary.partition('. ')[0].rstrip('.'))}")
    yield from _section(_("SYNOPSIS"), f".B {_safe(form['name'])}", _safe(form["usage"]))
    yield from _section(_("DESCRIPTION"), _safe(summary))
    options = ((", ".join(option["names"]) + _of(option), option["help"]) for option in form["options"])
    yield from _table(_("OPTIONS"), options)
    for name, codes in codes_of_options(ctx.command):
        yield from _table(_("Codes of {option}").format(option=name), codes)
    if form["commands"]:
        yield from _section(
            _("COMMANDS"), _safe(", ".join(f"{title}-{name}(1)" for name in form["commands"]))
        )
    if form["examples"]:
        yield from _section(_("EXAMPLES"), ".nf", *map(_safe, form["examples"]), ".fi")
    yield from _table(_("EXIT STATUS"), ((code, _(means)) for code, means in EXIT_CODES.items()))
    yield from _table(
        _("ENVIRONMENT"), ((name, _(means).replace("`", "")) for name, means in ENVIRONMENT.items())
    )
    yield from _table(
        _("FILES"), ((_short(getattr(places, name)), _(means)) for name, means in FILES.items())
    )
    yield from _section(_("SEE ALSO"), "terren(1), terren\\-help(1), terren\\-guide(1)")


def _of(option: dict[str, Any]) -> str:
    return f" {option['value']}" if option["value"] else ""


def _table(title: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from _section(title)
    for name, means in rows:
        yield from (".TP", f".B {_safe(name)}", _safe(means))


def _short(path: Path) -> str:
    """Return a path with ``~`` for the person's own folder."""
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)


def _section(title: str, *lines: str) -> Iterator[str]:
    yield f'.SH "{_safe(title)}"'
    yield from lines


def _safe(text: str) -> str:
    """Return a text that roff prints as it is: no escape, no request, hyphens that can be copied."""
    plain = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain
