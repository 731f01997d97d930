"""Numbers as documents print them and officers type them: "50%", "35 %", "300", "1.200", "12,5"."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, NamedTuple

_NUMBER: Final = re.compile(r"[-−–]?\d+(?:[ \u00a0\u202f]\d{3}(?!\d)|[.,]\d+)*", re.ASCII)
_MEASURED: Final = re.compile(rf"\s*(?a:{_NUMBER.pattern})(?:\s*[%‰€]|\s+[^\W\d_]\D*)?\s*")
_ASIDE: Final = re.compile(r"\([^()]*\)")
_MAX_DIGITS: Final = 15
"""What every program for tables holds exactly; a number of more is a text, wherever it comes from."""
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*", re.ASCII)


class PlanFigure(NamedTuple):
    """A number, and whether it is a percentage: "50%" is 50 with ``percent``."""

    number: Fraction
    percent: bool


def read_figure(text: str | None) -> PlanFigure | None:
    """Return the one number in a text; None where there is none, or more than one ("20 of 30", "10-20").

    What has more than 15 digits is none. What stands in brackets is an aside, such as a year. Point and comma
    separate thousands where three digits follow each ("1.200" is 1200, "0,125" is not); where both stand, the
    last one begins the decimals.
    """
    if text is None:
        return None
    plain = _ASIDE.sub(" ", text)
    matches = list(_NUMBER.finditer(plain))
    if len(matches) != 1:
        return None
    (match,) = matches
    negative = match[0][0] in "-−–"
    # a sign that follows a word is a hyphen ("SIMM-2")
    if negative and match.start() and not plain[match.start() - 1].isspace():
        return None
    digits = re.sub(r"[-−–\s]", "", match[0])
    number = _value(digits) if len(re.sub("[.,]", "", digits)) <= _MAX_DIGITS else None
    if number is None:
        return None
    percent = plain[match.end() :].lstrip().startswith("%") or plain[: match.start()].rstrip().endswith("%")
    return PlanFigure(-number if negative else number, percent)


def read_measured(text: str | None) -> PlanFigure | None:
    """As :func:`read_figure`, of nothing but a number and its unit: "62", "62,5 %", "300 vizita".

    What stands in brackets is an aside here too. A letter before the number or at it ("g212") is a slip of
    the finger; only texts of the plan have words there.
    """
    whole = text is not None and _MEASURED.fullmatch(_ASIDE.sub(" ", text)) is not None
    return read_figure(text) if whole else None


def _value(digits: str) -> Fraction | None:
    if _GROUPED.fullmatch(digits):
        return Fraction(re.sub(r"[.,]", "", digits))
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return Fraction(digits)
    whole, decimals = digits[:last], digits[last + 1 :]
    if "." in whole or "," in whole:
        other = "," if digits[last] == "." else "."
        grouped = _GROUPED.fullmatch(whole)
        if grouped is None or grouped[1] != other:
            return None
        whole = whole.replace(other, "")
    return Fraction(f"{whole}.{decimals}")
