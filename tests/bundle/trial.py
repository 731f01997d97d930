"""Tries what ``make bundle`` made as an office without internet would: ``python -m tests.bundle.trial``.

In a namespace without network and with nothing of this user's: each kind is installed, an officer enrols on
it, reports and exports, and headquarters on another kind takes the file; both then hold the same.
``--short`` tries ``terren.pyz`` against the installer alone.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.interface import first_content
from terren import __version__
from tests.bundle.newer import VERSION, newer_bundles
from tools.bundle.targets import this_target

ROOT: Final = Path(__file__).parents[2]
_TIMES: Final = 5


class Failed(Exception):
    """Something did not do what it should."""


class Box:
    """A home without network: programs see no variables and no folders of this user's."""

    def __init__(self, folder: Path, *, cut: bool) -> None:
        self.folder, self._cut = folder, cut
        self.env = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", "PYTHONNOUSERSITE": "1"}
        (folder / "Desktop").mkdir(parents=True)

    def command(self, *words: str | Path) -> list[str]:
        """What runs the words without network."""
        found = ["/usr/bin/env", "-C", str(self.folder)]
        return [*(CUT if self._cut else ()), *found, *map(str, words)]

    def run(self, *words: str | Path, expected: Sequence[int] = (0,)) -> str:
        """Standard output. Raises Failed where the exit code is none of the expected."""
        done = subprocess.run(self.command(*words), env=self.env, capture_output=True, text=True)
        if done.returncode not in expected:
            said = f"{done.stdout}{done.stderr}"
            raise Failed(f"{' '.join(map(str, words))}: exit code {done.returncode}\n{said}")
        return done.stdout


CUT: Final = (shutil.which("unshare") or "unshare", "--net", *(("--map-root-user",) if os.getuid() else ()))


