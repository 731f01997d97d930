"""The action rows of a text dump: pieces put under columns, and again by what the first pass has shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import add
from typing import Final

from planreader.interpret.dump.columns import Layout, place_pieces
from planreader.interpret.dump.learned import Learned, Widths
from planreader.interpret.dump.names import part_names
from planreader.interpret.dump.pieces import FIGURES, Piece, amounts_of, pieces_of, place_of
from planreader.interpret.dump.sections import DumpSection
from planreader.sources.form import Part, Tokens
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.text.lines import BLOCK, WRAP
from planreader.sources.text.words import SPACE
from planreader.vocabulary import money

_PASSES: Final = 2
_LONGEST_PAGE: Final = 3
"""Digits of a page's number."""


def action_rows(actions: Sequence[DumpSection], layout: Layout, kinds: Mapping[str, str]) -> list[GridRow]:
    """Return the rows of a grid for actions; ``kinds`` as in ``part_names``."""
    roles = tuple(layout.edges)
    tables: dict[str, list[Piece]] = defaultdict(list)
    for action in actions:
        action.pieces = pieces_of(action.lines, action.skip)
        tables[action.parent] += action.pieces
    pieces = [piece for action in actions for piece in action.pieces]
    for piece in pieces:
        piece.shown = [0.0] * len(roles)
    for turn in range(_PASSES):
        if turn:
            learned, every = Learned(roles, pieces), Widths(roles, pieces)
            for own in tables.values():
                widths = Widths(roles, own, every)
                for piece in own:
                    piece.shown = list(map(add, learned.scores(piece), widths.scores(piece)))
        for action in actions:
            place_pieces(roles, action.pieces, blank_end=action.blank_end)
        if ("funding", "institutions") in pairwise(roles):
            part_names([action.pieces for action in actions], kinds)
    if ("budget", "funding") in pairwise(roles):
        for action in actions:
            _pay_last(action.pieces, layout)
    return [_row(action, layout) for action in actions]


def _row(action: DumpSection, layout: Layout) -> GridRow:
    parts: dict[str, list[Part]] = defaultdict(list)
    own: dict[str, list[Piece]] = defaultdict(list)
    doubts: dict[str, str] = {}
    before = ""
    for n, piece in enumerate(action.pieces):
        role, is_alone = piece.role, piece.text == piece.lines[0].text
        is_last = n == len(action.pieces) - 1
        if (
            role not in FIGURES
            and is_alone
            and (piece.kinds == ["dash"] or (n and is_last and _is_page(piece)))
        ):
            continue
        own[role].append(piece)
        if piece.gap == SPACE and before == role:
            last = parts[role][-1]
            parts[role][-1] = last._replace(text=f"{last.text} {piece.text}")
        else:
            gap = WRAP if piece.page and before != role else piece.gap
            parts[role].append(Part(piece.text, max(gap, WRAP)))
        if before not in ("", role) and (doubt := _doubt(piece, before)):
            doubts[role] = doubt
            doubts.setdefault(before, doubt)
        before = role
    where = place_of(action.lines)
    cells = [GridCell(*layout.number, (Part(action.nr),), where)]
    for role, edges in layout.edges.items():
        if role == "budget":
            tokens = _whole_years(amounts_of(own[role]), layout)
            texts = tuple(map(Part, tokens.texts))
            cells.append(GridCell(*edges, texts, tokens.place or where, tokens=tokens))
        elif role in parts:
            lines = [line for piece in own[role] for line in piece.lines]
            cells.append(GridCell(*edges, tuple(parts[role]), place_of(lines), reason=doubts.get(role, "")))
    return GridRow(tuple(sorted(cells, key=lambda cell: cell.left)), where, 1)


def _pay_last(pieces: Sequence[Piece], layout: Layout) -> None:
    """Take administrative cost behind the amount of the last year for the source of funding."""
    amounts = [piece for piece in pieces if piece.role == "budget" and piece.kinds[0] != "currency"]
    if len(amounts) > layout.years and amounts[-1].kinds[0] == "admin":
        roles = list(layout.edges)
        for piece in pieces:
            if piece.role == "funding":
                piece.role = roles[roles.index("funding") + 1]
        amounts[-1].role = "funding"


def _whole_years(tokens: Tokens, layout: Layout) -> Tokens:
    """Return the amounts of the years without their sum, which a column of its own prints behind them."""
    amounts = [money.amount(text) or 0 for text in tokens.texts]
    summed = len(amounts) > 1 and amounts[-1] > 0 and amounts[-1] == sum(amounts[:-1])
    if not layout.sums or not (summed or len(amounts) == layout.years):
        return tokens
    return tokens._replace(texts=tokens.texts[:-1])


def _is_page(piece: Piece) -> bool:
    """Return whether a piece is a page's number: no text ends with a number behind an empty line."""
    return piece.kinds == ["number"] and len(piece.text) <= _LONGEST_PAGE and piece.gap >= BLOCK


def _doubt(piece: Piece, before: str) -> str:
    """Return why the edge between two cells is not certain, or nothing where it is."""
    if piece.page:
        return f"page_break:line={piece.lines[0].first}"
    if FIGURES & {before, piece.role}:
        return ""
    where = {SPACE: "parted_in_line", WRAP: "parted_in_block"}.get(piece.gap)
    return f"{where}:line={piece.lines[0].first}" if where else ""
