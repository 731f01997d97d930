"""Where objectives, indicators, headings, actions and totals begin in a text dump."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from planreader.sources.text.lines import WRAP, Line
from planreader.sources.text.words import kind_of
from planreader.vocabulary import money, numbers
from planreader.vocabulary.fold import fold, month_of, tags
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.vocabulary import OPEN_WORDS

COLUMN_TAGS: Final = (
    "nr",
    "action",
    "deadline",
    "budget",
    "funding",
    "institution",
    "output",
    "documents",
    "notes",
)
_LONGEST_LABEL: Final = 4
"""Words of an indicator's label."""
_LONGEST_NUMBER: Final = 2
"""Figures of an objective's number without dots."""
_LONGEST_TOTAL: Final = 10
_LONGEST_BARE: Final = 5
_SPECIFIC: Final = 2
_SHORT_TOTAL: Final = 3
"""Words of the label of a total, of one without a number, and of one that is a number alone."""
_SHORTEST: Final = 5
_SHORTEST_END: Final = 4
"""Words of a sentence and letters of its last word, at least and one more."""
_WIDEST: Final = 75
"""Letters of the longest line of a cell."""
_SUMS: Final = ("total", "gjithsej", "ukup", "shum", "sum", "zbir", "subtotal", "nentotal", "podzbir")
_BETWEEN: Final = "/–-"
"""Signs between the words of a label in two languages."""
_NOTED: Final = frozenset("*¹²")
_NOTES: Final = (
    "shenim",
    "verejtj",
    "koment",
    "shpjegim",
    "napomen",
    "primedb",
    "objasnjenj",
    "note",
    "remark",
)
"""What a note on a table begins with."""
_STRANGE: Final = 1
"""Lines of one unknown word that a heading may hold in a row."""
_TARGET_TAGS: Final = frozenset({"baseline", "target", "interim"})
_SCALE: Final = frozenset({"strategic", "specific", "general"})


@dataclass(frozen=True, slots=True)
class Start:
    """A section's beginning: its kind, its number, the line where it stands and its words after the label."""

    kind: str
    nr: str
    line: int
    body: int
    rest: str = ""


def _words(line: Line) -> list[str]:
    return line.text.split()


def objective_at(lines: Sequence[Line], at: int) -> Start | None:
    """``1.1 Objektivi specifik: …``, ``Specific objective 1.1: …``, or the number on the line before."""
    words = _words(lines[at])
    nr, start = "", 0
    if words and numbers.is_number(words[0]):
        nr, start = numbers.bare(words[0]), 1
    elif not numbers.has_number(lines[at].text) and not (at and numbers.is_number(lines[at - 1].text)):
        return None
    head = [tags(word) for word in words[start : start + 3]]
    place = next((n for n, found in enumerate(head) if "objective" in found), None)
    if place is None or place > 1 or any("budget" in found or "nr" in found for found in head[:place]):
        return None
    around = range(max(0, place - 1), min(len(head), place + 2))
    scaled = [n for n in around if n != place and head[n] & _SCALE]
    if place == 1 and 0 not in scaled:
        return None
    end = start + max([place, *scaled]) + 1
    label = words[start:end]
    colon = label[-1].endswith(":")
    if not nr and end < len(words) and not colon and numbers.is_number(words[end]):
        nr, colon = numbers.bare(words[end]), True
        end += 1
    line = at
    if not nr and at and numbers.is_number(lines[at - 1].text):
        nr, line = numbers.bare(lines[at - 1].text), at - 1
    if not nr or not (scaled or colon):
        return None
    specific = any("specific" in head[n] for n in scaled) or (not scaled and numbers.depth(nr) > 1)
    rest = " ".join(words[end:]).lstrip(":.–—- ")
    return Start("specific" if specific else "strategic", nr, line, at, rest)


