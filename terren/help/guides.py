"""The guides that ship with Terren: where they lie, and in which language each can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from language import current

NAMES: Final = (
    "officer",
    "headquarters",
    "trouble",
    "keys",
    "commands",
    "documents",
    "exchange",
    "bundle",
    "privacy",
)
"""What a guide is called: its file without the ending. The first is the officer's."""


def folder() -> Path:
    """Where the guides lie: inside the installed package, or in a checkout."""
    here = Path(__file__).parents[1]
    shipped = here / "docs"
    return shipped if shipped.is_dir() else here.parent / "docs"


def guide_text(name: str) -> str:
    """A guide in the current language, else in English. Raises Refused as the disk says."""
    from store.db.durable import translate_os_errors

    spoken = current().partition("-")[0]
    translated, english = folder() / f"{name}.{spoken}.md", folder() / f"{name}.md"
    found = translated if translated.is_file() else english
    with translate_os_errors(found):
        return found.read_text("utf-8", "replace")


def languages_of(name: str) -> list[str]:
    """The codes of the languages in which a guide is written."""
    others = sorted(path.name.split(".")[1] for path in folder().glob(f"{name}.*.md"))
    return ["en", *others]


def title(text: str) -> str:
    """What a guide is headed with."""
    return text.partition("\n")[0].lstrip("# ")
