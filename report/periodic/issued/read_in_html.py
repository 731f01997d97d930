"""What is read in the HTML of a report, however its markup is spelled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

_PIECE: Final = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)
        (?P<attributes>(?:[ \t\n]+[A-Za-z][A-Za-z0-9:-]*(?:[ \t\n]*=[ \t\n]*(?:"[^"]*"|'[^'"]*'))?)*)
        [ \t\n]*(?P<closed>/?)>
      | (?P<comment><!--[^<>-]*(?:-[^<>-]+)*-->) | [^<]+ | <""",
    re.VERBOSE,
)
_ATTRIBUTE: Final = re.compile(r"""([A-Za-z][A-Za-z0-9:-]*)(?:[ \t\n]*=[ \t\n]*(?:"([^"]*)"|'([^'"]*)'))?""")
_BLANKS: Final = re.compile(r"[ \t]+")
_BLANKS_AND_LINES: Final = re.compile(r"[ \t\n]+")
_WITH_LINES: Final = frozenset({"p", "td", "pre", "textarea"})
"""Elements in which line ends show, by the style of every report (``white-space: pre-line``)."""
_AS_IT_STANDS: Final = frozenset({"script", "style", "title", "textarea"})
"""Elements in which nothing is a tag but their own end."""
_BLOCKS: Final = frozenset([
    "html", "head", "body", "meta", "link", "title", "style", "script", "header", "main", "section", "nav",
    "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "div", "dt", "dd", "figure", "figcaption", "table",
    "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td",
])  # fmt: skip
"""Elements beside which blanks are not drawn."""

Piece = tuple[str, str]
"""What a piece is: the name of the element that begins or ends, or "" for text; and how it is written."""


def read_in_html(data: bytes) -> list[str]:
    """Return the tags and texts of a report, each in one spelling; what is in no strict form as it stands."""
    text = data.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    pieces = [*_pieces(text)]
    beside = chain(((name, "") for name in ("html",)), pieces)
    return [
        written
        for before, (name, written), behind in zip(beside, pieces, [*pieces[1:], ("html", "")], strict=False)
        if name or written.strip(" ") or before[0] not in _BLOCKS or behind[0] not in _BLOCKS
    ]


def _pieces(text: str) -> Iterator[Piece]:
    at, depth, run = 0, dict.fromkeys(_WITH_LINES, 0), ""
    while matched := _PIECE.match(text, at):
        at = matched.end()
        if matched["comment"]:
            continue
        if matched["name"] is None:
            run += matched[0]
            continue
        blanks = _BLANKS if any(depth.values()) else _BLANKS_AND_LINES
        if run:
            yield "", run if depth["pre"] else blanks.sub(" ", run)
            run = ""
        name = matched["name"].lower()
        attributes = "".join(_attributes(matched["attributes"]))
        yield name, f"<{matched['end']}{name}{attributes}{matched['closed']}>"
        if name in depth:
            depth[name] = max(0, depth[name] + (-1 if matched["end"] else 1))
        if name in _AS_IT_STANDS and not matched["end"]:
            ended = re.compile(rf"(?=</{name}[ \t\n]*>)|\Z", re.IGNORECASE).search(text, at)
            assert ended is not None
            inside, at = text[at : ended.start()], ended.start()
            yield "inside", plain_style(inside) if name == "style" else _BLANKS.sub(" ", inside)
    if run:
        yield "", _BLANKS_AND_LINES.sub(" ", run)


def _attributes(text: str) -> Iterator[str]:
    for name, *values in _ATTRIBUTE.findall(text):
        value = values[0] or values[1]
        if name.lower() == "style":
            value = plain_style(f"{{{value}}}")
        yield f' {name.lower()}="{_BLANKS.sub(" ", value)}"'


_STRING: Final = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"')
_PROPERTY: Final = re.compile(r"(?<=[{;])\s*([a-z-]+)\s*:\s*(?=[^{};]*[;}])")
"""The name of a property: what begins like one, and goes on to a brace that opens, is a selector."""


def plain_style(style: str) -> str:
    """Return a style sheet, with one blank for several and none beside the colon behind a property."""
    without = _STRING.sub("", style)
    if any(sign in without for sign in "\"'\\") or "/*" in without:
        return style
    strings = _STRING.findall(style)
    plain = _BLANKS_AND_LINES.sub(" ", _STRING.sub('"', style))
    return "\0".join((_PROPERTY.sub(r"\1:", plain).strip(), *strings))
