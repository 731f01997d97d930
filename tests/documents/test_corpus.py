"""The made-up documents are what their truth says, and the comparison notices what differs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from store.plan.model import ADMIN, BudgetCell, Finding, Plan
from tests.documents.compare import NUMBERS, TEXTS, compare, numbers
from tests.documents.expectations import OUTSIDE, Expected, read_expectations
from tests.documents.measure import FORMATS, read_truth
from tests.support.paths import SET

TRUTHS = sorted(SET.glob("*.plan.toml"))
LAYOUTS = [path for path in TRUTHS if (SET / path.name.replace("plan.toml", "docx")).exists()]
MADE_UP = SET / "sq-5y-9001009-seeded.plan.toml"


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


def test_comparison_counts_what_differs() -> None:
    truth = read_truth(MADE_UP)
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
    truth = read_truth(MADE_UP)
    nr = next(truth.actions()).nr
    listed = (Finding("output_blank", nr), Finding("grand_total_blank", "plan"), Finding("total_label", nr))
    expected = (Expected("output_blank", nr), Expected("target_blank", nr))
    allowed = (Expected("grand_total_blank", OUTSIDE),)
    score = compare(truth, truth._replace(findings=listed), expected, allowed)
    assert score.found == expected[:1]
    assert score.missed == expected[1:]
    assert score.spurious == (Expected("total_label", nr),)
