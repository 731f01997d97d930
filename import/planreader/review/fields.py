"""Fields of a plan by their paths (``1.2.3/budget/2022``), read and set in the plan's plain form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

LISTS: Final = ("funding", "institutions", "outputs", "documents")
TARGETS: Final = ("baseline", "interim", "final")
_BELOW: Final = ("strategic_objectives", "specific_objectives", "actions")
_PLAIN: Final = ("nr", "title", "currency", "deadline", "total_label", *LISTS)
_OF_PLAN: Final = ("title", "currency")

Form = dict[str, Any]


def numbered(form: Form) -> dict[str, Form]:
    """The plan itself under ``plan``, and everything that has a number under it, in document order."""
    return {"plan": form, **{item["nr"]: item for item in _items(form, _BELOW)}}


def _items(form: Form, lists: tuple[str, ...]) -> Iterator[Form]:
    for item in form[lists[0]]:
        yield item
        if lists[1:]:
            yield from _items(item, lists[1:])


def _place(items: Mapping[str, Form], path: str) -> tuple[Form, str]:
    """The table and the key that a path names. Raises KeyError where the plan has no such field."""
    nr, *keys = path.split("/")
    if path not in paths_of(items, nr):
        raise KeyError(path)
    if keys[0] == "remarks":
        keys.append("text")
    held: Any = items[nr]
    for key in keys[:-1]:
        held = held[int(key) - 1] if isinstance(held, list) else held[key]
    return held, keys[-1]


def paths_of(items: Mapping[str, Form], nr: str) -> Iterator[str]:
    """The paths of all fields of a number in the order of the document, itself last.

    Raises KeyError for no number.
    """
    item = items[nr]
    if nr == "plan":
        yield from (f"plan/{key}" for key in _OF_PLAN)
        return
    for n, indicator in enumerate(item.get("indicators", ()), 1):
        yield from (f"{nr}/indicators/{n}/{key}" for key in indicator if key != "id")
    yield from (f"{nr}/{key}" for key in item if key in _PLAIN and key != "nr")
    for key in ("budget", "totals"):
        yield from (f"{nr}/{key}/{year}" for year in item.get(key, ()))
    yield from (f"{nr}/remarks/{n}" for n, _remark in enumerate(item.get("remarks", ()), 1))
    yield f"{nr}/nr"


def value_at(items: Mapping[str, Form], path: str) -> Any:
    """What stands in a field: text, euros, ``"admin"``, a list, a table, or None.

    Raises KeyError where the plan has no such field.
    """
    table, key = _place(items, path)
    return table[key]


def put(items: Mapping[str, Form], path: str, value: Any) -> None:
    """Set a field. Raises KeyError where the plan has no such field."""
    table, key = _place(items, path)
    table[key] = value


def has(items: Mapping[str, Form], path: str) -> bool:
    """Whether the plan has such a field."""
    try:
        _place(items, path)
    except KeyError:
        return False
    return True


def kind_of(path: str) -> str:
    """What a field holds: ``number``, ``title``, ``text``, ``list``, ``deadline``, ``target``, ``cell``,
    ``total`` or ``currency``.

    A text may be blank, a title may not; a cell may say administrative cost, a total may not.
    """
    pieces = path.split("/")[1:]
    if pieces[:1] in (["budget"], ["totals"]):
        return "cell" if pieces[0] == "budget" else "total"
    last = pieces[-1] if pieces else ""
    if last in TARGETS:
        return "target"
    if last in LISTS:
        return "list"
    if last == "nr":
        return "number"
    return last if last in ("title", "deadline", "currency") else "text"


def is_blank(items: Mapping[str, Form], path: str) -> bool:
    """Whether nothing stands in a field; False for what is no field of the plan."""
    return has(items, path) and value_at(items, path) in (None, "", [])
