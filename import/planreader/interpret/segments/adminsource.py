"""Administrative cost that stands in place of the source of funding, right behind the cells of the budget."""

from __future__ import annotations

from collections.abc import Sequence

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.learned import Learned
from planreader.vocabulary.deadlines import read_deadline


def admin_as_source(
    chunks: Sequence[Chunk], labels: list[str], roles: Sequence[str], learned: Learned
) -> list[str]:
    """The roles of a row's chunks, with the last administrative cost as source of funding where it is one.

    The deadline then has one year less than there are cells with money, and what was taken for the source
    mostly stands in the next column, or there is none.
    """
    money = [n for n, role in enumerate(labels) if role == "budget" and chunks[n].kinds[0] != "currency"]
    if len(money) < 2 or chunks[money[-1]].kinds[0] != "admin" or not _is_beyond(chunks, labels, money):
        return labels
    named = [n for n, role in enumerate(labels) if role == "funding"]
    after = roles[roles.index("funding") + 1 :][:1]
    if named:
        words = [word for n in named for word in chunks[n].words]
        told = dict(zip(roles, learned.scores(words, "funding"), strict=True))
        if not after or named[0] < money[-1] or told["funding"] > told[after[0]]:
            return labels
    moved = list(labels)
    for n in named:
        moved[n] = after[0]
    moved[money[-1]] = "funding"
    return moved


def _is_beyond(chunks: Sequence[Chunk], labels: Sequence[str], money: Sequence[int]) -> bool:
    """Whether a row has one cell with money more than its deadline has years."""
    due = " ".join(chunk.text for chunk, role in zip(chunks, labels, strict=True) if role == "deadline")
    deadline = read_deadline(due).deadline
    if deadline.start is None or deadline.end is None:
        return False
    filled = sum(chunks[n].kinds[0] != "dash" for n in money)
    return filled == deadline.end - deadline.start + 2