def network_can_be_cut() -> bool:
    """Whether this user may make a namespace without network."""
    try:
        return subprocess.run([*CUT, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def bare_python(box: Box) -> Path:
    """A Python with nothing installed but what it comes with."""
    base = Path(sys.base_prefix, "bin", f"python{sys.version_info[0]}.{sys.version_info[1]}")
    box.run(base, "-m", "venv", "--without-pip", box.folder / "python")
    return box.folder / "python" / "bin" / "python"


def unpacked(archive: Path, folder: Path) -> None:
    """Unpack as a file manager does: with the permissions that the archive has."""
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.infolist():
            path = Path(opened.extract(entry, folder))
            path.chmod(entry.external_attr >> 16)


def as_pyz(dist: Path, box: Box) -> list[str]:
    """``terren.pyz``, copied to the disk."""
    return [str(bare_python(box)), str(shutil.copy(dist / "terren.pyz", box.folder / "terren.pyz"))]


def as_installed(dist: Path, box: Box) -> list[str]:
    """The wheels with their installer."""
    name = f"terren-{__version__}-{this_target().machine.name}"
    unpacked(dist / f"{name}.zip", box.folder)
    box.env["PYTHON"] = str(bare_python(box))
    box.run("sh", box.folder / name / "install.sh")
    for entry in (box.folder / "Desktop", box.folder / ".local" / "share" / "applications"):
        if not (entry / "terren.desktop").is_file():
            raise Failed(f"the installer made no entry in {entry}")
    return [str(box.folder / ".local" / "bin" / "terren")]


def as_program(dist: Path, box: Box) -> list[str]:
    """The folder with its own Python, where no other is found."""
    unpacked(dist / f"terren-{__version__}-{this_target().machine.name}-program.zip", box.folder)
    box.env["PATH"] = "/nowhere"
    return [str(box.folder / "terren" / "terren")]


class Kind(NamedTuple):
    """A way to have Terren: its name, and what installs it and answers with the command."""

    name: str
    install: Callable[[Path, Box], list[str]]


KINDS: Final = (Kind("pyz", as_pyz), Kind("installed", as_installed), Kind("program", as_program))


class Installation(NamedTuple):
    """Terren in a home of its own."""

    kind: Kind
    box: Box
    command: list[str]

    def __call__(self, *words: str | Path, expected: Sequence[int] = (0,)) -> str:
        return self.box.run(*self.command, *words, expected=expected)


def installation(kind: Kind, dist: Path, folder: Path, *, cut: bool) -> Installation:
    """Install from nothing."""
    box = Box(folder, cut=cut)
    return Installation(kind, box, kind.install(dist, box))


def journey(officer: Installation, headquarters: Installation, stick: Path) -> None:
    """Enrol, report, export; headquarters takes the file. Raises Failed."""
    stick.mkdir()
    officer("init", "--officer", "Arta Krasniqi", "--unit", "17", "--language", "sq")
    officer("set", "1.2.3", "--status", "in_progress", "--percent", "40")
    officer("spend", "1.2.3", "--year", "2022", "--capital", "1.250,50")
    officer("note", "1.2.3", "Trajnimi u mbajt në Pejë")
    officer("trust", "request", "-o", stick)
    file = officer("export", "--to", stick).strip()
    (enrolment,) = stick.glob("*.terren-enrol")
    headquarters("init", "--officer", "Qendra", "--unit", "MPB", "--role", "headquarters")
    headquarters("trust", "accept", enrolment)
    headquarters("receive", file)
    for one in (officer, headquarters):
        one("verify")
    there, here = (json.loads(one("state", "--json")) for one in (officer, headquarters))
    if not there or there != here:
        raise Failed(f"{headquarters.kind.name} does not hold what {officer.kind.name} sent")


def update_by_stick(officer: Installation, headquarters: Installation, newer: Path, stick: Path) -> None:
    """Headquarters publishes a newer version; both install it from the stick, and the officer goes back.

    Who goes back by force keeps what was exported since. Raises Failed.
    """

    def version(one: Installation) -> str:
        return one("--version").split()[1]

    headquarters("trust", "request", "-o", stick)
    (enrolment,) = set(stick.glob("*.terren-enrol")) - {next(stick.glob("*_17_*.terren-enrol"), None)}
    officer("trust", "accept", enrolment, "--role", "headquarters")
    headquarters("publish-update", newer, "--to", stick, "--note", "Me përditësim nga USB-ja.")
    headquarters("sync", stick)
    officer("sync", stick)
    (check,) = (
        one for one in json.loads(officer("doctor", "--json", expected=(3,))) if one["subject"] == "update"
    )
    if check["code"] != "update_waits" or check["params"]["version"] != VERSION:
        raise Failed(f"{officer.kind.name} does not know of the version that waits: {check}")
    for one in (officer, headquarters):
        one("update", stick)
        if version(one) != VERSION:
            raise Failed(f"{one.kind.name} starts {version(one)} after the update")
        one("verify")
    officer("set", "1.2.3", "--percent", "60")
    before = officer("state", "--json")
    officer("update", "--back", expected=(1,))
    officer("sync", stick)
    officer("update", "--back", "--force")
    if version(officer) != __version__ or officer("state", "--json") != before:
        raise Failed(f"{officer.kind.name} did not come back whole from the update")
    officer("verify")
    officer("sync", stick)
    headquarters("sync", stick, expected=(0, 3))


def start_lines(made: Sequence[Installation]) -> list[str]:
    """Seconds to the first content of each kind, in turn with the installation that ``make run`` makes."""
    checkout = [str(Path(sys.executable).with_name("terren"))]
    starts = {"checkout": made[0]._replace(command=checkout), **{one.kind.name: one for one in made}}
    times: dict[str, list[float]] = {name: [] for name in ("pyz, first start", *starts)}
    for _ in range(_TIMES):
        for name, one in starts.items():
            times[name].append(_first_content(one))
        shutil.rmtree(starts["pyz"].box.folder / ".cache")
        times["pyz, first start"].append(_first_content(starts["pyz"]))
    seconds = {name: statistics.median(found) for name, found in times.items()}
    floor = seconds["checkout"]
    return [f"     {name}: {found:.2f} s ({found / floor:.2f} ×)" for name, found in seconds.items()]


def _first_content(one: Installation) -> float:
    env = {**one.box.env, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    return first_content(one.box.command(*one.command), env, b"1.2.3")


def tried(dist: Path, folder: Path, kinds: Sequence[Kind], *, cut: bool) -> list[str]:
    """Try each kind with the next as headquarters; lines to print. Raises Failed."""
    newer = newer_bundles(dist, folder / "newer", program=any(kind.name == "program" for kind in kinds))
    made = [installation(kind, dist, folder / kind.name, cut=cut) for kind in kinds]
    lines = []
    for n, officer in enumerate(made):
        other = kinds[(n + 1) % len(kinds)]
        headquarters = installation(other, dist, folder / f"{other.name}-hq", cut=cut)
        journey(officer, headquarters, folder / f"stick-{n}")
        lines.append(f"ok   {officer.kind.name}: enrolled, reported, exported; taken by {other.name}")
        update_by_stick(officer, headquarters, newer, folder / f"stick-{n}")
        lines.append(f"ok   {officer.kind.name}: updated from the stick, and back; {other.name}: updated")
        if len(kinds) < len(KINDS):
            return lines
    return [*lines, *start_lines(made)]


def main() -> int:
    """Try, and say what was found; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bundle.trial")
    parser.add_argument("--short", action="store_true", help="terren.pyz against the installer alone")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", metavar="FOLDER")
    chosen = parser.parse_args()
    cut = network_can_be_cut()
    if not cut:
        sys.stdout.write("NOTE this user may not cut the network here; it is tried with the network there\n")
        if not chosen.short:
            return 1
    with tempfile.TemporaryDirectory(prefix="terren-trial-") as name:
        try:
            lines = tried(chosen.dist.absolute(), Path(name), KINDS[:2] if chosen.short else KINDS, cut=cut)
        except Failed as failed:
            sys.stdout.write(f"FAIL {failed}\n")
            return 1
    sys.stdout.write("\n".join([*lines, ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
