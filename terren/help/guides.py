"""The guides that ship with Terren: where they lie, and in which language each can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from language import current

NAMES: Final = (
    "officer",
    "more",
    "headquarters",
    "figures",
    "trouble",
    "keys",
    "commands",
    "settings",
    "scripts",
    "errors",
    "data",
    "documents",
    "exchange",
    "server",
    "scale",
    "bundle",
    "it",
    "uninstall",
    "privacy",
)
"""What a guide is called: its file without the ending. The first is the officer's."""

MADE: Final = {
    "figures": "terren.help.figures",
    "keys": "tui.commands.documentation",
    "commands": "terren.help.pages",
    "settings": "terren.help.settings",
    "errors": "terren.help.errors",
}
"""Guides that are made when they are read, in every language, each with the module of its ``NAME_page``."""

SITE: Final = Path(__file__).parents[1] / "site"
"""Where the guides lie as pages for the browser; ``python -m tools.site`` makes them."""


def folder() -> Path:
    """Return where the guides lie: inside the installed package, or in a checkout."""
    here = Path(__file__).parents[1]
    shipped = here / "docs"
    return shipped if shipped.is_dir() else here.parent / "docs"


def guide_text(name: str) -> str:
    """Return a guide in the current language, else in English. Raises UserError as the disk says."""
    if name in MADE:
        return str(getattr(import_module(MADE[name]), f"{name}_page")())
    from store.db.durable import translate_os_errors

    translated, english = folder() / f"{name}.{_spoken()}.md", folder() / f"{name}.md"
    page = translated if translated.is_file() else english
    with translate_os_errors(page):
        return page.read_text("utf-8", "replace")


def _spoken() -> str:
    return current().partition("-")[0]


def page_name(name: str) -> str:
    """Return the name of a guide's page, without the ending; a folder opens with the first."""
    return "index" if name == NAMES[0] else name


def guide_page(name: str) -> Path | None:
    """Return a guide's page for the browser, in the current language, else in English; None without pages."""
    pages = (SITE / speech / f"{page_name(name)}.html" for speech in (_spoken(), "en"))
    return next((page for page in pages if page.is_file()), None)


def languages_of(name: str) -> list[str]:
    """Return the codes of the languages in which a guide is written."""
    # what is made is made in the languages of the officer's guide
    written = NAMES[0] if name in MADE else name
    others = sorted(path.name.split(".")[1] for path in folder().glob(f"{written}.*.md"))
    return ["en", *others]


def title(text: str) -> str:
    """Return what a guide is headed with."""
    return text.partition("\n")[0].lstrip("# ")


def table_lines(heads: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _head in heads)} |"
    for row in rows:
        cells = (cell.replace("|", "\\|").replace("\n", " ") for cell in row)
        yield f"| {' | '.join(cells)} |"
