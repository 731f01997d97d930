"""Targets of indicators as printed: a value and its year, alone or with the words that say which it is."""

from __future__ import annotations

import re
from typing import Final

from planreader.vocabulary.headwords import concepts, year_of
from store.plan.model import Target

TARGETS: Final = ("baseline", "interim", "final")
"""The roles of targets, in their order."""
_YEAR: Final = r"(?:19|20)\d\d"
_PREPOSITION: Final = re.compile(r"\s+(?:deri\s+)?(?:në|në vitin|u|do|in|by|për)\s*$", re.IGNORECASE)
"""Words between a target and its year."""
_BEFORE_YEAR: Final = " /,(:;–—-"
_YEAR_IN_WORDS: Final = re.compile(
    rf"(?:(?<![^\W\d_])(?:viti[nt]?|year|god(?:\.|ine?|ina)?)\s+)?(?P<year>{_YEAR})\.?(?:\s*(?:god(?:\.|in[aeiu])?|g\.))?"
    r"(?=\s*[)\]]|\s*:|\s*$)",
    re.IGNORECASE,
)
"""A target's year with the word for it: ``2024. godine``, ``viti 2024``, at an end or before a sign."""
_LONGEST_LABEL: Final = 6
"""Words before the colon."""
_LETTERS: Final = 60
"""Letters before the colon."""
_BETWEEN: Final = re.compile(r"[;,.|(–—]\s*|\n+|(?<=[\d%)])\s+|\s+(?=[A-ZÇËŠČĆŽĐ])")
"""What may stand, within an indicator's text, before a label."""
_SHORT: Final = 3
_SIGN: Final = re.compile(r"\s[o•▪●*–-]\s*$")
"""The sign of a list in front of the label that follows."""
_PIECE: Final = re.compile(r"(?:(?![:;,]\s|\s[–—-]\s).)+")
"""What stands between the signs of a sentence; a comma within an amount is none."""
_PLAIN: Final = re.compile(
    r"(?P<label>[^\W\d_]+(?: [^\W\d_]+){0,4}) "
    rf"(?P<value>\({_YEAR}\)|[<>≤≥~]?\s?\d[\d.,]*[^()\d]{{0,12}}(?:\({_YEAR}\))?)"
)
"""A label and its value without a sign between."""
_OF_LABELS: Final = frozenset({"baseline", "target", "interim", "objective", "budget", "year"})
"""What the words of a label say."""
_LONGEST_VALUE: Final = 6
_LONGEST_NONE: Final = 2
"""Words of a value, and of one without a figure."""


def read_target(text: str) -> Target | None:
    """A target cell (``50% (2021)``, ``50% (2021. god.)``, ``2021 (50%)``, ``50%``); None where blank."""
    plain = " ".join(text.split())
    bare = _YEAR_IN_WORDS.sub(lambda match: match["year"], plain)
    if not bare.strip("-–—/ "):
        return None
    if re.fullmatch(rf"{_YEAR}\s*:?", bare):
        return Target(None, int(bare[:4]))
    found = re.fullmatch(rf"({_YEAR})\s*\(\s*(?!{_YEAR}\s*\))(.+?)\s*\)", bare)
    if found:
        return Target(found[2], int(found[1]))
    found = re.fullmatch(rf"(.*?)\s*[(\[]?\s*(?<!\d)(?<!\d[.,])({_YEAR})\.?\s*[)\]]?", bare)
    if found and (found[1] or "(" in bare) and not re.fullmatch(rf"{_YEAR}\s*[-–—]\s*", found[1]):
        return Target(_PREPOSITION.sub("", found[1]).rstrip(_BEFORE_YEAR) or None, int(found[2]))
    # the year first: (2021) 35%, 2021: 35%, 2021 - 35%
    found = re.fullmatch(rf"(?:[(\[]\s*({_YEAR})\s*[)\]]\s*[:–—-]?|({_YEAR})\s*(?:[:–—]|-\s))\s*(\S.*)", bare)
    if found:
        return Target(found[3], int(found[1] or found[2]))
    return Target(plain, None)


def told_target(text: str, *, blank: bool = False) -> tuple[str, str] | None:
    """The role and the value of a text that says both: ``Baseline (2022): 20%``; None of any other.

    With ``blank`` the value may be missing.
    """
    label, colon, value = text.partition(":")
    if not colon or not (blank or value.strip()) or len(label.split()) > _LONGEST_LABEL:
        return None
    role = _role(label)
    return (role, _dated(value.strip(), label)) if role else None


def told_alone(text: str) -> list[tuple[str, str]]:
    """The roles and values of a line that says nothing else, in order; none of any other line."""
    title, told = told_within(f"\n{text}")
    if told and not title:
        return list(told.items())
    title, told = told_within(f"–: {text}")
    if told and title.strip(" –:") == "":
        return list(told.items())
    one = told_target(text)
    return [one] if one is not None else []


