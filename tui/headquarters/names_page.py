"""Names of the plan and their spellings, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from rich.cells import cell_len

from language import _, glyph, ngettext
from language.registers import NAMED
from store.plan.names import Group
from tui.widgets.draw import Line, cut, safe


class NameRow(NamedTuple):
    """A group with all its spellings, or one of them; ``actions`` counts those it stands on."""

    group: Group
    spellings: tuple[str, ...]
    actions: int
    is_head: bool

    @property
    def marks(self) -> frozenset[tuple[str, str]]:
        """Return what is marked with this row: spellings with their role."""
        return frozenset((self.group.role, spelling) for spelling in self.spellings)


def rows_of(groups: Iterable[Group]) -> list[NameRow]:
    """Return a row a group, and below it one a spelling where there are several or it is called otherwise."""
    rows: list[NameRow] = []
    for group in groups:
        names = tuple(name for name, _count in group.spellings)
        rows.append(NameRow(group, names, sum(count for _name, count in group.spellings), True))
        if names != (group.name,):
            rows += [NameRow(group, (name,), count, False) for name, count in group.spellings]
    return rows


def name_lines(rows: Sequence[NameRow], marked: Set[tuple[str, str]], width: int) -> list[Line]:
    """Return the rows: a mark, of what it is a name, the name, and on how many actions it stands."""
    kinds = {role: _(words) for role, words in NAMED.items()}
    room = max(map(cell_len, kinds.values()), default=0)
    return [_line(row, marked, kinds, room, width) for row in rows]


def _line(row: NameRow, marked: Set[tuple[str, str]], kinds: dict[str, str], room: int, width: int) -> Line:
    sign = glyph("•", "*") if row.marks <= marked else " "
    kind = kinds.get(row.group.role, row.group.role) if row.is_head else ""
    head = f"{sign} {kind}{' ' * (room - cell_len(kind))}  " if width >= 50 else f"{sign} {kind[:3]:3} "
    head += "" if row.is_head else "  "
    tail = "  " + ngettext("{n} action", "{n} actions", row.actions).format(n=row.actions)
    name = safe(row.group.name if row.is_head else row.spellings[0])
    shown = cut(name, max(1, width - cell_len(head) - cell_len(tail)))
    return ((head, "dim"), (shown, "strong" if row.is_head else ""), (tail, "dim"))
