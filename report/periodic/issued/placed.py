"""The pieces of a part of a report, with the place at which each stands: tags, values, paragraphs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from operator import itemgetter
from typing import Any, Final

from report.periodic.issued.aligning import Placed

_TAG: Final = re.compile(r"<[^<>]*>|[^<\n]+|<|\n")
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_NAME: Final = re.compile(r"<(/?)(?:[\w.-]+:)?([\w.-]+)")


def in_one_line(piece: str) -> str:
    """Return a piece with one blank for several."""
    return _BLANKS.sub(" ", piece).strip(" ")


def tags_and_texts(name: str, text: str, spelled: Callable[[str], str]) -> list[Placed]:
    """Return the tags and texts of a file in markup, with the line in which each begins."""
    pieces: list[Placed] = []
    line = 1
    for matched in _TAG.finditer(text):
        if (piece := matched[0]).strip():
            pieces.append((f"{name}:{line}", spelled(piece)))
        line += piece.count("\n")
    return pieces


def values_of(text: str) -> list[Placed]:
    """Return the values of a JSON file by their place, in the order of names; of a name twice both."""
    places: list[Placed] = []

    def add(value: Any, place: str) -> None:
        if isinstance(value, _Pairs) and value.pairs:
            for key, member in sorted(value.pairs, key=itemgetter(0)):
                # no name is written like a place within it
                name = key.replace("~", "~0").replace("/", "~1").replace("[", "~2")
                add(member, f"{place}/{name}")
        elif isinstance(value, list) and value:
            for n, member in enumerate(value, 1):
                add(member, f"{place}[{n}]")
        else:
            # an object without a member as well: its key stands there
            shown = {} if isinstance(value, _Pairs) else value
            places.append((place, json.dumps(shown, ensure_ascii=False)))

    add(json.loads(text, object_pairs_hook=_Pairs), "")
    return places


class _Pairs:
    """An object of JSON, as it stands."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        self.pairs = pairs


def paragraphs_of(name: str, text: str) -> list[Placed]:
    """Return what people read in a part of a Word document, by paragraph, cell of a chart, or caption."""
    paragraphs: list[Placed] = []
    texts: list[str] = []
    inside = False
    for piece in _TAG.findall(text):
        named = _NAME.match(piece)
        if named is None:
            texts += [unescape(piece)] if inside else []
            continue
        closing, tag = named.groups()
        if tag in ("t", "v"):
            inside = not closing and not piece.endswith("/>")
        elif tag in ("br", "tab"):
            texts.append(" ")
        if closing and tag in ("p", "v") and (read := "".join(texts).strip()):
            paragraphs.append((f"{name}:{len(paragraphs) + 1}", read))
            texts.clear()
    return paragraphs