def told_within(text: str) -> tuple[str, dict[str, str]]:
    """An indicator's title and the values by role that its own text tells, none where it tells none.

    ``Losses; Baseline: 79% (2024); Interim target: 45% (2027); Final target: 30% (2029)``, with other signs
    or a line's end between, or in brackets, as well. Of two targets alike the first is the interim one.
    """
    labels = _labels(text)
    ends = [*(begin for begin, _end, _label in labels[1:]), len(text)]
    told: dict[str, str] = {}
    for (_begin, behind, label), end in zip(labels, ends, strict=False):
        role, value = _role(label), _closed(text[behind:end])
        words = len(value.split())
        if role != "result" and words > (_LONGEST_VALUE if any(map(str.isdigit, value)) else _LONGEST_NONE):
            return text, {}
        if role == "final" and "final" in told and "interim" not in told:
            told["interim"] = told["final"]
        told[role] = _dated(value, label)
    if not told or set(told) == {"result"}:
        title, plain = _told_plainly(_SIGN.sub("", text[: labels[0][0]]) if labels else text)
        return (title, {**plain, **told}) if plain else (text, {})
    return " ".join(text[: labels[0][0]].rstrip(" .;,|(–—\n").split()), told


def _told_plainly(text: str) -> tuple[str, dict[str, str]]:
    """The same where no colon parts label and value: ``Guides: baseline 61 (2024), target 90 (2025)``.

    A baseline and a target at least, with nothing but values behind the first.
    """
    pieces = list(_PIECE.finditer(" ".join(text.split())))
    told: dict[str, str] = {}
    begin = 0
    for piece in pieces[1:]:
        found = _PLAIN.fullmatch(piece[0].strip(" .;,–—-"))
        role = _role(found["label"], dated="(" in found["value"]) if found is not None else ""
        if found is None or role in ("", "result"):
            if told:
                return text, {}
            continue
        begin = begin or piece.start()
        if role == "final" and "final" in told and "interim" not in told:
            told["interim"] = told["final"]
        told[role] = _dated(found["value"], found["label"])
    if not {"baseline", "final"} <= told.keys():
        return text, {}
    return " ".join(text.split())[:begin].rstrip(" .;,:|(–—-"), told


def _labels(text: str) -> list[tuple[int, int, str]]:
    """Where the labels of values begin and end, with their words; none at the very beginning."""
    found: list[tuple[int, int, str]] = []
    starts = [match.end() for match in _BETWEEN.finditer(text)]
    for colon in re.finditer(":", text):
        least = max(found[-1][1] if found else 1, colon.start() - _LETTERS)
        for n in range(len(starts) - 1, -1, -1):
            begin = starts[n]
            if begin >= colon.start():
                continue
            label = text[begin : colon.start()]
            if begin < least or len(label.split()) > _LONGEST_LABEL:
                break
            if _role(label):
                while (
                    n
                    and starts[n - 1] >= least
                    and text[starts[n - 1] - 1] == "\n"
                    and _is_of_label(text[starts[n - 1] : begin])
                ):
                    n -= 1
                    begin = starts[n]
                found.append((begin, colon.end(), text[begin : colon.start()]))
                break
    return found


def _is_of_label(line: str) -> bool:
    """Whether a line's words belong to the label that goes on below."""
    words = line.split()
    told = [bool(concepts(word) & _OF_LABELS) for word in words]
    known = all(one or len(word) < _SHORT for one, word in zip(told, words, strict=True))
    return line.endswith("\n") and any(told) and known and len(words) <= _LONGEST_NONE


def _closed(value: str) -> str:
    """A value without the signs behind it and without a bracket that it does not open."""
    plain = re.sub(r"(?<=[\d%)])\.$", "", " ".join(value.split()).strip(" ;,|–—"))
    if not any(map(str.isalnum, plain)):
        return ""
    return plain[:-1].rstrip() if plain.count(")") > plain.count("(") and plain.endswith(")") else plain


def _role(label: str, *, dated: bool = False) -> str:
    """The role that a label names; "objective" is a target's where a year is told (``dated``, or in it)."""
    named = concepts(label)
    if named & {"baseline"}:
        return "baseline"
    if named & {"target", "interim"} or (
        named & {"objective"} and (dated or "year" in named or year_of(label) is not None)
    ):
        return "interim" if "interim" in named else "final"
    return "result" if named & {"output"} else ""


def _dated(value: str, label: str) -> str:
    """A target with the year that its label names where it names none itself."""
    year, target = year_of(label), read_target(value)
    if year is not None and not value:
        return f"({year})"
    return f"{value} ({year})" if year is not None and target is not None and target.year is None else value