def total_at(lines: Sequence[Line], at: int) -> Start | None:
    """The row of an objective's or the plan's totals; ``rest`` is its label, ``nr`` what it calls itself."""
    words = _words(lines[at])
    if not words or not (concepts(words[0]) & {"budget", "general", "cost"} or _is_grand(words)):
        return None
    label: list[str] = []
    found: set[str] = set()
    for index in range(at, min(at + 4, len(lines))):
        if label and label[-1].endswith(".") and len(label[-1]) > _SHORTEST_END:
            # a sentence, and what stands right below it
            return None
        for n, word in enumerate(_words(lines[index])):
            kind = kind_of(word)
            last = index if n or index == at else index - 1
            told = not numbers.is_number(word) or any(map(numbers.is_number, label))
            own = _words(lines[index])
            joins = (
                kind == "dash"
                and n + 1 < len(own)
                and own[n + 1][:1].isalpha()
                and bool(concepts(own[n + 1]))
            )
            if kind in ("amount", "currency", "dash") and told and not joins:
                return _total_of(label, found, at, last)
            if kind in ("amount", "number") and "plan" in found and "objective" not in found:
                return _total_of(label, found, at, last)
            label.append(word)
            found |= concepts(word)
            if word.endswith(":") or (numbers.is_number(word) and _is_of_objective(found)):
                after = own[n + 1] if n + 1 < len(own) else ""
                if after.startswith("(") and money.is_currency(after.strip("():")):
                    # "Total for objective 1.1 (EUR):"
                    label.append(after)
                return _total_of(label, found, at, index)
        if index + 1 == len(lines) or lines[index + 1].gap != WRAP:
            return _total_of(label, found, at, index)
    return None


def _total_of(label: list[str], found: set[str], at: int, index: int) -> Start | None:
    if not found & {"general", "budget"}:
        return None
    named = (numbers.bare(word) for word in label if numbers.is_number(word))
    nr = next((nr for nr in named if not (nr.isdigit() and len(nr) > _LONGEST_NUMBER)), "")
    text = " ".join(label)
    closed = label[-1].endswith(":") or (is_sum(label[0]) and len(label) <= _LONGEST_BARE)
    if _is_of_objective(found) and (nr or ("objective" in found and closed)):
        return Start("total", nr, at, index, text)
    if "general" not in found or "objective" in found or len(label) > _LONGEST_TOTAL:
        return None
    if found & {"plan", "action"} or _is_grand(label):
        return Start("grand_total", "", at, index, text)
    own = [word for word in label if not (is_sum(word) or word in _BETWEEN)]
    if nr and numbers.depth(nr) == _SPECIFIC and len(own) < _SHORT_TOTAL and index == at:
        return Start("total", nr, at, index, text)
    return Start("bare_total", "", at, index, text) if len(label) <= 2 and label[-1].endswith(":") else None


def is_sum(word: str) -> bool:
    """Whether a word says that amounts are summed: "total", and not "general"."""
    return fold(word).startswith(_SUMS)


def _is_grand(words: Sequence[str]) -> bool:
    """``GRAND TOTAL``: of the plan, whatever else it says."""
    return len(words) > 1 and fold(words[0]) == "grand" and "general" in concepts(words[1])


def _is_of_objective(found: set[str]) -> bool:
    """Whether the words of a total name an objective, or the measure that stands for one."""
    return "objective" in found or ("action" in found and "plan" not in found)


def is_split(line: Line) -> bool:
    """Whether a line is the row of capital or recurrent parts of a total."""
    words = _words(line)[:5]
    named = any("objective" in tags(word) for word in words[:3])
    return not named and any(tags(word) & {"capital", "recurrent"} for word in words)


def is_prose(line: Line) -> bool:
    """Whether a line is a note on a table or a paragraph behind it, wider than any cell."""
    first = line.text.split()[0]
    # a word that a cell cut, or a hyphen at its edge, joined lines
    wide = max(line.cuts, default=line.length) > _WIDEST
    return line.gap != WRAP and (first[0] in _NOTED or fold(first).startswith(_NOTES) or wide)


