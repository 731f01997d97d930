"""The wheels that each machine needs, fetched once into a folder and known by the hashes of the lock file."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

from packaging.tags import Tag
from packaging.utils import canonicalize_name, parse_wheel_filename

from tools.bundle.lock import Locked
from tools.bundle.targets import Target

NATIVE: Final = frozenset(
    {
        "cffi",
        "cryptography",
        "lxml",
        "markupsafe",
        "pillow",
        "psycopg-binary",
        "pynacl",
        "pypdfium2",
        "pyrage",
        "python-calamine",
    }
)
"""What has no form without machine code. Of all else the form for any machine is taken."""
_ALSO: Final = NATIVE | {"pyinstaller"}
"""And what makes the folder with its own Python, whose start is machine code."""

LEFT_OUT: Final = {
    "pip": "sqlite-utils names it for a command of its own that installs its plugins",
    "pycparser": "cffi reads C with it, which PyNaCl has done when it was built",
    "tzdata": "dateutil names it for time zones; Terren keeps UTC and asks the system for local time",
}
"""Packages of the lock file that nothing of Terren loads, and why they are there."""


def wheels_of(
    target: Target, locked: Iterable[Locked], folder: Path, *, left_out: Collection[str] = LEFT_OUT
) -> list[Path]:
    """The wheels of a target, sorted; what is not in ``folder`` yet is fetched. Raises OSError."""
    wanted = [package for package in locked if package.applies_to(target) and package.name not in left_out]
    folder.mkdir(parents=True, exist_ok=True)
    for native in (False, True):
        missing = [
            package
            for package in wanted
            if (package.name in _ALSO) == native and _chosen(package, target, folder) is None
        ]
        if missing:
            _fetch(target, missing, folder, native=native)
    chosen = [_chosen(package, target, folder) for package in wanted]
    return sorted(path for path in chosen if path is not None)


def _chosen(package: Locked, target: Target, folder: Path) -> Path | None:
    """The best wheel of a package for a target; only one whose hash the lock file has."""
    best: tuple[int, Path] | None = None
    order = {tag: n for n, tag in enumerate(_tags(package, target))}
    for path in folder.glob("*.whl"):
        name, version, _build, tags = parse_wheel_filename(path.name)
        rank = min((order[tag] for tag in tags if tag in order), default=None)
        if canonicalize_name(name) != package.name or str(version) != package.version or rank is None:
            continue
        package.check(path)
        if best is None or rank < best[0]:
            best = rank, path
    return None if best is None else best[1]


def _tags(package: Locked, target: Target) -> Iterator[Tag]:
    return (tag for tag in target.tags() if package.name in _ALSO or tag.platform == "any")


def _fetch(target: Target, wanted: Iterable[Locked], folder: Path, *, native: bool) -> None:
    version = ".".join(map(str, target.python))
    platforms = target.machine.platforms if native else ["any"]
    command = [
        *(sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"),
        *("--no-deps", "--only-binary", ":all:", "--require-hashes", "--python-version", version),
        *(() if native else ("--implementation", "py", "--abi", "none")),
        *(part for platform in platforms for part in ("--platform", platform)),
        *("--dest", str(folder), "--requirement"),
    ]
    # markers are settled here: pip would ask the Python that runs it
    lines = [package.line(marker=False) for package in wanted]
    with tempfile.TemporaryDirectory() as temporary:
        listed = Path(temporary, "requirements.txt")
        listed.write_text("\n".join(lines), encoding="utf-8")
        done = subprocess.run([*command, str(listed)], check=False)
    if done.returncode:
        raise OSError(f"pip could not fetch the wheels for {target.key}")
