"""The numbers that Word counts by itself: they stand nowhere in the text, only their rules do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS: Final = 9
_DEEPEST_STYLE: Final = 12
_ROMAN: Final = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST: Final = 5000


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: where it starts, how its number is written, and the text around the numbers."""

    start: int = 1
    written: str = "decimal"
    text: str = ""
    legal: bool = False


@dataclass(slots=True)
class _List:
    """The levels of a list and how far each has been counted; lists of one definition count together."""

    levels: Mapping[int, _Level]
    counts: dict[int, int] = field(default_factory=dict[int, int])

    def next(self, level: int) -> str:
        """Count on at a level and give the number's text; levels below begin anew."""
        own = self.levels.get(level, _Level())
        self.counts[level] = self.counts.get(level, own.start - 1) + 1
        for deeper in [n for n in self.counts if n > level]:
            del self.counts[deeper]
        text = own.text
        for n in range(_LEVELS):
            if f"%{n + 1}" in text:
                at = self.levels.get(n, _Level())
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
        root = _part(document, "numbering_part")
        abstract = {_value(a, "abstractNumId", own=True): _levels(a) for a in _all(root, "abstractNum")}
        shared: dict[str, _List] = {}
        self._lists: dict[str, _List] = {}
        for num in _all(root, "num"):
            name = _value(num, "abstractNumId")
            levels = abstract.get(name, {})
            changed = _overrides(num, levels)
            known = shared.setdefault(name, _List(levels))
            self._lists[_value(num, "numId", own=True)] = _List(changed) if changed else known
        self._styles = _styles(_part(document, "styles"))

    def next(self, paragraph: Any) -> str:
        """The number in front of a paragraph, empty where it has none or a mere sign."""
        number, level = self._numbered(paragraph)
        known = self._lists.get(number)
        if known is None:
            return ""
        text = known.next(level)
        return text if known.levels.get(level, _Level()).written not in ("bullet", "none") else ""

    def _numbered(self, paragraph: Any) -> tuple[str, int]:
        properties = paragraph.find(f"{_W}pPr")
        style = _value(properties, "pStyle") if properties is not None else ""
        number, level = self._styles.get(style, ("", 0))
        own = properties.find(f"{_W}numPr") if properties is not None else None
        if own is not None:
            number = _value(own, "numId") or number
            level = _integer(_value(own, "ilvl"), level)
        return number, level


def _part(document: Any, name: str) -> Any:
    """The root of a part of the document, None where it has none."""
    try:
        part = getattr(document.part, name)
    except (KeyError, NotImplementedError):
        return None
    return getattr(part, "element", None)


def _all(root: Any, name: str) -> list[Any]:
    return [] if root is None else list(root.findall(f"{_W}{name}"))


def _value(element: Any, name: str, *, own: bool = False) -> str:
    """The value of a child, or of an attribute of the element's own."""
    if own:
        return str(element.get(f"{_W}{name}") or "")
    child = element.find(f"{_W}{name}")
    return str(child.get(f"{_W}val") or "") if child is not None else ""


def _integer(text: str, default: int) -> int:
    return int(text) if text.isdigit() and len(text) < 7 else default


def _levels(element: Any) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in _all(element, "lvl"):
        legal = level.find(f"{_W}isLgl") is not None
        start = _integer(_value(level, "start"), 0 if level.find(f"{_W}start") is None else 1)
        made = _Level(start, _value(level, "numFmt") or "decimal", _value(level, "lvlText"), legal)
        found[_integer(_value(level, "ilvl", own=True), 0)] = made
    return found


def _overrides(num: Any, levels: Mapping[int, _Level]) -> dict[int, _Level] | None:
    """The levels of a list that starts some anew or defines them otherwise; None where it does not."""
    changed: dict[int, _Level] = {}
    for override in _all(num, "lvlOverride"):
        at = _integer(_value(override, "ilvl", own=True), 0)
        known = {**levels, **_levels(override)}.get(at, _Level())
        start = _integer(_value(override, "startOverride"), known.start)
        changed[at] = _Level(start, known.written, known.text, known.legal)
    return {**levels, **changed} if changed else None


def _styles(root: Any) -> dict[str, tuple[str, int]]:
    """The list and level of each style that numbers its paragraphs, inherited ones included."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in _all(root, "style"):
        name = _value(style, "styleId", own=True)
        based[name] = _value(style, "basedOn")
        properties = style.find(f"{_W}pPr")
        numbered = properties.find(f"{_W}numPr") if properties is not None else None
        if numbered is not None:
            own[name] = (_value(numbered, "numId"), _integer(_value(numbered, "ilvl"), 0))
    found: dict[str, tuple[str, int]] = {}
    for name in based:
        at = name
        for _ in range(_DEEPEST_STYLE):
            if at in own:
                found[name] = own[at]
                break
            at = based.get(at, "")
    return found


def _written(count: int, how: str) -> str:
    if not 0 < count < _MOST:
        return str(count)
    if how in ("upperRoman", "lowerRoman"):
        text = ""
        for value, letters in _ROMAN:
            text += letters * (count // value)
            count %= value
        return text if how == "upperRoman" else text.lower()
    if how in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if how == "upperLetter" else letter.lower()
    return f"{count:02}" if how == "decimalZero" else str(count)
