"""Prints how well documents are read: ``python -m tests.documents.measure FOLDER [--verbose] [--only docx]``.

A format that the reader refuses for every document stands as "refused". Of the contradictions missed,
"untold" are those of which a cell-by-cell dump shows nothing: a blank cell that left no trace.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import tomli

from store.errors import Refused
from store.plan import Plan
from store.planparse import plan_from_form
from tests.documents.compare import MONTHS, NUMBERS, TEXTS, Score, codes, compare, fields
from tests.documents.document import Expected
from tests.documents.expectations import read_expectations, read_untold

FORMATS: Final = (
    "docx",
    "xlsx",
    "docx.pdf",
    "xlsx.pdf",
    "wide.pdf",
    "cells.txt",
    "pdfminer.txt",
    "pypdf.txt",
    "pdftotext.txt",
    "layout.txt",
)
"""Endings of the documents beside a truth."""


class Reading(NamedTuple):
    """One document read: its fields by kind, and its score or the code of the refusal."""

    document: str
    format: str
    total: Mapping[str, int]
    score: Score | None
    refused: str = ""
    untold: frozenset[Expected] = frozenset()
    """Findings that were expected, and of which this form of the document shows nothing."""


def read_truth(path: Path) -> Plan:
    """The plan of a ``*.plan.toml``."""
    return plan_from_form(tomli.loads(path.read_text(encoding="utf-8")))


def read_all(folder: Path, formats: Sequence[str] = FORMATS) -> Iterator[Reading]:
    """Read every document of a folder and compare it with its truth.

    An exception other than a refusal is a failure of the reader and stands as its class's name.
    """
    import planreader

    for path in sorted(folder.glob("*.plan.toml")):
        name = path.name.removesuffix(".plan.toml")
        truth = read_truth(path)
        total = Counter(field.kind for field in fields(truth, truth.years).values())
        expected, allowed = read_expectations(folder / f"{name}.findings.toml")
        for kind in formats:
            document = folder / f"{name}.{kind}"
            if not document.exists():
                continue
            try:
                plan = planreader.read(document)
            except Refused as refusal:
                yield Reading(name, kind, total, None, refusal.code)
            except Exception as error:
                yield Reading(name, kind, total, None, f"!{type(error).__name__}: {error}"[:80])
            else:
                untold = read_untold(folder / f"{name}.findings.toml") if kind == "cells.txt" else frozenset()
                score = compare(truth, plan, expected, allowed)
                yield Reading(name, kind, total, score, untold=untold & frozenset(score.missed))


def _sum(counts: Iterable[tuple[int, int]]) -> str:
    right, total = map(sum, zip(*counts, strict=True))
    return f"{100 * right / total:6.2f}" if total else "     –"


def table(readings: Sequence[Reading]) -> str:
    """The figures of each format over all documents; a refused document counts as read wholly wrong."""
    lines = [
        f"{'format':<14}{'read':>7}{'numbers':>9}{'texts':>9}{'months':>9}"
        f"{'found':>7}{'missed':>8}{'untold':>8}{'spurious':>10}{'extra':>7}"
    ]
    for kind in dict.fromkeys(r.format for r in readings):
        group = [r for r in readings if r.format == kind]
        scores = [r.score for r in group if r.score]
        if not scores:
            why = codes_of(group)
            lines.append(f"{kind:<14}{0:>3}/{len(group):<3}  refused ({why})")
            continue
        shares = []
        for sort in (NUMBERS, TEXTS, MONTHS):
            right = ((r.score.right.get(sort, 0) if r.score else 0, r.total.get(sort, 0)) for r in group)
            shares.append(_sum(right))
        found, missed = sum(len(s.found) for s in scores), sum(len(s.missed) for s in scores)
        untold = sum(len(r.untold) for r in group)
        spurious, extra = sum(len(s.spurious) for s in scores), sum(len(s.extra) for s in scores)
        lines.append(
            f"{kind:<14}{len(scores):>3}/{len(group):<3}"
            + "".join(f"{share:>9}" for share in shares)
            + f"{found:>7}{missed:>8}{untold:>8}{spurious:>10}{extra:>7}"
        )
    return "\n".join(lines)


def codes_of(readings: Iterable[Reading]) -> str:
    """Why documents were refused, counted."""
    return ", ".join(f"{code} {n}" for code, n in sorted(Counter(r.refused for r in readings).items()))


def details(reading: Reading) -> str:
    """One document: what was read otherwise, and the findings missed and spurious."""
    score = reading.score
    if score is None:
        return f"{reading.document}.{reading.format}: refused ({reading.refused})"
    lines = [
        f"{reading.document}.{reading.format}: numbers {score.share(NUMBERS):.2f}, "
        f"texts {score.share(TEXTS):.2f}, months {score.share(MONTHS):.2f}"
    ]
    lines += [f"  {d.path}: {d.truth!r} read as {d.found!r}" for d in score.differences]
    for label, findings in (("missed", score.missed), ("spurious", score.spurious)):
        lines += [
            f"  {label}: {f.code} {f.where}{' (leaves no trace here)' * (f in reading.untold)}"
            for f in findings
        ]
    if score.extra:
        lines.append(f"  numbers too many: {', '.join(score.extra)}")
    if score.found:
        lines.append(f"  found: {codes(score.found)}")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--verbose", action="store_true", help="list every difference")
    parser.add_argument("--only", action="append", metavar="FORMAT", help=f"one of {', '.join(FORMATS)}")
    options = parser.parse_args()
    readings = list(read_all(options.folder, options.only or FORMATS))
    if options.verbose:
        for reading in readings:
            sys.stdout.write(details(reading) + "\n")
    sys.stdout.write(table(readings) + "\n")


if __name__ == "__main__":
    main()
