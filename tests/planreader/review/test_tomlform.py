"""The reviewable form: nothing is lost, and what is damaged is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from language.messages import message
from planreader import read
from planreader.review.tomlform import read_toml, write_toml
from planreader.review.tomllines import line_of, lines_of
from store.db.errors import UserError
from store.plan.model import Plan
from tests.support.speech import speaking


def test_round_trip(tmp_path: Path, sample: Plan) -> None:
    path = tmp_path / "sample.plan.toml"
    write_toml(sample, path)
    again = read_toml(path)
    assert again == sample
    assert again.provenance == sample.provenance
    assert read(path) == sample
    assert [entry.name for entry in tmp_path.iterdir()] == ["sample.plan.toml"]


def test_title_and_id_can_be_given(tmp_path: Path, sample: Plan) -> None:
    path = tmp_path / "sample.plan.toml"
    write_toml(sample, path)
    plan = read(path, title="Another title", plan_id="another")
    assert (plan.title, plan.id) == ("Another title", "another")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("format = ", "toml_damaged"),
        ('format = "other/9"\n', "plan_format"),
        ('format = "terren-plan/1"\nid = 5\nyears = [2021]\n', "file_wrong"),
    ],
)
def test_damaged(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "x.plan.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_toml(path)
    assert caught.value.code == code


def test_all_that_is_wrong_is_said_at_once_with_its_line(tmp_path: Path, sample: Plan) -> None:
    path = tmp_path / "x.plan.toml"
    write_toml(sample, path)
    lines = path.read_text(encoding="utf-8").split("\n")
    numbers = [n for n, line in enumerate(lines) if line.startswith("nr = ")]
    titles = [n for n, line in enumerate(lines) if line.startswith("title = ") and n > numbers[2]]
    lines[titles[0]] = "title = 5"
    del lines[titles[3]]
    lines[numbers[4]] = lines[numbers[5]]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(UserError, match="file_wrong") as caught:
        read_toml(path)
    problems = caught.value.params["problems"]
    assert isinstance(problems, list)
    assert [(code, figures["key"]) for code, figures in problems] == [
        ("plan_value", "title"),
        ("plan_value_missing", "title"),
        ("plan_value_twice", "nr"),
    ]
    assert problems[0][1]["line"] == titles[0] + 1
    # a value that is missing has the line of what it is missing in
    assert lines[problems[1][1]["line"] - 1].startswith("[[")
    assert lines[problems[2][1]["line"] - 1].startswith("nr = ")
    with speaking("en"):
        said = message("file_wrong", caught.value.params).split("\n")
    assert said[1].startswith(f"- Line {titles[0] + 1}: 5 cannot stand for “title”")


def test_an_amount_below_nought_is_no_budget(tmp_path: Path, sample: Plan) -> None:
    path = tmp_path / "x.plan.toml"
    write_toml(sample, path)
    lines = path.read_text(encoding="utf-8").split("\n")
    budgets = [n for n, line in enumerate(lines) if line.endswith(".budget]")]
    at = next(n for n in budgets if " = " in lines[n + 1])
    key, _sign, _amount = lines[at + 1].partition(" = ")
    lines[at + 1] = f"{key} = -5"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(UserError, match="file_wrong") as caught:
        read_toml(path)
    problems = caught.value.params["problems"]
    assert isinstance(problems, list)
    assert [(code, of["found"], of["line"]) for code, of in problems] == [("plan_value", "-5", at + 2)]


def test_a_line_is_found_behind_texts_of_several_lines() -> None:
    text = (
        'a = """\nb = 1\n[x]\n"""\n# c = "\n[[t]]\nc = [\n  "x = 1",\n]\n[[t]]\nd.e = 1\n[t.f]\n"g h" = 2\n'
    )
    assert lines_of(text) == {
        "a": 1, "t/1": 6, "t/1/c": 7, "t/2": 10, "t/2/d/e": 11, "t/2/f": 12, "t/2/f/g h": 13,
    }  # fmt: skip
    assert line_of(lines_of(text), "t/2/f/unknown/3") == 12


def test_other_encoding(tmp_path: Path) -> None:
    path = tmp_path / "x.plan.toml"
    path.write_bytes('title = "çështje"'.encode("cp1250"))
    with pytest.raises(UserError) as caught:
        read_toml(path)
    assert caught.value.code == "document_encoding"


def _commented(path: Path) -> list[str]:
    """Comments put above every number and behind every title of a plan's form, each a text of its own."""
    lines: list[str] = []
    notes: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("nr = "):
            notes.append(f"# above {len(notes):04}")
            lines += [notes[-1], line]
        elif line.startswith("title = "):
            notes.append(f"# behind {len(notes):04}")
            lines.append(f"{line}  {notes[-1]}")
        else:
            lines.append(line)
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return notes


def test_comments_stay_when_a_form_is_written_again(tmp_path: Path, sample: Plan) -> None:
    path = tmp_path / "sample.plan.toml"
    sample = sample._replace(strategic_objectives=sample.strategic_objectives[2:])
    write_toml(sample, path)
    notes = _commented(path)
    commented = path.read_text(encoding="utf-8")
    write_toml(sample, path)
    assert path.read_text(encoding="utf-8") == commented
    first, *others = sample.strategic_objectives
    objectives = (first._replace(title="#1 of all"), *others)
    changed = sample._replace(language="en", strategic_objectives=objectives)
    write_toml(changed, path)
    text = path.read_text(encoding="utf-8")
    assert [note for note in notes if note not in text] == []
    assert (read_toml(path), read_toml(path).provenance) == (changed, changed.provenance)


def test_what_leaves_the_plan_takes_its_comments_along_and_nothing_else(tmp_path: Path, sample: Plan) -> None:
    path = tmp_path / "sample.plan.toml"
    write_toml(sample, path)
    notes = _commented(path)
    fewer = sample._replace(strategic_objectives=sample.strategic_objectives[1:])
    write_toml(fewer, path)
    text = path.read_text(encoding="utf-8")
    left = [note for note in notes if note in text]
    gone = len(notes) - len(left)
    assert gone > 20
    assert left == [notes[0], *notes[gone + 1 :]]
    assert read_toml(path) == fewer


@pytest.mark.parametrize(
    "before", ["# nothing but this\n", "# torn\nid = ", 'id = "another"  # plan\n', "\ufeff#"]
)
def test_another_file_in_the_way_is_replaced_as_it_was(tmp_path: Path, sample: Plan, before: str) -> None:
    path = tmp_path / "sample.plan.toml"
    path.write_text(before, encoding="utf-8")
    write_toml(sample, path)
    assert read_toml(path) == sample
    assert "#" not in path.read_text(encoding="utf-8").partition("[")[0]
