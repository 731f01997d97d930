"""A TOML file written anew whose comments stay where they stood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from store.db.errors import library_needed
from store.db.toml import parse_toml

if TYPE_CHECKING:
    from tomlkit.items import AoT

_COMMENT: Final = re.compile(r"(?m)(?:^|\s)#")
_NAMES: Final = ("nr", "id", "title")
"""The keys by which an entry of a list is known again, the surest first."""


def kept(before: str, form: Mapping[str, Any], names: Sequence[str] = _NAMES) -> str | None:
    """The text of a TOML file after ``form``, written over ``before`` so that its comments stay.

    An entry of a list is known again by one of ``names``; with one that goes its comments go. None where
    the text has no comments, is of another plan or no TOML, or cannot take the values in. Raises Refused
    ``library_missing``.
    """
    if not _COMMENT.search(before):
        return None
    with library_needed("hq"):
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

    try:
        parse_toml(before)
        document = tomlkit.parse(before)
        if document.get("id") != form.get("id"):
            return None
        _update(document, form, names)
        text = tomlkit.dumps(document)
        same = parse_toml(text) == form
    except (TOMLKitError, ValueError, TypeError, KeyError):
        return None
    return text if same else None


def _update(table: Any, form: Mapping[str, Any], names: Sequence[str]) -> None:
    """Bring a table to the values of a form; what is the same is not touched."""
    from tomlkit.items import AoT

    for key in [key for key in table if key not in form]:
        del table[key]
    for key, value in form.items():
        known = table.get(key)
        if _plain(known) == value:
            continue
        if isinstance(known, dict) and isinstance(value, dict):
            _update(known, value, names)
        elif isinstance(known, AoT) and _is_tables(value):
            table[key] = _matched(known, value, names)
        else:
            table[key] = value


def _matched(known: AoT, wanted: Sequence[Mapping[str, Any]], names: Sequence[str]) -> AoT:
    """The wanted entries, those that stood there as they were written and brought to their values."""
    import tomlkit

    left = list(known)
    entries = tomlkit.aot()
    for form in wanted:
        at = next((n for n, entry in enumerate(left) if _is_same(entry, form, names)), None)
        if at is None:
            entries.append(tomlkit.item(dict(form)))
            continue
        entry = left.pop(at)
        _update(entry, form, names)
        entries.append(entry)
    return entries


def _is_same(entry: Any, form: Mapping[str, Any], names: Sequence[str]) -> bool:
    name = next((name for name in names if name in form), None)
    return name is not None and entry.get(name) == form[name]


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(inner, dict) for inner in value)


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value
