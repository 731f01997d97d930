"""Reviewing a document: items for scripts, and the conversation at a terminal."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from planreader.review.decisions import read_decisions
from store.opening.open_store import open_store
from store.plan.load import load_plan
from tests.support.paths import ROOT, SAMPLE
from tests.terren.conftest import Terren


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A copy of a workbook with contradictions."""
    path = tmp_path / "plani.xlsx"
    path.write_bytes((ROOT / "tests/documents/set/sq-4y-6003-seeded.xlsx").read_bytes())
    return path


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample document."""
    path = tmp_path / "migrimi.txt"
    path.write_bytes(SAMPLE.read_bytes())
    return path


def items(terren: Terren, path: Path) -> list[dict[str, Any]]:
    found = json.loads(terren("import", path, "--review", "--json").out)
    assert isinstance(found, list)
    return found


@pytest.fixture
def answer(terren: Terren, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Reviews a document with these lines typed; gives back what was said."""

    def call(path: Path, *lines: str, more: tuple[str, ...] = ()) -> str:
        monkeypatch.setattr("terren.commands.plan.reviewing.at_terminal", lambda: True)
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        result = terren("import", path, "--review", *more)
        assert result.code == 0, result.err
        return result.err

    return call


def corrections(path: Path) -> dict[str, Any]:
    found = read_decisions(path.with_name(f"{path.name}.corrections.toml"))
    return {decision.subject: (decision.decision, decision.value) for decision in found.decisions}


def test_items_for_scripts(terren: Terren, sample: Path) -> None:
    found = items(terren, sample)
    plan = json.loads(terren("import", sample, "--json").out)
    assert sum(item["finding"] is None for item in found) == plan["inferred"]
    assert sum(item["finding"] is not None for item in found) == len(plan["findings"])
    numbers = list(dict.fromkeys(item["number"] for item in found))
    assert numbers.index("1.2.1") < numbers.index("1.3") < numbers.index("1.3.4") < numbers.index("1.4.1")
    assert numbers[-1] == "plan"
    placed = next(item for item in found if item["key"] == "4.3.4/budget/2022")
    assert placed == {
        "key": "4.3.4/budget/2022",
        "number": "4.3.4",
        "field": "4.3.4/budget/2022",
        "reading": 30000,
        "confidence": "inferred",
        "reason": "placed_by_total",
        "words": "placed in 2022: only so does the total of 4.3 come out",
        "place": "line 3357",
        "source": "30,000",
        "finding": None,
        "open": True,
        "fields": ["4.3.4/budget/2022"],
    }
    mismatch = next(item for item in found if item["finding"] == "total_mismatch")
    assert (mismatch["key"], mismatch["field"]) == ("4.5 total_mismatch 2021 59500 60500", "4.5/totals/2021")
    assert "4.5.13/budget/2021" in mismatch["fields"]


def test_without_a_terminal_it_is_refused_and_nothing_is_written(terren: Terren, sample: Path) -> None:
    result = terren("import", sample, "--review", "-o", sample.with_name("x.db"))
    assert result.code == 1
    assert "--review --json" in result.err
    result = terren("import", sample, "--review", "--dry-run")
    assert result.code == 2 and "Choose one of --review and --dry-run" in result.err
    assert [path.name for path in sample.parent.iterdir() if path.is_file()] == ["migrimi.txt"]


def test_accept_change_skip_and_stop(answer: Any, terren: Terren, sample: Path) -> None:
    said = answer(sample, "a", "c", "x", "c", "2", "much", "c", "2", "10.500,00 €", "s", "what", "q")
    assert "114 | 162,000 162,000 BK" in said
    assert "Budget 2022 = 10,000 EUR (placed in 2022: only so does the total of 1.1 come out)" in said
    assert "“much” is not valid here." in said
    decided = corrections(sample)
    assert decided == {
        "1.1.2/funding": ("accepted", None),
        "1.1.2/lead": ("accepted", None),
        "1.1.2/support": ("accepted", None),
        "1.1.3/budget/2022": ("changed", 10500),
    }
    left = {item["key"] for item in items(terren, sample) if item["open"]}
    assert "1.1.3/budget/2021" in left and not left & set(decided)
    assert "1.1 total_mismatch 2022 236000 236500" in left


def test_amounts_name_the_currency_also_where_they_were_corrected(
    answer: Any, terren: Terren, sample: Path
) -> None:
    answer(sample, "s", "c", "2", "10500", "q")
    corrected = next(item for item in items(terren, sample) if item["key"] == "1.1.3/budget/2022")
    assert corrected["words"] == "corrected by headquarters; the document was read as: 10,000 EUR"


def test_an_answer_that_is_none_is_said(answer: Any, sample: Path) -> None:
    said = answer(
        sample, "what", "", "k", "99", "k", "two", "k", "0", "o", "1.2.3", "0", "o", "1.2.3", "-1", "q"
    )
    for found in ("what", "99", "two", "0", "-1"):
        assert f"“{found}” is no answer here. Choose one of: " in said
    assert said.count("is no answer here") == 5
    assert "Choose one of: a, c, s, A, S, o, g, k, b, q." in said
    assert [path.name for path in sample.parent.glob("*.corrections.toml")] == []


