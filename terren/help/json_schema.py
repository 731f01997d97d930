"""The JSON Schema (2020-12) of what commands print, made of the forms that they print.

Keys are added in later versions, so each form lists those that are always there and allows others.
"""

from __future__ import annotations

from typing import Any, Final

from schema.choices import CHAPTER, EVIDENCE_KIND, LANGUAGE, REASON, STATUS
from terren.shapes import Key, keys_of, parse_key

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_PLAIN: Final[dict[str, dict[str, Any]]] = {
    "text": {"type": "string"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    "euros": {"type": "number"},
    "flag": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "any": {},
    **{
        choice.name: {"enum": [*choice.codes]}
        for choice in (STATUS, REASON, EVIDENCE_KIND, CHAPTER, LANGUAGE)
    },
}
"""What keys hold, by the words of ``terren.shapes.FORMS``."""


def printed_schema(kind: str) -> dict[str, Any]:
    """Return the schema of what is printed, such as ``@action*``, with the forms to which it refers."""
    printed = parse_key(f":{kind}")
    forms: dict[str, Any] = {}
    wanted = _names(printed)
    while wanted:
        if (name := wanted.pop()) not in forms:
            keys = keys_of(name)
            wanted += [inner for key in keys for inner in _names(key)]
            forms[name] = {
                "type": "object",
                "properties": {key.name: _schema(key) for key in keys},
                "required": [*dict.fromkeys(key.name for key in keys)],
            }
    return {"$schema": DIALECT, **_schema(printed), "$defs": dict(sorted(forms.items()))}


def _names(key: Key) -> list[str]:
    """Return the forms to which a key refers."""
    return [kind[1:] for kind in key.kind.split("|") if kind.startswith("@")]


def _schema(key: Key) -> dict[str, Any]:
    kinds = [{"$ref": f"#/$defs/{name}"} for name in _names(key)] or [_PLAIN[key.kind]]
    schema: dict[str, Any] = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    if key.many:
        schema = {"type": "array", "items": schema}
    return {"anyOf": [schema, {"type": "null"}]} if key.null else schema
