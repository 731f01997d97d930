"""What of a value does not agree with a JSON Schema, in the words of JSON Schema that Terren uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_TYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "object": dict,
    "array": list,
}


def faults(
    value: Any, schema: dict[str, Any], root: dict[str, Any] | None = None, at: str = ""
) -> Iterator[str]:
    """Yield the place of each fault."""
    root = schema if root is None else root
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    if "anyOf" in schema:
        found = [[*faults(value, part, root, at)] for part in schema["anyOf"]]
        if all(found):
            yield from found[0]
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r}"
    if "type" in schema and not _is_of(value, schema["type"]):
        yield f"{at}: {value!r} is no {schema['type']}"
        return
    for key in schema.get("required", ()):
        if key not in value:
            yield f"{at}.{key} is missing"
    for key, part in schema.get("properties", {}).items():
        if key in value:
            yield from faults(value[key], part, root, f"{at}.{key}")
    if "items" in schema:
        for item in value:
            yield from faults(item, schema["items"], root, f"{at}[]")


def _is_of(value: Any, name: str) -> bool:
    if name == "null":
        return value is None
    if name == "boolean" or isinstance(value, bool):
        return name == "boolean" and isinstance(value, bool)
    return isinstance(value, _TYPES[name])
