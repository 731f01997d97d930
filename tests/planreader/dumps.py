"""Text dumps cell by cell of small plans."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planreader import read
from store.plan.model import Plan

TITLE = ("Zhvillimi i regjistrit elektronik ", "të ndërtesave publike ")
CELLS: Sequence[Sequence[str]] = (
    TITLE,
    ("Regjistri funksional ",),
    ("2024-2025 ",),
    ("MPB ",),
    ("Ligji për mbrojtjen ", "e mjedisit ",),
    ("1,000 2,000 3,000 ",),
    ("Fondacioni ", "Lumina ",),
)  # fmt: skip
COLUMNS: Sequence[Sequence[str]] = (
    ("Numri ",),
    ("Veprimi ", "Rezultati i pritur ", "Afati kohor ", "Institucioni ", "udhëheqës "),
    ("Referenca në dokumente ",),
    ("Kostoja e planifikuar ",),
    ("Financuesi ",),
    ("2024 ",),
    ("2025 ",),
    ("Totali ",),
)
MEASURES: Sequence[Sequence[str]] = (
    ("Treguesit ",),
    ("Gjendja fillestare ", "(2023) "),
    ("Synimi i ", "përkohshëm (2024) "),
    ("Synimi final ", "(2025) "),
    ("Rezultati i synuar ",),
)


def blocks(cells: Sequence[Sequence[str]]) -> str:
    """Cells with an empty line behind each, their lines one below the other."""
    return "\n\n".join("\n".join(cell) for cell in cells) + "\n\n"


def dump(
    *rows: Sequence[Sequence[str]],
    head: Sequence[Sequence[str]] = COLUMNS,
    above: str = "",
    behind: str = "",
    label: str = "Objektivi i veçantë 1.1 – Shërbimet ",
) -> str:
    """The dump of a plan with one objective and these rows."""
    found = f"Objektivi strategjik 1: Qeverisja \n\n{label}\n\n{above}{blocks(head)}"
    for n, row in enumerate(rows, 1):
        found += f"1.1.{n} \n\n{blocks(row)}"
    return f"{found}Totali i objektivit specifik 1.1 \n\n{behind}"


def read_dump(folder: Path, text: str) -> Plan:
    """The plan that is read from a dump."""
    path = folder / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return read(path)
