"""``tools/environment.sh``: which Python makes the environment."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import tomli

from tests.support.paths import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")

COMPLETE = 'case "$2" in venv) echo "${0##*/} made $4";; esac'
OLD = "exit 1"
WITHOUT_VENV = 'case "$2" in *ensurepip*) exit 1;; esac'


def made(folder: Path, pythons: dict[str, str], **environment: str) -> str:
    """Return what is said where these Pythons are on the path."""
    for name, script in pythons.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (folder / name).chmod(0o755)
    done = subprocess.run(
        (shutil.which("sh") or "sh", ROOT / "tools" / "environment.sh", "there"),
        env={"PATH": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_the_newest_that_can_make_one_makes_it(tmp_path: Path) -> None:
    pythons = {
        "python3.14": WITHOUT_VENV,
        "python3.13": COMPLETE,
        "python3.11": COMPLETE,
        "python3": COMPLETE,
    }
    assert made(tmp_path, pythons) == "python3.13 made there\n"


def test_the_one_that_is_named_comes_first(tmp_path: Path) -> None:
    pythons = {"python3.13": COMPLETE, "python3.10": COMPLETE}
    assert made(tmp_path, pythons, PYTHON="python3.10") == "python3.10 made there\n"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "WARNING: Failed to establish a new connection\nERROR: no match",
            "needs a network once, for the packages of other.lock",
        ),
        ("ERROR: hashes do not match", "ERROR: hashes do not match"),
    ],
)
def test_what_fails_for_want_of_a_network_is_one_line(tmp_path: Path, said: str, told: str) -> None:
    pip = tmp_path / "pip"
    pip.write_text(f"#!/bin/sh\nprintf '%s\\n' '{said}' >&2\nexit 3\n", "utf-8")
    pip.chmod(0o755)
    done = subprocess.run(
        (shutil.which("sh") or "sh", ROOT / "tools" / "fetch.sh", pip, "install", "-r", "other.lock"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (3, "", 1)
    assert told in done.stderr


def test_an_old_one_alone_is_refused(tmp_path: Path) -> None:
    assert "needs Python 3.10 or later" in made(tmp_path, {"python3": OLD})


def test_a_wheel_offers_nothing_that_only_a_checkout_needs() -> None:
    project = tomli.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert {*project["project"]["optional-dependencies"]} == {"hq", "pdf", "seal", "serve"}
    assert {"dev", "look", "docs", "checkout"} <= {*project["dependency-groups"]}
