"""TOML that people write: every file of it is read here, within bounds."""

from __future__ import annotations

from typing import Any, Final

_DEEPEST: Final = 32
_INTEGERS: Final = range(-(2**63), 2**63)


def parse_toml(text: str) -> dict[str, Any]:
    """Return the values of a TOML text.

    Raises ValueError, with what is wrong and where, also for an integer beyond 64 bits and for tables or
    lists that nest deeper than 32.
    """
    import tomli

    try:
        values = tomli.loads(text)
    except RecursionError:
        raise ValueError(f"nested deeper than {_DEEPEST}") from None
    inner: list[Any] = [values]
    for _ in range(_DEEPEST):
        inner = [member for table in inner if isinstance(table, (dict, list)) for member in _in(table)]
    if inner:
        raise ValueError(f"nested deeper than {_DEEPEST}")
    return values


def _in(table: dict[str, Any] | list[Any]) -> list[Any]:
    members = [*table.values()] if isinstance(table, dict) else table
    for member in members:
        if type(member) is int and member not in _INTEGERS:
            raise ValueError("integer beyond 64 bits")
    return members
