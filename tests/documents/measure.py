"""Prints how well documents are read: ``python -m tests.documents.measure [FOLDER] [--only docx]``.

Without a folder the committed set: twelve layouts and the real plan as Word file, workbook and prints of
both, a dozen dumps in the manner of the real one, and the real one itself against its transcription by hand.
A rule of the reader that no line of this table sees has no place there. Of the contradictions missed,
"untold" are those of which a dump shows nothing: a blank cell that left no trace.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import tomli

from store.db.errors import UserError
from store.plan.model import Plan
from store.plan.parse import plan_from_form
from tests.documents.compare import MONTHS, NUMBERS, TEXTS, Difference, Score, codes, compare, fields
from tests.documents.expectations import Expected, read_expectations, read_untold
from tests.documents.transcription import transcribed
from tests.support.paths import SAMPLE, SET

FORMATS: Final = ("docx", "xlsx", "docx.pdf", "xlsx.pdf", "wide.pdf", "cells.txt")
"""Endings of the documents beside a truth."""
ALL: Final = slice(None)


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


def read_all(folder: Path, formats: Sequence[str] = FORMATS, every: slice = ALL) -> Iterator[Reading]:
    """Read documents of a folder, all or a part of each format, and compare each with its truth.

    An exception other than a refusal is a failure of the reader and stands as its class's name.
    """
    import planreader

    names = [path.name.removesuffix(".plan.toml") for path in sorted(folder.glob("*.plan.toml"))]
    wanted = {
        kind: [name for name in names if (folder / f"{name}.{kind}").exists()][every] for kind in formats
    }
    for name in names:
        if not (kinds := [kind for kind in formats if name in wanted[kind]]):
            continue
        path = folder / f"{name}.plan.toml"
        truth = read_truth(path)
        total = Counter(field.kind for field in fields(truth, truth.years).values())
        expected, allowed = read_expectations(folder / f"{name}.findings.toml")
        for kind in kinds:
            document = folder / f"{name}.{kind}"
            try:
                plan = planreader.read(document)
            except UserError as refusal:
                yield Reading(name, kind, total, None, refusal.code)
            except Exception as error:
                # a fault is told beside the document, and the others are read
                yield Reading(name, kind, total, None, f"!{type(error).__name__}: {error}"[:80])
            else:
                untold = read_untold(folder / f"{name}.findings.toml") if kind == "cells.txt" else frozenset()
                score = compare(truth, plan, expected, allowed)
                yield Reading(name, kind, total, score, untold=untold & frozenset(score.missed))


def read_sample() -> Reading:
    """The real dump against its transcription, its findings against those of the real plan's set."""
    import planreader

    plan = planreader.read(SAMPLE)
    expected, _ = read_expectations(SET / "real.findings.toml")
    findings = compare(plan, plan, expected, (Expected("totals_stray_text", "*"),))
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    differences = []
    for path, kind, found, truth in transcribed(plan):
        total[kind] += 1
        right[kind] += found == truth
        if found != truth:
            differences.append(Difference(path, kind, truth, found))
    score = findings._replace(right=right, total=total, differences=tuple(differences))
    return Reading("real", "txt", total, score)


def _share(counts: Iterable[tuple[int, int]]) -> str:
    right, total = map(sum, zip(*counts, strict=True))
    return f"{100 * right / total:8.2f}" if total else f"{'–':>8}"


def _line(name: str, group: Sequence[Reading]) -> str:
    """The figures of some readings together; a refused document counts as read wholly wrong."""
    scores = [r.score for r in group if r.score]
    shares = [
        _share((r.score.right.get(sort, 0) if r.score else 0, r.total.get(sort, 0)) for r in group)
        for sort in (NUMBERS, TEXTS, MONTHS)
    ]
    counts = (
        sum(len(s.found) for s in scores), sum(len(s.missed) for s in scores),
        sum(len(r.untold) for r in group), sum(len(s.spurious) for s in scores),
        sum(len(s.extra) for s in scores),
    )  # fmt: skip
    refused = f"  refused ({codes_of(r for r in group if r.refused)})" if len(scores) < len(group) else ""
    return (
        f"{name:<38}{len(scores):>3}/{len(group):<3}{''.join(shares)}"
        f"{counts[0]:>7}{counts[1]:>8}{counts[2]:>8}{counts[3]:>10}{counts[4]:>7}{refused}"
    )


def table(readings: Sequence[Reading]) -> str:
    """The figures of each document in each format, then of each format over all of them."""
    lines = [
        f"{'document':<38}{'read':>7}{'numbers':>8}{'texts':>8}{'months':>8}"
        f"{'found':>7}{'missed':>8}{'untold':>8}{'too many':>10}{'extra':>7}"
    ]
    lines += [_line(f"{r.document}.{r.format}", [r]) for r in readings]
    lines += [
        _line(kind, [r for r in readings if r.format == kind])
        for kind in dict.fromkeys(r.format for r in readings)
    ]
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
    parser.add_argument("folder", type=Path, nargs="?", default=SET)
    parser.add_argument("--verbose", action="store_true", help="list every difference")
    parser.add_argument("--only", action="append", metavar="FORMAT", help=f"one of {', '.join(FORMATS)}")
    options = parser.parse_args()
    readings = list(read_all(options.folder, options.only or FORMATS))
    if options.folder == SET and (not options.only or "txt" in options.only):
        readings.append(read_sample())
    if options.verbose:
        for reading in readings:
            sys.stdout.write(details(reading) + "\n")
    sys.stdout.write(table(readings) + "\n")


if __name__ == "__main__":
    main()
