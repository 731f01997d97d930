"""The made-up documents are what their truth says, and the comparison notices what differs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.plan.model import ADMIN, BudgetCell, Finding, Plan
from tests.documents.compare import NUMBERS, TEXTS, compare, fold, numbers
from tests.documents.document import OUTSIDE, Document, Expected
from tests.documents.expectations import read_expectations
from tests.documents.layout import Layout
from tests.documents.measure import FORMATS, read_truth
from tests.documents.plans import make_document, sums
from tests.documents.seeding import SEEDS, seeded
from tests.documents.style import draw_style
from tests.documents.writers.blocks import Table, placed
from tests.documents.writers.dumps import cells_dump, wrap
from tests.support.paths import SET

TRUTHS = sorted(SET.glob("*.plan.toml"))
LAYOUTS = [path for path in TRUTHS if (SET / path.name.replace("plan.toml", "docx")).exists()]
SEEDED = range(40)


def names(path: Path) -> str:
    return path.name.removesuffix(".plan.toml")


def texts(plan: Plan) -> Iterator[str]:
    """Texts of a plan that stand whole in one cell."""
    for strategic in plan.strategic_objectives:
        yield strategic.title
    for objective in plan.specific_objectives():
        yield objective.title
        yield from (indicator.title for indicator in objective.indicators)
    for action in plan.actions():
        yield from (action.title, action.deadline.raw, *action.institutions.names, *action.funding)
        yield from (*action.documents, *action.outputs)


def package_text(path: Path, members: str, element: str) -> str:
    """Text of elements of an office file, without white space."""
    with zipfile.ZipFile(path) as archive:
        roots = [
            ElementTree.fromstring(archive.read(n)) for n in archive.namelist() if re.fullmatch(members, n)
        ]
    found = "".join(
        node.text or "" for root in roots for node in root.iter() if node.tag.endswith(f"}}{element}")
    )
    return "".join(found.split())


def test_the_set_has_every_format_of_its_layouts_and_a_dozen_dumps() -> None:
    assert len(LAYOUTS) == 13
    assert len(TRUTHS) - len(LAYOUTS) == 12
    for path in TRUTHS:
        kinds = FORMATS[:4] if path in LAYOUTS else ("cells.txt",)
        assert all((SET / f"{names(path)}.{kind}").stat().st_size for kind in kinds)
        expected, _ = read_expectations(SET / f"{names(path)}.findings.toml")
        assert bool(expected) == (path.name.endswith("-seeded.plan.toml") or names(path) == "real")


@pytest.mark.parametrize("path", LAYOUTS, ids=names)
def test_word_document_and_workbook_hold_the_texts_of_the_truth(path: Path) -> None:
    plan = read_truth(path)
    word = package_text(SET / f"{names(path)}.docx", r"word/document\.xml", "t")
    book = package_text(SET / f"{names(path)}.xlsx", r"xl/(sharedStrings|worksheets/sheet\d+)\.xml", "t")
    values = package_text(SET / f"{names(path)}.xlsx", r"xl/worksheets/sheet\d+\.xml", "v")
    for text in texts(plan):
        tight = "".join(text.split())
        assert tight in word
        assert tight in book or (tight.isdigit() and tight in values)


@pytest.mark.parametrize("path", [path for path in TRUTHS if path not in LAYOUTS], ids=names)
def test_dumps_hold_the_letters_of_the_truth(path: Path) -> None:
    dump = (SET / f"{names(path)}.cells.txt").read_text(encoding="utf-8")
    title = next(read_truth(path).actions()).title
    assert all(word in dump for word in title.split() if len(word) < 12 and "-" not in word)


def test_the_set_covers_languages_and_lengths() -> None:
    plans = [read_truth(path) for path in TRUTHS]
    assert {plan.language for plan in plans} == {"sq", "sr", "en"}
    assert {len(plan.years) for plan in plans} == {1, 2, 3, 4, 5}
    assert {"1", "I"} <= {next(plan.actions()).nr[0] for plan in plans}
    assert any("ш" in text for plan in plans for text in texts(plan))
    assert any("1.10" in numbers(plan) for plan in plans)


@pytest.mark.parametrize("seed", SEEDED)
def test_a_clean_plan_contradicts_nothing(seed: int) -> None:
    document = make_document(seed)
    plan = document.plan
    assert document.expected == ()
    assert len(set(numbers(plan))) == len(numbers(plan))
    for objective in plan.specific_objectives():
        computed = sums(objective.actions, plan.years)
        assert {y: v or None for y, v in objective.totals.items()} == {
            y: v or None for y, v in computed.items()
        }
        assert objective.nr in (objective.total_label or "")
    for action in plan.actions():
        assert action.outputs and action.documents and action.funding and action.institutions.names
        assert 3 <= len(action.title.split()) <= 25
        deadline = action.deadline
        for year, cell in action.budget.items():
            within = deadline.start is None or deadline.start <= year <= (deadline.end or 0)
            assert (cell is not None) == within


@pytest.mark.parametrize("seed", SEEDED)
def test_seeding_changes_the_document_and_says_where(seed: int) -> None:
    clean = make_document(seed)
    document = seeded(clean, Random(seed))
    assert document.expected
    assert {e.code for e in document.expected} <= set(SEEDS)
    assert document._replace(expected=(), allowed=()) != clean._replace(expected=(), allowed=())
    known = set(numbers(document.plan)) | {"*"}
    assert all(e.where in known for e in document.expected)


def test_every_kind_of_contradiction_finds_a_place() -> None:
    made = {e.code for seed in SEEDED for e in seeded(make_document(seed), Random(seed)).expected}
    assert made == set(SEEDS)


def test_the_same_seed_makes_the_same_document() -> None:
    style = draw_style(3)
    first, second = make_document(3), make_document(3)
    assert first == second
    assert cells_dump(Layout(first, style).blocks(), style) == cells_dump(
        Layout(second, style).blocks(), style
    )


@pytest.mark.parametrize("seed", SEEDED)
def test_rows_fill_their_table(seed: int) -> None:
    """Every row covers exactly the columns of its table, cells from above included."""
    document: Document = make_document(seed)
    for block in Layout(document, draw_style(seed)).blocks():
        if isinstance(block, Table):
            for r, line in placed(block):
                cells = [cell for _, cell in line if cell is not None]
                assert len(cells) == len(block.rows[r].cells)
                column, last = line[-1]
                assert column + (last.span if last else 1) == len(block.widths)


@given(st.lists(st.text("abcdefë-/,0", min_size=1, max_size=30), min_size=1, max_size=12), st.integers(4, 40))
def test_wrapped_lines_join_to_the_text(words: list[str], width: int) -> None:
    text = " ".join(words)
    lines = wrap(text, width)
    assert fold("".join(lines)) == fold(text)
    assert all(len(line.rstrip()) <= width for line in lines)


def test_comparison_counts_what_differs() -> None:
    truth = make_document(5).plan
    same = compare(truth, truth)
    assert same.share(NUMBERS) == same.share(TEXTS) == 100.0
    assert same.differences == () and same.extra == ()
    strategic = truth.strategic_objectives[0]
    objective = strategic.specific_objectives[0]
    action = objective.actions[0]
    year = truth.years[0]
    other: BudgetCell = 77 if action.budget[year] in (None, ADMIN) else ADMIN
    wrong = action._replace(title="  ".join(action.title.split()), budget={**action.budget, year: other})
    doubled = objective._replace(actions=(wrong, *objective.actions[1:], objective.actions[1]))
    objectives = (doubled, *strategic.specific_objectives[1:])
    found = truth._replace(
        strategic_objectives=(
            strategic._replace(specific_objectives=objectives),
            *truth.strategic_objectives[1:],
        )
    )
    score = compare(truth, found)
    assert [d.path for d in score.differences] == [f"{action.nr}/budget/{year}"]
    assert score.extra == (objective.actions[1].nr,)
    gone = compare(truth, truth._replace(strategic_objectives=truth.strategic_objectives[:-1]))
    assert gone.share(TEXTS) < 100


def test_comparison_tells_found_missed_and_spurious() -> None:
    truth = make_document(5).plan
    nr = next(truth.actions()).nr
    listed = (Finding("output_blank", nr), Finding("grand_total_blank", "plan"), Finding("total_label", nr))
    expected = (Expected("output_blank", nr), Expected("target_blank", nr))
    allowed = (Expected("grand_total_blank", OUTSIDE),)
    score = compare(truth, truth._replace(findings=listed), expected, allowed)
    assert score.found == expected[:1]
    assert score.missed == expected[1:]
    assert score.spurious == (Expected("total_label", nr),)
