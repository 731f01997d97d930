"""Names of bodies that list what they are for: ``Ministry of Education, Science and Innovation`` is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from planreader.sources.form import Part
from planreader.sources.text.lines import BLANK
from planreader.sources.text.words import kind_of
from planreader.vocabulary.fold import begins_body, lists_its_fields
from planreader.vocabulary.vocabulary import CONJUNCTIONS

COMMA: Final = "\ue000"
"""Stands for a comma within a name, so that nothing parts the name there."""
_WORD: Final = r"[^\W\d_][\w-]*"
_AND: Final = "|".join(sorted(CONJUNCTIONS))
_FIELDS: Final = re.compile(
    rf"(?: i)?(?: (?!(?:{_AND}) ){_WORD}){{1,5}}(?:, {_WORD}(?: {_WORD}){{0,3}}){{1,3}}"
    rf" (?:{_AND}) {_WORD}(?: {_WORD})?"
)
"""What a body is for: the first field, others behind commas, and the last one behind ``and``."""
_PARTED: Final = re.compile(rf",| (?:{_AND}) (?!.*,)")


def sealed(parts: Sequence[Part]) -> list[Part]:
    """Parts in which the commas within names of bodies are :data:`COMMA`, over line ends as well."""
    found: list[Part] = []
    for n, part in enumerate(parts):
        if n and part.gap != BLANK:
            continue
        run = [part, *takewhile(lambda after: after.gap != BLANK, parts[n + 1 :])]
        text = _sealed("\0".join(one.text for one in run))
        found += [one._replace(text=piece) for one, piece in zip(run, text.split("\0"), strict=True)]
    return found


def _sealed(text: str) -> str:
    for kind in re.finditer(_WORD, text):
        fields = _FIELDS.match(text.replace("\0", " "), kind.end()) if lists_its_fields(kind[0]) else None
        if fields is not None and all(map(_is_field, _PARTED.split(fields[0]))):
            begin, end = fields.span()
            text = text[:begin] + text[begin:end].replace(",", COMMA) + text[end:]
    return text


def unsealed(text: str) -> str:
    """A text with its commas again."""
    return text.replace(COMMA, ",")


def _is_field(text: str) -> bool:
    """Whether a text names what a body is for, and no other body."""
    words = text.split()
    plain = all(kind_of(word) in ("capital", "lower") for word in words)
    return plain and not begins_body(words) and not any(map(lists_its_fields, words))
