"""Values of single fields: as a file of decisions writes them, as people type them, and whether they fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from planreader.vocabulary import money, numbers
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.targets import read_target
from store.db.errors import Refused
from store.db.text import clean
from store.plan.form import deadline_to_form, euros, target_to_form
from store.plan.model import ADMIN
from store.plan.parse import FormReader, cents

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

_VALUE: Final = "value"
_NOTHING: Final = frozenset({"", "-", "–", "—"})


def from_file(kind: str, value: Any) -> Any:
    """A value of a file in the plan's plain form. Raises ValueError where it is none of that kind."""
    try:
        return _FROM_FILE[kind](FormReader({_VALUE: value}, ""))
    except Refused as error:
        raise ValueError(value) from error


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


def _text(r: FormReader) -> str | None:
    return r.text(_VALUE).strip() or None


def _title(r: FormReader) -> str:
    text = _text(r)
    if text is None:
        raise r.fail(_VALUE)
    return text


def _number(r: FormReader) -> str:
    text = _title(r)
    if not numbers.is_number(text):
        raise r.fail(_VALUE)
    return numbers.bare(text)


def _currency(r: FormReader) -> str:
    return FormReader({_VALUE: _title(r).upper()}, "").currency(_VALUE)


def _list(r: FormReader) -> list[str]:
    return [] if _is_nothing(r) else [text for item in r.texts(_VALUE) if (text := item.strip())]


def _deadline(r: FormReader) -> dict[str, Any] | None:
    raw = r.data[_VALUE]
    if isinstance(raw, str):
        return deadline_to_form(read_deadline(clean(raw)).deadline)
    return _whole(r, deadline_to_form(r.deadline(_VALUE)))


def _target(r: FormReader) -> dict[str, Any] | None:
    raw = r.data[_VALUE]
    if isinstance(raw, str):
        return target_to_form(read_target(clean(raw)))
    return _whole(r, target_to_form(r.target(_VALUE)))


def _whole(r: FormReader, form: dict[str, Any] | None) -> dict[str, Any] | None:
    """The form of a table, which holds nothing else."""
    if set(r.table(_VALUE)) - set(form or ()):
        raise r.fail(_VALUE)
    return form


def _total(r: FormReader) -> Any:
    return None if _is_nothing(r) else euros(cents(r.data[_VALUE], ""))


def _cell(r: FormReader) -> Any:
    return ADMIN if r.data[_VALUE] == ADMIN else _total(r)


def _is_nothing(r: FormReader) -> bool:
    return bool(r.data[_VALUE] == "")


_FROM_FILE: Final[Mapping[str, Callable[[FormReader], Any]]] = {
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
