"""Amounts and administrative cost as they are printed in budget cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from planreader.vocabulary.currency import UNIT, scale_of
from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import NOT_APPLICABLE, listed
from store.plan.model import ADMIN, BudgetCell

_GAPS: Final = "'\u00a0\u202f\u2009 "
_AMOUNT: Final = re.compile(
    rf"^(?P<ahead>{UNIT})?\s*(?P<figures>\d[\d.,{_GAPS}]*?)(?:[,.][-–])?"
    rf"\s*(?P<times>[^\W\d_]{{2,10}}\.?|[a-z](?=\W|{UNIT}|$))??\s*(?P<behind>{UNIT})?\*{{0,3}}$",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(
    # no group of thousands begins with 0, and each has three digits
    rf"(?P<whole>[1-9]\d{{0,2}}(?:(?P<gap>[{_GAPS}])\d{{3}}(?:(?P=gap)\d{{3}})*"
    r"|(?P<sign>[.,])\d{3}(?:(?P=sign)\d{3})*)|\d+)"
    r"(?:(?!(?P=sign))(?P<point>[.,])(?P<rest>\d+))?[.,]*"
)
TWO_WAYS: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
"""An amount whose sign may group thousands or begin decimals."""
_NOTES: Final = re.compile(r"[⁰¹²³⁴-⁹]+[)⁾]?|\s?\[\d{1,2}\]$")
"""Marks of footnotes."""
_ABOUT: Final = re.compile(
    r"^(?:[~≈±]|(?:{0})\b\.?)\s*|\s?(?:\((?:{0})\.?\)|\b(?:{0})\.?)$".format("|".join(listed("about"))),
    re.IGNORECASE,
)
"""What says beside an amount that it is about so much."""
_YEARLY: Final = re.compile(
    r"(?:^|(?<=[\s;/,·]))(20\d\d)\s?(?:[:=]|[–-](?!\s?(?:19|20)\d\d(?![^\s;/,·])))\s?"
)
"""A year in front of its amount: ``2026: 675,000; 2027: 1,350,000``; ``2026-2027`` is a period."""
BLANK: Final = " -–—/\u00a0"
"""What stands in a cell of no amount."""
_MILLION: Final = 1_000_000
_LONGEST: Final = 40
"""Signs of an amount."""
_MOST: Final = 10**15
_LONGEST_ADMIN: Final = 40
_ADMIN_SHORT: Final = frozenset(listed("administrative"))
_SHORTENED: Final = frozenset({"adm", "admin"})
_REGULAR: Final = frozenset(listed("regular"))
_ADMIN: Final = _REGULAR.union(listed("abbreviated"), listed("no_more_cost"))
"""No more than the institution's own cost."""
_NO_COST: Final = frozenset(listed("no_cost"))
_COSTS: Final = ("kosto", "shp.", "shpenz", "tros", "cost")


def amount(text: str) -> int | None:
    """Return the cents of a printed amount (``162,000``, ``12 500,50``), None where it is none."""
    return next(iter(readings(text)), None)


def figure(cents: int) -> str:
    """Return cents as :func:`amount` reads them: ``12.34``."""
    return f"{cents // 100}.{cents % 100:02}"


@lru_cache(maxsize=1024)
def readings(text: str, scale: int = 1, point: str = "") -> tuple[int, ...]:
    """Return cents of a printed amount of units that count ``scale`` each, empty where it is none.

    A separator before one or two last digits is the decimal point; before three digits it groups thousands.
    The same one is not both: ``1,923,00`` is an amount cut short. What is counted in thousands or millions
    may have three decimals: ``point`` is the sign before these, where other amounts tell it. The reading
    that counts comes first, behind it the other one where there are two.
    """
    if fold(text).strip(" .") in _NO_COST:
        return (0,)
    match, times = _figure(text)
    if match is None:
        return ()
    # what the cell says itself counts
    scale = times if times > 1 else scale
    sign, rest = match["sign"], match["rest"] or ""
    if scale == 1 and sign and len(rest) == len("000"):
        # "1.250,000": thousandths, or a million
        return ()
    options = [_cents(re.sub(r"\D", "", match["whole"]), rest, scale)]
    is_open = sign and not rest and match["whole"].count(sign) == 1 and point in ("", sign)
    if is_open and (scale >= _MILLION or (scale > 1 and point)):
        whole, _sign, decimals = match["whole"].partition(sign)
        decimal = _cents(whole, decimals, scale)
        options = [decimal] if scale >= _MILLION and point else [decimal, *options]
    return tuple(cents for cents in options if cents is not None and cents < _MOST)


