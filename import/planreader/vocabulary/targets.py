"""Targets of indicators as printed: a value and its year."""

from __future__ import annotations

import re
from typing import Final

from planreader.vocabulary.headwords import concepts, year_of
from store.plan.model import Target

TARGETS: Final = ("baseline", "interim", "final")
"""The roles of targets, in their order."""
_YEAR: Final = (
    r"(?P<open>[(\[]\s*(?:(?:në|u|do|deri|in|by|për)\s+)?)?"
    r"(?:\b(?:viti[nt]?|year|god(?:\.|ine?|ina)?)\s+)?(?P<year>(?:19|20)\d\d)(?!\d)"
    r"\.?(?:\s*(?:god(?:\.|in[aeiu])?|g\.))?"
)
"""A year, with the word for it before or behind: ``2024. godine``, ``(viti 2024``."""
_FIRST: Final = rf"{_YEAR}(?(open)\s*[)\]]\s*[:–—-]?|\s*(?:[:–—]|-\s|(?=\()))\s*(?P<value>\S.*)"
_LAST: Final = (
    rf"(?P<value>.*?)(?:\s+(?:deri\s+)?(?:në|u|do|in|by|për))?[\s/,:;(\[–—-]*(?<!\d)(?<!\d[.,])"
    rf"{_YEAR}\s*(?(open)[)\]]|:?)"
)


def read_target(text: str) -> Target | None:
    """Return a target (``50% (2021)``, ``2021 (50%)``, ``50%``) of a cell; None where blank."""
    plain = " ".join(text.split())
    if not plain.strip("-–—/ "):
        return None
    match = re.fullmatch(_FIRST, plain, re.I)
    if match and not re.fullmatch(r"\W*(?:19|20)\d\d\W*", match["value"]):
        return Target(re.sub(r"^\(\s*([^()]*?)\s*\)$", r"\1", match["value"]), int(match["year"]))
    match = re.fullmatch(_LAST, plain, re.I)
    # 2021-2023 is no value of 2023
    if match and (match["open"] or not re.fullmatch(r"(?:19|20)\d\d", match["value"])):
        return Target(match["value"] or None, int(match["year"]))
    return Target(plain, None)


def without_label(text: str) -> str:
    """Return a target without the words before its colon that say which it is: ``Baseline (2022): 20%``."""
    label, colon, value = (part.strip() for part in text.partition(":"))
    if not colon or not concepts(label) & {"baseline", "target", "interim"}:
        return text
    year, target = year_of(label), read_target(value)
    return f"{value} ({year})" if year is not None and target is not None and target.year is None else value
