"""What a person means by the name of an entry or a meeting, or by its beginning.

Names are random, so that a beginning tells them apart, and a unit may give its own any name: that of another
unit's, or one of a form that nobody here makes. So each can be named with its unit, and no name stands in the
way of another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from store.db.text import clean
from store.ledger.change import Register

SHORT_NAME: Final = 6
"""As many symbols of a name are shown; as few as tell it apart are understood."""

_MADE_HERE: Final = re.compile("[0-9a-f]{12}")


def entry_label(nr: str, field: str) -> str:
    """Return how an entry of an action is named beside others: ``1.2.3 [a1b2c3d4]``."""
    return f"{clean(nr)} [{clean(field)[:SHORT_NAME]}]"


def meant(
    text: str,
    registers: Iterable[Register],
    name_of: Callable[[Register], str],
    is_mine: Callable[[Register], bool] = lambda register: False,
) -> list[Register]:
    """Those of some registers whose name begins with ``text``, or those that it names with their unit.

    Where there are several: those that ``is_mine`` says one can write to, then the whole name of a form that
    is made here, then those of the same capitals with their unit. A shorter name that stands whole is
    preferred to no longer one, since that one may have been shown.
    """
    typed = text.strip()
    wanted, listed = typed.casefold(), list(registers)
    named = [whole for whole in listed if f"{whole.unit}:{name_of(whole)}".casefold() == wanted]
    named = named or [begun for begun in listed if wanted and name_of(begun).casefold().startswith(wanted)]
    preferences: tuple[Callable[[Register], bool], ...] = (
        is_mine,
        lambda register: name_of(register) == wanted and _MADE_HERE.fullmatch(wanted) is not None,
        lambda register: typed == f"{register.unit}:{name_of(register)}",
    )
    for is_preferred in preferences:
        named = [register for register in named if is_preferred(register)] or named
    return named


def to_type(
    registers: Iterable[Register], name_of: Callable[[Register], str], *, whole: bool = False
) -> Iterator[str]:
    """Yield what names each register: its name or the beginning of it, with its unit where needed."""
    names = [(register.unit, name_of(register)) for register in registers]
    length = None if whole else SHORT_NAME
    times = Counter(name[:length].casefold() for _unit, name in names)
    for unit, name in names:
        yield name[:length] if times[name[:length].casefold()] == 1 else f"{unit}:{name}"