def is_sentence(text: str) -> bool:
    """Whether a line is prose or a note: ``Note: AC – administrative cost; KB – Kosovo Budget.``"""
    words = text.split()
    noted = fold(words[0]).startswith(_NOTES) and words[0].endswith(":")
    ended = text.endswith(".") and len(words[-1]) > _SHORTEST_END and len(words) > _SHORTEST
    return noted or ended or (len(words) > _SHORTEST and sum(word in "–—-" for word in words) > 1)


def _heading_word(word: str) -> bool:
    bare = fold(word).strip(".,;:()[]/")
    return (
        bool(tags(word))
        or not bare
        or bare in OPEN_WORDS
        or bool(re.fullmatch(r"(?:19|20)\d\d", bare))
        or len(bare) <= 2
    )


def is_heading_line(line: Line) -> bool:
    """Whether more than half of a line's words are of headings, and it begins no row."""
    words = _words(line)
    if len(words) == 2 and any(tags(word) & _TARGET_TAGS for word in words):
        return True
    return sum(map(_heading_word, words)) * 2 > len(words) and not numbers.key_like(line.text)


def begins_heading(line: Line) -> bool:
    """Whether a line looks like the beginning of a heading: the number's column, or the targets'."""
    words = _words(line)
    if "nr" in tags(words[0]) and len(words[0]) <= 6 and not numbers.is_number(words[0]):
        return len(words) == 1 or bool(tags(words[1]) & {"nr", "action", "objective", "indicator"})
    return line.gap != WRAP and any(tags(word) & {"baseline", "target"} for word in words[:2])


def heading_end(lines: Sequence[Line], at: int, limit: int) -> int | None:
    """Where a table's heading that begins at a line ends, or None where none begins there."""
    first = _words(lines[at])[:1]
    if not first or not tags(first[0]) & {"nr", "action"}:
        return None
    seen: set[str] = set()
    end = last = at
    while end < limit and end - last <= _STRANGE:
        if is_heading_line(lines[end]):
            seen.update(*(tags(word) for word in _words(lines[end])))
            last = end + 1
        elif len(_words(lines[end])) > 1 or numbers.key_like(lines[end].text):
            break
        end += 1
    end = last
    targets = "baseline" in seen and bool(seen & {"target", "interim"})
    return end if targets or len(seen & set(COLUMN_TAGS)) >= 4 else None


def column_order(lines: Sequence[Line]) -> list[str]:
    """The tags of columns in the order in which a heading's words name them."""
    order: list[str] = []
    for line in lines:
        for word in _words(line):
            found = [tag for tag in COLUMN_TAGS if tag in tags(word)]
            if len(found) == 1 and found[0] not in order:
                order.append(found[0])
    return order


def heading_years(lines: Sequence[Line]) -> list[int]:
    """Years that a heading's words name, in order."""
    found: list[int] = []
    for line in lines:
        for word in re.findall(r"(?<![\d.,-])(?:19|20)\d\d(?![\d-])", line.text):
            if int(word) not in found:
                found.append(int(word))
    return found


def begins_indicator(line: Line) -> str | None:
    """The text after ``Treguesi:`` or its like, or None where a line begins no indicator."""
    match = re.match(
        r"\s*(?:[•▪●*o–-]\s+)?(?:(?:\d{1,2}|[IVX]+)(?:\.\d{1,2})*[.)]?\s+)?([^\W\d_]+)\s*(?:(?:nr\.?|no\.?|br\.?)?\s*\d[\d.]*\s*)?([:.–-]?)\s*",
        line.text,
    )
    if not match or "indicator" not in tags(match.group(1)) or month_of(match.group(1)):
        return _behind_label(line.text)
    return line.text[match.end() :] if match.group(2) else _behind_label(line.text)


def _behind_label(text: str) -> str | None:
    """The text behind ``Outcome indicator 1:`` or its like in other words."""
    label, colon, rest = text.partition(":")
    words = label.split() if colon and label[:1].isupper() else []
    if not 1 < len(words) <= _LONGEST_LABEL or not any("indicator" in tags(word) for word in words):
        return None
    return None if _TARGET_TAGS & concepts(label) else rest.strip()
