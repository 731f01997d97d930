"""What a column's text looks like, and what going from one column to another costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from planreader.interpret.segments.chunks import Chunk
from planreader.interpret.segments.layout import FIGURES, NOTES
from planreader.interpret.segments.weights import WEIGHTS
from planreader.sources.text.lines import BLOCK
from planreader.sources.text.words import SPACE
from planreader.vocabulary.deadlinewords import is_said_of_years
from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import CONJUNCTIONS

_LIKE: Final[Mapping[str, str]] = dict.fromkeys(NOTES, "notes")


def shape_scores(chunk: Chunk, roles: tuple[str, ...]) -> list[float]:
    """How well the look of words fits each column; budget and deadline take but numbers and periods."""
    found = list(_of_kinds(tuple(chunk.kinds), roles))
    if "budget" in roles and len(chunk.kinds) <= 3 and {"lower", "capital"}.issuperset(chunk.kinds):
        found[roles.index("budget")] = WEIGHTS.unreadable
    return found


@cache
def _of_kinds(kinds: tuple[str, ...], roles: tuple[str, ...]) -> list[float]:
    """What words of these kinds are worth in each column."""
    found: list[float] = []
    for role in roles:
        shape, other = WEIGHTS.shape[_LIKE.get(role, role)], WEIGHTS.foreign if role in FIGURES else 0.0
        found.append(sum(shape.get(kind, other) for kind in kinds))
    return found


def start_scores(chunk: Chunk, roles: Sequence[str]) -> list[float]:
    """How well a chunk begins a cell of each column."""
    if chunk.kinds[0] in ("lower", "mark") and chunk.words[0][:1] not in '“"„‘«':
        return [0.0 if role in FIGURES else WEIGHTS.small_letter for role in roles]
    told = {"documents": _begins_reference(chunk), "output": _begins_output(chunk)}
    return [told.get(role, 0.0) for role in roles]


def stay_scores(
    chunks: Sequence[Chunk], index: int, roles: Sequence[str], begun: Sequence[float]
) -> list[float]:
    """What a chunk gains by staying in the column of the one before; ``begun`` is how well it begins each."""
    chunk, before = chunks[index], chunks[index - 1]
    if index and chunk.gap >= BLOCK and not before.ends_open:
        # another reference on a line of its own
        return [score if role == "documents" else 0.0 for role, score in zip(roles, begun, strict=True)]
    if index and chunk.gap < BLOCK and chunk.kinds[0] == "deadline" and is_said_of_years(before.words[-1]):
        return [0.0 if role in FIGURES else WEIGHTS.of_year for role in roles]
    return [0.0] * len(roles)


def _begins_reference(chunk: Chunk) -> float:
    if chunk.cites:
        return WEIGHTS.begins_document
    strange = chunk.kinds[0] == "number" or chunk.names_body
    return WEIGHTS.no_reference if strange else WEIGHTS.no_document


def _begins_output(chunk: Chunk) -> float:
    if set(chunk.kinds) == {"acronym"}:
        return WEIGHTS.short_form
    return WEIGHTS.document_as_output if chunk.cites or chunk.names_body else 0.0


def lists_on(before: Chunk, after: Chunk) -> bool:
    """Whether one text enumerates ("a, b") and the other brings the last of it ("and c")."""
    if fold(after.words[0]) not in CONJUNCTIONS:
        return False
    commas = [n for n, word in enumerate(before.words) if word.endswith(",")]
    return bool(commas) and not any(fold(word) in CONJUNCTIONS for word in before.words[commas[-1] :])


NEVER: Final = -1e9
_LISTS: Final = frozenset({"funding", "institutions", "documents"})


class Step(NamedTuple):
    """What going over a gap costs: staying in each column, beginning each behind text, and behind figures."""

    stay: list[float]
    text: list[float]
    figures: float


def step(columns: Sequence[str], gap: int, *, opened: bool) -> Step:
    """The costs of a gap; ``opened`` says that an empty line stands above: cells of one line share theirs."""
    numeric = WEIGHTS.move_numeric[gap]
    move = WEIGHTS.move_shared if opened and gap == SPACE else WEIGHTS.move[gap]
    return Step(
        [(WEIGHTS.stay_list if role in _LISTS else WEIGHTS.stay)[gap] for role in columns],
        [numeric if role == "budget" else move for role in columns],
        numeric,
    )


class Context(NamedTuple):
    """What is known where a part of a row begins, at its head or behind a page's end.

    ``skips`` adds up what it costs to leave out the columns before each, those at none that an earlier page
    filled. ``done`` is the last chunk of each column so far, ``last`` the last role, ``is_end`` says that
    the row ends with the part.
    """

    skips: Sequence[float]
    done: Mapping[str, Chunk]
    last: str | None
    is_end: bool

    def opened(self, chunk: Chunk, before: Chunk) -> float:
        """What it costs to end a cell in mid-sentence; a page's end does that anywhere."""
        cut = chunk.gap >= BLOCK and (before.cut or not self.is_end)
        return 0.0 if cut or not before.ends_open else WEIGHTS.open_end

    def starts(self, chunk: Chunk, roles: Sequence[str], begun: list[float]) -> list[float]:
        """What it costs to begin each column, or after a page's end to go on with it.

        ``begun`` is how well the chunk begins a cell of each.
        """
        if self.last is None:
            return begun
        return [self._start(chunk, role, score) for role, score in zip(roles, begun, strict=True)]

    def _start(self, chunk: Chunk, role: str, begun: float) -> float:
        before = self.done.get(role)
        if before is None:
            return begun
        if role in FIGURES:
            return NEVER
        return WEIGHTS.open_resumed if before.ends_open or lists_on(before, chunk) else 0.0

    def heads(self, columns: Sequence[str], starts: Sequence[float]) -> list[float]:
        """What it costs to begin a part of a row in each column, by what ``starts`` say of each."""
        if self.last is None:
            return list(self.skips[:-1])
        last = max(n for n, role in enumerate(columns) if role == self.last)
        heads = [NEVER] * len(columns)
        for n, role in enumerate(columns):
            if role in self.done:
                heads[n] = starts[n] + (WEIGHTS.last_resumed if role == self.last else 0.0)
            elif n > last:
                heads[n] = starts[n] + self.skips[n] - self.skips[last + 1]
        return heads
