"""What stands around the sources for who finds them on a public forge."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from terren import __version__
from tests.support.paths import ROOT

STEPS = 12


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_a_forge_does_what_the_gate_does() -> None:
    named = re.findall(r"Python :: (3\.\d+)", read("pyproject.toml"))
    for name in (".github/workflows/ci.yml", ".gitlab-ci.yml"):
        assert "bash .ci/run" in read(name), name
        oldest_and_newest = re.findall(r'(?i)python: \["(3\.\d+)", "(3\.\d+)"\]', read(name))
        assert oldest_and_newest == [(named[0], named[-1])], name


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_what_a_forge_makes_begins_with_nothing(tmp_path: Path) -> None:
    names = (".github/workflows/ci.yml", ".gitlab-ci.yml", ".ci/run")
    made = {target for name in names for target in re.findall(r"(?m)\bmake ([a-z][a-z-]*)", read(name))}
    assert {"tests", "test", "bundle-quick"} <= made
    for target in sorted(made):
        words = ["make", "-n", target, f"VENV={tmp_path}/none"]
        said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        assert "requirements-dev.lock" in said.stdout, target + said.stderr


def test_a_release_is_a_dozen_steps() -> None:
    numbers = [int(number) for number in re.findall(r"(?m)^(\d+)\. ", read("RELEASING.md"))]
    assert numbers == list(range(1, STEPS + 1))
    made = set(re.findall(r"`make ([a-z-]+)", read("RELEASING.md")))
    assert {"check", "soak", "bundle-test"} <= made <= set(re.findall(r"(?m)^([a-z-]+):", read("Makefile")))
    # what may still alter the sources, or be red, comes before the tag
    steps = re.split(r"(?m)^\d+\. ", read("RELEASING.md"))[1:]
    (tagged,) = [n for n, step in enumerate(steps) if step.startswith("`git tag")]
    assert all("make " not in step and "Commit" not in step for step in steps[tagged:])
    first = re.findall(r"(?m)^## (.+)$", read("CHANGELOG.md"))[0]
    assert first in ("Unreleased", __version__)


def test_a_weakness_is_reported_in_private_and_the_threats_are_named() -> None:
    said = read("SECURITY.md")
    headings = re.findall(r"(?m)^## (.+)$", said)
    assert headings == ["Reporting a weakness", "What is protected", "What is not", "Assumptions"]
    for tests in re.findall(r"`(tests/[\w/]+)`", said):
        assert (ROOT / tests).is_dir(), tests
    for name in ("fault", "wish"):
        assert "about: " in read(f".github/ISSUE_TEMPLATE/{name}.md")
        # without what GitHub alone reads at its head
        asked = read(f".github/ISSUE_TEMPLATE/{name}.md").split("---\n\n", 1)[1]
        assert read(f".gitlab/issue_templates/{name}.md") == asked
    assert "SECURITY.md" in read(".github/ISSUE_TEMPLATE/fault.md")


def test_no_program_is_promised_that_modules_stay() -> None:
    assert not list((ROOT / "terren").rglob("py.typed"))
    assert "no interface for other programs" in read("CONTRIBUTING.md")
