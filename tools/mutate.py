"""Plants small mistakes in the source and says how many the tests notice: ``make mutate``.

``python -m tools.mutate --package report --sample 20 --seed 7`` draws twenty places of a package, the same
for the same seed and source. Each mistake is planted alone, in a copy of the checkout: a comparison or a
condition turned round, a number one larger, a plus for a minus, a call left out, a loop left where it should
go on. First the tests run that import the module, or those of its folder; where they notice nothing, all of
its package. Some mistakes change nothing that anybody could notice: whoever reads the list of those that
survived says which.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

from language.build import ROOT, ROOTS
from tests.changed import chosen

PACKAGES: Final = {Path(name).name: name for name in ROOTS}
PAIRS: Final = (
    *((ast.Eq, ast.NotEq), (ast.In, ast.NotIn), (ast.Is, ast.IsNot), (ast.Lt, ast.LtE), (ast.Gt, ast.GtE)),
    *((ast.And, ast.Or), (ast.Add, ast.Sub), (ast.Mult, ast.FloorDiv)),
)
OPPOSITES: Final[dict[type[ast.AST], Any]] = {
    operator: other for pair in PAIRS for operator, other in (pair, pair[::-1])
}
"""What stands in the place of an operator."""


class Mutant(NamedTuple):
    """A place of the source, and what is planted there."""

    path: str
    line: int
    start: int
    end: int
    planted: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {' '.join(self.planted.split())}"


def mutants(path: str, source: str) -> Iterator[Mutant]:
    """Yield every mistake that can be planted in a module."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    tree = ast.parse(source)
    left_out = {
        id(below)
        for node in ast.walk(tree)
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if part is not None
        for below in ast.walk(part)
    }
    for node in ast.walk(tree):
        if id(node) not in left_out and isinstance(node, ast.expr | ast.stmt):
            for planted in _planted(node):
                assert node.end_lineno is not None and node.end_col_offset is not None
                start, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1]
                yield Mutant(path, node.lineno, start, end + node.end_col_offset, planted)


def _planted(node: ast.expr | ast.stmt) -> Iterator[str]:
    """Yield what may stand in the place of an expression or a statement."""
    match node:
        case ast.Compare(left, [operator], comparators) if type(operator) in OPPOSITES:
            yield f"({ast.unparse(ast.Compare(left, [OPPOSITES[type(operator)]()], comparators))})"
        case ast.BoolOp(operator, values):
            yield f"({ast.unparse(ast.BoolOp(OPPOSITES[type(operator)](), values))})"
        case ast.BinOp(left, operator, right) if type(operator) in OPPOSITES and not _is_text(left, right):
            yield f"({ast.unparse(ast.BinOp(left, OPPOSITES[type(operator)](), right))})"
        case ast.UnaryOp(ast.Not(), operand):
            yield f"({ast.unparse(operand)})"
        case ast.IfExp(test, body, orelse):
            yield f"({ast.unparse(ast.IfExp(ast.UnaryOp(ast.Not(), test), body, orelse))})"
        case ast.Constant(bool(value)):
            yield str(not value)
        case ast.Constant(int(value)):
            yield str(value + 1)
        case ast.Continue() | ast.Break():
            yield "break" if isinstance(node, ast.Continue) else "continue"
        case ast.Expr(value=ast.Call()):
            yield "pass"


def _is_text(*parts: ast.expr) -> bool:
    return any(
        isinstance(part, ast.JoinedStr) or isinstance(getattr(part, "value", None), str) for part in parts
    )


class Copy:
    """A copy of the checkout in which mistakes are planted, one at a time."""

    def __init__(self, root: Path) -> None:
        self.root, self._clock = root, 0
        listed = subprocess.run(
            ("git", "ls-files", "-z"), cwd=ROOT, capture_output=True, text=True, check=True
        )
        for name in (*listed.stdout.split("\0"), "plan.db"):
            if name and (ROOT / name).is_file():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, root / name)

    def write(self, path: str, source: bytes) -> None:
        """Write a module, later than any compiled form of it."""
        self._clock += 10
        (self.root / path).write_bytes(source)
        moment = (ROOT / path).stat().st_mtime + self._clock
        os.utime(self.root / path, (moment, moment))

    def fails(self, tests: Sequence[str], seconds: float) -> list[str] | None:
        """Return the first test that fails, none where it took too long; None where all pass."""
        try:
            done = subprocess.run(
                (sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", *tests),
                cwd=self.root,
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join((str(self.root), str(self.root / "import"))),
                },
                capture_output=True,
                text=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return []
        if done.returncode in (0, 5):
            return None
        return re.findall(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)[:1]


def is_noticed(copy: Copy, mutant: Mutant, *, narrow: bool, seconds: float) -> bool:
    """Return True if a test fails with a mistake that passes without it."""
    source = (ROOT / mutant.path).read_bytes()
    reaching, _unknown = chosen([mutant.path], copy.root / "tests")
    package = next(name for name, root in PACKAGES.items() if mutant.path.startswith(f"{root}/"))
    # what is imported late has tests that call it: those of its folder
    folder = Path("tests", package, Path(mutant.path).parent.name)
    near = [str(folder)] if (copy.root / folder).is_dir() else [f"tests/{package}"]
    stages = [sorted(str(path.relative_to(copy.root)) for path in reaching) or near]
    stages += [] if narrow else [[f"tests/{package}"]]
    for tests in stages:
        copy.write(mutant.path, source[: mutant.start] + mutant.planted.encode() + source[mutant.end :])
        failed = copy.fails(tests, seconds)
        copy.write(mutant.path, source)
        if failed is not None and (not failed or copy.fails([failed[0].partition("[")[0]], seconds) is None):
            return True
    return False


def main() -> int:
    """Print each mistake that survives, then the share of those that were noticed by package."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--package", action="append", choices=PACKAGES, help="all of them without")
    parser.add_argument("--sample", type=int, default=20, help="mistakes a package")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--narrow", action="store_true", help="only the tests that import the module, or those of its folder"
    )
    parser.add_argument("--seconds", type=float, default=600, help="after which a run counts as endless")
    options = parser.parse_args()
    scores = []
    with TemporaryDirectory() as folder:
        copy = Copy(Path(folder))
        for package in options.package or PACKAGES:
            every = [
                mutant
                for path in sorted((ROOT / PACKAGES[package]).rglob("*.py"))
                for mutant in mutants(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
            ]
            drawn = random.Random(f"{options.seed} {package}").sample(every, min(options.sample, len(every)))
            noticed = 0
            for mutant in drawn:
                if is_noticed(copy, mutant, narrow=options.narrow, seconds=options.seconds):
                    noticed += 1
                else:
                    sys.stdout.write(f"survived: {mutant}\n")
                    sys.stdout.flush()
            scores.append(
                f"{package}: {noticed} of {len(drawn)} noticed ({100 * noticed // max(1, len(drawn))} %)\n"
            )
            sys.stdout.write(scores[-1])
            sys.stdout.flush()
    sys.stdout.writelines(("\n", *scores))
    return 0


if __name__ == "__main__":
    sys.exit(main())
