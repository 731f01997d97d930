"""Terren in homes of their own, as an office without internet has it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from terren import __version__
from tools.bundle.archive import named
from tools.bundle.targets import this_target


class Failed(Exception):
    """Something did not do what it should."""


class Box:
    """A home without network: programs see no variables and no folders of this user's."""

    def __init__(self, folder: Path, *, cut: bool) -> None:
        self.folder, self.cut = folder, cut
        self.env = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", "PYTHONNOUSERSITE": "1"}
        (folder / "Desktop").mkdir(parents=True)

    def command(self, *words: str | Path) -> list[str]:
        """What runs the words without network."""
        found = ["/usr/bin/env", "-C", str(self.folder)]
        return [*(CUT if self.cut else ()), *found, *map(str, words)]

    def run(self, *words: str | Path, expected: Sequence[int] = (0,)) -> str:
        """Standard output. Raises Failed where the exit code is none of the expected."""
        done = subprocess.run(
            self.command(*words), env=self.env, capture_output=True, encoding="utf-8", errors="replace"
        )
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


def as_installed(dist: Path, box: Box, *, hq: bool = False) -> list[str]:
    """The wheels with their installer; with ``hq`` headquarters' one."""
    name, _kind = named(__version__, this_target().machine.name, hq=hq)
    unpacked(dist / f"{name}.zip", box.folder)
    box.env["PYTHON"] = str(bare_python(box))
    box.run("sh", box.folder / name / "install.sh")
    for entry in (box.folder / "Desktop", box.folder / ".local" / "share" / "applications"):
        if not (entry / "terren.desktop").is_file():
            raise Failed(f"the installer made no entry in {entry}")
    if not (box.folder / ".local" / "share" / "man" / "man1" / "terren-set.1").is_file():
        raise Failed("the installer put no page where man looks")
    return [str(box.folder / ".local" / "bin" / "terren")]


def as_program(dist: Path, box: Box) -> list[str]:
    """The folder with its own Python, where no other is found."""
    (archive,) = dist.glob(f"terren-{__version__}-{this_target().machine.name}-glibc2.*-program.zip")
    unpacked(archive, box.folder)
    box.env["PATH"] = "/nowhere"
    return [str(box.folder / "terren" / "terren")]


class Kind(NamedTuple):
    """A way to have Terren: its name, and what installs it and answers with the command."""

    name: str
    install: Callable[[Path, Box], list[str]]


FOR_HEADQUARTERS: Final = Kind("hq", partial(as_installed, hq=True))
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
