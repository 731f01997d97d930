"""Numbers of actions with letters in front in a text dump, read without them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret.dump.sections import Start
from planreader.interpret.headings.lettered import lettered
from planreader.sources.text.lines import BLOCK, Line
from planreader.vocabulary.headwords import concepts

_LABEL: Final = 5
"""Words of a label among which its number stands."""


def without_letters(lines: Sequence[Line], starts: Sequence[Start] = ()) -> tuple[list[Line], dict[str, str]]:
    """The lines with plain numbers, and how the number of each action is printed.

    Numbers that run through the plan get the number of their objective in front, once it is known where each
    begins.
    """
    begun = [at for at, line in enumerate(lines) if line.gap >= BLOCK or line.page]
    how = lettered([lines[at].text.split()[0] for at in begun])
    found, printed = list(lines), dict[str, str]()
    if how is None:
        return found, printed
    if not how.running:
        found = [_without_letters(line, how.letters) for line in found]
    for at in begun:
        number = how.parse(lines[at].text.split()[0])
        above = next((start.nr for start in reversed(starts) if start.line < at), None)
        if number is None or (how.running and above is None):
            continue
        nr = f"{above}.{number[1]}" if how.running else number[1]
        found[at] = replace(found[at], text=lines[at].text.replace(lines[at].text.split()[0], nr, 1))
        printed[nr] = number[0]
    return found, printed


def _without_letters(line: Line, letters: str) -> Line:
    """A label of an objective or its total with a plain number: ``Goal A1:``, ``Total objective A1.1``."""
    words = line.text.split()[:_LABEL]
    if not any(concepts(word) & {"objective", "general"} for word in words):
        return line
    for word in words:
        match = re.fullmatch(rf"{letters}(\d{{1,2}}(?:\.\d{{1,2}})?)[:.)–-]?", word)
        if match is not None:
            return replace(line, text=line.text.replace(word, word.removeprefix(letters), 1))
    return line
