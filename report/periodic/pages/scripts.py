"""What headquarters wrote, in the language and script of a report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from language.scripts import cyrillic
from store.db.database import Connection
from store.edits.narrative import Chapter, narrative, written_chapters
from store.plan.periods import Period

_CYRILLIC: Final = "sr-Cyrl"
_MARKS: Final = re.compile(r"(\*+|\]\([^)\s]*\)|<[^>\s]*>)")
"""Marks of bold words and the addresses of links."""


def in_script(text: str, code: str) -> str:
    """Return a Serbian text in the script of a report in ``code``."""
    if code != _CYRILLIC:
        return text
    parts = _MARKS.split(text)
    return "".join(part if n % 2 else cyrillic(part, "") for n, part in enumerate(parts))


_NUMBER: Final = "protocol"
"""A chapter that is in no language."""


def texts_for(
    conn: Connection, period: Period, code: str, usual: str
) -> tuple[Mapping[Chapter, str], tuple[Chapter, ...]]:
    """Return the texts of a period for reports in a language, and the chapters that have none in it.

    What is written for all is taken to be in the ``usual`` language.
    """
    base = code.partition("-")[0]
    languages: dict[Chapter, set[str]] = {}
    for written in written_chapters(conn, period):
        languages.setdefault((written.chapter, written.objective), set()).add(written.language)
    texts = {
        chapter: in_script(text, code)
        if code not in languages[chapter] and base in languages[chapter]
        else text
        for chapter, text in narrative(conn, period, code).items()
    }
    own = {code, base, *(("",) if base == usual else ())}
    return texts, tuple(
        chapter for chapter, of in languages.items() if not of & own and chapter[0] != _NUMBER
    )
