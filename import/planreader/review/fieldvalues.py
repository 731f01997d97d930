"""Values of single fields: as a file of decisions writes them, as people type them, and whether they fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from planreader.vocabulary import money, numbers
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.targets import read_target
from store.db.errors import Refused
from store.db.text import clean
from store.plan.form import deadline_to_form, euros
from store.plan.model import ADMIN
from store.plan.parse import cents

EXAMPLES: Final[Mapping[str, str]] = {
    "number": '"1.2.3"',
    "title": '"…"',
    "text": '"…"',
    "list": '["MPB", "MPJ"]',
    "deadline": '"2021-2023"',
    "target": '"50% (2023)"',
    "cell": '162000, "admin", ""',
    "total": '162000, ""',
    "currency": '"EUR", "RSD"',
}
"""How a value of each kind of field is written in a file; ``""`` is nothing."""

_NOTHING: Final = frozenset({"", "-", "–", "—"})


def from_file(kind: str, value: Any) -> Any:
    """A value of a file in the plan's plain form. Raises ValueError where it is none of that kind."""
    return _FROM_FILE[kind](value)


def from_typed(kind: str, text: str) -> Any:
    """What a person typed, in the plan's plain form; entries of a list are parted by semicolons.

    A dash stands for nothing. Raises ValueError.
    """
    bare = clean(text).strip()
    if kind == "list":
        return [] if bare in _NOTHING else [part.strip() for part in bare.split(";") if part.strip()]
    if kind in ("cell", "total"):
        cell = money.cell(bare)
        if cell == ADMIN and kind == "total":
            raise ValueError(text)
        return euros(cell) if isinstance(cell, int) else cell
    return from_file(kind, "" if bare in _NOTHING else bare)


def as_typed(kind: str, value: Any) -> str:
    """A value as a person would type it, to start from; a dash for nothing."""
    if value in (None, "", []):
        return "-"
    if kind == "list":
        return "; ".join(value)
    if kind == "deadline":
        return str(value["raw"])
    if kind == "target":
        year = "" if value["year"] is None else f" ({value['year']})"
        return f"{value['value'] or ''}{year}".strip()
    if value == ADMIN and kind == "cell":
        return "KA"
    return str(value)


def as_kept(kind: str, value: Any) -> Any:
    """A reading as a file of decisions gives it back: cleaned, and without white space around it."""
    try:
        return from_file(kind, to_file(value))
    except ValueError:
        return value


def to_file(value: Any) -> Any:
    """A value of the plain form as TOML can hold it: nothing is an empty text."""
    if isinstance(value, dict):
        return {key: inner for key, inner in value.items() if inner is not None}
    return "" if value is None else value


def _title(value: Any) -> str:
    text = _text(value)
    if text is None:
        raise ValueError(value)
    return text


def _number(value: Any) -> str:
    text = _title(value)
    if not numbers.is_number(text):
        raise ValueError(value)
    return numbers.bare(text)


def _currency(value: Any) -> str:
    code = _title(value).upper()
    if re.fullmatch(r"[A-Z]{3}", code) is None:
        raise ValueError(value)
    return code


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        raise ValueError(value)
    return clean(value, newlines=True).strip() or None


def _list(value: Any) -> list[str]:
    if value == "":
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(value)
    return [text for item in value if (text := clean(item, newlines=True).strip())]


def _deadline(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return deadline_to_form(read_deadline(clean(value)).deadline)
    names = {"raw": str, "from": int, "to": int, "from_month": int, "to_month": int}
    _table(value, names)
    months = [value[key] for key in ("from_month", "to_month") if key in value]
    years = [value[key] for key in ("from", "to") if key in value]
    if not all(1 <= month <= 12 for month in months) or not all(1000 <= year < 10000 for year in years):
        raise ValueError(value)
    return {"raw": clean(value.get("raw", "")), "from": value.get("from"), "to": value.get("to")} | {
        key: value[key] for key in ("from_month", "to_month") if key in value
    }


def _target(value: Any) -> dict[str, Any] | None:
    if isinstance(value, str):
        target = read_target(clean(value))
        return None if target is None else {"value": target.value, "year": target.year}
    _table(value, {"value": str, "year": int})
    if not 1000 <= value.get("year", 1000) < 10000:
        raise ValueError(value)
    return {"value": value.get("value"), "year": value.get("year")}


def _table(value: Any, names: Mapping[str, type]) -> None:
    if not isinstance(value, dict) or not value:
        raise ValueError(value)
    if any(type(inner) is not names.get(key) for key, inner in value.items()):
        raise ValueError(value)


def _total(value: Any) -> Any:
    if value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ValueError(value)
    try:
        return euros(cents(value, ""))
    except Refused as error:
        raise ValueError(value) from error


def _cell(value: Any) -> Any:
    return ADMIN if value == ADMIN else _total(value)


_FROM_FILE: Final[Mapping[str, Callable[[Any], Any]]] = {
    "number": _number,
    "title": _title,
    "text": _text,
    "list": _list,
    "deadline": _deadline,
    "target": _target,
    "cell": _cell,
    "total": _total,
    "currency": _currency,
}
