"""The pages of the site in one language: which there are, and where their links lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from language import speaking
from terren.help.guides import NAMES, folder, guide_text, languages_of, page_name, title

LANGUAGES: Final = tuple(languages_of(NAMES[0]))
"""Those in which the first guide is written."""
_OTHERS: Final = re.compile(r"^\*\[(?:Shqip|Srpski|English)\].*\n\n", re.MULTILINE)
"""The line of a guide that leads to its other languages; the site has a menu for that."""
_CODE: Final = re.compile(r"`[^`\n]+`")
_LINK: Final = re.compile(r"(!?)\[((?:`[^`]*`|[^\]`])*)\]\(([^):#]+)?(#[^)]*)?\)")


def names_in(language: str) -> list[str]:
    """The guides that there are in a language."""
    return [name for name in NAMES if language in languages_of(name)]


def pages(language: str) -> Iterator[tuple[str, str]]:
    """Every page by the name of its file, the first as ``index.md``."""
    with speaking(language):
        for name in names_in(language):
            text = linked(_OTHERS.sub("", guide_text(name)), language)
            # other readers of Markdown end a cell at a stroke in code, this one does not
            yield f"{page_name(name)}.md", _CODE.sub(lambda code: code[0].replace("\\|", "|"), text)


def linked(text: str, language: str) -> str:
    """The text with links that lead on within the site: pages that it does not have are only named."""
    there = names_in(language)

    def link(link_match: re.Match[str]) -> str:
        picture, label, target, anchor = (
            link_match[1],
            link_match[2],
            link_match[3] or "",
            link_match[4] or "",
        )
        guide = target.partition(".")[0]
        if picture or not target:
            return link_match[0]
        if label == target and guide in NAMES:
            label = title(guide_text(guide))
        if guide in there:
            return f"[{label}]({page_name(guide)}.md{anchor})"
        if guide in NAMES:
            return f"[{label}](../en/{page_name(guide)}.html{anchor})"
        return label

    return _LINK.sub(link, text)


def pictures(text: str) -> list[Path]:
    """The pictures that a page shows."""
    return [folder() / link_match[3] for link_match in _LINK.finditer(text) if link_match[1]]