def test_all_of_a_kind_and_back(answer: Any, terren: Terren, sample: Path) -> None:
    before = {item["key"]: item for item in items(terren, sample)}
    alike = {key for key, item in before.items() if item["reason"] == "parted_in_block"}
    answer(sample, "A", "q")
    assert set(corrections(sample)) == alike
    answer(sample, "A", "b", "b", "q")
    assert set(corrections(sample)) == alike
    answer(sample, "s", "b", "a", "b", "q")
    assert set(corrections(sample)) == alike


def test_everything_can_be_answered_and_the_plan_is_written(answer: Any, document: Path) -> None:
    goal = document.with_name("x.db")
    said = answer(document, *["A", "a"] * 60, more=("-o", str(goal)))
    assert "0 items are still open." in said
    with open_store(goal, read_only=True) as store:
        plan = load_plan(store)
    assert plan.findings and all(finding.accepted for finding in plan.findings)
    assert all(where.certain for where in plan.provenance.values())


def test_decisions_on_the_version_before_are_kept_beside(answer: Any, sample: Path) -> None:
    answer(sample, "a", "q")
    file = sample.with_name(f"{sample.name}.corrections.toml")
    old = file.read_text(encoding="utf-8").replace('source = "BK"', 'source = "other"')
    file.write_text(old, encoding="utf-8")
    sha = read_decisions(file).sha256
    with sample.open("ab") as text:
        text.write(b"\n")
    answer(sample, "a", "q")
    assert set(corrections(sample)) == {"1.1.2/funding", "1.1.2/lead", "1.1.2/support"}
    assert read_decisions(file).sha256 != sha
    kept = sample.with_name(f"{sample.name}.corrections.{sha[:8]}.toml")
    assert kept.read_text(encoding="utf-8") == old


def test_one_kind_alone_and_from_another_number(answer: Any, terren: Terren, sample: Path) -> None:
    kinds = [item["reason"] or item["finding"] for item in items(terren, sample)]
    only = json.loads(terren("import", sample, "--review", "--only", "total_mismatch", "--json").out)
    assert {item["finding"] for item in only} == {"total_mismatch"}
    assert len(only) == kinds.count("total_mismatch")
    wrong = terren("import", sample, "--review", "--only", "total_mistake", "--json")
    assert wrong.code == 2 and "total_mismatch" in wrong.err
    assert terren("import", sample, "--only", "total_mismatch").code == 2
    said = answer(sample, "g", "9.9", "g", "4.5", "a", "q")
    assert "no number 9.9" in said
    (first,) = corrections(sample)
    assert first.startswith("4.5")
    said = answer(sample, "S", "q", more=("--only", "documents_blank"))
    assert "documents_blank" not in said and "no reference document · 21 open" in said
    assert set(corrections(sample)) == {first}


def test_what_was_read_for_certain_is_corrected_and_taken_back(
    answer: Any, terren: Terren, sample: Path
) -> None:
    answer(sample, "o", "1.2.3", "1", "Tjetër titull", "q")
    assert corrections(sample) == {"1.2.3/title": ("changed", "Tjetër titull")}
    (item,) = [one for one in items(terren, sample) if one["key"] == "1.2.3/title"]
    assert (item["confidence"], item["open"], item["reading"]) == ("corrected", False, "Tjetër titull")


def test_what_was_decided_on_another_version_is_asked_again(
    answer: Any, terren: Terren, sample: Path
) -> None:
    answer(sample, "o", "1.2.3", "1", "Tjetër titull", "q")
    text = sample.read_text(encoding="utf-8")
    sample.write_text(
        text.replace("Avancimi i menaxhimit", "Avancimi i mirë i menaxhimit", 1), encoding="utf-8"
    )
    said = terren("import", sample).err
    assert "another version" in said and "1.2.3 Title" in said
    (asked,) = [one for one in items(terren, sample) if one["reason"] == "decided_before"]
    assert (asked["field"], asked["open"]) == ("1.2.3/title", True)
    assert "Tjetër titull" in asked["words"]
    answer(sample, "a", "q", more=("--only", "decided_before"))
    assert corrections(sample) == {"1.2.3/title": ("accepted", None)}
    assert "another version" not in terren("import", sample).err


@pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is of POSIX")
def test_what_was_answered_outlives_the_process(sample: Path) -> None:
    import pty

    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "terren", "import", str(sample), "--review"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    os.close(follower)
    file = sample.with_name(f"{sample.name}.corrections.toml")
    try:
        os.write(leader, b"a\n")
        deadline = time.monotonic() + 30
        while not file.exists() and time.monotonic() < deadline:
            assert os.read(leader, 65536)
        process.send_signal(signal.SIGKILL)
        process.wait()
    finally:
        process.kill()
        os.close(leader)
    assert set(corrections(sample)) == {"1.1.2/funding", "1.1.2/lead", "1.1.2/support"}
