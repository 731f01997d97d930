"""Whether what came in a bundle is whole, by its own list of files, which has the form of ``sha256sum``.

It loads Python's own library alone: installers run this file by itself, before all that may be missing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

MARK: Final = "bundle.json"
"""The name of what says inside a bundle what it is, and has the hash of the list."""
LIST: Final = "files.txt"
STARTS: Final = "starts"
"""Where a version for Windows keeps what is laid beside it to start it."""
_NOT_WHOLE: Final = 3
_UNREADABLE: Final = (OSError, KeyError, TypeError, ValueError, RecursionError)
"""What is raised where something is missing, or says what it should not."""


def is_plain(name: str) -> bool:
    """Return True if a name leads to a file below a folder, on Windows as well."""
    return all(part not in ("", ".", "..") and not set(part) & set('\\:*?"<>|\0') for part in name.split("/"))


def _listed(data: bytes) -> dict[str, str]:
    """The hashes of files by name. Raises ValueError."""
    found = {}
    for line in data.decode().splitlines():
        digest, name = line.split("  ", 1)
        if not is_plain(name):
            raise ValueError(name)
        found[name] = digest
    return found


def first_broken(read: Callable[[str], bytes]) -> str | None:
    """The first file that is missing or altered; None where all is whole.

    ``read`` gives what a file has, or raises OSError or KeyError. What is not listed counts for nothing.
    """
    try:
        digest = json.loads(read(MARK))["files"]
    except _UNREADABLE:
        return MARK
    try:
        data = read(LIST)
        wanted = {LIST: digest, **_listed(data)}
    except _UNREADABLE:
        return LIST
    for name, digest in wanted.items():
        try:
            if sha256(read(name)).hexdigest() != digest:
                return name
        except (OSError, KeyError):
            return name
    return None


def broken_in(folder: Path) -> str | None:
    """The first file of a folder that is missing or altered; None where it is whole."""
    return first_broken(lambda name: (folder / name).read_bytes())


def broken_start(folder: Path, root: Path) -> str | None:
    """The first of the files by which a version is started, beside it, that is not as the version has it."""
    starts = folder / STARTS
    for start in sorted(path for path in starts.rglob("*") if path.is_file()):
        name = start.relative_to(starts).as_posix()
        try:
            if (root / name).read_bytes() != start.read_bytes():
                return name
        except OSError:
            return name
    return None


def copy(folder: Path, target: Path) -> str | None:
    """Copy what is listed and nothing else; the first file that the copy misses, or has otherwise.

    Raises OSError.
    """
    import shutil

    names = [MARK, LIST]
    with suppress(*_UNREADABLE):
        names += _listed((folder / LIST).read_bytes())
    for name in names:
        made = target / name
        made.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError, NotADirectoryError):
            shutil.copyfile(folder / name, made)
    return broken_in(target)


if __name__ == "__main__":
    version, *root = map(Path, sys.argv[1:])
    broken = broken_in(version) or (broken_start(version, root[0]) if root else None)
    if broken is not None:
        sys.stdout.write(f"{broken}\n")
        sys.exit(_NOT_WHOLE)
