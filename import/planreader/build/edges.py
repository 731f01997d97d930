"""Edges of cells of a dump, drawn anew where a name is known from elsewhere in the document.

A dump whose columns share a line does not tell where one cell ends and the next begins. A name that stands in
one column elsewhere, within a list where no edge can have cut it, tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple

from planreader.build.mendednames import mended
from planreader.sources.text.words import is_open, kind_of
from planreader.vocabulary.fold import fold
from store.plan.model import Action, Plan, Provenance

KNOWN_ELSEWHERE: Final = "name_elsewhere"
LISTS: Final = ("funding", "institutions", "documents")
_FIELDS: Final = {"title": "title", "output": "outputs", **{role: role for role in LISTS}}
_FEW: Final = 2
_MANY: Final = 3
_OFTENER: Final = 2
"""How much oftener a name stands in the other column, before it is moved there."""
_ROUNDS: Final = 2
_LONGEST: Final = 14
"""Words of a name."""


class _Edge(NamedTuple):
    """The entries of two cells beside each other; of a text, or of the output at the edge, its words."""

    left: tuple[str, ...]
    right: tuple[str, ...]


class _Column:
    """The names of a column: how often each stands in it, and how often not at one of its edges."""

    def __init__(self, cells: Sequence[tuple[str, ...]], known: Collection[str] = ()) -> None:
        self._all = Counter(fold(name) for cell in cells for name in cell)
        self._all.update({fold(name): _MANY for name in known if " " in name})
        self._known = frozenset(map(fold, known))
        self._first = Counter(fold(cell[0]) for cell in cells if cell)
        self._last = Counter(fold(cell[-1]) for cell in cells if cell)

    def count(self, name: str) -> int:
        """How often a name stands in the column."""
        return self._all[fold(name)]

    def owns(self, name: str) -> bool:
        """Whether it is known as a name of this column, whatever the document says."""
        return fold(name) in self._known

    def within(self, name: str, *, right: bool) -> int:
        """How often it stands there and is not the first, or for ``right`` not the last."""
        return self._all[fold(name)] - (self._last if right else self._first)[fold(name)]


def with_known_edges(
    plan: Plan, roles: Sequence[str], known: Mapping[str, Collection[str]] = MappingProxyType({})
) -> tuple[Plan, dict[str, Provenance]]:
    """A plan whose columns have this order, names moved to the cell that they belong to.

    ``known`` are names that may stand in a column. What was moved is returned by the path of its field,
    inferred.
    """
    actions = _with_mended(list(plan.actions()))
    moved: dict[str, Provenance] = {}
    for left, right in pairwise(roles):
        if left != right and {left, right} <= _FIELDS.keys() and {left, right} & set(LISTS):
            columns = [
                _Column([_cell(action, role, right=role == right) for action in actions], known.get(role, ()))
                for role in (left, right)
            ]
            actions = list(_settled(actions, left, right, columns, plan.provenance, moved))
    found = iter(actions)
    objectives = tuple(
        strategic._replace(
            specific_objectives=tuple(
                specific._replace(actions=tuple(next(found) for _ in specific.actions))
                for specific in strategic.specific_objectives
            )
        )
        for strategic in plan.strategic_objectives
    )
    return plan._replace(strategic_objectives=objectives), moved


def _with_mended(actions: Sequence[Action]) -> list[Action]:
    found = list(actions)
    for role in LISTS:
        lists = mended([_cell(action, role) for action in found], cited=role == "documents")
        found = [_with(action, role, names) for action, names in zip(found, lists, strict=True)]
    return found


def _settled(
    actions: Sequence[Action],
    left: str,
    right: str,
    columns: Sequence[_Column],
    provenance: Mapping[str, Provenance],
    moved: dict[str, Provenance],
) -> Iterator[Action]:
    outputs = Counter(_pattern(output) for action in actions for output in action.outputs)
    for action in actions:
        edge = found = _Edge(_cell(action, left), _cell(action, right, right=True))
        for _ in range(_ROUNDS):
            found = _moved(found, left, right, columns, outputs) or found
        if found == edge:
            yield action
            continue
        for role in (left, right):
            path = f"{action.nr}/{_FIELDS[role]}"
            known = provenance.get(path)
            moved[path] = Provenance(known.place if known else "", False, KNOWN_ELSEWHERE)
        yield _with(_with(action, left, found.left), right, found.right, right=True)


def _cell(action: Action, role: str, *, right: bool = False) -> tuple[str, ...]:
    if role in LISTS:
        return tuple(getattr(action, role))
    texts = (action.title,) if role == "title" else action.outputs or ("",)
    return tuple(texts[0 if right else -1].split())


def _with(action: Action, role: str, entries: tuple[str, ...], *, right: bool = False) -> Action:
    text = " ".join(entries)
    match role:
        case "funding":
            return action._replace(funding=entries)
        case "institutions":
            return action._replace(institutions=entries)
        case "documents":
            return action._replace(documents=entries)
        case "title":
            return action._replace(title=text)
        case _:
            before, behind = ((), action.outputs[1:]) if right else (action.outputs[:-1], ())
            return action._replace(outputs=(*before, *((text,) if text else ()), *behind))


def _moved(
    edge: _Edge, left: str, right: str, columns: Sequence[_Column], outputs: Counter[str]
) -> _Edge | None:
    if left in LISTS and right in LISTS:
        return _between_lists(edge, *columns)
    if left in LISTS:
        found = _before_text(edge, columns[0])
        return found or (_swallowed(edge, columns[0], outputs) if right == "output" else None)
    return _behind_text(edge, columns[1], outputs, left, right)


def _between_lists(edge: _Edge, first: _Column, second: _Column) -> _Edge | None:
    last, begin = edge.left[-1:], edge.right[:1]
    settled = (
        bool(last and begin) and first.within(last[0], right=True) and second.within(begin[0], right=False)
    )
    if settled:
        return None
    return (
        _word_moved(edge, first, second) or _parted(edge, first, second) or _whole_moved(edge, first, second)
    )


def _word_moved(edge: _Edge, first: _Column, second: _Column) -> _Edge | None:
    """The edge some words further on: both names are known then, and the one before it was cut."""
    if not edge.left or not edge.right:
        return None
    head, tail = edge.left[-1].split(), edge.right[0].split()
    words = [*head, *tail]
    for at in range(len(words)):
        if at == len(head):
            continue
        name, begin = " ".join(words[:at]), " ".join(words[at:])
        cut = edge.right[0] if at < len(head) else edge.left[-1]
        column = second if at < len(head) else first
        whole = begin if at < len(head) else name
        right = column is first
        told = column.within(whole, right=right) or column.count(whole) >= _MANY
        if not told or column.within(cut, right=right) or column.count(cut) > column.count(whole) * _MANY:
            continue
        if at and first.count(name) and (second.count(begin) or at < len(head)):
            return _Edge((*edge.left[:-1], name), (begin, *edge.right[1:]))
        if not at and len(edge.left) > 1:
            return _Edge(edge.left[:-1], (begin, *edge.right[1:]))
    return None


def _parted(edge: _Edge, first: _Column, second: _Column) -> _Edge | None:
    """A name that is two: the first known before the edge, the other behind it."""
    for name, column, right in ((edge.left[-1:], first, True), (edge.right[:1], second, False)):
        words = name[0].split() if name else []
        if column.within(name[0], right=right) if name else True:
            continue
        for at in range(1, len(words)):
            one, other = " ".join(words[:at]), " ".join(words[at:])
            if first.count(one) < max(_FEW, column.count(name[0]) + 1) or not _tells(
                second, other, right=False
            ):
                continue
            left = (*edge.left[:-1], one) if right else (*edge.left, one)
            return _Edge(left, (other, *(edge.right if right else edge.right[1:])))
    return None


def _whole_moved(edge: _Edge, first: _Column, second: _Column) -> _Edge | None:
    """A name that stands in the other column elsewhere, and here only at the edge."""
    if len(edge.left) > 1:
        last = edge.left[-1]
        elsewhere = second.within(last, right=False) and not first.within(last, right=True)
        oftener = second.count(last) >= _OFTENER * first.count(last)
        if elsewhere and oftener and not first.owns(last):
            return _Edge(edge.left[:-1], (last, *edge.right))
    if len(edge.right) > 1:
        begin = edge.right[0]
        strange = not second.within(begin, right=False) and not second.owns(begin)
        if strange and first.count(begin) >= _OFTENER * second.count(begin):
            return _Edge((*edge.left, begin), edge.right[1:])
    return None


def _before_text(edge: _Edge, names: _Column) -> _Edge | None:
    """A name of the list at the beginning of the text behind it, or the rest of one."""
    words = edge.right
    for size in range(min(_LONGEST, len(words) - 2), 0, -1):
        name, after = " ".join(words[:size]), words[size]
        if edge.left and fold(edge.left[-1] + " " + name) != fold(name):
            whole = f"{edge.left[-1]} {name}"
            if _tells(names, whole, right=True) and not names.within(edge.left[-1], right=True):
                return _Edge((*edge.left[:-1], whole), words[size:])
        begins = after[:1].isupper() or after[:1].isdigit()
        enough = _FEW if size > 1 else _MANY
        if begins and names.count(name) >= enough and name[:1].isupper() and name not in edge.left:
            return _Edge((*edge.left, name), words[size:])
    return None


def _swallowed(edge: _Edge, names: _Column, outputs: Counter[str]) -> _Edge | None:
    """An output that stands elsewhere as well, at the end of the list before it."""
    if edge.right or not edge.left:
        return None
    words = edge.left[-1].split()
    for at in range(len(words) - 1):
        name, text = " ".join(words[:at]), words[at:]
        whole = (len(edge.left) > 1 and not at) or bool(name and names.count(name))
        if whole and outputs[_pattern(" ".join(text))]:
            return _Edge((*edge.left[:-1], *((name,) if name else ())), tuple(text))
    return None


def _behind_text(edge: _Edge, names: _Column, outputs: Counter[str], left: str, right: str) -> _Edge | None:
    """A name of the list at the end of the text before it, or the beginning of one."""
    words = edge.left
    if right == "institutions" and len(words) > 2 and _is_lead(words, names) and words[-1] not in edge.right:
        return _Edge(words[:-1], (words[-1], *edge.right))
    if not edge.right:
        return None
    begin = edge.right[0]
    for size in range(min(_LONGEST, len(words) - 2), 0, -1):
        name, before = " ".join(words[-size:]), words[-size - 1]
        if is_open(before) or not name[:1].isalnum():
            continue
        whole = f"{name} {begin}"
        if _tells(names, whole, right=False) and not names.within(begin, right=False):
            return _Edge(words[:-size], (whole, *edge.right[1:]))
        rest = _pattern(" ".join(words[:-size]))
        cites = (left, right) == ("output", "documents")
        if cites and size > 1 and names.count(name) and outputs[rest] and name not in edge.right:
            return _Edge(words[:-size], (name, *edge.right))
    return None


def _is_lead(words: Sequence[str], names: _Column) -> bool:
    """Whether a text ends with the short form of who often leads, and no word before asks for it."""
    return kind_of(words[-1]) == "acronym" and names.count(words[-1]) >= _MANY and not is_open(words[-2])


def _tells(names: _Column, name: str, *, right: bool) -> bool:
    return names.within(name, right=right) > 0 or names.count(name) >= _FEW


def _pattern(text: str) -> str:
    """A text whatever the numbers in it are."""
    return "".join("#" if c.isdigit() else c for c in fold(text)).replace("##", "#")
