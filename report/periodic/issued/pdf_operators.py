"""What a page of a PDF draws: its operators and what they are given, however many blanks lie between."""

from __future__ import annotations

import re
from typing import Final

_PIECE: Final = re.compile(
    rb"""[\t\n\r ]*( \((?: [^()\\\r] | \\[nrtbf()\\] | \\[0-3][0-7]{2} )*\) | <(?:[0-9A-Fa-f]{2})*>
    | << | >> | [\[\]] | /?[!"\#$&'*-.0-;=?-Z\\^-z|~]+ )""",
    re.VERBOSE,
)
_END: Final = re.compile(rb"[\t\n\r ]*\Z")
_PICTURE: Final = b"ID"
"""The operator behind which the bytes of a picture stand among the operators."""


def operators(drawing: bytes) -> bytes:
    """Return what is drawn with one blank between two pieces; as it stands where it is in another form."""
    pieces, at = [], 0
    while matched := _PIECE.match(drawing, at):
        pieces.append(matched[1])
        at = matched.end()
    return b" ".join(pieces) if _END.match(drawing, at) and _PICTURE not in pieces else drawing
