"""Made-up plans in three languages, dumped cell by cell: how much of them is read right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from planreader import read
from planreader.build.builder import assemble
from planreader.interpret.dump.textgrid import read_dump
from store.plan.model import Plan
from tests.documents.compare import NUMBERS, TEXTS, Score, compare
from tests.documents.document import Document
from tests.documents.layout import Layout
from tests.documents.plans import make_document
from tests.documents.seeding import seeded
from tests.documents.style import draw_style
from tests.documents.writers.dumps import cells_dump
from tests.support.lengths import cases
from tests.support.paths import SAMPLE

SEEDS = range(7000, 7000 + cases(2, 96))
CERTAIN = frozenset({"total_label", "target_blank", "result_blank", "totals_stray_text", "grand_total_blank"})
"""Contradictions that do not depend on where one list of names ends and the next begins."""


def _dump(document: Document, seed: int) -> str:
    style = draw_style(seed)
    return cells_dump(Layout(document, style).blocks(), style)


def _read(document: Document, seed: int, folder: Path) -> Plan:
    path = folder / f"{seed}.txt"
    path.write_text(_dump(document, seed), encoding="utf-8")
    return read(path)


def _scores(folder: Path) -> Iterator[Score]:
    for seed in SEEDS:
        document = make_document(seed)
        yield compare(document.plan, _read(document, seed, folder))


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> list[Score]:
    return list(_scores(tmp_path_factory.mktemp("dumps")))


@pytest.mark.parametrize(("kind", "floor"), [(NUMBERS, 0.985), (TEXTS, 0.94)])
def test_most_fields_of_unseen_plans_are_right(scores: list[Score], kind: str, floor: float) -> None:
    right = sum(score.right[kind] for score in scores)
    total = sum(score.total[kind] for score in scores)
    assert total > 100 * len(SEEDS)
    assert right / total >= floor


def test_no_action_is_made_up(scores: list[Score]) -> None:
    assert [score.extra for score in scores if score.extra] == []


def test_clean_plans_have_few_findings(scores: list[Score]) -> None:
    """A misread field shows as a finding: at most one in two hundred fields."""
    spurious = sum(len(score.spurious) for score in scores)
    assert spurious <= 0.005 * sum(sum(score.total.values()) for score in scores)
    assert not any(finding.code in CERTAIN for score in scores for finding in score.spurious)


def test_seeded_contradictions_are_found(tmp_path: Path) -> None:
    hit: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for seed in SEEDS:
        document = seeded(make_document(seed), Random(seed))
        score = compare(document.plan, _read(document, seed, tmp_path), document.expected, document.allowed)
        hit.update(expected.code for expected in score.found)
        missed.update(expected.code for expected in score.missed)
    assert not CERTAIN & missed.keys()
    assert hit.total() >= 0.85 * (hit.total() + missed.total()), missed


def test_reading_needs_no_reference_data(sample: Plan) -> None:
    """Without glossary and written-out names the numbers stay, and most lists of names."""
    sheet = read_dump(SAMPLE.read_text(encoding="utf-8"), "sample")
    bare, _marks = assemble(sheet)
    pairs = list(zip(bare.actions(), sample.actions(), strict=True))
    assert all(a.budget == b.budget and a.deadline == b.deadline for a, b in pairs)
    same = sum(a.funding == b.funding and a.institutions.names == b.institutions.names for a, b in pairs)
    assert same >= 0.85 * len(pairs)


def test_an_unknown_acronym_is_placed_by_position(tmp_path: Path) -> None:
    """Another name for a donor and for a ministry throughout the document changes nothing else."""
    text = SAMPLE.read_text(encoding="utf-8")
    changed = text.replace("GIZ", "QZW").replace("MPB", "XQV")
    path = tmp_path / "plan.txt"
    path.write_text(changed, encoding="utf-8")
    actions = {action.nr: action for action in read(path).actions()}
    assert actions["1.4.7"].funding == ("BK", "QZW")
    assert actions["1.4.7"].institutions.names == ("XQV",)
    assert actions["4.3.3"].funding == ("QZW",)
    assert actions["1.1.2"].institutions.names == ("XQV", "MPJD")


def test_stripped_line_ends_keep_the_numbers(tmp_path: Path, sample: Plan) -> None:
    """Without the spaces at line ends the cuts inside numbers must be told from their shape."""
    text = SAMPLE.read_text(encoding="utf-8")
    path = tmp_path / "plan.txt"
    path.write_text("\n".join(line.rstrip() for line in text.split("\n")), encoding="utf-8")
    plan = read(path)
    pairs = list(zip(plan.actions(), sample.actions(), strict=True))
    cells = [(a.budget[year], b.budget[year]) for a, b in pairs for year in plan.years]
    assert sum(a == b for a, b in cells) >= 0.97 * len(cells)
    titles = sum(a.title == b.title for a, b in pairs)
    assert titles >= 0.9 * len(pairs)
