"""``python -m tools.bundle``: builds into dist/ and says how large each file is.

``--here`` builds for this machine and its Python alone, beside the folder for Windows, and leaves out what
PyInstaller makes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from terren import BUILD, __version__
from tools.bundle.archive import packs_as_others
from tools.bundle.carried import write_carried
from tools.bundle.cpython import PYTHON, install, python_of
from tools.bundle.embedded import fetch_embedded, read_embedded
from tools.bundle.first import write_first, write_list
from tools.bundle.inside import Inside, of_program
from tools.bundle.lock import Locked, read_lock
from tools.bundle.program import licences_of, write_program
from tools.bundle.pyz import write_pyz
from tools.bundle.sbom import write_sbom
from tools.bundle.targets import FOR_HEADQUARTERS, TARGETS, Target, this_target
from tools.bundle.wheelhouse import write_wheelhouse
from tools.bundle.wheels import wheels_of

ROOT: Final = Path(__file__).parents[2]
LOCK: Final = ROOT / "requirements-officer.lock"
HQ_LOCK: Final = ROOT / "requirements-hq.lock"
DEV_LOCK: Final = ROOT / "requirements-dev.lock"
PYINSTALLER: Final = ("altgraph", "packaging", "pyinstaller", "pyinstaller-hooks-contrib", "setuptools")
"""It and what it needs, on Linux."""


@contextmanager
def build_said(root: Path) -> Iterator[None]:
    """Within it the sources in a folder say of which commit they are, where that is known."""
    written = root / "store" / BUILD
    written.unlink(missing_ok=True)
    asked = ["git", "-C", str(root), "describe", "--always", "--dirty=+", "--abbrev=12", "--exclude=*"]
    try:
        if (root / ".git").exists():
            written.write_bytes(subprocess.run(asked, capture_output=True, check=False).stdout)
        yield
    finally:
        # a checkout that is worked on is no build
        written.unlink(missing_ok=True)


def own_wheel(folder: Path) -> Path:
    """Terren's own wheel, built anew."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return folder / f"terren-{__version__}-py3-none-any.whl"


def main() -> None:
    """Build."""
    parser = argparse.ArgumentParser(prog="python -m tools.bundle")
    parser.add_argument("--here", action="store_true", help="for this machine and this Python alone")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", metavar="FOLDER")
    parser.add_argument(
        "--python", type=Path, metavar="FILE.zip", help="another embeddable package of CPython for Windows"
    )
    parser.add_argument(
        "--like", type=Path, metavar="FOLDER", help="prepare what another build prepared, and start nothing"
    )
    parser.add_argument("--wheel", action="store_true", help="Terren's own wheel alone")
    parser.add_argument(
        "--first", action="store_true", help="list what a start loads, which terren.pyz has compiled"
    )
    chosen = parser.parse_args()
    with build_said(ROOT):
        if chosen.wheel:
            built = [own_wheel(chosen.dist)]
        elif chosen.first:
            wheels = wheels_of(this_target(), read_lock(LOCK), chosen.dist / "wheels")
            built = [write_list([own_wheel(chosen.dist), *wheels])]
        else:
            built = build(chosen.dist, chosen.here, chosen.python, chosen.like)
    for path in built:
        sys.stdout.write(f"{path.stat().st_size / 1e6:6.1f} MB  {path}\n")


def build(dist: Path, here: bool, python: Path | None, like: Path | None) -> list[Path]:
    """Build all that is carried, or what is for this machine alone; the files.

    ``like`` is the folder of a build of nearly the same sources, whose first content needs the same modules.
    """
    if not packs_as_others():
        sys.stdout.write(
            f"NOTE zlib {zlib.ZLIB_RUNTIME_VERSION} packs otherwise: other bytes than elsewhere\n"
        )
    targets = [this_target()] if here else TARGETS
    locked = read_lock(LOCK)
    own = own_wheel(dist)
    wheels = {target: sorted([own, *wheels_of(target, locked, dist / "wheels")]) for target in targets}
    first = write_first(dist / "first", own, wheels, this_target(), like=like and like / "first")
    write_pyz(dist / "terren.pyz", wheels, __version__, first)
    built = [dist / "terren.pyz"]
    pip = [package for package in locked if package.name == "pip"]
    installer = wheels_of(targets[0], pip, dist / "wheels", left_out={})
    for machine in dict.fromkeys(target.machine for target in targets if target.machine.system != "win32"):
        of_it = {
            wheel for target, carried in wheels.items() if target.machine == machine for wheel in carried
        }
        built.append(
            write_wheelhouse(dist, machine, [*(of_it - {own}), *installer], own, locked, __version__)
        )
    embedded = read_embedded(python or fetch_embedded(dist / "wheels"))
    for_windows = [own, *wheels_of(embedded.target, locked, dist / "wheels")]
    built.append(write_carried(dist, for_windows, embedded, __version__))
    # pip is no part of what runs, and lies in each installer
    every = {*for_windows, *installer, *(wheel for carried in wheels.values() for wheel in carried)}
    if not here:
        locked_hq = read_lock(HQ_LOCK)
        for_windows = [own, *wheels_of(embedded.target, locked_hq, dist / "wheels")]
        built.append(write_carried(dist, for_windows, embedded, __version__, hq=True))
        of_hq = {
            wheel for target in FOR_HEADQUARTERS for wheel in wheels_of(target, locked_hq, dist / "wheels")
        }
        machine = FOR_HEADQUARTERS[0].machine
        given = (machine, [*of_hq, *installer], own, locked_hq, __version__)
        built.append(write_wheelhouse(dist, *given, hq=True))
        every |= {*for_windows, *of_hq}
    inside: list[Inside] = []
    if not here:
        built.append(program := program_of(dist, locked))
        python = python_of(dist)
        inside += of_program(program, python or Path(sys.executable), compiled=python is not None)
    write_sbom(dist / "terren.cdx.json", every, own, embedded, program=inside)
    return [*built, dist / "terren.cdx.json"]


def program_of(dist: Path, locked: Sequence[Locked]) -> Path:
    """The folder with its own Python: the one that ``tools.bundle.cpython`` has made, or this one."""
    python = python_of(dist)
    target = Target(this_target().machine, PYTHON) if python else this_target()
    tools = [package for package in read_lock(DEV_LOCK) if package.name in PYINSTALLER]
    inside = wheels_of(target, locked, dist / "wheels")
    building = wheels_of(target, tools, dist / "wheels", left_out={})
    if python:
        install(python, [*inside, *building])
    python = python or Path(sys.executable)
    # its start is in the folder as well
    inside += [wheel for wheel in building if wheel.name.startswith("pyinstaller-")]
    return write_program(dist, target.machine, __version__, python, licences_of(inside, python))


if __name__ == "__main__":
    main()
