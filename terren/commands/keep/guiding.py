"""``terren guide``: the guides, read in the terminal."""

from __future__ import annotations

import click

from language import N_
from terren import output
from terren.declare import as_json, command, flag
from terren.help.guides import NAMES
from terren.misuse import WrongUsage
from terren.session import Session

_WIDEST = 100


@command(
    "guide",
    help=N_("Print a guide in the language in force, else in English; without a name the main one."),
)
@click.argument("name", metavar=f"[{'|'.join(NAMES)}]", default=NAMES[0])
@flag("--list", help=N_("Only list the guides."))
@as_json()
@click.pass_context
def guide_command(ctx: click.Context, name: str, list: bool, as_json: bool) -> None:
    from terren.help.guides import guide_text, languages_of, title

    ctx.ensure_object(Session).find_language()
    if name not in NAMES:
        raise WrongUsage(
            N_("There is no guide “{found}”. Choose one of: {known}."),
            ctx,
            code="guide_unknown",
            found=name,
            known=", ".join(NAMES),
        )
    texts = {one: guide_text(one) for one in (NAMES if list else (name,))}
    forms = [
        {"name": one, "title": title(text), "languages": languages_of(one)} for one, text in texts.items()
    ]
    if as_json:
        output.print_json(forms if list else {**forms[0], "text": texts[name]})
    elif list:
        wide = max(map(len, NAMES))
        output.lines(f"{one.ljust(wide)}  {title(text)}" for one, text in texts.items())
    else:
        from shutil import get_terminal_size

        from terren.help.markdown import plain

        output.lines(plain(texts[name], max(20, min(get_terminal_size().columns, _WIDEST))))
