"""Headings, totals and indicators of text dumps in layouts of other templates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from planreader.interpret.dump.sections import total_at
from planreader.interpret.dump.starts import starts
from planreader.interpret.dump.texthead import heading_before
from planreader.interpret.dump.textmeasures import measures_at
from planreader.interpret.dump.texttotals import heads_totals, with_years_apart
from planreader.sources.text.lines import Line
from tests.planreader.dumps import CELLS, MEASURES, blocks, dump, read_dump


def _lines(*texts: str) -> list[Line]:
    """Lines, each with an empty one above unless a ``|`` begins it."""
    return [Line(text.lstrip("|"), n, n, 0 if text.startswith("|") else 1) for n, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("texts", "roles"),
    [
        (
            ("Br. Aktivnost / mera Očekivani proizvod", "|Nosilac", "aktivnosti", "|Institucije", "|podrške"),
            ["nr", "title", "output", "institutions", "support"],
        ),
        (("Nr. Veprimi", "Dokumenti referent Produkti"), ["nr", "title", "documents", "output"]),
        (("No. Action", "Value in euro Financial source"), ["nr", "title", "funding"]),
    ],
)
def test_two_columns_on_one_line(texts: Sequence[str], roles: list[str]) -> None:
    lines = _lines(*texts, "Rok", "2024", "2025")
    heading = heading_before(lines, 0, len(lines))
    assert heading is not None
    assert [column.role for column in heading.columns if column.role not in ("deadline", "budget")] == roles
    assert heading.years == [2024, 2025]


def test_the_targets_of_an_indicator_are_no_heading() -> None:
    lines = _lines(
        "Number of", "|local action councils", "2026 (93%) 2028 (39%) 2029 (17%)", "Legal institutions"
    )
    assert heading_before(lines, 0, len(lines)) is None


@pytest.mark.parametrize(
    "texts",
    [
        ("Indicator Baseline Middle target Last target Expected result",),
        ("Performance indicator Baseline value", "Intermediate", "|target", "Final", "|target", "|Result"),
        ("Indicator", "Baseline", "Interim", "target", "Final", "|year", "|target", "Result"),
        ("Pokazatelj", "Početna", "|vrednost", "Međuvrednost", "Konačna", "|vrednost", "Rezultat"),
        ("Treguesi Baza Synimi i mesëm Synimi i fundit", "Rezultati i pritur"),
    ],
)
def test_headings_of_indicators(texts: Sequence[str]) -> None:
    lines = _lines(*texts, "Percentage of citizens satisfied with services", "10% 20% 30%")
    found = measures_at(lines, 0, len(lines))
    assert found is not None
    assert found.roles == ("title", "baseline", "interim", "final", "result")
    assert found.end == len(texts)


@pytest.mark.parametrize(
    ("text", "kind", "nr"),
    [
        ("Ukupan budžet – specifični cilj A.1 500 600", "total", "A.1"),
        ("Total for the objective 500 600", "total", ""),
        ("Ukupno / Gjithsej 1.1 38.000 38.000", "total", "1.1"),
        ("Total for the action plan 603,400", "grand_total", ""),
    ],
)
def test_labels_of_totals(text: str, kind: str, nr: str) -> None:
    found = total_at(_lines(text), 0)
    assert found is not None
    assert (found.kind, found.nr) == (kind, nr)


def test_years_above_the_total_of_the_plan_stand_apart() -> None:
    found = with_years_apart(
        _lines("2026 2027 2028 Sum Total for the action plan 603,400 1,027,200", "2026 people")
    )
    assert [line.text for line in found] == [
        "2026 2027 2028 Sum",
        "Total for the action plan 603,400 1,027,200",
        "2026 people",
    ]
    assert heads_totals(found[0].text)
    assert not heads_totals(found[2].text)


def test_an_objective_right_below_a_paragraph() -> None:
    lines = _lines("Amounts are in euro.", "|Strategic objective A: Growth", "Specific objective A.1: Trade")
    assert [(start.kind, start.nr) for start in starts(lines)] == [("strategic", "A"), ("specific", "A.1")]


def test_totals_above_their_actions(tmp_path: Path) -> None:
    rows = dump(CELLS, CELLS)
    head, below = rows.split("1.1.1 \n", 1)
    above = f"{head}Totali i objektivit specifik 1.1 2,000 4,000 6,000 \n\n1.1.1 \n{below}"
    text = above.rpartition("Totali i objektivit")[0]
    (found,) = read_dump(tmp_path, text).specific_objectives()
    assert [action.nr for action in found.actions] == ["1.1.1", "1.1.2"]
    assert found.totals == {2024: 200000, 2025: 400000}
    assert found.actions[1].funding == ("Fondacioni Lumina",)


@pytest.mark.parametrize(
    ("values", "targets"),
    [
        ("9/38 11/38 26/38", ["9/38", "11/38", "26/38"]),
        ("40% (2023) 50%  80%", ["40%", "50%", "80%"]),
    ],
)
def test_targets_beside_each_other(tmp_path: Path, values: str, targets: list[str]) -> None:
    row = blocks((("Numri i komunave ",),)) + f"{values} \nQasje më e mirë \n\n"
    text = dump(CELLS, above=blocks(MEASURES) + row)
    (indicator,) = next(iter(read_dump(tmp_path, text).specific_objectives())).indicators
    read = [target.value for target in (indicator.baseline, indicator.interim, indicator.final) if target]
    assert (read, indicator.result) == (targets, "Qasje më e mirë")


def test_a_table_without_results_has_none(tmp_path: Path) -> None:
    row = blocks((("Numri i komunave ",), ("10 20 30 ",), ("Qasje më e mirë ",)))
    text = dump(CELLS, above=blocks(MEASURES[:-1]) + row)
    (indicator,) = next(iter(read_dump(tmp_path, text).specific_objectives())).indicators
    assert indicator.result is None
