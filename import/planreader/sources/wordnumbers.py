"""The numbers that Word counts by itself: they stand nowhere in the text, only their rules do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS: Final = 9
_DEEPEST_STYLE: Final = 12
_ROMAN: Final = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LETTERS: Final = 26
_MOST: Final = 89
"""The highest number that is written in Roman numerals or letters."""


class _ListLevel(NamedTuple):
    """A level of a list: where it starts, how its number is written, and the text around the numbers."""

    start: int = 1
    written: str = "decimal"
    text: str = ""
    legal: bool = False


@dataclass(slots=True)
class _List:
    """The levels of a list and how far each has been counted; lists of one definition count together."""

    levels: Mapping[int, _ListLevel]
    counts: dict[int, int] = field(default_factory=dict[int, int])

    def next(self, level: int) -> str:
        """Count on at a level and give the number's text, empty for a mere sign; levels below begin anew."""
        own = self.levels.get(level, _ListLevel())
        self.counts[level] = self.counts.get(level, own.start - 1) + 1
        for deeper in [n for n in self.counts if n > level]:
            del self.counts[deeper]
        text = own.text if own.written not in ("bullet", "none") else ""
        for n in range(_LEVELS):
            if f"%{n + 1}" in text:
                at = self.levels.get(n, _ListLevel())
                count = self.counts.setdefault(n, at.start)
                text = text.replace(f"%{n + 1}", _written(count, "decimal" if own.legal else at.written))
        return text.strip()


class WordNumbers:
    """Counts the numbered paragraphs of a document in their order.

    The rules are those of WordprocessingML (ECMA-376 part 1, 17.9): a paragraph is numbered by its own
    ``numPr`` or by its style's; a definition's levels are shared by all lists that name it, unless a list
    starts a level anew.
    """

    def __init__(self, document: Any) -> None:
        self._styles = {style.styleId: style for style in document.styles.element.style_lst}
        self._lists: dict[int, _List] = {}
        try:
            root = document.part.numbering_part.element
        except NotImplementedError:
            # the library's way to say that the document has no lists
            return
        shared = {
            int(definition.get(f"{W}abstractNumId")): _List(_levels(definition))
            for definition in root.findall(f"{W}abstractNum")
        }
        for num in root.num_lst:
            base = shared.get(num.abstractNumId.val, _List({}))
            levels = dict(base.levels)
            for override in num.lvlOverride_lst:
                level = {**levels, **_levels(override)}.get(override.ilvl, _ListLevel())
                start = override.startOverride
                levels[override.ilvl] = level._replace(start=start.val) if start is not None else level
            self._lists[num.numId] = _List(levels) if num.lvlOverride_lst else base

    def next(self, paragraph: Any) -> str:
        """Return the number in front of a paragraph, empty where it has none or a mere sign."""
        properties = paragraph.pPr
        if properties is None:
            return ""
        number, level = self._numbered(properties, paragraph.style)
        own_list = self._lists.get(number)
        return own_list.next(level) if own_list is not None else ""

    def _numbered(self, properties: Any, style: str | None, depth: int = 0) -> tuple[int, int]:
        """Return the list and level that properties name, else those of the ``style`` they are based on."""
        number = level = 0
        base = self._styles.get(style)
        if base is not None and depth < _DEEPEST_STYLE:
            number, level = self._numbered(base.pPr, base.basedOn_val, depth + 1)
        own = properties.numPr if properties is not None else None
        if own is not None:
            number = own.numId.val if own.numId is not None else number
            level = own.ilvl.val if own.ilvl is not None else level
        return number, level


def _levels(element: Any) -> dict[int, _ListLevel]:
    levels: dict[int, _ListLevel] = {}
    for level in element.findall(f"{W}lvl"):
        values = {child.tag: child.get(f"{W}val") for child in level}
        levels[int(level.get(f"{W}ilvl"))] = _ListLevel(
            int(values.get(f"{W}start") or 0),
            values.get(f"{W}numFmt") or "decimal",
            values.get(f"{W}lvlText") or "",
            f"{W}isLgl" in values,
        )
    return levels


def _written(count: int, how: str) -> str:
    text = f"{count:02}" if how == "decimalZero" else str(count)
    if not 0 < count <= _MOST:
        return text
    if how in ("upperRoman", "lowerRoman"):
        text = ""
        for value, letters in _ROMAN:
            text += letters * (count // value)
            count %= value
    elif how in ("upperLetter", "lowerLetter"):
        text = chr(ord("A") + (count - 1) % _LETTERS) * ((count - 1) // _LETTERS + 1)
    return text.lower() if how.startswith("lower") else text
