"""Names of a dump's lists, put together or parted as the document prints them elsewhere.

Where lines wrap, a list in a narrow column does not show whether a line goes on with a name or begins one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from planreader.vocabulary.fold import begins_document, fold

_TWICE: Final = 2


def mended(cells: Sequence[tuple[str, ...]], *, cited: bool = False) -> list[tuple[str, ...]]:
    """The lists of a column, name by name; ``cited`` says that they are references to documents.

    Two names are one where they stand elsewhere as one, or where the second begins no reference and always
    follows on the first. One is two where both stand elsewhere by themselves, and as often as the one.
    """
    whole = Counter(fold(name) for cell in cells for name in cell)
    pairs = Counter((fold(a), fold(b)) for cell in cells for a, b in pairwise(cell))
    joined = [tuple(_joined(cell, whole, pairs, cited=cited)) for cell in cells]
    alone = Counter(fold(name) for cell in joined for name in cell)
    return [tuple(part for name in cell for part in _parted(name, alone)) for cell in joined]


def _joined(
    cell: Sequence[str], whole: Counter[str], pairs: Counter[tuple[str, str]], *, cited: bool
) -> Iterable[str]:
    found: list[str] = []
    for name in cell:
        if found:
            pair = fold(found[-1]), fold(name)
            apart = [whole[one] > pairs[pair] for one in pair]
            rest = cited and not begins_document(name.split()) and not any(map(str.isdigit, name))
            always = pairs[pair] >= _TWICE and not apart[1]
            if (whole[f"{pair[0]} {pair[1]}"] and not all(apart)) or (rest and always):
                found[-1] = f"{found[-1]} {name}"
                continue
        found.append(name)
    return found


def _parted(name: str, alone: Counter[str]) -> list[str]:
    words = name.split()
    for at in range(1, len(words)):
        first, second = " ".join(words[:at]), " ".join(words[at:])
        if min(alone[fold(first)], alone[fold(second)]) >= max(1, alone[fold(name)]):
            return [first, second]
    return [name]
