"""A wheel built from the checkout works elsewhere and brings the shipped plan."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.lengths import soak
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's contents, installed without its dependencies."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("terren-*.whl")
    target = folder / "site"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--no-deps",
            "--no-index",
            "--target",
            str(target),
            str(wheel),
        ],
        check=True,
        capture_output=True,
    )
    return target


def run(site: Path, home: Path, *arguments: str, path: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": path or str(site),
        "TERREN_HOME": str(home),
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@soak
def test_the_wheel_is_what_is_imported(site: Path, tmp_path: Path) -> None:
    result = run(
        site, tmp_path, "-c", "import terren, planreader; print(terren.__file__); print(planreader.__file__)"
    )
    assert all(line.startswith(str(site)) for line in result.stdout.split()), result.stdout + result.stderr


def test_it_alone_is_in_site_packages_whatever_else_has_the_names_of_its_packages(
    site: Path, tmp_path: Path
) -> None:
    assert {path.name.partition("-")[0] for path in site.iterdir()} - {"bin"} == {"terren"}
    other = tmp_path / "other"
    other.mkdir()
    for folder in (other, tmp_path):
        for name in ("store", "sync", "report", "language", "schema", "tui", "planreader"):
            (folder / f"{name}.py").write_text("raise SystemExit('another package')")
    for path in (f"{other}{os.pathsep}{site}", f"{site}{os.pathsep}{other}"):
        shown = run(site, tmp_path, "-m", "terren", "list", "--json", path=path)
        assert shown.returncode == 0, shown.stderr
    # a checkout as well, which is found after all that is installed
    shown = run(site, tmp_path, "-m", "terren", "list", "--json", path=f"{other}{os.pathsep}{ROOT}")
    assert shown.returncode == 0, shown.stderr


@soak
def test_the_shipped_plan_is_offered(site: Path, tmp_path: Path) -> None:
    shown = run(site, tmp_path, "-m", "terren", "plan", "--json")
    assert shown.returncode == 0, shown.stderr
    plan = json.loads(shown.stdout)
    assert (
        sum(len(o["actions"]) for s in plan["strategic_objectives"] for o in s["specific_objectives"]) == 91
    )


@soak
def test_an_officer_enrols_and_reports_with_it(site: Path, tmp_path: Path) -> None:
    for arguments in (
        ("init", "--officer", "Arta", "--unit", "17", "--language", "sq"),
        ("set", "1.2.3", "--status", "in_progress"),
        ("verify",),
    ):
        result = run(site, tmp_path, "-m", "terren", *arguments)
        assert result.returncode == 0, result.stderr


@soak
def test_the_guides_come_with_it(site: Path, tmp_path: Path) -> None:
    shown = run(site, tmp_path, "-m", "terren", "guide", "--language", "sq")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith("Udhëzuesi i zyrtarit\n")
