"""A little Markdown in what headquarters writes: read as data, the same in every form, and never acting."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from report.periodic.carried import carried_by, parts_of
from report.periodic.making import render
from report.periodic.proof import check_report
from report.prose import Run, TextLine, lines, plain
from store.db.database import Store
from store.edits.narrative import write_narrative
from tests.report.periodic.conftest import recorded_that_day
from tests.report.periodic.test_reports import HOSTILE, content, reported

TEXT = """# Trainings
Much was **done** and *more* is to come.
Second line, see [the report](https://example.org/a?b=1&c=2).

- Pejë
- Deçan
  1. first

2022. godine, 1.1 and 3 * 4 * 5 <b>stay</b> [so](javascript:x) as typed"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with recorded_that_day(), reported(tmp_path / "hq.db") as made:
        write_narrative(made, "2022", "summary", TEXT)
        write_narrative(made, "2022", "risks", HOSTILE)
        yield made


def test_headings_bold_words_lists_and_links_are_read_and_each_line_is_one() -> None:
    found = [*lines(TEXT)]
    assert found[0] == TextLine((Run("Trainings"),), is_heading=True)
    assert found[1].runs == (
        Run("Much was "),
        Run("done", bold=True),
        Run(" and "),
        Run("more", italic=True),
        Run(" is to come."),
    )
    assert found[2].runs[1] == Run("the report", link="https://example.org/a?b=1&c=2")
    assert [(line.marker, line.depth, line.text) for line in found[3:6]] == [
        ("•", 1, "• Pejë"),
        ("•", 1, "• Deçan"),
        ("1.", 2, "1. first"),
    ]
    assert plain(TEXT).endswith(
        "2022. godine, 1.1 and 3 * 4 * 5 <b>stay</b> so as typed"
    ) or "<b>stay</b>" in (plain(TEXT))


def test_what_has_no_marks_stays_as_it_was_typed() -> None:
    for text in (
        "=cmd|' /C calc'!A0 <script>alert(1)</script> +1 @x {{ 7*7 }}",
        "a\nb",
        "1.1 Trajnime",
        "5 > 4",
    ):
        assert plain(text) == text


@pytest.mark.parametrize("ending", [".html", ".docx"])
def test_every_form_shows_it_and_the_proof_holds(store: Store, ending: str) -> None:
    data = render(content(store, ending=ending), ending)
    assert check_report(store, carried_by(ending, data)).holds
    if ending == ".html":
        html = data.decode()
        assert "<strong>done</strong>" in html and "<em>more</em>" in html
        assert '<a href="https://example.org/a?b=1&amp;c=2" rel="noreferrer">the report</a>' in html
        assert 'href="javascript' not in html and "&lt;script&gt;" in html
        return
    docx = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(data))
    texts = [one.text for one in document.paragraphs]
    assert "• Pejë" in texts and "Second line, see the report (https://example.org/a?b=1&c=2)." in texts
    (line,) = [one for one in document.paragraphs if one.text.startswith("Much was")]
    assert [run.text for run in line.runs if run.bold] == ["done"]
    assert parts_of(data)
