"""Reads and writes what an import of a document must and may notice (``*.findings.toml``)."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

import tomli
import tomli_w

from tests.documents.document import Document, Expected

_CODES: Final = {
    "funding": "funding_blank",
    "institutions": "institutions_blank",
    "lead": "institutions_blank",
    "product": "output_blank",
    "documents": "documents_blank",
}


def write_expectations(document: Document, path: Path, untold: Collection[tuple[str, str]] = ()) -> None:
    """Write the expected and the allowed findings of a document.

    ``untold`` are the blank cells, by number and column, of which its cell-by-cell dump shows nothing: the
    findings on these stand a second time, since no reader can be sure of them there.
    """
    blank = {Expected(_CODES[role], nr) for nr, role in untold if role in _CODES}
    form = {
        "expected": [{"code": e.code, "where": e.where} for e in document.expected],
        "allowed": [{"code": e.code, "where": e.where} for e in document.allowed],
        "untold": [{"code": e.code, "where": e.where} for e in document.expected if e in blank],
    }
    path.write_text(tomli_w.dumps(form), encoding="utf-8")


def read_untold(path: Path) -> frozenset[Expected]:
    """The expected findings of which the cell-by-cell dump shows nothing."""
    form = tomli.loads(path.read_text(encoding="utf-8"))
    return frozenset(Expected(entry["code"], entry["where"]) for entry in form.get("untold", ()))


def read_expectations(path: Path) -> tuple[tuple[Expected, ...], tuple[Expected, ...]]:
    """The expected and the allowed findings."""
    form = tomli.loads(path.read_text(encoding="utf-8"))
    expected, allowed = (
        tuple(Expected(entry["code"], entry["where"]) for entry in form[key])
        for key in ("expected", "allowed")
    )
    return expected, allowed