def _figure(text: str) -> tuple[re.Match[str] | None, int]:
    """Return the figure of an amount, None where it is none, and what a word beside it makes it count."""
    text = _ABOUT.sub("", _NOTES.sub("", text.strip() if text.isascii() else fold(text)))
    match = _AMOUNT.match(text)
    if not match or len(match["figures"]) > _LONGEST:
        return None, 1
    times = 1
    if match["times"]:
        times = scale_of(" ".join(filter(None, (match["ahead"], match["times"], match["behind"]))))
        if times == 1 and match["times"] in ("m", "M") and re.search(r"\d[.,]\d", match["figures"]):
            times = _MILLION
        if times == 1:
            return None, 1
    return _FIGURE.fullmatch(match["figures"].strip(_GAPS)), times


def _cents(whole: str, rest: str, scale: int) -> int | None:
    """Return the cents of digits before and behind the point; None of parts of a cent if unscaled."""
    if scale == 1 and len(rest.rstrip("0")) > len("00"):
        return None
    parts: int = 10 ** len(rest)
    return (2 * 100 * scale * int(whole + rest) + parts) // (2 * parts)


def point_of(texts: Iterable[str]) -> str:
    """Return the sign before the decimals of amounts; empty where they do not tell, or disagree."""
    points: set[str] = set()
    groups: set[str] = set()
    for text in texts:
        match, _times = _figure(text)
        if match is not None and match["point"]:
            points.add(match["point"])
        if match is not None and match["sign"] and (match["rest"] or match["whole"].count(match["sign"]) > 1):
            groups.add(match["sign"])
    told = points or {{",": ".", ".": ","}[sign] for sign in groups}
    return told.pop() if len(told) == 1 and not told & groups else ""


def is_admin(text: str) -> bool:
    """Return whether a cell says administrative cost: KA, AC, AT, or the words."""
    folded = fold(text).strip(" .,;()*")
    if folded.replace(".", "").replace("/", "") in _ADMIN_SHORT or folded in _ADMIN:
        return True
    # narrow columns cut the words in the middle
    whole = folded.replace(" ", "")
    named = "administr" in whole or any(word.strip(".") in _SHORTENED for word in folded.split())
    # "administrative cost + 5,000" is an amount as well
    is_short = len(whole) < _LONGEST_ADMIN and not any(map(str.isdecimal, whole))
    return named and is_short and any(cost in whole for cost in _COSTS)


def is_about(text: str) -> bool:
    """Return whether a text says of an amount that it is about so much: ``approx. 30.000``."""
    return amount(text) is not None and _ABOUT.search(fold(text)) is not None


def by_year(text: str) -> dict[int, str]:
    """Return the amounts of a text by the years in front of them; empty where it holds anything else."""
    ahead, *pieces = (piece.strip(" ;/,·") for piece in _YEARLY.split(text))
    by_years = dict(zip(map(int, pieces[::2]), pieces[1::2], strict=True))
    is_told = not ahead and 2 * len(by_years) == len(pieces)
    return by_years if is_told and all(amount(text) is not None for text in by_years.values()) else {}


def is_regular(text: str) -> bool:
    """Return whether a cell says that the regular budget bears the cost: ``within the regular budget``."""
    return fold(text).strip(" .") in _REGULAR


def cell(text: str) -> BudgetCell:
    """Return a budget cell's text as cents, administrative cost, or nothing.

    Raises ValueError where there is text that is neither.
    """
    if not text.strip(BLANK) or fold(text).strip(".") in NOT_APPLICABLE:
        return None
    if is_admin(text):
        return ADMIN
    cents = amount(text)
    if cents is None:
        raise ValueError(text)
    return cents


def is_cell(text: str) -> bool:
    """Return whether a text is what a budget cell may hold, or blank."""
    try:
        cell(text)
    except ValueError:
        return False
    return True
