"""Values in the forms of ``terren.form_table``, as commands print them with ``--json``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from terren.form_table import TABLE
from terren.output import euro_number, utc


def _forms() -> Iterator[tuple[str, str]]:
    """Yield the name and the keys of each form; a line that is indented continues the one before."""
    for line in TABLE.replace("\n    ", " ").splitlines():
        name, colon, keys = line.partition(": ")
        if colon and not name.startswith("#"):
            yield name, keys


FORMS: Final = dict(_forms())


class Key(NamedTuple):
    """A key of a form: its name, the attributes through which it is read, and what it holds."""

    name: str
    path: tuple[str, ...]
    kind: str
    many: bool
    null: str


@cache
def keys_of(name: str) -> tuple[Key, ...]:
    """Return the keys of a form."""
    return tuple(
        key
        for word in FORMS[name].split()
        for key in (keys_of(word[1:]) if word.startswith("+") else (parse_key(word),))
    )


def parse_key(word: str) -> Key:
    """Return a key as it is declared, such as ``at=change.at:moment?``."""
    named, _colon, kind = word.partition(":")
    name, _sign, path = named.partition("=")
    plain = kind.rstrip("*?-")
    ends = kind[len(plain) :]
    return Key(name, tuple((path or name).split(".")), plain, "*" in ends, ends.strip("*"))


def shaped(form: str, source: Any = None, /, **given: Any) -> dict[str, Any]:
    """Return a value in a form: what is ``given``, and of all else what its attributes or keys hold."""
    read = {key.name: given[key.name] if key.name in given else _read(key, source) for key in keys_of(form)}
    return read | given


def _read(key: Key, source: Any) -> Any:
    for name in key.path:
        if source is None:
            break
        source = source[name] if isinstance(source, Mapping) else getattr(source, name)
    if key.null and (source is None or (key.null == "-" and not source)):
        return None
    return [_converted(key.kind, member) for member in source] if key.many else _converted(key.kind, source)


def _converted(kind: str, value: Any) -> Any:
    if kind == "moment":
        return utc(int(value))
    if kind == "euros":
        return euro_number(value)
    return shaped(kind[1:], value) if kind.startswith("@") else value
