"""The tables that are published: the views of docs/data.md under their names, each column with its type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

VIEWS: Final = ("v_action", "v_report", "v_money", "v_change", "v_expected", "v_word")
"""What is published, under the same names: what docs/data.md promises of the views holds of the tables."""

PUBLICATION: Final = ("name", "plan", "revision", "published_at", "program", "row_count")
"""The columns of the table ``publication``: a row for each table, with the plan and the moment."""

DIGEST: Final = "row_digest"
"""The column that tells rows apart, so that only what changed is written."""

_NUMBERS: Final = frozenset(
    ("position", "revision", "cancelled", "expected", "reported", "administrative", "conflict", "in_plan",
     "percent", "year", "on_plan", "seq", "lamport", "redacted", "stands", "row_count")
)  # fmt: skip
_AMOUNTS: Final = frozenset(
    ("planned", "allocated", "capital", "recurrent", "spent", "budget_total", "amount")
)


def is_number(column: str) -> bool:
    """Return True if a column holds whole numbers."""
    return column in _NUMBERS or column.endswith("_cents")


def is_amount(column: str) -> bool:
    """Return True if a column holds amounts with decimals."""
    return column in _AMOUNTS


def typed(columns: Iterable[str], types: tuple[str, str, str]) -> str:
    """Return the columns of a table as SQL, with the ``types`` of numbers, of amounts and of text."""
    number, amount, text = types
    return ", ".join(
        f"{column} {number if is_number(column) else amount if is_amount(column) else text}"
        for column in columns
    )
