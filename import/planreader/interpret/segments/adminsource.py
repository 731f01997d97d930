"""Administrative cost that stands in place of the source of funding, right behind the cells of the budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.learned import Learned, keys_of
from planreader.interpret.segments.weights import WEIGHTS
from planreader.sources.text.words import kind_of
from planreader.vocabulary.deadlines import read_deadline


def admin_as_source(
    chunks: Sequence[Chunk],
    labels: list[str],
    roles: Sequence[str],
    years: int,
    learned: Learned,
    kinds: Mapping[str, str],
) -> list[str]:
    """The roles of a row's chunks, with the last administrative cost as source of funding where it is one.

    The deadline then has one year less than there are cells with money, and what was taken for the source
    mostly stands in another column, or is a short form that nobody knows as a source (``kinds``); or none is
    printed, and no dash stands for it.
    """
    money = [n for n, role in enumerate(labels) if role == "budget" and chunks[n].kinds[0] != "currency"]
    if len(money) < 2 or chunks[money[-1]].kinds[0] != "admin" or not _beyond(chunks, labels, money):
        return labels
    named = [n for n, role in enumerate(labels) if role == "funding"]
    after = roles[roles.index("funding") + 1] if "funding" in roles[:-1] else ""
    if any(n < money[-1] or chunks[n].page for n in named) or (named and not after):
        return labels
    words = _words(chunks, named)
    strange = bool(named) and all(_is_strange(word, kinds) for word in words)
    told = dict(zip(roles, learned.scores(words, "funding"), strict=True)) if named else {}
    leans = told["funding"] - told[after] if named else 0.0
    if leans > (WEIGHTS.source_strange if strange else WEIGHTS.source_clear):
        return labels
    shown = len(money) + sum(chunks[n].extra + chunks[n].behind for n in money)
    dashed = any(chunks[n].kinds[0] == "dash" for n in money)
    if shown != years + 1 and ((named and not strange) or dashed):
        return labels
    moved = list(labels)
    for n in named:
        moved[n] = after
    moved[money[-1]] = "funding"
    return moved


def _words(chunks: Sequence[Chunk], members: Sequence[int]) -> list[str]:
    return [word for n in members for word in chunks[n].words]


def _is_strange(word: str, kinds: Mapping[str, str]) -> bool:
    """Whether a word is a short form that is not known as a source."""
    return kind_of(word) == "acronym" and all(kinds.get(key) != "source" for key in keys_of(word))


def _beyond(chunks: Sequence[Chunk], labels: Sequence[str], money: Sequence[int]) -> bool:
    """Whether a row has one cell with money more than its deadline has years."""
    due = " ".join(chunk.text for chunk, role in zip(chunks, labels, strict=True) if role == "deadline")
    deadline = read_deadline(due).deadline
    if deadline.start is None or deadline.end is None:
        return False
    filled = sum(chunks[n].kinds[0] != "dash" for n in money)
    return filled == deadline.end - deadline.start + 2
