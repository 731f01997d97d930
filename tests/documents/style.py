"""How one document looks: the choices of its ministry, drawn from a seed."""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple

ORDERS: Final = (
    ("nr", "title", "deadline", "budget", "funding", "institutions", "product", "documents"),
    ("nr", "title", "deadline", "budget", "funding", "institutions", "product", "documents"),
    ("nr", "title", "institutions", "deadline", "budget", "funding", "product", "documents"),
    ("nr", "title", "product", "deadline", "institutions", "budget", "funding", "documents"),
    ("nr", "title", "deadline", "institutions", "product", "documents", "budget", "funding"),
)
SEPARATORS: Final = (",", ",", ".", " ", "\xa0", "")


class Style(NamedTuple):
    """The choices; ``pick`` chooses a wording per label, the other fields say what they name.

    ``tables``: "one" long table, or one per "strategic" or "specific" objective. ``number``: how an objective
    is numbered, "before" its label, "dotted", "after" it, "cell" (in a cell of its own) or "bare" (no label).
    ``targets``: where a target's year stands. ``names``, ``documents``: how several entries share a cell.
    ``split``: the rows of capital and recurrent, "blank", "amounts" or "absent".
    """

    seed: int
    tables: str
    order: tuple[str, ...]
    comments: bool
    two_institution_columns: bool
    year_word: bool
    header_each: bool
    indicator_head_each: bool
    number: str
    dotted_actions: bool
    targets: str
    numbered_indicators: bool
    separator: str
    euro: str
    blank: str
    names: str
    documents: str
    split: str
    prose: bool
    abbreviations: bool
    narrow: bool
    numbers_as: str
    amounts_as_text: bool
    formulas: bool

    def pick(self, label: str, wordings: tuple[str, ...]) -> str:
        """The wording of a label, the same throughout a document."""
        return Random(f"{self.seed} {label}").choice(wordings)


def draw_style(seed: int) -> Style:
    """The style of a seed."""
    rng = Random(f"style {seed}")

    def chance(p: float) -> bool:
        return rng.random() < p

    return Style(
        seed=seed,
        tables=rng.choice(("one", "strategic", "specific")),
        order=rng.choice(ORDERS),
        comments=chance(0.35),
        two_institution_columns=chance(0.2),
        year_word=chance(0.6),
        header_each=chance(0.6),
        indicator_head_each=chance(0.3),
        number=rng.choice(("before", "before", "dotted", "after", "cell")),
        dotted_actions=chance(0.2),
        targets=rng.choice(("value (year)", "value (year)", "year (value)", "value / year lines")),
        numbered_indicators=chance(0.4),
        separator=rng.choice(SEPARATORS),
        euro=rng.choice(("", "", "", " €", "€", "€ ")),
        blank=rng.choice(("", "", "", "-", "/")),
        names=rng.choice(("paragraphs", "paragraphs", "lines", "commas")),
        documents=rng.choice(("paragraphs", "paragraphs", "lines", "semicolons")),
        split=rng.choice(("blank", "amounts", "absent")),
        prose=chance(0.75),
        abbreviations=chance(0.4),
        narrow=chance(0.25),
        numbers_as=rng.choice(("text", "text", "float", "date")),
        amounts_as_text=chance(0.3),
        formulas=chance(0.6),
    )


TEMPLATE: Final = draw_style(0)._replace(
    tables="one",
    order=ORDERS[0],
    comments=False,
    two_institution_columns=False,
    year_word=True,
    header_each=True,
    indicator_head_each=False,
    number="before",
    dotted_actions=False,
    targets="value (year)",
    numbered_indicators=False,
    separator=",",
    euro="",
    blank="",
    names="paragraphs",
    documents="paragraphs",
    split="blank",
    narrow=False,
    numbers_as="text",
    amounts_as_text=False,
)
"""The common template, as plans print it most often."""
