"""``terren guide``: the guides, read in the browser or in the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from language import N_, _
from terren import output
from terren.declare import argument, command, flag
from terren.help.guides import NAMES
from terren.misuse import WrongUsage
from terren.session import Session

if TYPE_CHECKING:
    from pathlib import Path

_WIDEST = 100


@command(
    "guide",
    N_(
        "Open a guide in the browser where the pages came along and a window can open, else print it; without"
        " a name the officer's."
    ),
)
def guide_command(
    session: Session,
    name: str = argument(f"[{'|'.join(NAMES)}]", default=NAMES[0]),
    list: bool = flag(N_("Only list the guides.")),
    open: bool = flag(N_("Open it in the browser, or refuse.")),
    print: bool = flag(N_("Print it, in any case.")),
) -> None:
    from store.db.errors import Refused
    from terren.help.guides import guide_page, guide_text, languages_of, title

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
            output.tell(_("Opened in the browser: {file}").format(file=_open(name)))
            if not as_json:
                return
        except Refused:
            if open:
                raise
    texts = {one: guide_text(one) for one in (NAMES if list else (name,))}
    forms = [
        {
            "name": one,
            "title": title(text),
            "languages": languages_of(one),
            "page": guide_page(one),
        }
        for one, text in texts.items()
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


def _looked_at() -> bool:
    """Whether somebody sits before a terminal beside which a window can open."""
    from store.db.system import has_windows

    return sys.stdout.isatty() and has_windows()


def _open(name: str) -> Path:
    """Open the page of a guide, and return it. Raises Refused where there is none, or nothing opens it."""
    from store.db.errors import Refused
    from store.db.system import open_file
    from terren.help.guides import guide_page

    page = guide_page(name)
    if page is None:
        raise Refused("guide_pages_missing")
    try:
        open_file(page)
    except OSError as error:
        raise Refused("browser_missing", file=str(page)) from error
    return page
