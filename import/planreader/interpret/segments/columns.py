"""What a column's text looks like: by the shape of words, by what the document has shown, by width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.layout import NAMES, NOTES, SUPPORT
from planreader.interpret.segments.weights import WEIGHTS
from planreader.sources.text.words import SPACE, is_open, kind_of
from planreader.vocabulary.fold import begins_body, begins_document, fold, says_done
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.vocabulary import CONJUNCTIONS, OPEN_WORDS, REMARKS

_LIKE: Final[Mapping[str, str]] = {SUPPORT: "institutions", **dict.fromkeys(NOTES, "notes")}


def shape_score(kinds: Sequence[str], role: str, *, year: bool = False) -> float:
    """How well the look of words fits a column; budget and deadline take nothing but numbers and periods.

    ``year`` says that the only word is a bare year, which may be an amount all the same.
    """
    if role == "budget" and len(kinds) <= 3 and set(kinds) <= {"lower", "capital"}:
        return WEIGHTS.unreadable if kinds[0] == "capital" else WEIGHTS.unreadable + WEIGHTS.unreadable_small
    if role == "budget" and kinds == ["deadline"] and year:
        return WEIGHTS.year_amount
    table = WEIGHTS.shape[_LIKE.get(role, role)]
    other = WEIGHTS.foreign if role in ("budget", "deadline") else 0.0
    return sum(table.get(kind, other) for kind in kinds)


def start_score(chunk: Chunk, role: str) -> float:
    """How well a chunk begins a cell of a column."""
    first = 1 if chunk.is_listed else 0
    kind, word = chunk.kinds[first], chunk.words[first]
    if role in ("budget", "deadline"):
        return 0.0
    if names_role(chunk):
        return WEIGHTS.says_who if role in ("institutions", SUPPORT) else -WEIGHTS.says_who
    if kind in ("lower", "mark") and word[:1] not in '“"„‘«':
        return WEIGHTS.small_letter
    if role == "documents":
        if _is_count(chunk, first):
            return WEIGHTS.counted
        if says_done(chunk.words):
            return WEIGHTS.done_document
        if chunk.full and len(chunk.words) == 1 and begins_body(chunk.words):
            return WEIGHTS.short_form_first
        if chunk.kinds == ["acronym"] and not begins_document(chunk.words):
            return WEIGHTS.short_form_first if chunk.full else WEIGHTS.no_document
        if begins_document(chunk.ahead):
            return WEIGHTS.begins_document + (
                WEIGHTS.whole_document if chunk.gap == SPACE and _is_whole(chunk) else 0.0
            )
        no_reference = kind == "number" or begins_body(chunk.ahead)
        return WEIGHTS.body_as_document if no_reference else WEIGHTS.no_document
    if role in NOTES and fold(word).strip(":,") in REMARKS:
        return WEIGHTS.remark
    if role in NOTES:
        return WEIGHTS.document_as_remark if begins_document(chunk.ahead) else 0.0
    if role == "output" and set(chunk.kinds) == {"acronym"}:
        return WEIGHTS.short_form_output if chunk.full else WEIGHTS.short_form_first
    if role == "output" and len(chunk.ahead) > 2 and begins_document(chunk.ahead):
        # a document's proper name alone is no output
        titled = all(kind_of(word) == "capital" for word in chunk.ahead)
        return WEIGHTS.title_as_output if titled else WEIGHTS.document_as_output
    if role == "output" and begins_body(chunk.ahead) and _is_whole(chunk):
        return WEIGHTS.body_output
    if role == "output" and says_done(chunk.words):
        return WEIGHTS.done_output
    if role == "output":
        other = begins_document(chunk.ahead) or begins_body(chunk.ahead)
        return WEIGHTS.document_as_output if other else 0.0
    if role in NAMES:
        if kind == "dash":
            return WEIGHTS.dash_as_name
        if fold(word) in OPEN_WORDS and len(chunk.words) > 1:
            return WEIGHTS.function_word_name
        if kind == "number" or (begins_document(chunk.words) and not begins_body(chunk.ahead)):
            return WEIGHTS.document_as_name
        return WEIGHTS.body if begins_body(chunk.ahead) and not begins_document(chunk.ahead) else 0.0
    return 0.0


def _is_count(chunk: Chunk, first: int) -> bool:
    """Whether a text begins with how many there are of something: ``3 final reports``."""
    return chunk.kinds[first : first + 2] == ["number", "lower"]


def names_role(chunk: Chunk) -> bool:
    """Whether a chunk begins with the word that says who leads or supports: ``Lead: MPB``."""
    word = chunk.words[0]
    return word[-1] == ":" and bool(concepts(word) & {"institution", "support"})


def _is_whole(chunk: Chunk) -> bool:
    """Whether nothing follows on a chunk in its block."""
    return len(chunk.ahead) == len(chunk.words) - int(chunk.is_listed)


def ends_open(chunk: Chunk) -> bool:
    """Whether a cell can hardly end with this chunk."""
    return chunk.cut or (chunk.kinds[-1] != "admin" and is_open(chunk.words[-1]))


def lists_on(before: Chunk, after: Chunk) -> bool:
    """Whether one text enumerates ("a, b") and the other brings the last of it ("and c")."""
    if fold(after.words[0]) not in CONJUNCTIONS:
        return False
    commas = [n for n, word in enumerate(before.words) if word.endswith(",")]
    return bool(commas) and not any(fold(word) in CONJUNCTIONS for word in before.words[commas[-1] :])
