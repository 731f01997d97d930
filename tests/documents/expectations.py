"""Reads and writes what an import of a document must and may notice (``*.findings.toml``)."""

from __future__ import annotations

from pathlib import Path

import tomli
import tomli_w

from tests.documents.document import Document, Expected


def write_expectations(document: Document, path: Path) -> None:
    """Write the expected and the allowed findings of a document."""
    form = {
        "expected": [{"code": e.code, "where": e.where} for e in document.expected],
        "allowed": [{"code": e.code, "where": e.where} for e in document.allowed],
    }
    path.write_text(tomli_w.dumps(form), encoding="utf-8")


def read_expectations(path: Path) -> tuple[tuple[Expected, ...], tuple[Expected, ...]]:
    """The expected and the allowed findings."""
    form = tomli.loads(path.read_text(encoding="utf-8"))
    expected, allowed = (
        tuple(Expected(entry["code"], entry["where"]) for entry in form[key])
        for key in ("expected", "allowed")
    )
    return expected, allowed
