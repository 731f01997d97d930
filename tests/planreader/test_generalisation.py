"""The real dump written otherwise: without reference data, with other names, without spaces at line ends."""

from __future__ import annotations

from pathlib import Path

from planreader import read
from planreader.build.builder import assemble
from planreader.interpret.dump.reading import read_dump
from store.plan.model import Plan
from tests.support.paths import SAMPLE


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
