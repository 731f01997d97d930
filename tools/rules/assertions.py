"""A test shows what it asserts: by itself, or in a helper whose name says so."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from language.build import ROOT

_ASSERTING: Final = ("assert", "check", "until", "raises", "warns", "fail")
"""How the names of what asserts begin."""


def faults(root: Path = ROOT) -> Iterator[str]:
    """Yield the tests that run something and assert nothing that is seen in them."""
    for path in sorted((root / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            if node.name.startswith("test_") and not any(map(_asserts, ast.walk(node))):
                yield f"{path.relative_to(root)}:{node.lineno}: {node.name} shows nothing that it asserts"


def _asserts(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return isinstance(node, ast.Assert)
    called = node.func
    name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
    return name.lstrip("_").startswith(_ASSERTING)
