"""What is read in the HTML of a report, however its markup is spelled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.entities import html5
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
_REFERENCE: Final = re.compile(r"&(?:\#(?:([0-9]{1,7})|[xX]([0-9A-Fa-f]{1,6}))|([A-Za-z][A-Za-z0-9]*));|[&<]")
"""A reference to a character in full, or a sign that begins markup and is none."""
_BEYOND: Final = frozenset({*range(9), *range(11, 32), *range(127, 160)})
"""Numbers that are read as other characters, or as none."""
_BLANKS: Final = re.compile(r"[ \t]+")
_BESIDE_LINES: Final = re.compile(r" ?\n ?")
_BLANKS_AND_LINES: Final = re.compile(r"[ \t\n]+")
_WITH_LINES: Final = frozenset({"p", "td", "pre", "textarea"})
"""Elements in which line ends show, by the style of every report (``white-space: pre-line``)."""
_AS_IT_STANDS: Final = frozenset({"script", "style", "title", "textarea"})
"""Elements in which nothing is a tag but their own end."""
_RAW: Final = frozenset({"script", "style"})
"""Those of them in which no reference to a character is read."""
_ADDRESSES: Final = frozenset({"href", "src"})
"""Attributes in which a blank counts as it is written."""
_BLOCKS: Final = frozenset([
    "html", "head", "body", "meta", "link", "title", "style", "script", "header", "main", "section", "nav",
    "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "div", "dt", "dd", "figure", "figcaption", "table",
    "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td",
])  # fmt: skip
"""Elements beside which blanks are not drawn."""

Piece = tuple[str, str]
"""What a piece is: the name of the element that begins or ends, or "" for text; and how it is written."""


def read_in_html(data: bytes) -> list[str]:
    """Return the tags and texts of a report, each in one spelling; what is in no strict form as it stands.

    References to characters are read. A tag begins with ``<``, a text with ``t``, so that what is escaped in
    a text is no tag; in a strict form nothing has the character 0, which marks what is in none. A blank that
    is not to break is no blank: with it an amount stays in one line, and without it reads as two.
    """
    text = data.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    if "\0" in text:
        return [text]
    pieces = [*_pieces(text)]
    beside = chain((("html", ""),), pieces)
    read: list[str] = []
    for before, (name, written), behind in zip(beside, pieces, [*pieces[1:], ("html", "")], strict=False):
        if name:
            read.append(written)
            continue
        if before[0] in _BLOCKS:
            written = written.lstrip(" ")
        if behind[0] in _BLOCKS:
            written = written.rstrip(" ")
        if written:
            read.append(f"t{written}")
    return read


def references_read(piece: str) -> str:
    """Return a tag or a text as it is told, with references alone to what would be markup there."""
    kept = frozenset('<&"' if piece.startswith("<") else "<&")

    def told(reference: re.Match[str]) -> str:
        read = _character(reference)
        return read if read and kept.isdisjoint(read) else escape(read) or reference[0]

    return _REFERENCE.sub(told, piece)


def _read(text: str) -> str:
    """Return a text with its references read; what may be read otherwise has the character 0 in front."""
    return _REFERENCE.sub(lambda reference: _character(reference) or f"\0{reference[0]}", text)


def _character(reference: re.Match[str]) -> str:
    """Return what every reader takes a reference for; nothing where it is in no strict form."""
    decimal, hexadecimal, name = reference.groups()
    if name:
        return html5.get(f"{name};", "")
    number = int(decimal) if decimal else int(hexadecimal or "0", 16)
    return "" if number in _BEYOND or number > 0x10FFFF else chr(number)


def _pieces(text: str) -> Iterator[Piece]:
    at, depth, run = 0, dict.fromkeys(_WITH_LINES, 0), ""
    while matched := _PIECE.match(text, at):
        at = matched.end()
        if matched["comment"]:
            continue
        if matched["name"] is None:
            # piece by piece: a reference does not go on behind a comment
            run += _read(matched[0])
            continue
        if run:
            yield "", run if depth["pre"] else _spaced(run, with_lines=any(depth.values()))
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
            if name not in _RAW:
                inside = _read(inside)
            yield "inside", plain_style(inside) if name == "style" else _BLANKS.sub(" ", inside)
    if run:
        yield "", _spaced(run, with_lines=False)


def _spaced(text: str, *, with_lines: bool) -> str:
    """Return a text with one blank for several, as it is drawn; beside a line end that shows none."""
    if not with_lines:
        return _BLANKS_AND_LINES.sub(" ", text)
    return _BESIDE_LINES.sub("\n", _BLANKS.sub(" ", text))


def _attributes(text: str) -> Iterator[str]:
    for name, *values in _ATTRIBUTE.findall(text):
        value = _read(values[0] or values[1])
        if name.lower() == "style":
            value = plain_style(f"{{{value}}}")
        if name.lower() not in _ADDRESSES:
            value = _BLANKS.sub(" ", value)
        yield f' {name.lower()}="{escape(value)}"'


_STRING: Final = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"')
_SIGNS: Final = re.compile(r" ?([{};]) ?")
_PROPERTY: Final = re.compile(r"(?<=[{;])\s*([a-z-]+)\s*:\s*(?=[^{};]*[;}])")
"""The name of a property: what begins like one, and goes on to a brace that opens, is a selector."""


def plain_style(style: str) -> str:
    """Return a style sheet, with one blank for several and none beside braces, semicolons, or the colon
    behind a property."""
    without = _STRING.sub("", style)
    if any(sign in without for sign in "\"'\\") or "/*" in without:
        return style
    strings = _STRING.findall(style)
    plain = _SIGNS.sub(r"\1", _BLANKS_AND_LINES.sub(" ", _STRING.sub('"', style)))
    return "\0".join((_PROPERTY.sub(r"\1:", plain).strip(), *strings))
