"""The sections of a text dump that count: objectives printed again in contents and summaries left out."""

from __future__ import annotations

from collections.abc import Sequence

from planreader.interpret.dump.sections import Start
from planreader.interpret.dump.textactions import first_action
from planreader.sources.text.lines import Line
from store.db.errors import Refused


def outline(lines: Sequence[Line], starts: Sequence[Start], file: str) -> list[tuple[Start, int]]:
    """Each section with the line where it ends, in order.

    Raises Refused ``document_two_plans`` or ``document_number_twice_at`` where an objective that has actions
    begins a second time with actions.
    """
    ends = [start.line for start in starts[1:]] + [len(lines)]
    order = list(zip(starts, ends, strict=True))
    filled = [_is_filled(lines, order, n) for n in range(len(order))]
    kept: dict[tuple[str, str], int] = {}
    dropped: set[int] = set()
    for n, (start, _end) in enumerate(order):
        if start.kind not in ("strategic", "specific"):
            continue
        known = kept.get((start.kind, start.nr))
        if known is None:
            kept[start.kind, start.nr] = n
        elif not filled[n]:
            dropped.add(n)
        elif not filled[known]:
            dropped.add(known)
            kept[start.kind, start.nr] = n
        elif start.kind == "specific":
            _refuse(lines, order, n, known, file)
        else:
            dropped.add(n)
    return [section for n, section in enumerate(order) if n not in dropped]


def _is_filled(lines: Sequence[Line], order: Sequence[tuple[Start, int]], at: int) -> bool:
    """Whether an objective has actions, of its own or in those below it."""
    start, end = order[at]
    if start.kind == "specific":
        return first_action(lines, start, end) is not None
    if start.kind != "strategic":
        return False
    for n in range(at + 1, len(order)):
        if order[n][0].kind == "strategic":
            return False
        if order[n][0].kind == "specific" and first_action(lines, *order[n]) is not None:
            return True
    return False


def _refuse(
    lines: Sequence[Line], order: Sequence[tuple[Start, int]], at: int, known: int, file: str
) -> None:
    start, first = order[at][0], order[known][0]
    specific = next(section[0] for section in order if section[0].kind == "specific")
    figures = {
        "file": file,
        "number": start.nr,
        "place": lines[start.line].place,
        "first": lines[first.line].place,
    }
    raise Refused("document_two_plans" if start.nr == specific.nr else "document_number_twice_at", **figures)
