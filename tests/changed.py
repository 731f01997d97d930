"""Runs the tests of what has changed since main, the working tree included: ``python -m tests.changed``.

Of a module these are the tests that import it; where more than a dozen files do, those of its own folder
(``tests/store/ledger`` for ``store.ledger.…``) alone. A quick look before a commit, no proof: ``make check``
runs them all.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

ROOT: Final = Path(__file__).parents[1]
TESTS: Final = ROOT / "tests"
MANY: Final = 12
OF_FOLDERS: Final = {
    "docs": ("tests/test_documents.py", "tests/terren/test_documentation.py"),
    "language/catalogs": ("tests/language",),
    "pyproject.toml": ("tests/test_layers.py",),
}
"""Tests of what is no module."""


def changed(root: Path) -> list[str]:
    """The paths that differ from where the work left main, and those that git does not know yet."""

    def git(*arguments: str) -> list[str]:
        done = subprocess.run(("git", *arguments), cwd=root, capture_output=True, text=True, check=False)
        return done.stdout.splitlines() if done.returncode == 0 else []

    base = git("merge-base", "HEAD", "main") or ["HEAD"]
    return sorted({*git("diff", "--name-only", base[0]), *git("ls-files", "--others", "--exclude-standard")})


def module_of(path: str) -> str:
    """The module that a file is, or stands beside: ``tui.review.review`` for its ``.tcss``."""
    pure = PurePosixPath(path.removeprefix("import/"))
    parts = pure.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(source: str) -> Iterator[str]:
    """The modules that a source names in its imports, and the names that may be modules."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def chosen(paths: Iterable[str], tests: Path) -> tuple[set[Path], list[str]]:
    """The tests to run for some changed paths, and those of them for which none is known."""
    importers: dict[str, set[Path]] = {}
    for file in sorted(tests.rglob("*.py")):
        for name in imported(file.read_text(encoding="utf-8")):
            importers.setdefault(name, set()).add(file)
    found: set[Path] = set()
    unknown = []
    for path in paths:
        those = set(_of_one(path, tests, importers))
        found |= those
        if not those:
            unknown.append(path)
    return {file for file in found if not any(folder in found for folder in file.parents)}, unknown


def _of_one(path: str, tests: Path, importers: dict[str, set[Path]]) -> Iterator[Path]:
    root, file = tests.parent, tests.parent / path
    if file.name.startswith("test_") and file.suffix == ".py":
        yield from (file,) if file.exists() else ()
        return
    for folder, others in OF_FOLDERS.items():
        if path == folder or path.startswith(f"{folder}/"):
            yield from (root / one for one in others)
    if file.suffix not in (".py", ".tcss"):
        return
    module = module_of(path)
    using = {test for test in importers.get(module, ()) if test.name.startswith("test_")}
    if len(using) <= MANY:
        yield from using
        return
    room = tests.joinpath(*module.split(".")[:-1])
    yield from (test for test in using if room in test.parents)


def main() -> int:
    """The exit status of pytest; 0 where no test is known of anything that has changed."""
    found, unknown = chosen(changed(ROOT), TESTS)
    if unknown:
        sys.stderr.write(f"no test is known of: {', '.join(unknown)}\n")
    if not found:
        return 0
    names = sorted(str(path.relative_to(ROOT)) for path in found)
    sys.stderr.write(f"tests: {' '.join(names)}\n")
    status = subprocess.call(
        (sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *names), cwd=ROOT
    )
    # 5: all of them run in make soak alone
    return 0 if status == 5 else status


if __name__ == "__main__":
    sys.exit(main())
