"""The shape of a language's made-up vocabulary."""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """A policy field: its short name and things that actions are about."""

    short: str
    objects: tuple[str, ...]


class Words(NamedTuple):
    """Phrases with placeholders ``{n}``, ``{object}``, ``{first}`` … that the generator fills."""

    openers: tuple[str, ...]
    tails: tuple[str, ...]
    clauses: tuple[str, ...]
    objective_openers: tuple[str, ...]
    indicators: tuple[str, ...]
    results: tuple[str, ...]
    products: tuple[str, ...]
    second_products: tuple[str, ...]
    documents: tuple[str, ...]
    institutions: tuple[str, ...]
    donors: tuple[str, ...]
    budget_source: str
    comments: tuple[str, ...]
    prose_before: tuple[str, ...]
    prose_after: tuple[str, ...]
    plan_title: str
    plan_title_one: str
    fields: tuple[Field, ...]
