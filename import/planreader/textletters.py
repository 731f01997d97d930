"""Numbers of actions with letters in front in a text dump, read without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planreader.lettered import lettered
from planreader.lines import BLOCK, Line
from planreader.sections import Start


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
    for at in begun:
        number = how.parse(lines[at].text.split()[0])
        above = next((start.nr for start in reversed(starts) if start.line < at), None)
        if number is None or (how.running and above is None):
            continue
        nr = f"{above}.{number[1]}" if how.running else number[1]
        found[at] = replace(lines[at], text=lines[at].text.replace(lines[at].text.split()[0], nr, 1))
        printed[nr] = number[0]
    return found, printed
