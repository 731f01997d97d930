"""How one call speaks: to a person or to a program, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple


class Manner(NamedTuple):
    """What the general options say: ``json`` data and errors for a program, ``quiet`` no narration,
    ``verbose`` more of it, ``debug`` a traceback as well."""

    json: bool = False
    quiet: bool = False
    verbose: bool = False
    debug: bool = False


FLAGS: Final = {
    "--json": "json",
    "--quiet": "quiet",
    "-q": "quiet",
    "--verbose": "verbose",
    "-v": "verbose",
    "--debug": "debug",
}
"""The options by the field they set."""


_SHORT: Final = frozenset("qvh")


def manner_of(arguments: Sequence[str]) -> Manner:
    """Return what arguments say that nobody has read yet: an error may come before click reads them."""
    given = arguments[: arguments.index("--")] if "--" in arguments else arguments
    names = [
        name
        for argument in given
        for name in ([f"-{letter}" for letter in argument[1:]] if _is_short(argument) else [argument])
    ]
    flags = {FLAGS[name] for name in names if name in FLAGS}
    return Manner(
        json="json" in flags,
        quiet="quiet" in flags and "debug" not in flags,
        verbose=not flags.isdisjoint(("verbose", "debug")),
        debug="debug" in flags,
    )


def _is_short(argument: str) -> bool:
    return argument.startswith("-") and len(argument) > 2 and _SHORT.issuperset(argument[1:])
