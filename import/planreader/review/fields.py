"""Fields of a plan by their paths (``1.2.3/budget/2022``); their values as files and people write them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from planreader.vocabulary import money, numbers
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.targets import TARGETS, read_target
from store.db.errors import UserError
from store.db.text import clean
from store.plan.form import deadline_to_form, euros, target_to_form
from store.plan.form_reader import FormReader, cents
from store.plan.model import ADMIN

_LISTS: Final = ("funding", "lead", "support", "outputs", "documents")
_PLAIN: Final = ("title", "deadline", "total_label", "budget_total", *_LISTS)
_KINDS: Final = {
    **{name: name for name in ("title", "deadline", "currency")},
    **dict.fromkeys(TARGETS, "target"),
    **dict.fromkeys(_LISTS, "list"),
    "nr": "number",
    "budget": "cell",
    "budget_total": "total",
    "totals": "total",
    "remarks": "remark",
}
_VALUE: Final = "value"
_NOTHING: Final = frozenset({"", "-", "–", "—"})

Form = dict[str, Any]


class Fields:
    """The fields of a plan in its plain form by path; asking for one that it does not have is a KeyError.

    ``items`` are the plan itself (``plan``) and all that has a number, by number, in document order.
    """

    def __init__(self, form: Form) -> None:
        self.items: dict[str, Form] = {"plan": form}
        for strategic in form["strategic_objectives"]:
            self.items[strategic["nr"]] = strategic
            for specific in strategic["specific_objectives"]:
                self.items[specific["nr"]] = specific
                self.items.update((action["nr"], action) for action in specific["actions"])
        self._places = {path: place for nr, item in self.items.items() for path, place in _places(nr, item)}

    def __contains__(self, path: str) -> bool:
        return path in self._places

    def __getitem__(self, path: str) -> Any:
        """Return what stands in a field: text, euros, ``"admin"``, a list, a table, or None."""
        table, key = self._places[path]
        return table[key]

    def __setitem__(self, path: str, value: Any) -> None:
        table, key = self._places[path]
        table[key] = value

    def of(self, nr: str) -> list[str]:
        """Return the paths of all fields of a number in the order of the document, itself last."""
        return [path for path in self._places if path.startswith(f"{nr}/")]

    def is_blank(self, path: str) -> bool:
        """Return whether nothing stands in a field; False for what is no field of the plan."""
        return path in self and self[path] in (None, "", [])


def _places(nr: str, item: Form) -> Iterator[tuple[str, tuple[Form, str]]]:
    """Yield the paths of a number's fields, each with the table and the key that hold it."""
    if nr == "plan":
        yield from ((f"plan/{key}", (item, key)) for key in ("title", "currency"))
        return
    for n, indicator in enumerate(item.get("indicators", ()), 1):
        yield from ((f"{nr}/indicators/{n}/{key}", (indicator, key)) for key in indicator if key != "id")
    yield from ((f"{nr}/{key}", (item, key)) for key in item if key in _PLAIN)
    for name in ("budget", "totals"):
        yield from ((f"{nr}/{name}/{year}", (item[name], year)) for year in item.get(name, ()))
    for n, remark in enumerate(item.get("remarks", ()), 1):
        yield f"{nr}/remarks/{n}", (remark, "text")
    yield f"{nr}/nr", (item, "nr")


def kind_of(path: str) -> str:
    """Return what a field holds, a key of EXAMPLES.

    A text may be blank, a title may not; a cell may say administrative cost, a total may not.
    """
    pieces = path.split("/")[1:] or [""]
    return _KINDS.get(pieces[0]) or _KINDS.get(pieces[-1], "text")


def from_file(kind: str, value: Any) -> Any:
    """Return a value of a file in the plan's plain form. Raises ValueError where it is none of that kind."""
    try:
        return _read(kind, FormReader({_VALUE: value}, ""))
    except UserError as error:
        raise ValueError(value) from error


def _read(kind: str, r: FormReader) -> Any:
    """Return what :func:`from_file` does. Raises UserError."""
    value = r.data[_VALUE]
    if kind in ("cell", "total"):
        if value == "" or (kind == "cell" and value == ADMIN):
            return value or None
        return euros(cents(value, ""))
    if kind == "list":
        return [text for item in r.texts(_VALUE) if (text := item.strip())] if value != "" else []
    if kind in ("deadline", "target") and isinstance(value, dict):
        form = (
            deadline_to_form(r.deadline(_VALUE)) if kind == "deadline" else target_to_form(r.target(_VALUE))
        )
        if set(value) - set(form or ()):
            # the table holds something else
            raise r.fail(_VALUE)
        return form
    text = r.text(_VALUE).strip()
    if kind == "deadline":
        return deadline_to_form(read_deadline(text).deadline)
    if kind == "target":
        return target_to_form(read_target(text))
    if not (numbers.is_number(text) if kind == "number" else text or kind in ("text", "remark")):
        raise r.fail(_VALUE)
    if kind == "number":
        return numbers.bare(text)
    if kind == "currency":
        return FormReader({_VALUE: text.upper()}, "").currency(_VALUE)
    return text or (None if kind == "text" else "")


def from_typed(kind: str, text: str) -> Any:
    """Return what a person typed, in the plan's plain form; entries of a list are parted by semicolons.

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
    """Return a value as a person would type it, to start from; a dash for nothing."""
    if value in (None, "", []):
        return "-"
    if kind == "list":
        return "; ".join(value)
    if kind == "deadline":
        return str(value["raw"])
    if kind == "target":
        year = "" if value["year"] is None else f" ({value['year']})"
        return f"{value['value'] or ''}{year}".strip()
    return "KA" if kind == "cell" and value == ADMIN else str(value)


def as_kept(kind: str, value: Any) -> Any:
    """Return a reading as a file of decisions gives it back: cleaned, and without white space around it."""
    try:
        return from_file(kind, to_file(value))
    except ValueError:
        return value


def to_file(value: Any) -> Any:
    """Return a value of the plain form as TOML can hold it: nothing is an empty text."""
    if isinstance(value, dict):
        return {key: inner for key, inner in value.items() if inner is not None}
    return "" if value is None else value


EXAMPLES: Final = {
    "number": '"1.2.3"',
    **dict.fromkeys(("title", "text", "remark"), '"…"'),
    "list": '["MPB", "MPJ"]',
    "deadline": '"2021-2023"',
    "target": '"50% (2023)"',
    "cell": '162000, "admin", ""',
    "total": '162000, ""',
    "currency": '"EUR", "RSD"',
}
"""How values of each kind are written in a file; ``""`` is nothing."""
