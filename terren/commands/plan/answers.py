"""Headquarters' answers to what cannot be matched, as they are typed or stand in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.db.errors import Refused
from store.db.system import path_of
from store.revision.comparison import Answers


def read_answers(path: str | None) -> dict[str, list[Any]]:
    """The answers of a file. Raises Refused ``answers_unreadable``."""
    found: dict[str, list[Any]] = {"match": [], "new": [], "removed": [], "successor": []}
    if path is None:
        return found
    import json

    place = path_of(path)
    try:
        form = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise Refused("answers_unreadable", file=str(place), detail=str(error)) from error
    if not isinstance(form, dict) or not form.keys() <= found.keys():
        raise Refused("answers_unreadable", file=str(place), detail=", ".join(found))
    for key, value in form.items():
        if key in ("match", "successor"):
            if not isinstance(value, dict):
                raise Refused("answers_unreadable", file=str(place), detail=key)
            named = [
                (old, one) for old, new in value.items() for one in (new if isinstance(new, list) else [new])
            ]
            values: list[Any] = named
        else:
            values = value if isinstance(value, list) else [value]
        texts = [text for one in values for text in (one if isinstance(one, tuple) else (one,))]
        if not all(isinstance(text, str) for text in texts):
            raise Refused("answers_unreadable", file=str(place), detail=key)
        found[key] = values
    return found


def pair(text: str) -> tuple[str, str]:
    old, _sign, new = (part.strip().rstrip(".") for part in text.partition("="))
    return old, new


def answers_of(told: Mapping[str, list[Any]]) -> Answers:
    same: dict[str, str] = {}
    for old, new in told["match"]:
        if new in same:
            raise Refused("answer_twice", nr=new)
        same[new] = old
    return Answers(same, frozenset(told["new"]), frozenset(told["removed"]))
